"""One unit's figures as plain facts, ready for JSON: what score tables and explanations share.

Numbers are decimal strings, exact where their decimals end, else rounded half up to ten places;
``…_exact`` beside them is the fraction itself. Ranks and counts are whole numbers. Null means
that there is nothing: a channel that does not apply, a cell that is missing, no rank, no band.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from campaign.scoring.assessment import Assessment
from campaign.scoring.evidence import Source, VetoRecord
from campaign.scoring.rank_uncertainty import CloseCall, RankInterval
from campaign.scoring.ranking import UnitRank
from campaign.scoring.score_trail import Cell, Contribution
from campaign.scoring.smallest_change import Rise
from campaign.scoring.totals import Score
from campaign.values.exact_numbers import number_text

JsonFacts = dict[str, Any]


def unit_facts(score: Score, rank: UnitRank, assessment: Assessment) -> JsonFacts:
    """Return one unit's entry of the score table."""
    return {
        "unit": score.unit,
        "class": score.unit_class,
        "cells": cells_facts(score, assessment),
        "channels": {key: text(score.channels.get(key)) for key in _channels(assessment)},
        "base": text(score.base),
        "bonus": text(score.bonus),
        "deduction": text(score.deduction),
        "total": text(score.total),
        "grade": score.grade,
        "weight_present": {
            "whole": text(score.weight_present),
            "channels": {
                key: text(score.channel_weight_present.get(key)) for key in _channels(assessment)
            },
        },
        "provisional": score.provisional,
        "ranked": score.ranked,
        **rank_facts(rank, assessment),
        "band": rank_interval_facts(assessment.bands.get(score.unit)),
    }


def rank_facts(rank: UnitRank, assessment: Assessment) -> JsonFacts:
    """Return where a unit stands, and by what veto it is out of the final ranking."""
    return {
        "raw_rank": rank.raw_rank,
        "final_rank": rank.final_rank,
        "vetoes": [_veto(veto, assessment) for veto in rank.vetoes],
        "shortlisted": rank.shortlisted,
        "last": rank.last,
    }


def cells_facts(score: Score, assessment: Assessment) -> dict[str, dict[str, str | None]]:
    """Return the cells of all channels and dimensions of the plan, None where there is nothing."""
    nothing: Mapping[str, Cell] = {}
    dimensions = [dimension.key for dimension in assessment.appraisal.dimensions]
    found = {}
    for channel in _channels(assessment):
        row = score.cells.get(channel, nothing)
        found[channel] = {key: text(row[key].value) if key in row else None for key in dimensions}
    return found


def rank_interval_facts(band: RankInterval | None) -> JsonFacts | None:
    """Return a band: ranks as whole numbers, chances as shares of 1."""
    if band is None:
        return None
    return {
        "median": band.median,
        "low": band.low,
        "high": band.high,
        "chance_shortlist": text(band.chance_shortlist),
        "chance_last": text(band.chance_last),
    }


def smallest_change_facts(assessment: Assessment, unit: str) -> JsonFacts:
    """Return the smallest changes of a unit, by goal and channel; None where there is none."""
    change = assessment.changes[unit]
    return {
        goal: {channel: _rise(rise) for channel, rise in rises.items()}
        for goal, rises in (("place", change.place), ("shortlist", change.shortlist))
    }


def trail_facts(entries: Iterable[Contribution]) -> list[JsonFacts]:
    """Return contributions as facts, in the order of the trail."""
    return [
        {
            **_place(entry.source),
            "value": text(entry.value),
            "weight": text(entry.weight),
            "value_exact": exact_text(entry.value),
            "weight_exact": exact_text(entry.weight),
            "rule": entry.rule.value,
            "counts": bool(entry.weight),
            "label": entry.label,
            "number": entry.number,
        }
        for entry in entries
    ]


def text(value: Fraction | None) -> str | None:
    """Write a number, None where there is none."""
    return None if value is None else number_text(value)


def exact_text(value: Fraction | None) -> str | None:
    """Write a number as the fraction that it is, such as 520/7; None where there is none."""
    return None if value is None else str(value)


def _channels(assessment: Assessment) -> list[str]:
    return [channel.key for channel in assessment.appraisal.channels]


def _place(source: Source | None) -> JsonFacts:
    if source is None:
        return {"submission": None, "file": None, "sheet": None, "row": None}
    return dict(source._asdict())


def _veto(veto: VetoRecord, assessment: Assessment) -> JsonFacts:
    names = {veto.key: veto.name for veto in assessment.appraisal.vetoes}
    return {
        "key": veto.key,
        "name": names[veto.key],
        "on": veto.on.isoformat(),
        "evidence": veto.evidence,
        "submission": veto.source.submission if veto.source else None,
    }


def _rise(rise: Rise | None) -> JsonFacts | None:
    if rise is None:
        return None
    return {
        "dimension": rise.dimension,
        "points": text(rise.points),
        "points_exact": exact_text(rise.points),
    }


def close_call_facts(call: CloseCall) -> JsonFacts:
    """Return a close call; ``boundary`` is shortlist or last."""
    return {
        "boundary": call.boundary,
        "ahead": call.ahead,
        "behind": call.behind,
        "chance": text(call.chance),
    }
