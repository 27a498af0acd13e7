"""Says how good the polls are: how many answered, how many did not know, how far to trust it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from campaign.scoring.analysis.figures import rounded
from campaign.scoring.assessment import Assessment
from campaign.scoring.ballots import GroupPart
from campaign.scoring.evidence import BallotBatch
from campaign.scoring.resampling import cell_error
from campaign.scoring.score_trail import CountingRule
from campaign.values.exact_numbers import round_half_up

_SHARE_PLACES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class PollQuality:
    """One unit's ballots in a channel.

    ``issued`` and ``returned`` are of the batches that state how many were issued and are not
    void, ``response`` the share; None where none states it. ``counted`` marks count; ``unknown``
    is the share of 不了解 and blanks in all marks, ``blank`` that of blanks. ``error`` is the
    largest standard error of the unit's cells, in points.
    """

    unit: str
    channel: str
    issued: int | None
    returned: int | None
    response: Decimal | None
    counted: int
    unknown: Decimal | None
    blank: Decimal | None
    error: Decimal


def poll_qualities(assessment: Assessment) -> Iterator[PollQuality]:
    """Yield the quality of each unit's ballots in each channel that has any."""
    for score in assessment.scores:
        for channel in ("social", "public"):
            row = score.cells.get(channel, {})
            groups = [p for cell in row.values() for p in cell.parts if isinstance(p, GroupPart)]
            if not groups:
                continue
            marks = _marks_by_rule(groups)
            blank, total = marks[CountingRule.BLANK], marks.total()
            issued, returned = _issued_and_returned(next(iter(row.values())).parts)
            yield PollQuality(
                unit=score.unit,
                channel=channel,
                issued=issued,
                returned=returned,
                response=_share(returned, issued) if issued and returned is not None else None,
                counted=marks[CountingRule.MARK],
                unknown=_share(marks[CountingRule.NO_VALUE] + blank, total),
                blank=_share(blank, total),
                error=rounded(max(cell_error(cell) for cell in row.values())),
            )


def _marks_by_rule(groups: Sequence[GroupPart]) -> Counter[CountingRule]:
    marks: Counter[CountingRule] = Counter()
    for group in groups:
        for entry in group.entries:
            marks[entry.rule] += entry.number
    return marks


def _issued_and_returned(parts: Sequence[object]) -> tuple[int | None, int | None]:
    batches: list[BallotBatch] = [
        batch
        for part in parts
        if isinstance(part, GroupPart)
        for batch in part.batches
        if batch.issued is not None and not batch.overfull
    ]
    if not batches:
        return None, None
    return sum(batch.issued or 0 for batch in batches), sum(batch.returned for batch in batches)


def _share(part: int, whole: int) -> Decimal | None:
    return round_half_up(Fraction(part, whole), _SHARE_PLACES) if whole else None
