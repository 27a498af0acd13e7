"""The settings of the appraisal: channels, dimensions, weights, bands, vetoes, ladder, awards.

Whole-number weights sum to 100; the defaults are this bureau's own.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import Field as Setting
from pydantic import field_validator, model_validator

from campaign.definitions.errors import Definition

Weight = Annotated[int, Setting(ge=0, le=100)]
Points = Annotated[Decimal, Setting(ge=0, le=100)]
ChannelKey = Literal["self", "mutual", "spot", "social", "public"]


def require_distinct(names: Sequence[str], what: str) -> None:
    """Raise ValueError if a name occurs twice."""
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"{what}重复：{'、'.join(sorted(twice))}")


def require_hundred(weights: Iterable[int], what: str) -> None:
    """Raise ValueError unless the weights sum to 100."""
    total = sum(weights)
    if total != 100:
        raise ValueError(f"{what}之和应为100，现为{total}")


class Dimension(Definition):
    """One of the five comparisons (五比)."""

    key: str
    name: str
    weight: Weight


class Channel(Definition):
    """One of the five evaluations (五评)."""

    key: ChannelKey
    name: str
    weight: Weight


AppraisalItem = TypeVar("AppraisalItem", Dimension, Channel)


class Mutual(Definition):
    """How the mutual channel is made of ratings and inspections."""

    ratings_weight: Weight = 50
    inspections_weight: Weight = 50
    void_all_equal: bool = True
    least_ratings: int = Setting(default=3, ge=1)
    trim_above: int = Setting(default=5, ge=2)

    @model_validator(mode="after")
    def _hundred(self) -> "Mutual":
        require_hundred((self.ratings_weight, self.inspections_weight), "互评两部分的权重")
        return self


class SpotDeduction(Definition):
    """What one finding of a spot check deducts from its dimension, in points."""

    kind: str
    points: Points


class BallotMark(Definition):
    """A mark on a ballot and its value; a mark without a value is not counted."""

    name: str
    value: Points | None = None


class Respondents(Definition):
    """A group of respondents and its weight in social and public evaluation."""

    name: str
    weight: Weight


class Ballots(Definition):
    """How ballots become a cell."""

    marks: tuple[BallotMark, ...]
    groups: tuple[Respondents, ...]
    least_marks: int = Setting(default=5, ge=1)

    @field_validator("groups")
    @classmethod
    def _hundred(cls, groups: tuple[Respondents, ...]) -> tuple[Respondents, ...]:
        require_distinct([group.name for group in groups], "name")
        require_hundred((group.weight for group in groups), "各测评群体的权重")
        return groups

    @field_validator("marks")
    @classmethod
    def _distinct(cls, marks: tuple[BallotMark, ...]) -> tuple[BallotMark, ...]:
        require_distinct([mark.name for mark in marks], "name")
        if all(mark.value is None for mark in marks):
            raise ValueError("至少一个选项要有分值")
        return marks


class Grade(Definition):
    """A grade and its lower bound, which belongs to it."""

    name: str
    least: Points


class Bonus(Definition):
    """What a formal document earns, by its tier, and the most that all together may earn."""

    tiers: dict[str, Points] = Setting(default_factory=dict)
    most: Points = Decimal(5)


class ListedDeduction(Definition):
    """A deduction from the total that the plan lists; by default there is none."""

    key: str
    name: str
    points: Points


class Veto(Definition):
    """What keeps a unit out of the final ranking, however high its total."""

    key: str
    name: str
    sources: tuple[str, ...] = ()


class LadderStep(Definition):
    """What follows the n-th complaint found true against a person in the campaign year."""

    count: int = Setting(ge=1)
    consequence: str


class Ladder(Definition):
    """The ladder for posts of approval, enforcement, fees and service (S54).

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
            raise ValueError("至少要有一级处理")
        if [step.count for step in steps] != list(range(1, len(steps) + 1)):
            raise ValueError("count应从1起逐次加1")
        return steps


class Shortlist(Definition):
    """Who is proposed to the city: the best share of each class, rounded up, at most so many."""

    share_pct: Weight = 30
    most: int = Setting(default=10, ge=1)


class Bands(Definition):
    """How the uncertainty of ranks is shown: draws of the weights, and what counts as close."""

    draws: int = Setting(default=2000, ge=1)
    seed: int = 0
    concentration: int = Setting(default=100, ge=1)
    close_call_pct: Weight = 20


class RaterRules(Definition):
    """What the office is told of the raters: from how many points on a mutual high pair counts."""

    pair_margin: Points = Decimal(5)


class Appraisal(Definition):
    """All settings of the year's appraisal.

    ``midway_on`` and ``result_on`` are the days of the mid-way report and of the year's result.
    ``red_flags`` is how many places of a quarterly inspection get a red flag (流动红旗, S39).
    """

    dimensions: tuple[Dimension, ...]
    channels: tuple[Channel, ...]
    mutual: Mutual = Mutual()
    spot_start: Points = Decimal(100)
    spot_deductions: tuple[SpotDeduction, ...] = ()
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
        require_hundred((item.weight for item in items), "各项权重")
        return items

    @field_validator("channels")
    @classmethod
    def _all_five(cls, channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
        if missing := set(get_args(ChannelKey)) - {channel.key for channel in channels}:
            raise ValueError(f"缺少渠道：{'、'.join(sorted(missing))}（不用的权重写0）")
        return channels

    @field_validator("grades")
    @classmethod
    def _falling(cls, grades: tuple[Grade, ...]) -> tuple[Grade, ...]:
        bounds = [grade.least for grade in grades]
        if bounds != sorted(set(bounds), reverse=True) or bounds[-1:] != [Decimal(0)]:
            raise ValueError("各等次应从高到低排列，最后一个的least为0")
        return grades

    @field_validator("spot_deductions")
    @classmethod
    def _kinds(cls, deductions: tuple[SpotDeduction, ...]) -> tuple[SpotDeduction, ...]:
        require_distinct([deduction.kind for deduction in deductions], "kind")
        return deductions

    @model_validator(mode="after")
    def _bounds(self) -> "Appraisal":
        if self.total_least >= self.total_most:
            raise ValueError("total_least应小于total_most")
        return self
