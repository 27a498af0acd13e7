"""The analyses beside a ranking once more, as plain loops, written from docs/scoring.md alone.

Like ``scoring_reference``, whose figures it starts from, it shares no function with the software.
"""

from dataclasses import replace
from fractions import Fraction
from math import sqrt
from typing import Any

from campaign.definitions.applicability import evidence_forms
from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.assessment import Assessment
from rehearsal.content.evidence import EvidenceYear
from tests.support.ratings_reference import thrown_out, valid_ratings
from tests.support.standing_reference import places_of, reckon, worthy

Row = dict[str, Any]
Ranked = dict[str, tuple[int, bool]]
"""The rank and whether the unit is on the shortlist, by unit."""


def year_of(assessment: Assessment) -> EvidenceYear:
    """Return the evidence of an assessment as a year."""
    collected = assessment.collected
    return EvidenceYear(
        units=assessment.units,
        forms=evidence_forms(assessment.plan, assessment.roster),
        evidence=collected.evidence,
        vetoes=collected.vetoes,
        criticisms=collected.criticisms,
        key_rectifications=collected.key_rectifications,
    )


def ranked_anew(now: list[Row], totals: dict[str, Fraction], rules: Appraisal) -> Ranked:
    """Rank by other totals those that are ranked now; the list by who can be on it now."""
    ranked: Ranked = {}
    for row in now:
        if not row["ranked"] or row["unit"] not in totals:
            continue
        better = ahead = 0
        for other in now:
            same = other["class"] == row["class"] and other["ranked"] and other["unit"] in totals
            if same and totals[other["unit"]] > totals[row["unit"]]:
                better += 1
                ahead += 1 if worthy(other, rules) and not other["vetoed"] else 0
        could = worthy(row, rules) and not row["vetoed"]
        ranked[row["unit"]] = 1 + better, could and ahead < places_of(row, now, rules)
    return ranked


def totals_of(rows: list[Row]) -> dict[str, Fraction]:
    return {row["unit"]: row["total"] for row in rows if row["total"] is not None}


def by_median(year: EvidenceYear, rules: Appraisal) -> Ranked:
    return ranked_anew(reckon(year, rules), totals_of(reckon(year, rules, middle=True)), rules)


def by_rules(year: EvidenceYear, rules: Appraisal, other: Appraisal) -> Ranked:
    return ranked_anew(reckon(year, rules), totals_of(reckon(year, other)), rules)


def raters_that_count(year: EvidenceYear, rules: Appraisal) -> list[str]:
    raters = []
    for rater in sorted({rating.rater for rating in year.evidence.ratings}):
        given = [r for r in year.evidence.ratings if r.rater == rater and r.unit != rater]
        if given and not thrown_out([r.unit for r in given], [r.value for r in given], rules):
            raters.append(rater)
    return raters


def without_rater(year: EvidenceYear, rules: Appraisal, rater: str) -> Row:
    """Return how many ranks move without a rater, who enters and who leaves the shortlist."""
    now = reckon(year, rules)
    left = tuple(rating for rating in year.evidence.ratings if rating.rater != rater)
    then = reckon(replace(year, evidence=replace(year.evidence, ratings=left)), rules)
    ranked = ranked_anew(now, totals_of([row for row in then if row["ranked"]]), rules)
    moved = {}
    for row in now:
        if row["ranked"]:
            rank, _ = ranked.get(row["unit"], (None, False))
            if rank != row["raw_rank"]:
                far = 10**9 if rank is None else abs(rank - row["raw_rank"])
                moved[row["unit"]] = row["raw_rank"], rank, far
    listed = {unit for unit, (_, on_it) in ranked.items() if on_it}
    before = {row["unit"] for row in now if row["shortlisted"]}
    return {
        "moved": len(moved),
        "farthest": max((far for _, _, far in moved.values()), default=0),
        "joins": listed - before,
        "leaves": before - listed,
        "shifts": {unit: (rank, other) for unit, (rank, other, _) in moved.items()},
    }


def alpha_of(ratings: list[tuple[str, str, Fraction]]) -> float | None:
    """Return Krippendorff's alpha of ratings (rater, unit, value), pair by pair."""
    by_unit: dict[str, list[Fraction]] = {}
    for _, unit, value in ratings:
        by_unit.setdefault(unit, []).append(value)
    pooled = [value for values in by_unit.values() if len(values) > 1 for value in values]
    observed = Fraction(0)
    for values in by_unit.values():
        if len(values) > 1:
            pairs = sum(((x - y) ** 2 for x in values for y in values), Fraction(0))
            observed += pairs / (len(values) - 1)
    expected = sum(((x - y) ** 2 for x in pooled for y in pooled), Fraction(0))
    return float(1 - (len(pooled) - 1) * observed / expected) if expected else None


def agreement(
    year: EvidenceYear, rules: Appraisal, dimension: str
) -> tuple[float | None, float | None, float | None]:
    """Return alpha, and 5% and 95% by leaving out one rater at a time."""
    valid = set(raters_that_count(year, rules))
    ratings = [
        (r.rater, r.unit, Fraction(r.value))
        for r in year.evidence.ratings
        if r.rater in valid and r.unit != r.rater and r.dimension == dimension
    ]
    whole = alpha_of(ratings)
    raters = sorted({rater for rater, _, _ in ratings})
    parts = [alpha_of([r for r in ratings if r[0] != rater]) for rater in raters]
    known = [part for part in parts if part is not None]
    if whole is None or len(known) < max(3, len(parts)):
        return whole, None, None
    mean, number = sum(known) / len(known), len(known)
    error = sqrt((number - 1) / number * sum((part - mean) ** 2 for part in known))
    return whole, whole - 1.645 * error, min(1.0, whole + 1.645 * error)


def ratings_error(year: EvidenceYear, rules: Appraisal, unit: str, dimension: str) -> float | None:
    """Return the standard error of the mean of a unit's ratings."""
    values = sorted(float(value) for value in valid_ratings(year, unit, dimension, rules))
    number = len(values)
    if number < 3:
        return None
    if number <= rules.mutual.trim_above:
        return deviation(values) / sqrt(number)
    if number - 2 < 2:
        return None
    values[0], values[-1] = values[1], values[-2]
    return deviation(values) / ((1 - 2 / number) * sqrt(number))


def deviation(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))


def correlated(rows: list[Row], unit_class: str, one: str, other: str) -> float | None:
    pairs = [
        (float(row["channels"][one]), float(row["channels"][other]))
        for row in rows
        if row["class"] == unit_class
        and row["ranked"]
        and row["channels"][one] is not None
        and row["channels"][other] is not None
    ]
    if len(pairs) < 3:
        return None
    means = [sum(column) / len(pairs) for column in zip(*pairs, strict=True)]
    over = sum((x - means[0]) * (y - means[1]) for x, y in pairs)
    spread = [sum((pair[at] - means[at]) ** 2 for pair in pairs) for at in (0, 1)]
    return over / sqrt(spread[0] * spread[1]) if min(spread) > 1e-15 else None


def response(year: EvidenceYear, unit: str, channel: str) -> tuple[int, int] | None:
    """Return how many ballots were issued and returned, of batches that say so and are valid."""
    issued = returned = 0
    there = False
    for batch in year.evidence.ballots:
        if batch.unit == unit and batch.channel == channel and batch.issued is not None:
            if batch.returned > batch.issued:
                continue
            there = True
            issued += batch.issued
            returned += batch.returned
    return (issued, returned) if there else None
