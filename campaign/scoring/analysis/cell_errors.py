"""Estimates how far a cell that people fill would lie elsewhere, had others been asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import stdev

from campaign.definitions.applicability import RATINGS
from campaign.scoring.analysis.figures import rounded
from campaign.scoring.assessment import Assessment
from campaign.scoring.resampling import cell_error
from campaign.scoring.score_trail import Cell, CountingRule
from campaign.scoring.totals import Score

_VALID = (CountingRule.RATING, CountingRule.TRIMMED_HIGH, CountingRule.TRIMMED_LOW)
_LEAST_KEPT = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class CellError:
    """The standard error of one cell of 互评, 社会评议 or 群众测评, in points.

    ``error`` is None where the cell is missing, counts by a rule instead of by what people gave,
    or has too few ratings left to estimate it from.
    """

    unit: str
    channel: str
    dimension: str
    error: Decimal | None


def cell_errors(assessment: Assessment) -> Iterator[CellError]:
    """Yield the standard error of every cell that ratings or ballots enter, unit by unit."""
    for score in assessment.scores:
        for channel in ("mutual", "social", "public"):
            if channel == "mutual" and RATINGS not in score.weights.mutual_parts:
                continue
            for dimension, cell in score.cells.get(channel, {}).items():
                error = _error(channel, cell, score)
                yield CellError(
                    unit=score.unit,
                    channel=channel,
                    dimension=dimension,
                    error=None if error is None else rounded(error),
                )


def _error(channel: str, cell: Cell, score: Score) -> float | None:
    if cell.value is None or cell.zeroed:
        return None
    if channel != "mutual":
        return cell_error(cell)
    part = cell.parts[list(score.weights.mutual_parts).index(RATINGS)]
    if part.value is None:
        return None
    entries = [entry for entry in part.entries if entry.rule in _VALID]
    trimmed = any(entry.rule is not CountingRule.RATING for entry in entries)
    error = trimmed_mean_error([float(entry.value) for entry in entries], trimmed=trimmed)
    whole = float(sum(p.weight for p in cell.parts if p.value is not None))
    return None if error is None else error * float(part.weight) / whole


def trimmed_mean_error(values: Sequence[float], *, trimmed: bool) -> float | None:
    """Return the standard error of a mean of which one highest and one lowest may be left out.

    Of a trimmed mean by the winsorized standard deviation (Tukey and McLaughlin 1963): the two
    that are left out count as their neighbours. None where fewer than two values are kept.
    """
    ordered, number = sorted(values), len(values)
    kept = number - 2 if trimmed else number
    if kept < _LEAST_KEPT:
        return None
    if not trimmed:
        return stdev(ordered) / sqrt(number)
    winsorized = [ordered[1], *ordered[1:-1], ordered[-2]]
    return stdev(winsorized) * number / kept / sqrt(number)
