"""How the sheet 修改意见 looks: its fonts, shades and borders, added to the workbook's styles."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from adapters.workbooks.ooxml.styles import Styles


class ListStyle(StrEnum):
    """What a cell of the sheet is for."""

    TITLE = "title"
    NOTE = "note"
    HEADING = "heading"
    MIDDLE = "middle"
    TEXT = "text"
    PLACE = "place"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Format:
    points: str = "11"
    colour: str = "FF262626"
    bold: bool = False
    underlined: bool = False
    shade: str = ""
    framed: bool = True
    horizontal: str = "left"


_FORMATS = {
    ListStyle.TITLE: _Format(points="18", bold=True, framed=False, horizontal="center"),
    ListStyle.NOTE: _Format(colour="FF595959", framed=False),
    ListStyle.HEADING: _Format(bold=True, shade="FFD9E1F2", horizontal="center"),
    ListStyle.MIDDLE: _Format(horizontal="center"),
    ListStyle.TEXT: _Format(),
    ListStyle.PLACE: _Format(colour="FF0563C1", underlined=True),
    ListStyle.ERROR: _Format(colour="FF9C0006", bold=True, shade="FFFBD5D5", horizontal="center"),
    ListStyle.WARNING: _Format(colour="FF7F6000", bold=True, shade="FFFFF2CC", horizontal="center"),
}
_FRAME_COLOUR = "FFA6A6A6"
_SIDES = ("left", "right", "top", "bottom")


def list_styles(styles: Styles) -> Mapping[ListStyle, int]:
    """Return the number of each look's format, put into the styles where it is not there yet."""
    return {look: _place(styles, form) for look, form in _FORMATS.items()}


def _place(styles: Styles, form: _Format) -> int:
    make = styles.dialect.make
    alignment = make("alignment", horizontal=form.horizontal, vertical="center", wrapText="1")
    numbers = {
        "numFmtId": "0",
        "fontId": str(_font(styles, form)),
        "fillId": str(_fill(styles, form)),
        "borderId": str(_border(styles, form)),
        "xfId": "0",
    }
    applied = dict.fromkeys(("applyFont", "applyFill", "applyBorder", "applyAlignment"), "1")
    return styles.add("cellXfs", make("xf", alignment, **numbers, **applied))


def _font(styles: Styles, form: _Format) -> int:
    make = styles.dialect.make
    parts = [make("b")] if form.bold else []
    parts += [make("u")] if form.underlined else []
    parts += [make("sz", val=form.points), make("color", rgb=form.colour)]
    parts += [make("name", val="宋体"), make("family", val="3"), make("charset", val="134")]
    return styles.add("fonts", make("font", *parts))


def _fill(styles: Styles, form: _Format) -> int:
    if not form.shade:
        return 0
    make = styles.dialect.make
    colours = make("fgColor", rgb=form.shade), make("bgColor", indexed="64")
    return styles.add("fills", make("fill", make("patternFill", *colours, patternType="solid")))


def _border(styles: Styles, form: _Format) -> int:
    make = styles.dialect.make
    if form.framed:
        lines = [make(side, make("color", rgb=_FRAME_COLOUR), style="thin") for side in _SIDES]
    else:
        lines = [make(side) for side in _SIDES]
    return styles.add("borders", make("border", *lines, make("diagonal")))
