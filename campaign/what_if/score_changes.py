"""Compares the scores, ranks and proposals of two assessments of the same reports."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from campaign.scoring.assessment import Assessment
from campaign.scoring.ranking import UnitRank
from campaign.scoring.totals import Score
from campaign.values.exact_numbers import number_text

ScoreValue = Fraction | int | bool | str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreChange:
    """The changes for one unit: by the keys of docs/scoring.md 十, the old and the new value.

    Nested keys are paths, such as ``cells.social.service``. A value is None where it is missing;
    vetoes are their keys, joined.
    """

    unit: str
    unit_class: str
    values: Mapping[str, tuple[ScoreValue, ScoreValue]]


def score_changes(before: Assessment, after: Assessment) -> tuple[ScoreChange, ...]:
    """Return the units for which anything changes, in the roster's order, by exact values.

    Raises KeyError if ``after`` lacks a unit of ``before``.
    """
    changes = []
    for unit in before.units:
        old, new = dict(_values(*before.of(unit.code))), dict(_values(*after.of(unit.code)))
        names = dict.fromkeys([*old, *new])
        values = {name: (old.get(name), new.get(name)) for name in names}
        differing = {name: pair for name, pair in values.items() if pair[0] != pair[1]}
        if differing:
            changes.append(
                ScoreChange(unit=unit.code, unit_class=unit.unit_class, values=differing)
            )
    return tuple(changes)


def people_changes(before: Assessment, after: Assessment) -> Mapping[str, tuple[int, int]]:
    """Count proposals for people and unresolved values before and after, where they differ."""
    pairs: dict[str, tuple[Sequence[object], Sequence[object]]] = {
        "ladder": (before.ladder, after.ladder),
        "consequences": (before.consequences, after.consequences),
        "nominees": (_nominees(before), _nominees(after)),
        "unresolved": (before.unresolved, after.unresolved),
    }
    return {name: (len(old), len(new)) for name, (old, new) in pairs.items() if old != new}


def value_text(value: ScoreValue) -> str | bool | int | None:
    """Return a value as score tables show it: exact numbers as decimal strings."""
    return number_text(value) if isinstance(value, Fraction) else value


def _nominees(assessment: Assessment) -> list[object]:
    return [nominee for of_unit in assessment.nominees.values() for nominee in of_unit]


def _values(score: Score, rank: UnitRank) -> Iterator[tuple[str, ScoreValue]]:
    yield from (("total", score.total), ("grade", score.grade), ("base", score.base))
    yield from (("bonus", score.bonus), ("deduction", score.deduction))
    yield from (("ranked", score.ranked), ("provisional", score.provisional))
    yield from (("raw_rank", rank.raw_rank), ("final_rank", rank.final_rank))
    yield "vetoes", "、".join(dict.fromkeys(veto.key for veto in rank.vetoes)) or None
    yield from (("shortlisted", rank.shortlisted), ("last", rank.last))
    yield "inquiry", rank.inquiry
    yield "weight_present.whole", score.weight_present
    for channel, present in score.channel_weight_present.items():
        yield f"weight_present.channels.{channel}", present
    for channel, mean in score.channels.items():
        yield f"channels.{channel}", mean
    for channel, row in score.cells.items():
        for dimension, cell in row.items():
            yield f"cells.{channel}.{dimension}", cell.value
