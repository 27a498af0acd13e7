"""The marks in one sheet's XML: styles of cells, and the cells and rows that are not there yet."""

from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from adapters.workbooks.marking.marks import CellMark
from adapters.workbooks.ooxml.styles import Styles
from adapters.workbooks.ooxml.xml import Dialect, Element, dialect_of, local
from campaign.values.cell_ref import cell_name, parse_cell

Numbering = Callable[[Element, int], int]
ColumnStyles = list[tuple[int, int, str | None]]


def restyle(sheet: Element, marks: Sequence[CellMark], styles: Styles) -> None:
    """Take off the marks of an earlier return and put on those of this one."""
    dialect = dialect_of(sheet)
    data = sheet.find(dialect.tag("sheetData"))
    if data is None:
        return
    if styles.had_marks:
        _unmark(data, dialect, styles)
    rows = dict(_numbered(data, row_number))
    columns = _column_styles(sheet, dialect)
    for mark in marks:
        row = rows.get(mark.row)
        if row is None:
            row = rows[mark.row] = _insert(data, "row", mark.row, str(mark.row), row_number)
        cell = _cell(row, mark, columns)
        cell.set("s", str(styles.marked(_style(cell), mark.severity)))
    _extend_dimension(sheet, dialect, marks)


def clear_selection(sheet: Element) -> None:
    """Make the sheet one that is not on top when the workbook opens."""
    for view in sheet.iter(dialect_of(sheet).tag("sheetView")):
        view.attrib.pop("tabSelected", "")


def row_number(row: Element, previous: int) -> int:
    """Return a row's number; without one it follows the row before."""
    return int(row.get("r") or previous + 1)


def _unmark(data: Element, dialect: Dialect, styles: Styles) -> None:
    for cell in data.iter(dialect.tag("c")):
        if (plain := styles.unmarked(_style(cell))) != _style(cell):
            cell.set("s", str(plain))


def _style(cell: Element) -> int:
    return int(cell.get("s") or 0)  # some writers leave it empty


def _cell_column(cell: Element, previous: int) -> int:
    at = parse_cell(cell.get("r", ""))
    return at[1] if at else previous + 1


def _numbered(parent: Element, number_of: Numbering) -> Iterator[tuple[int, Element]]:
    number = 0
    for child in parent:
        if local(child) in ("row", "c"):
            number = number_of(child, number)
            yield number, child


def _cell(row: Element, mark: CellMark, columns: ColumnStyles) -> Element:
    cell = dict(_numbered(row, _cell_column)).get(mark.column)
    if cell is not None:
        return cell
    cell = _insert(row, "c", mark.column, mark.cell, _cell_column)
    row.attrib.pop("spans", "")  # a hint for readers that may now be too narrow
    inherited = row.get("s") or _column_style(columns, mark.column)
    if inherited:
        cell.set("s", inherited)
    return cell


def _insert(parent: Element, tag: str, number: int, name: str, number_of: Numbering) -> Element:
    new = etree.Element(f"{{{etree.QName(parent).namespace}}}{tag}", {"r": name})
    behind = next((old for n, old in _numbered(parent, number_of) if n > number), None)
    if behind is not None:
        behind.addprevious(new)
    else:
        parent.append(new)
    return new


def _column_styles(sheet: Element, dialect: Dialect) -> ColumnStyles:
    columns = sheet.iterfind(f"{dialect.tag('cols')}/{dialect.tag('col')}")
    return [(int(c.get("min", 0)), int(c.get("max", 0)), c.get("style")) for c in columns]


def _column_style(columns: ColumnStyles, column: int) -> str | None:
    return next((style for first, last, style in columns if first <= column <= last), None)


def _extend_dimension(sheet: Element, dialect: Dialect, marks: Sequence[CellMark]) -> None:
    dimension = sheet.find(dialect.tag("dimension"))
    if dimension is None or not marks:
        return
    first, _, last = dimension.get("ref", "").partition(":")
    top_left, bottom_right = parse_cell(first), parse_cell(last or first)
    if top_left is None or bottom_right is None:
        return
    corners = [top_left, bottom_right, *((mark.row, mark.column) for mark in marks)]
    rows, columns = zip(*corners, strict=True)
    start, end = cell_name(min(rows), min(columns)), cell_name(max(rows), max(columns))
    dimension.set("ref", start if start == end else f"{start}:{end}")
