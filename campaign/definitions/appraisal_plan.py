"""Holds the plan's settings of the appraisal: weights, grades, vetoes, ladder, awards (S33 to S54).

Whole-number weights sum to 100; the defaults are this bureau's own.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import Field as Setting
from pydantic import field_validator, model_validator

from campaign.definitions.errors import Definition
from campaign.problems.definition_faults import PlanFault

Weight = Annotated[int, Setting(ge=0, le=100)]
Points = Annotated[Decimal, Setting(ge=0, le=100)]
ChannelKey = Literal["self", "mutual", "spot", "social", "public"]


def require_distinct(names: Sequence[str], what: str) -> None:
    """Raise ValueError if a name occurs twice; ``what`` is the TOML key of the names."""
    if repeated := {name for name in names if names.count(name) > 1}:
        names_text = "、".join(sorted(repeated))
        raise ValueError(PlanFault.REPEATED.format(what=what, names=names_text))


def require_hundred(weights: Iterable[int], fault: PlanFault) -> None:
    """Raise ValueError with that fault's wording unless the weights sum to 100."""
    total = sum(weights)
    if total != 100:
        raise ValueError(fault.format(total=total))


class Dimension(Definition):
    """One of the five comparisons (五比), and its weight in a channel."""

    key: str
    name: str
    weight: Weight


class Channel(Definition):
    """One of the five evaluations (五评), and its weight in the total."""

    key: ChannelKey
    name: str
    weight: Weight


AppraisalItem = TypeVar("AppraisalItem", Dimension, Channel)


class Mutual(Definition):
    """How the mutual channel (互评) is made of ratings and inspections.

    With ``void_all_equal`` a rater that gives all others the same marks is void. Fewer than
    ``least_ratings`` give no value; of more than ``trim_above`` the extremes do not count.
    """

    ratings_weight: Weight = 50
    inspections_weight: Weight = 50
    void_all_equal: bool = True
    least_ratings: int = Setting(default=3, ge=1)
    trim_above: int = Setting(default=5, ge=2)

    @model_validator(mode="after")
    def _hundred(self) -> "Mutual":
        weights = (self.ratings_weight, self.inspections_weight)
        require_hundred(weights, PlanFault.WEIGHTS_OF_MUTUAL)
        return self


class SpotDeduction(Definition):
    """A kind of finding of a spot check, and the points that it deducts from its dimension."""

    kind: str
    points: Points


class BallotMark(Definition):
    """A mark on a ballot and its value, 0 to 100; a mark without a value is not counted."""

    name: str
    value: Points | None = None


class Respondents(Definition):
    """A group of respondents and its weight in social and public evaluation."""

    name: str
    weight: Weight


class Ballots(Definition):
    """How ballots become a value: a group counts from ``least_marks`` counted marks on."""

    marks: tuple[BallotMark, ...]
    groups: tuple[Respondents, ...]
    least_marks: int = Setting(default=5, ge=1)

    @field_validator("groups")
    @classmethod
    def _hundred(cls, groups: tuple[Respondents, ...]) -> tuple[Respondents, ...]:
        require_distinct([group.name for group in groups], "name")
        require_hundred((group.weight for group in groups), PlanFault.WEIGHTS_OF_GROUPS)
        return groups

    @field_validator("marks")
    @classmethod
    def _distinct(cls, marks: tuple[BallotMark, ...]) -> tuple[BallotMark, ...]:
        require_distinct([mark.name for mark in marks], "name")
        if all(mark.value is None for mark in marks):
            raise ValueError(PlanFault.MARKS_WITHOUT_VALUE)
        return marks


class Grade(Definition):
    """A grade and its lower bound in points, which belongs to it."""

    name: str
    least: Points


class Bonus(Definition):
    """The points that a formal document earns by its tier, and the most that all may earn."""

    tiers: dict[str, Points] = Setting(default_factory=dict)
    most: Points = Decimal(5)


class ListedDeduction(Definition):
    """A deduction from the total for each event of a kind, in points; kinds: ``DEDUCTION_KEYS``."""

    key: str
    name: str
    points: Points


LATE, UNFILED, UNRATED, CRITICISED = "late", "unfiled", "unrated", "criticised"
DEDUCTION_KEYS = (LATE, UNFILED, UNRATED, CRITICISED)
"""What can be deducted for: a report filed late, one not filed by the lock, ratings that were
owed and not handed in by the lock (S38), a published criticism of the unit (S44)."""


class VetoSource(Definition):
    """The form, and the value in it, by which a veto is recorded of a unit."""

    form: Literal["inspection", "decision"]
    value: str


class Veto(Definition):
    """What keeps a unit out of the final ranking (一票否决), however high its total.

    ``recorded`` says what records it: a 一票否决情形 that an inspection found, a 事项类别 of a
    decision about the unit. Those of ``DERIVED_VETOES`` follow from other records.
    """

    key: str
    name: str
    sources: tuple[str, ...] = ()
    recorded: tuple[VetoSource, ...] = ()


DERIVED_VETOES = ("criticism", "last_place", "red_flag")
"""Vetoes that need no value of a form: criticism after a spot check (S44), last place with
重点整改 (S50), any 一票否决情形 that an inspection found (S39)."""


class LadderStep(Definition):
    """The consequence of the n-th complaint found true against a person in the campaign year."""

    count: int = Setting(ge=1)
    consequence: str


class Ladder(Definition):
    """The ladder of consequences for posts of approval, enforcement, fees and service (S54).

    A complaint counts if its link is one of ``links`` and its result one of ``found_true``; the
    last step holds for its count and every further one.
    """

    links: tuple[str, ...]
    found_true: tuple[str, ...]
    steps: tuple[LadderStep, ...]

    @field_validator("steps")
    @classmethod
    def _rising(cls, steps: tuple[LadderStep, ...]) -> tuple[LadderStep, ...]:
        if not steps:
            raise ValueError(PlanFault.LADDER_EMPTY)
        if [step.count for step in steps] != list(range(1, len(steps) + 1)):
            raise ValueError(PlanFault.LADDER_NOT_COUNTING)
        return steps


class Shortlist(Definition):
    """Which units are proposed to the city: the best ``share_pct`` of each class, rounded up."""

    share_pct: Weight = 30
    most: int = Setting(default=10, ge=1)


class Bands(Definition):
    """How rank intervals are drawn: how often the weights are, and which chance counts as close.

    Weights are drawn from a Dirichlet distribution of ``concentration``; the same ``seed`` gives
    the same draws.
    """

    draws: int = Setting(default=2000, ge=1)
    seed: int = 0
    concentration: int = Setting(default=100, ge=1)
    close_call_pct: Weight = 20


class RaterRules(Definition):
    """From how many points above the others two units that rate each other count as a high pair."""

    pair_margin: Points = Decimal(5)


class Appraisal(Definition):
    """All settings of the year's appraisal.

    A setting that a plan lacks has the value by which results were made before it existed, so
    that a plan that was kept with a result still gives that result. ``criticism_dimension`` is
    where a criticism counts that no finding of a spot check records ("": nowhere).

    ``midway_on`` and ``result_on`` are the days of the interim report and of the year's result.
    ``least_weight_present`` is the weight, of 100, from which a unit is ranked.
    ``red_flags`` is how many places of a quarterly inspection get a red flag (流动红旗, S39).
    """

    dimensions: tuple[Dimension, ...]
    channels: tuple[Channel, ...]
    mutual: Mutual = Mutual()
    spot_start: Points = Decimal(100)
    spot_deductions: tuple[SpotDeduction, ...] = ()
    criticism_dimension: str = ""
    ballots: Ballots
    least_weight_present: Weight = 60
    total_least: Points = Decimal(0)
    total_most: Annotated[Decimal, Setting(ge=0)] = Decimal(105)
    grades: tuple[Grade, ...]
    bonus: Bonus = Bonus()
    deductions: tuple[ListedDeduction, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    ladder: Ladder
    shortlist: Shortlist = Shortlist()
    red_flags: Annotated[int, Setting(ge=0)] = 2
    last_place_least_units: int = Setting(default=3, ge=2)
    bands: Bands = Bands()
    raters: RaterRules = RaterRules()
    notice_working_days: int = Setting(default=5, ge=1)
    midway_on: dt.date | None = None
    result_on: dt.date | None = None

    @field_validator("dimensions", "channels")
    @classmethod
    def _weighted(cls, items: tuple[AppraisalItem, ...]) -> tuple[AppraisalItem, ...]:
        for names in ([item.key for item in items], [item.name for item in items]):
            require_distinct(names, "key、name")
        require_hundred((item.weight for item in items), PlanFault.WEIGHTS_OF_ITEMS)
        return items

    @field_validator("channels")
    @classmethod
    def _all_five(cls, channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
        if missing := set(get_args(ChannelKey)) - {channel.key for channel in channels}:
            raise ValueError(PlanFault.CHANNELS_MISSING.format(keys="、".join(sorted(missing))))
        return channels

    @field_validator("grades")
    @classmethod
    def _falling(cls, grades: tuple[Grade, ...]) -> tuple[Grade, ...]:
        bounds = [grade.least for grade in grades]
        if bounds != sorted(set(bounds), reverse=True) or bounds[-1:] != [Decimal(0)]:
            raise ValueError(PlanFault.GRADES_NOT_FALLING)
        return grades

    @field_validator("spot_deductions")
    @classmethod
    def _kinds(cls, deductions: tuple[SpotDeduction, ...]) -> tuple[SpotDeduction, ...]:
        require_distinct([deduction.kind for deduction in deductions], "kind")
        return deductions

    @model_validator(mode="after")
    def _bounds(self) -> "Appraisal":
        if self.total_least >= self.total_most:
            raise ValueError(PlanFault.TOTALS_REVERSED)
        return self
