"""Reads the rows of the roster's sheets as their models, with a message for each faulty cell."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from campaign.definitions.errors import Definition, fault_message
from campaign.definitions.roster import Member, Person, Unit
from campaign.problems.definition_faults import RosterFault
from campaign.values.raw_workbook import Flaw, RawSheet, Scalar
from campaign.values.text import clean_code, clean_text, name_key, scalar_text

UNITS, PEOPLE, LEADERS = "单位", "人员", "领导小组"

HEADINGS: Mapping[str, tuple[type[Definition], Mapping[str, str]]] = {
    UNITS: (
        Unit,
        {
            "代码": "code",
            "名称": "name",
            "类别": "unit_class",
            "参公": "civil_service",
            "负责人": "head",
            "电子邮箱": "email",
            "电话": "telephone",
            "别名": "aliases",
            "启用日期": "first",
            "停用日期": "last",
            "并入单位": "successor",
        },
    ),
    PEOPLE: (
        Person,
        {
            "人员编号": "code",
            "姓名": "name",
            "单位": "unit",
            "支部": "branch",
            "类别": "category",
            "职务": "post",
            "起始日期": "first",
            "截止日期": "last",
        },
    ),
    LEADERS: (Member, {"姓名": "name", "职务": "role", "审批码": "code_hash"}),
}
"""The model and the headings of each sheet: what the roster's file says, and the model's keys."""

RowMessages = Iterator[tuple[int, str]]
"""The number of a row, 0 for the sheet as a whole, and what is wrong with it."""

_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?E[+-]?\d+", re.IGNORECASE | re.ASCII)
_INEXACT = 10**15
"""From here on a spreadsheet's number has lost its last digits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as its model, and the number under which it stands."""

    number: int
    item: Any

    @property
    def name(self) -> str:
        """The row as a message names it."""
        return RosterFault.ROW_NAME.format(row=self.number, code=self.item.code)


@dataclass(frozen=True, slots=True)
class RosterTable:
    """A sheet's rows, and what is wrong with its cells.

    ``misfits`` do not fit the model; ``damages`` do, but are not what was meant. ``codes`` are
    those of all rows, unreadable ones included; ``is_table`` is False where columns are missing.
    """

    entries: Sequence[Entry] = ()
    misfits: Sequence[tuple[int, str]] = ()
    damages: Sequence[tuple[int, str]] = ()
    codes: frozenset[str] = frozenset()
    is_table: bool = True


def read_table(sheet: RawSheet | None, name: str) -> RosterTable:
    """Return a sheet's rows as their models, and every faulty cell with its row and heading."""
    model, headings = HEADINGS[name]
    if sheet is None or not sheet.rows:
        return RosterTable(misfits=[(0, RosterFault.SHEET_MISSING)], is_table=False)
    titles = [name_key(scalar_text(value)) for value in sheet.rows[0]]
    if missing := [title for title in headings if name_key(title) not in titles]:
        message = RosterFault.COLUMNS_MISSING.format(headings="、".join(missing))
        return RosterTable(misfits=[(1, message)], is_table=False)
    columns = {heading: titles.index(name_key(heading)) + 1 for heading in headings}
    entries: list[Entry] = []
    misfits: list[tuple[int, str]] = []
    for number in range(2, len(sheet.rows) + 1):
        cells = {heading: sheet.value(number, column) for heading, column in columns.items()}
        filled = {heading: value for heading, value in cells.items() if _is_filled(value)}
        if filled:
            item, faults = _read_row(model, filled, headings)
            misfits += [(number, fault) for fault in faults]
            entries += [Entry(number, item)] if item else []
    damages = [*_flaws(sheet, columns), *_damaged_codes(sheet, columns)]
    return RosterTable(entries, misfits, damages, _codes(sheet, columns))


def _is_filled(value: Scalar) -> bool:
    return bool(clean_text(scalar_text(value)))


def _read_row(
    model: type[Definition], cells: Mapping[str, Scalar], headings: Mapping[str, str]
) -> tuple[Definition | None, list[str]]:
    try:
        return model.model_validate({headings[heading]: v for heading, v in cells.items()}), []
    except ValidationError as error:
        titles = {key: heading for heading, key in headings.items()}
        return None, [
            _cell_message(titles[str(fault["loc"][0])], fault_message(fault))
            for fault in error.errors()
        ]


def _cell_message(heading: str, message: str) -> str:
    return RosterFault.CELL.format(heading=heading, message=message)


def _flaws(sheet: RawSheet, columns: Mapping[str, int]) -> RowMessages:
    """Find cells of the table that a formula left without a value: they would pass for blank."""
    headings = {column: heading for heading, column in columns.items()}
    for (row, column), (flaw, text) in sheet.flaws.items():
        if row > 1 and column in headings:
            fault = RosterFault.ERROR_VALUE if flaw is Flaw.ERROR else RosterFault.NOT_CALCULATED
            yield row, _cell_message(headings[column], fault.format(text=text))


def _code_cells(sheet: RawSheet, columns: Mapping[str, int]) -> Iterator[tuple[str, int, Scalar]]:
    """Yield heading, row and value of the cells with the rows' own codes."""
    for heading in columns.keys() & {"代码", "人员编号"}:
        for row in range(2, len(sheet.rows) + 1):
            yield heading, row, sheet.value(row, columns[heading])


def _codes(sheet: RawSheet, columns: Mapping[str, int]) -> frozenset[str]:
    codes = (clean_code(scalar_text(value)) for _, _, value in _code_cells(sheet, columns))
    return frozenset(code for code in codes if code)


def _damaged_codes(sheet: RawSheet, columns: Mapping[str, int]) -> RowMessages:
    """Find codes that a spreadsheet turned into something else: a number, a power, a date."""
    cells = [cell for cell in _code_cells(sheet, columns) if cell[2] is not None]
    texts = [clean_code(value) for _, _, value in cells if isinstance(value, str)]
    digits = max((len(text) for text in texts if re.fullmatch("0[0-9]*", text)), default=0)
    for heading, row, value in cells:
        text = scalar_text(value)
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            yield row, _cell_message(heading, RosterFault.CODE_IS_DATE.format(text=text))
        elif _SCIENTIFIC.fullmatch(text) or (isinstance(value, float) and value >= _INEXACT):
            yield row, _cell_message(heading, RosterFault.CODE_IS_POWER.format(text=text))
        elif isinstance(value, int | float) and len(text) < digits:
            message = RosterFault.CODE_LOST_ZEROS.format(text=text, digits=digits)
            yield row, _cell_message(heading, message)
