"""The results of reading one cell: a value, a value with a tolerance, or a fault."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.definitions.plan_index import PlanIndex
from campaign.definitions.roster import Roster
from campaign.problems.codes import Code
from campaign.values.periods import Period
from campaign.values.raw_workbook import Scalar


class Tolerance(StrEnum):
    """A deviation accepted in reading a cell, in the words of the receipt."""

    SPACES = "去除多余空格、换行"
    WIDTH = "统一全角半角、大小写"
    PUNCTUATION = "去除数字后的单位"
    DATE_STYLE = "统一日期写法"
    DATE_SERIAL = "日期序号转为日期"
    DATE_TIME = "日期去除时刻"
    DATE_YEAR = "日期补上年份"
    NUMBER_AS_TEXT = "文本数字转为数值"
    TEXT_AS_NUMBER = "数值转为文字"
    PERCENT = "小数按百分数读取"
    CHOICE = "统一选项写法"
    NAME = "按名册统一名称"
    SHOWN = "按显示的内容读取"
    PLACEHOLDER = "“无”“/”等视为没有填写"


@dataclass(frozen=True, slots=True)
class ToleratedValue:
    """A value that was read with some tolerance; an empty value means a blank cell."""

    value: str
    tolerance: Tolerance


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault of a cell: its code, and the facts that the message needs beyond the heading.

    ``value`` is the canonical value if the code is only a warning, else "".
    """

    code: Code
    facts: dict[str, str] = field(default_factory=dict)
    value: str = ""


EMPTY_INDEX = PlanIndex()


@dataclass(frozen=True, kw_only=True, slots=True)
class CellContext:
    """The unit, period and definitions on which a cell's meaning may depend.

    ``first`` and ``last`` bound the campaign; without them its year does. ``plan_index`` holds
    the names of the plan that a cell may use. ``received_on`` is the day on which the workbook was
    received, after which nothing in it can have happened.
    """

    roster: Roster
    unit: str
    year: int
    period: Period | None
    epoch_1904: bool = False
    first: dt.date | None = None
    last: dt.date | None = None
    plan_index: PlanIndex = EMPTY_INDEX
    received_on: dt.date | None = None

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The days among which a date without a year must lie: the period's, or the campaign's."""
        if self.period:
            return self.period.first, self.period.last
        first, last = dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)
        return self.first or first, self.last or last


CellReader = Callable[[Scalar], str | ToleratedValue | CellFault]
"""Reads a cell that is not None. Values are canonical text: 85.5, 2026-06-30, 是, a unit's code."""
