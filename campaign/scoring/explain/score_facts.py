"""Gives scores as facts: all units, one unit to the office, one unit to itself, raters, people.

``zuofeng scores --json`` and ``zuofeng explain --json`` print them; docs/scoring.md 八 and 十 state
the keys and what a unit may see.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict

from campaign.definitions.applicability import RATINGS
from campaign.scoring.accountability import Nomination, PersonConsequence
from campaign.scoring.analysis.agreement import agreements
from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.unit_facts import (
    JsonFacts,
    close_call_facts,
    decimal_text,
    exact_text,
    smallest_change_facts,
    trail_facts,
    unit_facts,
)
from campaign.scoring.explain.unit_view import BALLOT_CHANNELS, UnitCell, unit_cell
from campaign.scoring.ranking import LAST_PLACE
from campaign.scoring.score_trail import Contribution, CountingRule, contributions
from campaign.scoring.totals import Score

LEAST_COUNT = 5
"""Counts of ratings and ballots below this are withheld from a unit."""


def score_facts(assessment: Assessment) -> list[JsonFacts]:
    """Return one entry per unit, in the roster's order, with the keys of docs/scoring.md 十."""
    return [
        unit_facts(score, rank, assessment)
        for score, rank in zip(assessment.scores, assessment.ranks, strict=True)
    ]


def explain_to_office(assessment: Assessment, unit: str) -> JsonFacts:
    """Return everything about one unit, by its code, for the office.

    Beyond ``score_facts``: the contributions of every cell of a channel that applies. Added over
    a cell's contributions, value_exact × weight_exact is the cell's ``cells_exact``. Raises
    KeyError if the unit is not scored.
    """
    score, rank = assessment.of(unit)
    return {
        "day": assessment.day.isoformat(),
        "name": assessment.name(unit),
        **unit_facts(score, rank, assessment),
        "cells_exact": {
            channel: {key: exact_text(cell.value) for key, cell in row.items()}
            for channel, row in score.cells.items()
        },
        "contributions": {
            channel: {key: trail_facts(contributions(cell)) for key, cell in row.items()}
            for channel, row in score.cells.items()
        },
        "bonus_contributions": trail_facts(score.bonus_trail),
        "deduction_contributions": trail_facts(score.deduction_trail),
        "shown_total": assessment.shown_totals.get(unit),
        "smallest_changes": smallest_change_facts(assessment, unit),
        "close_calls": [
            close_call_facts(call)
            for call in assessment.close_calls
            if unit in (call.ahead, call.behind)
        ],
    }


def explain_to_unit(assessment: Assessment, unit: str) -> JsonFacts:
    """Return what a unit may see of itself, by its code: never who gave what (docs/scoring.md 八).

    The shape of ``score_facts``, with ``counts`` of ratings and ballots (None below
    ``LEAST_COUNT``) and the ``rows`` that the unit may see. Until collecting is ``closed``,
    everything that ratings and ballots enter is None: from how a mean moves between two days
    anybody could compute the rating that came in between. Raises KeyError if the unit is not
    scored.
    """
    score, rank = assessment.of(unit)
    closed = is_closed(assessment)
    facts = {
        "day": assessment.day.isoformat(),
        "name": assessment.name(unit),
        "closed": closed,
        **unit_facts(score, rank, assessment),
        "shown_total": assessment.shown_totals.get(unit),
        "smallest_changes": smallest_change_facts(assessment, unit),
        **_counts_and_rows(score, closed),
        "bonus_contributions": _own_trail(score.bonus_trail),
        "deduction_contributions": _own_trail(score.deduction_trail),
    }
    return facts if closed else _withheld(facts, score)


def _counts_and_rows(score: Score, closed: bool) -> JsonFacts:
    views = {
        channel: {key: unit_cell(channel, cell) for key, cell in row.items()}
        for channel, row in score.cells.items()
    }
    return {
        "counts": {
            channel: {key: _counts(view, closed) for key, view in views[channel].items()}
            for channel in secret_channels(score)
        },
        "rows": {
            channel: {key: _own_trail(view.rows) for key, view in row.items()}
            for channel, row in views.items()
        },
    }


def is_closed(assessment: Assessment) -> bool:
    """Return whether collecting has ended: from the day of the year's result on."""
    plan = assessment.plan
    return assessment.day >= (plan.appraisal.result_on or plan.campaign.last)


def secret_channels(score: Score) -> list[str]:
    """Return the channels of a unit's class that ratings or ballots enter."""
    rated = RATINGS in score.weights.mutual_parts
    return [c for c in score.cells if c in BALLOT_CHANNELS or (c == "mutual" and rated)]


def _withheld(facts: JsonFacts, score: Score) -> JsonFacts:
    secret = secret_channels(score)
    if not secret:
        return facts
    hidden = {channel: dict.fromkeys(facts["cells"][channel]) for channel in secret}
    return {
        **facts,
        **dict.fromkeys(_FROM_ALL_CELLS),
        "cells": {**facts["cells"], **hidden},
        "channels": {**facts["channels"], **dict.fromkeys(secret)},
        "weight_present": {
            "whole": None,
            "channels": {**facts["weight_present"]["channels"], **dict.fromkeys(secret)},
        },
        "vetoes": [veto for veto in facts["vetoes"] if veto["key"] != LAST_PLACE],
    }


_FROM_ALL_CELLS = (
    "base",
    "total",
    "shown_total",
    "grade",
    "provisional",
    "ranked",
    "raw_rank",
    "final_rank",
    "shortlisted",
    "last",
    "band",
    "band_sampling",
    "band_joint",
    "barred",
    "smallest_changes",
)


def _counts(view: UnitCell, closed: bool) -> JsonFacts:
    return {
        "counted": _count(view.counted) if closed else None,
        "not_counted": _count(view.not_counted) if closed else None,
    }


def _count(number: int) -> int | None:
    return number if number >= LEAST_COUNT else None


def _own_trail(entries: tuple[Contribution, ...]) -> list[JsonFacts]:
    """Return rows that a unit may see, with the file's name only for files of its own."""
    return [
        entry if entry["rule"] == CountingRule.SELF else {**entry, "file": None}
        for entry in trail_facts(entries)
    ]


def rater_facts(assessment: Assessment) -> JsonFacts:
    """Return the rater analysis, for the office only; severity and agreement may be None."""
    analysis = assessment.raters
    return {
        "raters": [
            {**asdict(rater), "severity": None if rater.severity is None else str(rater.severity)}
            for rater in analysis.raters
        ],
        "agreement": {
            dimension: None if alpha is None else str(alpha)
            for dimension, alpha in analysis.agreement.items()
        },
        "agreement_intervals": {
            agreement.dimension: None
            if agreement.low is None or agreement.high is None
            else {"low": str(agreement.low), "high": str(agreement.high)}
            for agreement in agreements(assessment)
        },
        "high_pairs": [
            {
                "one": pair.one,
                "other": pair.other,
                "one_gave_over_others": decimal_text(pair.one_gave_over_others),
                "other_gave_over_others": decimal_text(pair.other_gave_over_others),
            }
            for pair in analysis.high_pairs
        ],
    }


def people_facts(assessment: Assessment) -> JsonFacts:
    """Return the proposals about people, which the office confirms (S44, S45, S49, S54).

    ``excluded`` are nominees who may not be proposed, ``units`` the units that are nominated
    themselves, and whether they have a veto. A complaint appears by its case number alone.
    """
    nominees = [n for of_unit in assessment.nominees.values() for n in of_unit]
    excluded = set(assessment.collected.nominations) - set(nominees)
    return {
        "ladder": [
            {**_person(step.person, assessment), **_without_person(asdict(step))}
            for step in assessment.ladder
        ],
        "consequences": [_consequence(c, assessment) for c in assessment.consequences],
        "nominees": [_nominee(nominee, assessment) for nominee in nominees],
        "excluded": [_nominee(n, assessment) for n in sorted(excluded, key=_order)],
        "units": list(_nominated_units(assessment)),
    }


def _consequence(consequence: PersonConsequence, assessment: Assessment) -> JsonFacts:
    return {
        **_person(consequence.person, assessment),
        "unit": consequence.unit,
        "yearly_grade": consequence.yearly_grade,
        "document": consequence.criticism.document,
        "on": consequence.criticism.on.isoformat(),
    }


def _nominated_units(assessment: Assessment) -> Iterator[JsonFacts]:
    vetoed = {rank.unit for rank in assessment.ranks if rank.vetoes}
    nominations = assessment.collected.unit_nominations
    for nomination in sorted(nominations, key=lambda n: (n.award, n.unit)):
        unit = nomination.unit
        yield {"unit": unit, "award": nomination.award, "vetoed": unit in vetoed}


def _order(nominee: Nomination) -> tuple[str, str]:
    return nominee.unit, nominee.person


def _person(code: str, assessment: Assessment) -> JsonFacts:
    return {"person": code, "name": assessment.person_name(code)}


def _without_person(facts: JsonFacts) -> JsonFacts:
    return {
        key: value.isoformat() if isinstance(value, dt.date) else value
        for key, value in facts.items()
        if key != "person"
    }


def _nominee(nominee: Nomination, assessment: Assessment) -> JsonFacts:
    facts = [{"what": what, "value": value} for what, value in nominee.facts]
    return {"unit": nominee.unit, **_person(nominee.person, assessment), "facts": facts}
