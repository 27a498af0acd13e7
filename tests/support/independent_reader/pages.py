"""Finds sheets, headings and labels plainly and slowly, by openpyxl and loops."""

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from campaign.definitions.form import Field, Form, Sheet
from campaign.problems.codes import WARNINGS, Code
from tests.support.independent_reader.values import is_blank, says_nothing

Cell = tuple[int, int]
Fault = tuple[str, int, int, Code]
"""Sheet as the sender calls it, row, column, code; 0 and "" where it is of no one place."""

PRINTED = ("单位", "期间", "填报码", "报送期限")


@dataclass
class Page:
    """One worksheet cell by cell, and what becomes known of it."""

    name: str
    visible: bool
    cells: dict[Cell, object]
    errors: dict[Cell, Code]
    merged: list[tuple[int, int, int, int]]
    hidden: set[int]
    hidden_columns: set[int]
    struck: set[Cell]
    formats: dict[Cell, str]
    width: int
    last: int
    heading_row: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    labels: dict[str, Cell] = field(default_factory=dict)
    header: dict[str, str] = field(default_factory=dict)
    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    doubtful: set[Cell] = field(default_factory=set)
    faults: set[Fault] = field(default_factory=set)

    def fault(self, code: Code, row: int = 0, column: int = 0) -> None:
        """Note a fault; after an error the cell is in doubt."""
        self.faults.add((self.name, row, column, code))
        if code not in WARNINGS:
            self.doubtful.add((row, column))

    def row(self, number: int) -> dict[int, object]:
        """Return what is filled in a row, by column."""
        return {
            column: self.cells[number, column]
            for column in range(1, self.width + 1)
            if not is_blank(self.cells.get((number, column)))
        }


def pages_of(data: bytes) -> list[Page]:
    """Return all worksheets of a workbook whose formulas, if any, were never calculated."""
    return [_page(ws) for ws in load_workbook(io.BytesIO(data)).worksheets]


def _page(ws: Worksheet) -> Page:
    cells: dict[Cell, object] = {}
    errors: dict[Cell, Code] = {}
    for number, row in enumerate(ws.iter_rows(), start=1):
        for column, cell in enumerate(row, start=1):
            if cell.data_type in ("e", "f"):
                wrong = {"e": Code.CELL_ERROR_VALUE, "f": Code.CELL_NOT_CALCULATED}
                errors[number, column] = wrong[cell.data_type]
            elif cell.value is not None:
                cells[number, column] = _as_stored(cell.value)
    every = [
        ((number, column), cell)
        for number, row in enumerate(ws.iter_rows(), start=1)
        for column, cell in enumerate(row, start=1)
    ]
    return Page(
        name=ws.title,
        visible=ws.sheet_state == "visible",
        cells=cells,
        errors=errors,
        merged=[(m.min_row, m.min_col, m.max_row, m.max_col) for m in ws.merged_cells.ranges],
        hidden_columns={
            column
            for width in ws.column_dimensions.values()
            for column in range(width.min or 1, (width.max or 0) + 1)
            if width.hidden
        },
        struck={at for at, cell in every if cell.font and cell.font.strike},
        formats={at: cell.number_format for at, cell in every},
        hidden={number for number, row in ws.row_dimensions.items() if row.hidden},
        width=max([0, *(column for _, column in (*cells, *errors))]),
        last=max([0, *(row for row, _ in (*cells, *errors))]),
    )


def _as_stored(value: object) -> object:
    """Return a value as the file holds it: numbers as floats, midnights as days."""
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def heading(value: object) -> str:
    """Leave out what decorates a heading: blanks, stars, colons, remarks in brackets."""
    text = str(value)
    for opening, closing in ("（）", "()"):
        while closing in text.partition(opening)[2]:
            before, _, rest = text.partition(opening)
            text = before + rest.partition(closing)[2]
    return "".join(c for c in text if not c.isspace() and c not in "*＊:：、,，.。").lower()


def page_of(sheet: Sheet, form: Form, pages: Iterable[Page]) -> Page | None:
    """Return the page that a form's sheet is, though it was renamed."""
    for page in pages:
        if page.name == sheet.name:
            return page
    names = [other.name for other in form.sheets]
    spare = [p for p in pages if says_something(p) and p.name not in names]
    if len(form.sheets) == 1 and len(spare) == 1:
        return spare[0]
    fitting = [
        page
        for page in spare
        if any(_is_heading_row(page.row(n), sheet) for n in range(1, min(page.last, 60) + 1))
    ]
    return fitting[0] if len(fitting) == 1 and sheet.columns else None


def _is_heading_row(row: dict[int, object], sheet: Sheet) -> bool:
    """Return whether a row names every column of a sheet once, and nothing else."""
    found = [[f.key for f in sheet.columns if _names(f, value)] for value in row.values()]
    named = [keys[0] for keys in found if keys]
    others = [v for v, keys in zip(row.values(), found, strict=True) if not keys]
    only = all(heading(value) == "序号" for value in others)
    return only and sorted(named) == sorted(f.key for f in sheet.columns)


def says_something(page: Page) -> bool:
    """Return whether a clerk sees the page and wrote it."""
    filled = any(not is_blank(value) for value in page.cells.values())
    return page.visible and filled and not page.name.startswith("修改意见")


def find_columns(page: Page, sheet: Sheet) -> bool:
    """Find the row with most headings and each key's column; False if under half are there."""
    best: dict[int, Field] = {}
    for number in range(1, min(page.last, 60) + 1):
        found = {c: f for c, v in page.row(number).items() for f in sheet.columns if _names(f, v)}
        if len({f.key for f in found.values()}) > len({f.key for f in best.values()}):
            best, page.heading_row = found, number
    if 2 * len({f.key for f in best.values()}) < len(sheet.columns):
        page.heading_row = 0
        return False
    for expected in sheet.columns:
        places = [column for column, named in best.items() if named is expected]
        own = [
            c
            for c in places
            if heading(page.cells[page.heading_row, c]) == heading(expected.heading)
        ]
        places = own if len(own) == 1 else places
        if len(places) == 1:
            page.columns[expected.key] = places[0]
        elif places:
            page.twice.add(expected.key)
            for column in places[1:]:
                page.fault(Code.COLUMN_TWICE, page.heading_row, column)
        elif expected.required:
            page.fault(Code.COLUMN_MISSING, page.heading_row)
        unknown = [column for column in best if best[column] is expected and column not in places]
        _find_unknown(page, unknown)
    _find_unknown(page, [c for c in page.row(page.heading_row) if c not in best])
    return True


def _names(field: Field, value: object) -> bool:
    return isinstance(value, str) and heading(value) in map(
        heading, (field.heading, *field.aliases)
    )


def _find_unknown(page: Page, columns: Iterable[int]) -> None:
    for column in columns:
        below = [page.cells.get((r, column)) for r in range(page.heading_row + 1, page.last + 1)]
        counts = heading(page.cells[page.heading_row, column]) != "序号"
        if counts and not all(says_nothing(value) for value in below):
            page.fault(Code.COLUMN_UNKNOWN, page.heading_row, column)


def find_labels(page: Page, fields: Iterable[Field]) -> None:
    """Find the cell of each labelled value: the first filled one beside its label, or the next."""
    end = page.heading_row or page.last + 1
    keys = {heading(name): name for name in PRINTED}
    keys |= {heading(name): f.key for f in reversed([*fields]) for name in f.aliases}
    keys |= {heading(f.heading): f.key for f in fields}
    labels = [
        (number, column, keys[heading(value)])
        for number in range(1, end)
        for column, value in page.row(number).items()
        if isinstance(value, str) and heading(value) in keys
    ]
    for number, column, key in labels:
        if key in page.labels:
            continue
        right = next((r for t, le, _, r in page.merged if (t, le) == (number, column)), column) + 1
        stops = [c for n, c, _ in labels if n == number and c > column]
        beyond = range(right, min([*stops, page.width + 1]))
        filled = [c for c in beyond if (number, c) in page.errors or c in page.row(number)]
        page.labels[key] = (number, filled[0] if filled else right)
