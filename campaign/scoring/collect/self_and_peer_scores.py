"""What branches give themselves (S36) and each other (S38)."""

from collections.abc import Iterator
from decimal import Decimal

from campaign.reports.report import Report
from campaign.scoring.collect.collected import Unresolved
from campaign.scoring.collect.reference_data import Ambiguity, ReferenceData, find_unit, source_in
from campaign.scoring.evidence import Rating, SelfScore


def self_scores(report: Report, reference: ReferenceData) -> Iterator[SelfScore | Unresolved]:
    """Give the scores of a self evaluation, one per dimension."""
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


def ratings(report: Report, reference: ReferenceData) -> Iterator[Rating | Unresolved]:
    """Give what a branch gave the others, one per dimension that it filled in.

    What it gave a unit that has merged away since is kept: it tells whether it told units apart.
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
    """Return why a dimension that the plan does not have counts for nobody."""
    return Ambiguity(name, "方案的五比中没有这一项")
