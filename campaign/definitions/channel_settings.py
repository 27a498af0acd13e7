"""Holds the plan's settings of single channels: ratings and inspections, findings, ballots."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Literal

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


class Mutual(Definition):
    """How the mutual channel (互评) is made of ratings and inspections.

    With ``void_all_equal`` a rater that gives all others the same marks is void, from
    ``void_least_units`` rated units on; so is one whose marks, the highest and the lowest cell
    left out, differ by less than ``void_spread`` points (0: no such rule). Fewer than
    ``least_ratings`` give no value; of more than ``trim_above`` the extremes do not count.
    """

    ratings_weight: Weight = 50
    inspections_weight: Weight = 50
    void_all_equal: bool = True
    void_spread: Points = Decimal(0)
    void_least_units: int = Setting(default=2, ge=2)
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
    """How ballots become a value: a group counts from ``least_marks`` counted marks on.

    A group of ``half_weight_marks`` counted marks has half its weight, a larger one more (0: all
    have their whole weight). A cell counts if the groups in it weigh ``least_groups_weight`` of
    100 and have ``least_cell_marks`` counted marks together. ``small_poll`` says what a cell is
    that a unit's own poll was too small for: missing, or as low as the lowest of its class.
    """

    marks: tuple[BallotMark, ...]
    groups: tuple[Respondents, ...]
    least_marks: int = Setting(default=5, ge=1)
    half_weight_marks: int = Setting(default=0, ge=0)
    least_groups_weight: Weight = 0
    least_cell_marks: int = Setting(default=0, ge=0)
    small_poll: Literal["missing", "lowest"] = "missing"

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
