"""Read which of the plan's obligations a cell names, and which period."""

import datetime as dt
import re

from campaign.definitions.form import Field
from campaign.problems.codes import Code
from campaign.reading.cells.reading import (
    CellContext,
    CellFault,
    CellReader,
    Tolerance,
    ToleratedValue,
)
from campaign.values.periods import Period, find_period, parse_period
from campaign.values.raw_workbook import Scalar
from campaign.values.text import normalize_text, scalar_text

_PERIOD = re.compile(
    r"(?:(\d{4})(?:年度?|-)?)?"
    r"((?:第?[一二三四1-4]季度|Q[1-4]|(?:0?[1-9]|1[0-2])月份?|0[1-9]|1[0-2])|全年度?|)",
    re.ASCII,
)


def obligation_reader(_field: Field, context: CellContext) -> CellReader:
    """Return a reader of an obligation's key, name or form title as its key."""
    index = context.plan_index
    bad = CellFault(Code.CELL_OBLIGATION_UNKNOWN)

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        key = index.obligation(normalize_text(scalar_text(raw)))
        if not key:
            return bad
        return key if raw == key or raw in index.names else ToleratedValue(key, Tolerance.NAME)

    return read


def period_reader(field: Field, context: CellContext) -> CellReader:
    """Return a reader of periods as 2026, 2026-Q2 or 2026-06; a date means its month."""
    planned_periods = context.plan_index.all_periods
    example = field.example or f"{context.year}年6月"

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        period = _period(raw, context.year)
        if period is None:
            return CellFault(Code.CELL_NOT_A_PERIOD, {"example": example})
        if period not in planned_periods:
            return CellFault(Code.CELL_PERIOD_UNKNOWN)
        is_canonical = raw in (str(period), period.label)
        return str(period) if is_canonical else ToleratedValue(str(period), Tolerance.DATE_STYLE)

    return read


def _period(raw: Scalar, year: int) -> Period | None:
    """Return the period that a cell names; a spreadsheet makes 2026年6月 the first day of June."""
    if isinstance(raw, dt.date):
        return parse_period(f"{raw:%Y-%m}")
    match = _PERIOD.fullmatch("".join(normalize_text(scalar_text(raw)).split()).upper())
    if not match:
        return None
    stated_year, part = match.groups()
    within = "" if part.startswith("全年") else part
    between = "年" if within[-1:] in "月份度" else "-"
    return find_period(f"{stated_year or year}{between}{within}")
