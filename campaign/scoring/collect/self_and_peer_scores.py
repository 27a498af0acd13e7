"""Collects the scores that branches give themselves (S36) and each other (S38)."""

from collections.abc import Iterator
from decimal import Decimal

from campaign.reports.report import Report
from campaign.scoring.collect.collected import Unresolved
from campaign.scoring.collect.reference_data import Ambiguity, ReferenceData, find_unit, source_in
from campaign.scoring.evidence import Rating, SelfScore


def collect_self_scores(
    report: Report, reference: ReferenceData
) -> Iterator[SelfScore | Unresolved]:
    """Yield the scores of a self evaluation (S36), one per dimension that it filled in."""
    for row in report.rows("scores"):
        source = source_in(report, "scores", row.number)
        name, score = row.values.get("dimension", ""), row.values.get("score")
        dimension = reference.dimensions.get(name)
        if dimension is None:
            yield unknown_dimension(name).at(source)
        elif score is not None:
            yield SelfScore(
                unit=report.unit, dimension=dimension, value=Decimal(score), source=source
            )


def collect_ratings(report: Report, reference: ReferenceData) -> Iterator[Rating | Unresolved]:
    """Yield the ratings that a branch gave (S38), one per unit and dimension that it filled in.

    Ratings of a unit that has merged away since are kept: they show whether the rater told units
    apart.
    """
    for row in report.rows("ratings"):
        source = source_in(report, "ratings", row.number)
        unit = find_unit(row.values.get("unit", ""), reference)
        if isinstance(unit, Ambiguity):
            yield unit.at(source)
            continue
        for key in reference.dimension_keys:
            if (score := row.values.get(key)) is not None:
                yield Rating(
                    rater=report.unit,
                    unit=unit.code,
                    dimension=key,
                    value=Decimal(score),
                    source=source,
                )


def unknown_dimension(name: str) -> Ambiguity:
    """Return the ambiguity of a dimension that the plan does not have."""
    return Ambiguity(name, "方案的五比中没有这一项")
