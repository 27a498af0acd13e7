"""Holds the plan's settings of the appraisal: weights, grades, vetoes, ladder, awards (S33 to S54).

Whole-number weights sum to 100; the defaults are this bureau's own.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import Field as Setting
from pydantic import field_validator, model_validator

from campaign.definitions.channel_settings import (
    Ballots,
    ChannelKey,
    Mutual,
    Points,
    SpotDeduction,
    Weight,
    require_distinct,
    require_hundred,
)
from campaign.definitions.errors import Definition
from campaign.problems.definition_faults import PlanFault


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


class Grade(Definition):
    """A grade and its lower bound in points, which belongs to it."""

    name: str
    least: Points


class Bonus(Definition):
    """The points that a formal document earns by its tier, and the most that all may earn.

    One document earns ``most_each`` at most (None: whatever its tier says), and with
    ``skip_inspected`` nothing if an inspection has counted it already.
    """

    tiers: dict[str, Points] = Setting(default_factory=dict)
    most: Points = Decimal(5)
    most_each: Points | None = None
    skip_inspected: bool = False


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
    """Which units are proposed to the city: the best ``share_pct``, at most ``most`` of a class.

    ``places`` are reckoned for each class, rounded up, or for all classes together, rounded up
    and given to the classes by the largest remainder. A unit needs ``least_grade`` ("": none) and
    ``least_channel`` points in each of its channels.
    """

    share_pct: Weight = 30
    most: int = Setting(default=10, ge=1)
    places: Literal["each_class", "remainder"] = "each_class"
    least_grade: str = ""
    least_channel: Points = Decimal(0)


class Bands(Definition):
    """How rank intervals are drawn: how often the weights are, and which chance counts as close.

    Weights are drawn from a Dirichlet distribution of ``concentration``; the same ``seed`` gives
    the same draws. With ``resample`` raters and respondents are drawn as well, and close calls
    are judged by weights, raters and respondents together.
    """

    draws: int = Setting(default=2000, ge=1)
    seed: int = 0
    concentration: int = Setting(default=100, ge=1)
    resample: bool = False
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
    ``least_weight_present`` is the weight, of 100, from which a unit is ranked, if each of
    ``ranked_channels`` that applies to it is there; ``least_weight_total`` that from which it has
    a total. With ``spot_unvisited_missing`` a unit that no spot check visited has no spot score.
    ``red_flags`` is how many places of a quarterly inspection get a red flag (流动红旗, S39).
    """

    dimensions: tuple[Dimension, ...]
    channels: tuple[Channel, ...]
    mutual: Mutual = Mutual()
    spot_start: Points = Decimal(100)
    spot_unvisited_missing: bool = False
    spot_deductions: tuple[SpotDeduction, ...] = ()
    criticism_dimension: str = ""
    ballots: Ballots
    least_weight_total: Weight = 0
    least_weight_present: Weight = 60
    ranked_channels: tuple[ChannelKey, ...] = ()
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
