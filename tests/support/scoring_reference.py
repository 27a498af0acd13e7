"""The rules of scoring once more, as plain loops over rows, written from the rules' text alone.

It shares no function with the software: no matrix, no grouping, no common denominator. What the
software computes fast must be exactly what this computes slowly.
"""

from fractions import Fraction
from typing import Any

from campaign.definitions.appraisal_plan import Appraisal
from rehearsal.content.evidence import EvidenceYear

Cells = dict[tuple[str, str], Fraction | None]
DIMENSIONS = ("service", "efficiency", "quality", "style", "image")


def ratings_mean(
    year: EvidenceYear, unit: str, dimension: str, rules: Appraisal
) -> Fraction | None:
    given: list[Fraction] = []
    for rating in year.evidence.ratings:
        if rating.unit != unit or rating.dimension != dimension or rating.rater == unit:
            continue
        rated, scores = [], []
        for other in year.evidence.ratings:
            if other.rater == rating.rater and other.unit != other.rater:
                rated.append(other.unit)
                scores.append(other.value)
        same = all(score == scores[0] for score in scores)
        two_units = any(other != rated[0] for other in rated)
        if rules.mutual.void_all_equal and same and two_units:
            continue
        given.append(Fraction(rating.value))
    if len(given) < 3:
        return None
    if len(given) > 5:
        given.remove(max(given))
        given.remove(min(given))
    total = Fraction(0)
    for one in given:
        total += one
    return total / len(given)


def inspected(year: EvidenceYear, unit: str, dimension: str) -> Fraction | None:
    got = possible = Fraction(0)
    for item in year.evidence.inspections:
        if item.unit == unit and item.dimension == dimension:
            got += Fraction(item.got)
            possible += Fraction(item.possible)
    if possible == 0:
        return None
    result = got / possible * 100
    if result > 100:
        return Fraction(100)
    return result


def spot(year: EvidenceYear, unit: str, dimension: str) -> Fraction:
    points = {"不作为": 5, "慢作为": 3, "乱作为": 5, "其他": 2, "通报批评": 10}
    left = Fraction(100)
    for finding in year.evidence.findings:
        if finding.unit == unit and finding.dimension == dimension:
            most = 0
            for kind in finding.kinds:
                if points.get(kind, 0) > most:
                    most = points[kind]
            left -= most
    return left if left > 0 else Fraction(0)


def ballots(
    year: EvidenceYear, unit: str, channel: str, dimension: str
) -> tuple[Fraction | None, bool]:
    """Return the cell and whether any batch of the unit is void."""
    values = {"满意": 100, "基本满意": 70, "不满意": 30}
    groups = {
        "党代表": 10,
        "人大代表": 10,
        "政协委员": 10,
        "服务对象": 50,
        "国有企业": 10,
        "民营企业": 10,
    }
    void = False
    sums, weights = Fraction(0), 0
    for group, weight in groups.items():
        marks: list[int] = []
        for batch in year.evidence.ballots:
            if batch.unit != unit or batch.channel != channel or batch.group != group:
                continue
            if batch.issued is not None and batch.returned > batch.issued:
                void = True
                continue
            for ballot in batch.ballots:
                made = ballot.marks.get(dimension, ())
                if len(made) == 1 and made[0] in values:
                    for _ in range(ballot.count):
                        marks.append(values[made[0]])
        if len(marks) >= 5:
            sums += weight * Fraction(sum(marks), len(marks))
            weights += weight
    return (sums / weights if weights else None), void


def own_score(year: EvidenceYear, unit: str, dimension: str) -> Fraction | None:
    for score in year.evidence.self_scores:
        if score.unit == unit and score.dimension == dimension:
            return Fraction(score.value)
    if year.evidence.filings.get((unit, "self_evaluation")) == "missed":
        return Fraction(0)
    return None


def social(year: EvidenceYear, unit: str, dimension: str) -> Fraction | None:
    value, void = ballots(year, unit, "social", dimension)
    lost = year.evidence.filings.get((unit, "social_evaluation")) == "missed"
    if value is None and (void or lost):
        return Fraction(0)
    return value


def single(year: EvidenceYear, unit: str, channel: str, dimension: str) -> Fraction | None:
    if channel == "self":
        return own_score(year, unit, dimension)
    if channel == "spot":
        return spot(year, unit, dimension)
    if channel == "social":
        return social(year, unit, dimension)
    return ballots(year, unit, "public", dimension)[0]


def cell(
    year: EvidenceYear,
    unit: str,
    forms: frozenset[str],
    channel: str,
    dimension: str,
    rules: Appraisal,
) -> tuple[Fraction | None, Fraction]:
    """Return a cell's value and how much of it is there, 0 to 1."""
    one, nothing = Fraction(1), Fraction(0)
    if channel != "mutual":
        alone = single(year, unit, channel, dimension)
        return alone, nothing if alone is None else one
    both = "mutual_evaluation" in forms and "inspection" in forms
    rated = ratings_mean(year, unit, dimension, rules) if "mutual_evaluation" in forms else None
    checked = inspected(year, unit, dimension) if "inspection" in forms else None
    if rated is not None and checked is not None:
        return (rated + checked) / 2, one
    value = checked if rated is None else rated
    if value is None:
        return None, nothing
    return value, Fraction(1, 2) if both else one


def applies(channel: str, forms: frozenset[str]) -> bool:
    return {
        "self": "self_evaluation" in forms,
        "mutual": "mutual_evaluation" in forms or "inspection" in forms,
        "spot": "spot_check" in forms,
        "social": "social_evaluation" in forms,
        "public": "public_ballots" in forms,
    }[channel]


def bonus(year: EvidenceYear, unit: str) -> Fraction:
    tiers = {"国家级": 5, "省级": 3, "市级": 2, "局级": 1}
    best: dict[str, int] = {}
    for document in year.evidence.documents:
        if document.unit == unit:
            points = tiers.get(document.tier, 0)
            if points > best.get(document.number, 0):
                best[document.number] = points
    return Fraction(min(5, sum(best.values())))


def total_of(year: EvidenceYear, unit: str, unit_class: str, rules: Appraisal) -> dict[str, Any]:
    weights = {"self": 10, "mutual": 20, "spot": 20, "social": 20, "public": 30}
    forms = year.forms[unit_class]
    cells: Cells = {}
    got = there = whole = Fraction(0)
    for channel, weight in weights.items():
        if not applies(channel, forms):
            continue
        for dimension in DIMENSIONS:
            value, present = cell(year, unit, forms, channel, dimension, rules)
            cells[channel, dimension] = value
            whole += weight * 20
            if value is not None:
                got += weight * 20 * present * value
                there += weight * 20 * present
    base = got / there if there else None
    total = None
    if base is not None:
        total = base + bonus(year, unit)
        total = Fraction(105) if total > 105 else total
    grade = None
    if total is not None:
        grade = "不合格"
        for name, least in (("合格", 60), ("良好", 80), ("优秀", 90)):
            if total >= least:
                grade = name
    return {
        "unit": unit,
        "class": unit_class,
        "cells": cells,
        "base": base,
        "bonus": bonus(year, unit),
        "total": total,
        "grade": grade,
        "weight_present": there / whole * 100,
        "ranked": total is not None and there / whole >= Fraction(60, 100),
    }


def reckon(year: EvidenceYear, rules: Appraisal) -> list[dict[str, Any]]:
    """Return every unit's score and standing, in the order of the units."""
    found = [total_of(year, unit.code, unit.unit_class, rules) for unit in year.units]
    criticised = {record.unit for record in year.vetoes} | {c.unit for c in year.criticisms}
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
            places = 0
            while places * 100 < len(peers) * 30:
                places += 1
            row["shortlisted"] = row["final_rank"] <= min(places, 10)
    return found
