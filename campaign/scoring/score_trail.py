"""The trail of every cell of a score, down to the row: nothing counts that is not listed here.

A cell is the weighted mean of its parts; a part is made of entries, each with the rule that was
applied to it. For every cell, value × weight added over its contributions is the cell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, Protocol

from campaign.scoring.evidence import Source
from campaign.values.exact_numbers import ONE, ZERO, weighted_mean


class CountingRule(StrEnum):
    """The rule by which an entry counts, or does not, in the words of docs/scoring.md."""

    SELF = "自评分，计入"
    RATING = "评分，计入平均"
    OWN_RATING = "给本单位的评分，不计"
    ALL_EQUAL = "评分方给两个以上单位的评分全部相同，整份不计"
    TRIMMED_HIGH = "去掉一个最高分"
    TRIMMED_LOW = "去掉一个最低分"
    TOO_FEW_RATINGS = "评分份数不足，该项缺"
    ITEM = "检查得分（含加分），计入"
    NOTHING_POSSIBLE = "应得分合计为0，该项缺"
    START = "抽查起始分"
    FINDING = "抽查发现问题，扣分"
    SAME_MATTER = "与另一次发现是同一事项，已按最重的一种扣过，不另扣"
    PERSONAL = "只通报批评个人，不扣单位的分"
    NOT_IN_PLAN = "方案没有列入或者权重为0，不计"
    HELD = "超出上下限的部分不计"
    MARK = "有效票项，计入平均"
    NO_VALUE = "不计分的选项，不计"
    BLANK = "没有填选，不计"
    TWO_MARKS = "一项填选两个以上，该项作废"
    BATCH_VOID = "收回多于发放，该群体整批作废"
    TOO_FEW_MARKS = "该群体有效票项不足，不计"
    SMALL_POLL = "计入的群体或者票数不够，该项不计"
    LOWEST = "自行组织的社会评议票数不够，按同类单位中最低的一格计"
    NOT_FILED = "应报未报，记0分"
    VOID_ZERO = "测评票因收回多于发放作废，记0分"
    BONUS = "凭文件加分"
    REPLACED = "同一文件后来又登记过，以后一次为准，不计"
    SAME_DOCUMENT = "同一文件只按最高级别计一次，不另计"
    LAPSE = "方案列明的扣分"
    INSPECTED = "季度检查已经凭该文件加分，不另计"
    OVER_CAP = "超出加分上限的部分不计"


COUNTED = frozenset(
    (
        CountingRule.SELF,
        CountingRule.RATING,
        CountingRule.ITEM,
        CountingRule.START,
        CountingRule.FINDING,
        CountingRule.MARK,
        CountingRule.BONUS,
        CountingRule.LAPSE,
    )
)


class CountedEntry(NamedTuple):
    """One entry and the rule that was applied to it; ``number`` equal ballots may share one."""

    source: Source | None
    value: Decimal
    rule: CountingRule
    label: str = ""
    number: int = 1


_NOWHERE = Source("", "", "", 0)


class TrailEntry(Protocol):
    """A piece of evidence as the trail reads it: its place, its value, its label."""

    @property
    def source(self) -> Source | None: ...  # noqa: D102 -- as described above
    @property
    def value(self) -> Decimal: ...  # noqa: D102 -- as described above
    @property
    def label(self) -> str: ...  # noqa: D102 -- as described above


class Part(Protocol):
    """A part of a cell: its weight among the parts, its value, the entries it is made of.

    ``value`` is 0 to 100, None where the part is missing. ``entry_weight`` is the weight of one
    counted entry within the part, ``adjustment`` what holding the part to its bounds added.
    """

    @property
    def weight(self) -> int | Fraction: ...  # noqa: D102 -- as described above
    @property
    def value(self) -> Fraction | None: ...  # noqa: D102 -- as described above
    @property
    def entry_weight(self) -> Fraction: ...  # noqa: D102 -- as described above
    @property
    def adjustment(self) -> Fraction: ...  # noqa: D102 -- as described above
    @property
    def entries(self) -> Sequence[CountedEntry]: ...  # noqa: D102 -- as described above


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedPart:
    """A part that is made of single entries, grouped by the rule that was applied to them."""

    weight: int = 100
    value: Fraction | None
    entry_weight: Fraction = ONE
    adjustment: Fraction = ZERO
    by_rule: tuple[tuple[CountingRule, Sequence[TrailEntry]], ...] = ()

    @property
    def entries(self) -> Sequence[CountedEntry]:
        """Every entry with its rule; per rule by place, whatever order they came in."""
        return [
            CountedEntry(entry.source, entry.value, rule, entry.label)
            for rule, entries in self.by_rule
            for entry in sorted(entries, key=lambda entry: (entry.source or _NOWHERE, entry.label))
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One channel in one dimension, 0 to 100, with the parts it is made of.

    ``value`` is None where it is missing. ``present`` is the share of the cell's weight that is
    there, less than 1 where a part that applies is missing. ``zeroed`` is the rule by which a
    cell that is missing through the unit's own doing counts 0, or what the lowest has.
    """

    value: Fraction | None
    present: Fraction | int
    parts: tuple[Part, ...] = ()
    zeroed: CountingRule | None = None


def cell_of(parts: tuple[Part, ...], *, present: Fraction | int = 1) -> Cell:
    """Make a cell: the mean of the parts that have a value, by their weights; missing if none."""
    valued = [part for part in parts if part.value is not None]
    if len(valued) == 1:
        return Cell(value=valued[0].value, present=present, parts=parts)
    value = weighted_mean((part.weight, part.value) for part in valued if part.value is not None)
    return Cell(value=value, present=0 if value is None else present, parts=parts)


def lowest_cell(value: Fraction, parts: tuple[Part, ...]) -> Cell:
    """Return the cell that counts as low as the lowest of the class, by the unit's own doing."""
    return Cell(value=value, present=1, parts=parts, zeroed=CountingRule.LOWEST)


def zero_cell(rule: CountingRule, parts: tuple[Part, ...] = ()) -> Cell:
    """Return the cell that counts 0 through the unit's own doing."""
    return Cell(value=ZERO, present=1, parts=parts, zeroed=rule)


class Contribution(NamedTuple):
    """The addition of one row to a figure, value × weight; a row that does not count weighs 0."""

    source: Source | None
    value: Fraction
    weight: Fraction
    rule: CountingRule
    label: str = ""
    number: int = 1


def contributions(cell: Cell) -> Iterator[Contribution]:
    """Yield the contribution of every entry of a cell, as the office sees them."""
    if cell.zeroed:
        yield Contribution(None, cell.value or ZERO, ONE, cell.zeroed)
    whole = sum((part.weight for part in cell.parts if part.value is not None), ZERO)
    for part in cell.parts:
        share = Fraction(part.weight) / whole if whole and part.value is not None else ZERO
        yield from _part_contributions(part, share)


def _part_contributions(part: Part, share: Fraction) -> Iterator[Contribution]:
    for entry in part.entries:
        weight = share * part.entry_weight * entry.number if entry.rule in COUNTED else ZERO
        value = Fraction(entry.value)
        yield Contribution(entry.source, value, weight, entry.rule, entry.label, entry.number)
    if part.adjustment:
        yield Contribution(None, part.adjustment, share, CountingRule.HELD)
