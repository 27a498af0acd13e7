"""Ranks units within their class, by exact totals: vetoes, shortlist for the city, last place.

A veto keeps the total and the ``raw_rank`` and removes the unit from the ``final_rank``; both are
shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.evidence import Criticism, KeyRectification, VetoRecord
from campaign.scoring.totals import Score
from campaign.values.exact_numbers import SHOWN_PLACES, round_half_up

CRITICISM, LAST_PLACE = "criticism", "last_place"
"""Keys of the plan's vetoes that the software derives itself (S44, S50)."""

_MOST_PLACES = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitRank:
    """The rank of a unit in its class, and what the rank leads to (S49, S50).

    Ranks are None for units that are not ranked, ``final_rank`` also for those with a veto.
    ``last`` is by ``raw_rank``; ``inquiry`` says that it is also a unit of 重点整改 (S50).
    ``shortlist_note``: shortlisted with a provisional score, which needs a note. ``places`` are
    those of the class on the shortlist, ``barred`` why the unit can have none ("" if it can).
    """

    unit: str
    unit_class: str
    raw_rank: int | None = None
    final_rank: int | None = None
    vetoes: tuple[VetoRecord, ...] = ()
    shortlisted: bool = False
    shortlist_note: bool = False
    last: bool = False
    inquiry: bool = False
    places: int = 0
    barred: str = ""


class Bar(StrEnum):
    """Why a unit cannot be on the shortlist, whatever its total."""

    UNRANKED = "unranked"
    VETO = "veto"
    GRADE = "grade"
    CHANNEL = "channel"


Total = TypeVar("Total", Fraction, int)


def ranks(totals: Mapping[str, Total]) -> dict[str, int]:
    """Rank totals by unit, highest first; equal ones share a rank and the next is skipped."""
    rank_of: dict[Total, int] = {}
    for position, total in enumerate(sorted(totals.values(), reverse=True), 1):
        rank_of.setdefault(total, position)
    return {unit: rank_of[total] for unit, total in totals.items()}


def last_places(raw_ranks: Mapping[str, int], appraisal: Appraisal) -> frozenset[str]:
    """Return the units in last place of one class (S50), by their raw ranks.

    Nobody is last where fewer units are ranked than the plan asks for, or where all are equal:
    a unit with nobody before it is not last.
    """
    lowest = max(raw_ranks.values(), default=1)
    if len(raw_ranks) < appraisal.last_place_least_units or lowest == 1:
        return frozenset()
    return frozenset(unit for unit, rank in raw_ranks.items() if rank == lowest)


def shortlist_places(ranked: int, appraisal: Appraisal) -> int:
    """Return how many places the shortlist (S49) has for a class of ``ranked`` units.

    Units with a veto count in ``ranked``: the failing of one unit costs no other its place.
    """
    settings = appraisal.shortlist
    return min(-(-ranked * settings.share_pct // 100), settings.most)


def class_places(ranked: Mapping[str, int], appraisal: Appraisal) -> dict[str, int]:
    """Return the shortlist's places (S49) of each class, by how many of its units are ranked.

    For each class by itself, rounded up; or for all together, rounded up, given out by the
    largest remainder: of equal remainders to the class with more units, then to 支部.
    """
    settings = appraisal.shortlist
    if settings.places == "each_class":
        return {name: shortlist_places(count, appraisal) for name, count in ranked.items()}
    whole = -(-sum(ranked.values()) * settings.share_pct // 100)
    places = {name: count * settings.share_pct // 100 for name, count in ranked.items()}
    by_remainder = sorted(
        sorted(ranked, reverse=True),  # 支部 before 单位
        key=lambda name: (-(ranked[name] * settings.share_pct % 100), -ranked[name]),
    )
    for name in by_remainder[: whole - sum(places.values())]:
        places[name] += 1
    return {name: min(count, settings.most) for name, count in places.items()}


def shortlist_bar(score: Score, vetoed: bool, appraisal: Appraisal) -> str:
    """Return why a unit cannot be on the shortlist, "" if it can."""
    settings, grades = appraisal.shortlist, [grade.name for grade in appraisal.grades]
    if not score.ranked:
        return Bar.UNRANKED
    if vetoed:
        return Bar.VETO
    if settings.least_grade in grades:
        good = grades[: grades.index(settings.least_grade) + 1]
        if score.grade not in good:
            return Bar.GRADE
    means = [mean for mean in score.channels.values() if mean is not None]
    return Bar.CHANNEL if any(mean < settings.least_channel for mean in means) else ""


def rank_units(
    scores: Sequence[Score],
    vetoes: Iterable[VetoRecord],
    criticisms: Iterable[Criticism],
    key_rectifications: Iterable[KeyRectification],
    appraisal: Appraisal,
) -> tuple[UnitRank, ...]:
    """Rank every unit within its class, in the order of the scores (S44, S49, S50)."""
    by_class: defaultdict[str, list[Score]] = defaultdict(list)
    for score in scores:
        by_class[score.unit_class].append(score)
    recorded = _by_unit([*vetoes, *criticism_vetoes(criticisms)])
    decisions: defaultdict[str, list[KeyRectification]] = defaultdict(list)
    for decision in key_rectifications:
        decisions[decision.unit].append(decision)
    ranked = {name: sum(score.ranked for score in of) for name, of in by_class.items()}
    places = class_places(ranked, appraisal)
    rank_of = {
        rank.unit: rank
        for name, of_class in by_class.items()
        for rank in _rank_class(of_class, recorded, decisions, appraisal, places[name])
    }
    return tuple(rank_of[score.unit] for score in scores)


def criticism_vetoes(criticisms: Iterable[Criticism]) -> list[VetoRecord]:
    """Return the veto of each criticism of a unit published after a spot check (S44).

    A criticism of a person is the person's affair and does not exclude the unit.
    """
    return [
        VetoRecord(unit=c.unit, key=CRITICISM, on=c.on, evidence=c.document, source=c.source)
        for c in criticisms
        if c.after_spot_check and not c.person
    ]


def _by_unit(vetoes: Iterable[VetoRecord]) -> dict[str, list[VetoRecord]]:
    by_unit: defaultdict[str, list[VetoRecord]] = defaultdict(list)
    for veto in vetoes:
        by_unit[veto.unit].append(veto)
    return by_unit


def _rank_class(
    scores: Sequence[Score],
    recorded: Mapping[str, list[VetoRecord]],
    decisions: Mapping[str, list[KeyRectification]],
    appraisal: Appraisal,
    places: int,
) -> list[UnitRank]:
    totals = {s.unit: s.total for s in scores if s.ranked and s.total is not None}
    raw_ranks = ranks(totals)
    last = last_places(raw_ranks, appraisal)
    vetoes = {
        score.unit: _vetoes_of(score.unit, last, recorded, decisions, appraisal) for score in scores
    }
    final_ranks = ranks({unit: total for unit, total in totals.items() if not vetoes[unit]})
    barred = {s.unit: shortlist_bar(s, bool(vetoes[s.unit]), appraisal) for s in scores}
    eligible = ranks({unit: total for unit, total in totals.items() if not barred[unit]})
    listed = {unit for unit, rank in eligible.items() if rank <= places}
    return [
        UnitRank(
            unit=score.unit,
            unit_class=score.unit_class,
            raw_rank=raw_ranks.get(score.unit),
            final_rank=final_ranks.get(score.unit),
            vetoes=vetoes[score.unit],
            shortlisted=score.unit in listed,
            shortlist_note=score.unit in listed and score.provisional,
            last=score.unit in last,
            inquiry=score.unit in last and bool(decisions.get(score.unit)),
            places=places,
            barred=barred[score.unit],
        )
        for score in scores
    ]


def _vetoes_of(
    unit: str,
    last: frozenset[str],
    recorded: Mapping[str, list[VetoRecord]],
    decisions: Mapping[str, list[KeyRectification]],
    appraisal: Appraisal,
) -> tuple[VetoRecord, ...]:
    """Return a unit's vetoes as far as the plan has them, by date."""
    planned = {veto.key for veto in appraisal.vetoes}
    vetoes = list(recorded.get(unit, ()))
    if unit in last:
        vetoes += [
            VetoRecord(unit=unit, key=LAST_PLACE, on=d.on, evidence=d.document, source=d.source)
            for d in decisions.get(unit, ())
        ]
    effective = {veto for veto in vetoes if veto.key in planned}
    return tuple(sorted(effective, key=lambda veto: (veto.on, veto.key, veto.evidence)))


def shown_totals(scores: Iterable[Score], bounds: Iterable[Fraction] = ()) -> dict[str, str]:
    """Return each unit's total as text, rounded half up; units without a total are left out.

    Within a class, different totals that would look equal are shown with as many more decimal
    places as tell them apart, and a total near one of ``bounds``, the grades', with as many as
    tell it from the bound. Where that takes more than ten, the text itself says that the
    totals differ, so that nobody wonders at two equal numbers with different ranks.
    """
    by_class: defaultdict[str, dict[str, Fraction]] = defaultdict(dict)
    for score in scores:
        if score.total is not None:
            by_class[score.unit_class][score.unit] = score.total
    texts: dict[str, str] = {}
    bounds = list(bounds)
    for totals in by_class.values():
        neighbours = _neighbours(totals.values())
        texts |= {
            unit: _distinct_text(total, [*neighbours[total], *bounds])
            for unit, total in totals.items()
        }
    return texts


def _neighbours(totals: Iterable[Fraction]) -> dict[Fraction, list[Fraction]]:
    """Return the next lower and next higher total of each: only those can look like it."""
    ordered = sorted(set(totals))
    return {
        total: ordered[max(index - 1, 0) : index] + ordered[index + 1 : index + 2]
        for index, total in enumerate(ordered)
    }


def _distinct_text(total: Fraction, neighbours: Sequence[Fraction]) -> str:
    for places in range(SHOWN_PLACES, _MOST_PLACES + 1):
        shown = round_half_up(total, places)
        if all(round_half_up(other, places) != shown for other in neighbours if other != total):
            return f"{shown:f}"
    return f"{shown:f}（与相邻总分在{_MOST_PLACES}位小数以后不同）"
