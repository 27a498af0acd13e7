"""How the cells of an issued workbook look; fonts that every office's Windows has."""

import datetime as dt
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Protection, Side

from campaign.definitions.form import Field, FieldType

_SONG, _HEI = "宋体", "黑体"
_RED = "FFC00000"
_LINE = Side(style="thin", color="FF7F7F7F")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SHADE = PatternFill("solid", fgColor="FFE7EDF5")
_PREFILLED = PatternFill("solid", fgColor="FFF2F2F2")
_REQUIRED = PatternFill("solid", fgColor="FFFFF9E3")
_TEXT, _GENERAL = "@", "General"


_PLAIN = Font(name=_SONG, size=11)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_INDENTED = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_NO_BORDER, _NO_FILL = Border(), PatternFill()


@dataclass(frozen=True, kw_only=True)
class CellStyle:
    """How a cell looks and whether staff may write in it."""

    font: Font = _PLAIN
    alignment: Alignment = _LEFT
    border: Border = _NO_BORDER
    fill: PatternFill = _NO_FILL
    number_format: str = _GENERAL
    locked: bool = True


TITLE = CellStyle(font=Font(name=_HEI, size=18), alignment=_CENTRED)
HELP = CellStyle(font=Font(name=_SONG, size=11, color="FF404040"))
LABEL = CellStyle(font=Font(name=_HEI, size=11), alignment=_CENTRED, border=_BOX, fill=_SHADE)
FACT = CellStyle(alignment=_INDENTED, border=_BOX, number_format=_TEXT)
HEADING = LABEL
NOTE = CellStyle(font=Font(name=_SONG, size=11, color="FF595959"))
SIGNATURE = CellStyle(alignment=Alignment(horizontal="left", vertical="bottom"))
UNLOCKED_ROW = Protection(locked=False)

_MEASURE = Font(name="Verdana", size=8)
"""The font of the style Normal, whose digits are the unit of column widths: 5.2 points in Excel,
WPS and LibreOffice, for what stands in for it has digits of the same width."""


def set_measure(workbook: Workbook) -> None:
    """Make column widths mean the same in every office program."""
    workbook._fonts[0] = _MEASURE  # type: ignore[attr-defined]  # not in the stubs
    workbook._named_styles["Normal"].font = _MEASURE  # type: ignore[attr-defined]


_CENTRED_TYPES = frozenset(FieldType) - {
    FieldType.TEXT,
    FieldType.CHOICES,
    FieldType.PEOPLE,
    FieldType.UNIT,
    FieldType.OBLIGATION,
}
_FORMATS = {
    FieldType.DATE: "yyyy\\-m\\-d",
    FieldType.MONTH: 'yyyy"年"m"月"',
    FieldType.SEQUENCE: _GENERAL,
    FieldType.WHOLE: _GENERAL,
    FieldType.NUMBER: _GENERAL,
    FieldType.SCORE: _GENERAL,
    FieldType.PERCENT: _GENERAL,
}


def input_style(field: Field, *, in_table: bool) -> CellStyle:
    """Return how an input cell looks; the fill tells which must be filled in."""
    alignment = _CENTRED if field.type in _CENTRED_TYPES else _LEFT
    return CellStyle(
        alignment=alignment if in_table else _INDENTED,
        border=_BOX,
        fill=_REQUIRED if field.required else _NO_FILL,
        number_format=_FORMATS.get(field.type, _TEXT),
        locked=False,
    )


def prefilled(look: CellStyle) -> CellStyle:
    """Return the look of an input cell whose value the form itself gives."""
    return replace(look, fill=_PREFILLED, locked=True)


def dress(cell: Cell | MergedCell, look: CellStyle) -> None:
    """Style a cell."""
    cell.font = look.font
    cell.alignment = look.alignment
    cell.border = look.border
    cell.fill = look.fill
    cell.number_format = look.number_format
    cell.protection = Protection(locked=look.locked)


def dress_alike(cells: Sequence[Cell | MergedCell], look: CellStyle) -> None:
    """Style many cells alike; styling them one by one takes most of a workbook's time."""
    for cell in cells[:1]:
        dress(cell, look)
    for cell in cells[1:]:
        cell._style = copy(cells[0]._style)  # type: ignore[union-attr]  # not in the stubs


def write(cell: Cell | MergedCell, value: str | float | dt.date | CellRichText) -> None:
    """Write a value; text stays text, whatever it begins with."""
    assert isinstance(cell, Cell), f"{cell.coordinate} is covered by a merged cell"
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")


def starred(field: Field) -> str | CellRichText:
    """Return a heading, with a red star where the cell must be filled in."""
    if not field.required:
        return field.heading
    star = TextBlock(InlineFont(rFont=_HEI, sz=11, color=Color(rgb=_RED)), "*")
    return CellRichText(star, TextBlock(InlineFont(rFont=_HEI, sz=11), field.heading))
