"""Small pieces of evidence for worked cases; what is not named has a plain value."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from campaign.definitions.applicability import ClassWeights
from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.evidence import (
    Ballot,
    BallotBatch,
    Evidence,
    InspectionItem,
    Rating,
    SelfScore,
    Source,
    SpotFinding,
)
from campaign.scoring.scores import score_units
from campaign.scoring.totals import Score
from rehearsal.content.evidence import DIMENSIONS, FORMS, make_unit
from tests.support.samples.definitions import first_plan, plan

DAY = dt.date(2026, 9, 1)


@cache
def rules() -> Appraisal:
    """Return the settings of the plan of 0.2.0, with which most worked cases were computed."""
    return first_plan().appraisal


@cache
def new_rules() -> Appraisal:
    """Return the shipped plan's settings."""
    return plan().appraisal


def changed_rules(**changes: Any) -> Appraisal:
    """Return the settings of ``rules`` with some replaced, checked as those of a plan are."""
    return Appraisal.model_validate({**rules().model_dump(), **changes})


def at(row: int = 1, submission: str = "s1") -> Source:
    """Return a place."""
    return Source(submission, f"{submission}.xlsx", "表", row)


def ratings(
    given: Mapping[str, str], rated: str = "A1", dimension: str = "service"
) -> list[Rating]:
    """Return what raters gave one unit in one dimension."""
    return [
        Rating(
            rater=rater,
            unit=rated,
            dimension=dimension,
            value=Decimal(value),
            source=at(row, f"hp-{rater}"),
        )
        for row, (rater, value) in enumerate(given.items(), 1)
    ]


def raters(*values: str) -> list[Rating]:
    """Return ratings of unit A1 in 服务 by as many raters."""
    return ratings({f"R{n}": value for n, value in enumerate(values)})


def batch(
    marks: Iterable[str | tuple[str, ...]],
    group: str = "服务对象",
    *,
    channel: str = "social",
    issued: int | None = None,
    rated: str = "A1",
) -> BallotBatch:
    """Return ballots on one unit that are marked in 服务 only; "" is a blank."""
    cells = [(mark,) if isinstance(mark, str) and mark else tuple(mark) for mark in marks]
    return BallotBatch(
        channel=channel,
        unit=rated,
        group=group,
        ballots=tuple(
            Ballot(row=row, marks={"service": cell} if cell else {})
            for row, cell in enumerate(cells, 1)
        ),
        returned=len(cells),
        issued=issued,
        submission=f"{channel}-{rated}",
        file=f"{channel}-{rated}.xlsx",
        sheet=group,
    )


def self_scores(value: str, rated: str = "A1") -> tuple[SelfScore, ...]:
    """Return one and the same self score in all dimensions."""
    return tuple(
        SelfScore(unit=rated, dimension=d, value=Decimal(value), source=at(n, f"zp-{rated}"))
        for n, d in enumerate(DIMENSIONS, 1)
    )


def item(
    got: str, possible: str, dimension: str = "service", period: str = "2026-Q2"
) -> InspectionItem:
    """Return one line of an inspection of unit A1."""
    return InspectionItem(
        unit="A1",
        period=period,
        dimension=dimension,
        possible=Decimal(possible),
        got=Decimal(got),
        source=at(1, f"jc-{period}"),
    )


def finding(*kinds: str, dimension: str = "service", row: int = 1) -> SpotFinding:
    """Return a finding of a spot check of unit A1."""
    return SpotFinding(
        unit="A1", dimension=dimension, kinds=kinds, found_on=DAY, source=at(row, "cc")
    )


def score_of(
    evidence: Evidence,
    *,
    forms: frozenset[str] = FORMS["支部"],
    appraisal: Appraisal | None = None,
) -> Score:
    """Return the score of branch A1, whose class is fed by those forms."""
    (found,) = score_units([make_unit("A1")], {"支部": forms}, evidence, appraisal or rules())
    return found


def total(
    code: str, value: int | str | Fraction | None, unit_class: str = "支部", *, weight: int = 100
) -> Score:
    """Return a score that is nothing but a total, with so much of the weight present."""
    exact = None if value is None else Fraction(value)
    return Score(
        unit=code,
        unit_class=unit_class,
        weights=ClassWeights(channels={}, mutual_parts={}),
        cells={},
        channels={},
        weight_present=Fraction(weight),
        channel_weight_present={},
        base=exact,
        bonus=Fraction(0),
        deduction=Fraction(0),
        bonus_trail=(),
        deduction_trail=(),
        total=exact,
        grade=None,
        ranked=exact is not None and weight >= 60,
    )


def totals(values: Sequence[int | str | Fraction]) -> list[Score]:
    """Return totals of branches A, B, C and so on."""
    return [total(chr(ord("A") + n), value) for n, value in enumerate(values)]
