"""The rules of scoring once more, as plain loops over rows, written from the rules' text alone.

It shares no function with the software: no matrix, no grouping, no common denominator. What the
software computes fast must be exactly what this computes slowly.
"""

from fractions import Fraction
from typing import Any

from campaign.definitions.appraisal_plan import Appraisal
from rehearsal.content.evidence import EvidenceYear
from tests.support.ratings_reference import ratings_mean

Cells = dict[tuple[str, str], Fraction | None]
DIMENSIONS = ("service", "efficiency", "quality", "style", "image")


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


def spot(year: EvidenceYear, unit: str, dimension: str, rules: Appraisal) -> Fraction | None:
    points = {listed.kind: Fraction(listed.points) for listed in rules.spot_deductions}
    seen = any(visit.unit == unit for visit in year.evidence.visits)
    seen = seen or any(finding.unit == unit for finding in year.evidence.findings)
    if rules.spot_unvisited_missing and not seen:
        return None
    left = Fraction(100)
    for finding in year.evidence.findings:
        if finding.unit == unit and finding.dimension == dimension and not finding.repeated:
            most = Fraction(0)
            for kind in finding.kinds:
                if kind == "通报批评" and finding.personal:
                    continue
                if points.get(kind, 0) > most:
                    most = points[kind]
            left -= most
    return left if left > 0 else Fraction(0)


def ballots(
    year: EvidenceYear, unit: str, channel: str, dimension: str, rules: Appraisal
) -> tuple[Fraction | None, bool, bool]:
    """Return the cell, whether any batch of the unit is void, and whether there is any batch."""
    values = {"满意": 100, "基本满意": 70, "不满意": 30}
    groups = {
        "党代表": 10,
        "人大代表": 10,
        "政协委员": 10,
        "服务对象": 50,
        "国有企业": 10,
        "民营企业": 10,
    }
    void = there = False
    sums, weights, nominal, votes = Fraction(0), Fraction(0), 0, 0
    half = rules.ballots.half_weight_marks
    for group, weight in groups.items():
        marks: list[int] = []
        for batch in year.evidence.ballots:
            if batch.unit != unit or batch.channel != channel or batch.group != group:
                continue
            if batch.ballots:
                there = True
            if batch.issued is not None and batch.returned > batch.issued:
                void = True
                continue
            for ballot in batch.ballots:
                made = ballot.marks.get(dimension, ())
                if len(made) == 1 and made[0] in values:
                    for _ in range(ballot.count):
                        marks.append(values[made[0]])
        if len(marks) >= rules.ballots.least_marks:
            by_size = Fraction(weight * len(marks), len(marks) + half)
            sums += by_size * Fraction(sum(marks), len(marks))
            weights += by_size
            nominal += weight
            votes += len(marks)
    enough = nominal >= rules.ballots.least_groups_weight
    enough = enough and votes >= rules.ballots.least_cell_marks
    return (sums / weights if weights and enough else None), void, there


def own_score(year: EvidenceYear, unit: str, dimension: str) -> Fraction | None:
    for score in year.evidence.self_scores:
        if score.unit == unit and score.dimension == dimension:
            return Fraction(score.value)
    if year.evidence.filings.get((unit, "self_evaluation")) == "missed":
        return Fraction(0)
    return None


def social(year: EvidenceYear, unit: str, dimension: str, rules: Appraisal) -> Fraction | None:
    value, void, there = ballots(year, unit, "social", dimension, rules)
    filing = year.evidence.filings.get((unit, "social_evaluation"))
    if value is not None:
        return value
    if filing == "missed":
        return Fraction(0)
    if rules.ballots.small_poll == "missing":
        return Fraction(0) if void else None
    if not there and filing != "filed":
        return None
    own = next(each.unit_class for each in year.units if each.code == unit)
    lowest = None
    for peer in year.units:
        if peer.unit_class == own:
            counted = ballots(year, peer.code, "social", dimension, rules)[0]
            if counted is not None and (lowest is None or counted < lowest):
                lowest = counted
    return lowest


def single(
    year: EvidenceYear, unit: str, channel: str, dimension: str, rules: Appraisal
) -> Fraction | None:
    if channel == "self":
        return own_score(year, unit, dimension)
    if channel == "spot":
        return spot(year, unit, dimension, rules)
    if channel == "social":
        return social(year, unit, dimension, rules)
    return ballots(year, unit, "public", dimension, rules)[0]


def cell(
    year: EvidenceYear,
    unit: str,
    forms: frozenset[str],
    channel: str,
    dimension: str,
    rules: Appraisal,
    *,
    middle: bool = False,
) -> tuple[Fraction | None, Fraction]:
    """Return a cell's value and how much of it is there, 0 to 1."""
    one, nothing = Fraction(1), Fraction(0)
    if channel != "mutual":
        alone = single(year, unit, channel, dimension, rules)
        return alone, nothing if alone is None else one
    both = "mutual_evaluation" in forms and "inspection" in forms
    rated = None
    if "mutual_evaluation" in forms:
        rated = ratings_mean(year, unit, dimension, rules, middle=middle)
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


def bonus(year: EvidenceYear, unit: str, rules: Appraisal) -> Fraction:
    tiers = {tier: Fraction(points) for tier, points in rules.bonus.tiers.items()}
    best: dict[str, Fraction] = {}
    for document in year.evidence.documents:
        if document.unit == unit and not document.replaced:
            counted = any(
                item.unit == unit and item.document == document.number and item.got > 0
                for item in year.evidence.inspections
            )
            if rules.bonus.skip_inspected and counted:
                continue
            points = tiers.get(document.tier, Fraction(0))
            if rules.bonus.most_each is not None and points > rules.bonus.most_each:
                points = Fraction(rules.bonus.most_each)
            if points > best.get(document.number, 0):
                best[document.number] = points
    return min(Fraction(rules.bonus.most), sum(best.values(), Fraction(0)))


def deducted(year: EvidenceYear, unit: str, rules: Appraisal) -> Fraction:
    points = {listed.key: Fraction(listed.points) for listed in rules.deductions}
    lost = Fraction(0)
    for lapse in year.evidence.lapses:
        if lapse.unit == unit:
            lost += points.get(lapse.key, Fraction(0))
    return lost


def total_of(
    year: EvidenceYear, unit: str, unit_class: str, rules: Appraisal, *, middle: bool = False
) -> dict[str, Any]:
    weights = {"self": 10, "mutual": 20, "spot": 20, "social": 20, "public": 30}
    forms = year.forms[unit_class]
    cells: Cells = {}
    got = there = whole = Fraction(0)
    for channel, weight in weights.items():
        if not applies(channel, forms):
            continue
        for dimension in DIMENSIONS:
            value, present = cell(year, unit, forms, channel, dimension, rules, middle=middle)
            cells[channel, dimension] = value
            whole += weight * 20
            if value is not None:
                got += weight * 20 * present * value
                there += weight * 20 * present
    base = got / there if there else None
    total = None
    if base is not None and there / whole * 100 >= rules.least_weight_total:
        total = base + bonus(year, unit, rules) - deducted(year, unit, rules)
        total = Fraction(105) if total > 105 else total
        total = Fraction(0) if total < 0 else total
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
        "bonus": bonus(year, unit, rules),
        "deduction": deducted(year, unit, rules),
        "total": total,
        "grade": grade,
        "weight_present": there / whole * 100,
        "ranked": total is not None
        and there / whole * 100 >= rules.least_weight_present
        and all(
            any(cells[channel, dimension] is not None for dimension in DIMENSIONS)
            for channel in rules.ranked_channels
            if applies(channel, forms)
        ),
        "channels": channel_means(cells, year, unit, forms, rules),
        "lowest": lowest_channel(cells),
    }


def channel_means(
    cells: Cells, year: EvidenceYear, unit: str, forms: frozenset[str], rules: Appraisal
) -> dict[str, Fraction | None]:
    """Return the mean of each channel, cells by how much of each is there."""
    means: dict[str, Fraction | None] = {}
    for channel in dict.fromkeys(channel for channel, _ in cells):
        got = there = Fraction(0)
        for dimension in DIMENSIONS:
            value, present = cell(year, unit, forms, channel, dimension, rules)
            if value is not None:
                got += present * value
                there += present
        means[channel] = got / there if there else None
    return means


def lowest_channel(cells: Cells) -> Fraction:
    """Return the lowest mean of a channel, whose parts that are missing do not count."""
    means = []
    for channel in dict.fromkeys(channel for channel, _ in cells):
        present = [v for (c, _), v in cells.items() if c == channel and v is not None]
        if present:
            means.append(sum(present, Fraction(0)) / len(present))
    return min(means, default=Fraction(100))
