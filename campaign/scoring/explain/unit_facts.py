"""Gives one unit's figures as facts ready for JSON, for score tables and explanations alike.

Numbers are decimal strings, exact where their decimals end, else rounded half up to ten places;
``…_exact`` beside them is the fraction itself. Ranks and counts are whole numbers. None stands
for a channel that does not apply, a missing cell, no rank, no rank interval.
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
    """Return one unit's entry of the score table, with the keys of docs/scoring.md 十."""
    return {
        "unit": score.unit,
        "class": score.unit_class,
        "cells": cells_facts(score, assessment),
        "channels": {key: decimal_text(score.channels.get(key)) for key in _channels(assessment)},
        "base": decimal_text(score.base),
        "bonus": decimal_text(score.bonus),
        "deduction": decimal_text(score.deduction),
        "total": decimal_text(score.total),
        "grade": score.grade,
        "weight_present": {
            "whole": decimal_text(score.weight_present),
            "channels": {
                key: decimal_text(score.channel_weight_present.get(key))
                for key in _channels(assessment)
            },
        },
        "provisional": score.provisional,
        "ranked": score.ranked,
        **rank_facts(rank, assessment),
        "band": rank_interval_facts(assessment.rank_intervals.get(score.unit)),
        "band_sampling": rank_interval_facts(assessment.sampling_intervals.get(score.unit)),
        "band_joint": rank_interval_facts(assessment.joint_intervals.get(score.unit)),
        "barred": rank.barred or None,
        "places": rank.places,
    }


def rank_facts(rank: UnitRank, assessment: Assessment) -> JsonFacts:
    """Return a unit's ranks, and the vetoes that keep it out of the final ranking."""
    return {
        "raw_rank": rank.raw_rank,
        "final_rank": rank.final_rank,
        "vetoes": [_veto(veto, assessment) for veto in rank.vetoes],
        "shortlisted": rank.shortlisted,
        "last": rank.last,
    }


def cells_facts(score: Score, assessment: Assessment) -> dict[str, dict[str, str | None]]:
    """Return the cells of all channels and dimensions of the plan, None where one is missing."""
    no_cells: Mapping[str, Cell] = {}
    dimensions = [dimension.key for dimension in assessment.appraisal.dimensions]
    facts = {}
    for channel in _channels(assessment):
        row = score.cells.get(channel, no_cells)
        facts[channel] = {
            key: decimal_text(row[key].value) if key in row else None for key in dimensions
        }
    return facts


def rank_interval_facts(interval: RankInterval | None) -> JsonFacts | None:
    """Return a rank interval: ranks as whole numbers, chances as shares of 1."""
    if interval is None:
        return None
    return {
        "median": interval.median,
        "low": interval.low,
        "high": interval.high,
        "chance_shortlist": decimal_text(interval.chance_shortlist),
        "chance_last": decimal_text(interval.chance_last),
    }


def smallest_change_facts(assessment: Assessment, unit: str) -> JsonFacts:
    """Return a unit's smallest rank changes, by goal and channel; None where there is none.

    Raises KeyError if the unit is not scored.
    """
    change = assessment.smallest_changes[unit]
    return {
        goal: {channel: _rise(rise) for channel, rise in rises.items()}
        for goal, rises in (("place", change.place), ("shortlist", change.shortlist))
    }


def trail_facts(entries: Iterable[Contribution]) -> list[JsonFacts]:
    """Return contributions as facts, in the order of the trail."""
    return [
        {
            **_place(entry.source),
            "value": decimal_text(entry.value),
            "weight": decimal_text(entry.weight),
            "value_exact": exact_text(entry.value),
            "weight_exact": exact_text(entry.weight),
            "rule": entry.rule.value,
            "counts": bool(entry.weight),
            "label": entry.label,
            "number": entry.number,
        }
        for entry in entries
    ]


def decimal_text(value: Fraction | None) -> str | None:
    """Return a number as a decimal string, None where there is none."""
    return None if value is None else number_text(value)


def exact_text(value: Fraction | None) -> str | None:
    """Return a number as the fraction that it is, such as 520/7; None where there is none."""
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
        "points": decimal_text(rise.points),
        "points_exact": exact_text(rise.points),
    }


def close_call_facts(call: CloseCall) -> JsonFacts:
    """Return a close call; ``boundary`` is shortlist or last."""
    return {
        "boundary": call.boundary,
        "ahead": call.ahead,
        "behind": call.behind,
        "chance": decimal_text(call.chance),
    }
