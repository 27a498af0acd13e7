"""Reads which of the plan's obligations a cell names, and which period."""

import datetime as dt
import re

from campaign.definitions.form import Field
from campaign.problems.codes import Code
from campaign.reading.cells.reading import Bad, Context, Read, Reader, Tolerance
from campaign.values.periods import Period, find_period, parse_period
from campaign.values.raw_workbook import Scalar
from campaign.values.text import narrow, plain

_PERIOD = re.compile(
    r"(?:(\d{4})(?:年度?|-)?)?"
    r"((?:第?[一二三四1-4]季度|Q[1-4]|(?:0?[1-9]|1[0-2])月份?|0[1-9]|1[0-2])|全年度?|)",
    re.ASCII,
)


def obligation_reader(_field: Field, context: Context) -> Reader:
    """Read an obligation's key, its name or its form's title as its key."""
    catalogue = context.catalogue
    bad = Bad(Code.CELL_OBLIGATION_UNKNOWN)

    def read(raw: Scalar) -> str | Read | Bad:
        key = catalogue.obligation(narrow(plain(raw)))
        if not key:
            return bad
        return key if raw == key or raw in catalogue.names else Read(key, Tolerance.NAME)

    return read


def period_reader(field: Field, context: Context) -> Reader:
    """Read a period as the plan writes it: 2026, 2026-Q2 or 2026-06; a date means its month."""
    known = context.catalogue.all_periods
    example = field.example or f"{context.year}年6月"

    def read(raw: Scalar) -> str | Read | Bad:
        period = _period(raw, context.year)
        if period is None:
            return Bad(Code.CELL_NOT_A_PERIOD, {"example": example})
        if period not in known:
            return Bad(Code.CELL_PERIOD_UNKNOWN)
        plainly = raw in (str(period), period.label)
        return str(period) if plainly else Read(str(period), Tolerance.DATE_STYLE)

    return read


def _period(raw: Scalar, year: int) -> Period | None:
    """Return what period a cell names; a spreadsheet makes 2026年6月 the first day of June."""
    if isinstance(raw, dt.date):
        return parse_period(f"{raw:%Y-%m}")
    named = _PERIOD.fullmatch("".join(narrow(plain(raw)).split()).upper())
    if not named:
        return None
    written, part = named.groups()
    within = "" if part.startswith("全年") else part
    between = "年" if within[-1:] in "月份度" else "-"
    return find_period(f"{written or year}{between}{within}")
