"""Ranks, vetoes and the shortlist once more, as plain loops over what scoring_reference reckons."""

from fractions import Fraction
from math import ceil
from typing import Any

from campaign.definitions.appraisal_plan import Appraisal
from rehearsal.content.evidence import EvidenceYear
from tests.support.scoring_reference import total_of


def reckon(year: EvidenceYear, rules: Appraisal, *, middle: bool = False) -> list[dict[str, Any]]:
    """Return every unit's score and standing, in the order of the units.

    Ratings count by the one in the ``middle`` if so asked.
    """
    found = [
        total_of(year, unit.code, unit.unit_class, rules, middle=middle) for unit in year.units
    ]
    criticised = {record.unit for record in year.vetoes}
    criticised |= {c.unit for c in year.criticisms if c.after_spot_check and not c.person}
    decided = {decision.unit for decision in year.key_rectifications}
    for row in found:
        peers = [r for r in found if r["class"] == row["class"] and r["ranked"]]
        row["raw_rank"] = row["final_rank"] = None
        row["last"] = row["shortlisted"] = row["vetoed"] = False
        if not row["ranked"]:
            row["vetoed"] = row["unit"] in criticised
            continue
        better = [r for r in peers if r["total"] > row["total"]]
        worse = [r for r in peers if r["total"] < row["total"]]
        row["raw_rank"] = 1 + len(better)
        row["last"] = not worse and bool(better) and len(peers) >= 3
        row["vetoed"] = row["unit"] in criticised or (row["last"] and row["unit"] in decided)
    for row in found:
        peers = [r for r in found if r["class"] == row["class"] and r["ranked"]]
        if row["ranked"] and not row["vetoed"]:
            better = [r for r in peers if r["total"] > row["total"] and not r["vetoed"]]
            row["final_rank"] = 1 + len(better)
            ahead = [r for r in better if worthy(r, rules)]
            row["shortlisted"] = worthy(row, rules) and len(ahead) < places_of(row, found, rules)
    return found


def worthy(row: dict[str, Any], rules: Appraisal) -> bool:
    order = [grade.name for grade in rules.grades]
    least = rules.shortlist.least_grade
    good = not least or order.index(row["grade"]) <= order.index(least)
    return bool(good and row["lowest"] >= rules.shortlist.least_channel)


def places_of(row: dict[str, Any], found: list[dict[str, Any]], rules: Appraisal) -> int:
    """Hand out places one by one: whole ones first, then by what is left over."""
    counts = {
        name: len([r for r in found if r["class"] == name and r["ranked"]])
        for name in ("支部", "单位")
    }
    shares = {name: Fraction(count * 30, 100) for name, count in counts.items()}
    if rules.shortlist.places == "each_class":
        places = {name: ceil(share) for name, share in shares.items()}
    else:
        places = {name: int(share) for name, share in shares.items()}
        rest = {name: shares[name] - places[name] for name in shares}
        while sum(places.values()) < sum(shares.values()):
            first = "支部"
            if (rest["单位"], counts["单位"]) > (rest["支部"], counts["支部"]):
                first = "单位"
            places[first] += 1
            rest[first] = Fraction(-1)
    return min(places[row["class"]], 10)
