"""Reads and writes the periods that forms report on: a year, a quarter, a month."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class PeriodKind(StrEnum):
    """How often a form is filed; an event form is filed whenever something happens."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    EVENT = "event"


_QUARTERS = "一二三四"
_YEAR = r"(?<!\d)((?:19|20|21)\d\d)"
_WRITTEN = re.compile(_YEAR + r"(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?(?!\d)")
_SPOKEN = re.compile(
    _YEAR + r"\s*年(?:\s*第?\s*([一二三四1-4])\s*季度|\s*(1[0-2]|0?[1-9])\s*月(?:份)?)?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, quarter or month by its first and last day; written 2026, 2026-Q2 or 2026-06."""

    first: dt.date
    last: dt.date

    @property
    def kind(self) -> PeriodKind:
        """The kind of the forms that report on it."""
        months = self.last.month - self.first.month + 1
        return {1: PeriodKind.MONTHLY, 3: PeriodKind.QUARTERLY}.get(months, PeriodKind.ONCE)

    def __str__(self) -> str:
        if self.kind is PeriodKind.MONTHLY:
            return f"{self.first:%Y-%m}"
        if self.kind is PeriodKind.QUARTERLY:
            return f"{self.first.year}-Q{self.last.month // 3}"
        return str(self.first.year)

    @property
    def label(self) -> str:
        """The period as staff write it, such as 2026年第二季度."""
        if self.kind is PeriodKind.MONTHLY:
            return f"{self.first.year}年{self.first.month}月"
        if self.kind is PeriodKind.QUARTERLY:
            return f"{self.first.year}年第{_QUARTERS[self.last.month // 3 - 1]}季度"
        return f"{self.first.year}年"

    @property
    def slot(self) -> str:
        """The period's place in a serial number: 06, Q2, or 00 for the whole year."""
        return str(self)[5:] or "00"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def _validate(cls, value: object) -> "Period":
        return value if isinstance(value, Period) else parse_period(str(value))


def parse_period(text: str) -> Period:
    """Read 2026, 2026-Q2 or 2026-06. Raises ValueError, in Chinese, for any other text."""
    match = _WRITTEN.fullmatch(text)
    if not match:
        raise ValueError(f"“{text}”不是期间，应写作2026、2026-Q2或2026-06")
    year, quarter, month = match.groups()
    return _period(int(year), int(quarter or 0), int(month or 0))


def find_period(text: str) -> Period | None:
    """Return the one period that a title or a header names, such as 2026年6月.

    None if it names none or several. Periods as the plan writes them count where none is spoken of.
    """
    spoken = {_spoken_period(*parts) for parts in _SPOKEN.findall(text)}
    periods = spoken or {parse_period(match.group()) for match in _WRITTEN.finditer(text)}
    return periods.pop() if len(periods) == 1 else None


def _spoken_period(year: str, quarter: str, month: str) -> Period:
    number = _QUARTERS.find(quarter) + 1 or int(quarter) if quarter else 0
    return _period(int(year), number, int(month or 0))


def _period(year: int, quarter: int, month: int) -> Period:
    first, last = (
        (month, month) if month else (quarter * 3 - 2, quarter * 3) if quarter else (1, 12)
    )
    following = dt.date(year + last // 12, last % 12 + 1, 1)
    return Period(dt.date(year, first, 1), following - dt.timedelta(days=1))
