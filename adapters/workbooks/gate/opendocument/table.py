"""Follows the cells of one OpenDocument table, where rows and cells stand for many by a count."""

from dataclasses import dataclass, field

from adapters.workbooks.appearance import OpenDocumentStyles
from adapters.workbooks.gate.opendocument.looks import TableLooks, TextRuns
from adapters.workbooks.gate.size_limits import check_cells, check_farthest
from adapters.workbooks.gate.verdict import Refused, SheetScan
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code
from campaign.values.cell_ref import Area, Position
from campaign.values.raw_workbook import Flaw

_CELLS = ("table:table-cell", "table:covered-table-cell")
_VALUES = {
    "office:value-type",
    "office:value",
    "office:string-value",
    "office:date-value",
    "office:time-value",
    "office:boolean-value",
    "table:formula",
}
_HIDDEN = ("collapse", "filter")
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "Err:")
_SPAN, _DEFAULT_STYLE = "text:span", "table:default-cell-style-name"
_MOST_SPACES = 32_767  # the longest text of a cell


@dataclass(kw_only=True, slots=True)
class _Cell:
    """One cell's element while it is open; ``text`` is None until a paragraph begins."""

    attributes: dict[str, str]
    style: str
    row: int
    column: int
    rows: int
    columns: int
    text: str | None = None
    runs: TextRuns = field(default_factory=TextRuns)

    @property
    def filled(self) -> bool:
        """Whether the parser takes the cell for more than a blank."""
        return not _VALUES.isdisjoint(self.attributes)

    def positions(self) -> list[Position]:
        return [
            (row, column)
            for row in range(self.row, self.row + self.rows)
            for column in range(self.column, self.column + self.columns)
        ]

    def flaw(self) -> tuple[Flaw, str] | None:
        kind = self.attributes.get("office:value-type")
        if self._is_error(kind):
            return Flaw.ERROR, self.text or ""
        if "table:formula" in self.attributes and kind is None and self.text is None:
            return Flaw.NO_STORED_VALUE, ""
        return None

    def _is_error(self, kind: str | None) -> bool:
        stated_kind = self.attributes.get("calcext:value-type")
        if stated_kind is not None:  # LibreOffice says it in so many words
            return stated_kind == "error"
        computed = "table:formula" in self.attributes or kind != "string"
        return computed and (self.text or "").startswith(_ERRORS)


@dataclass(slots=True)
class OpenDocumentTable:
    """The state of one table while its elements go by."""

    name: str
    styles: OpenDocumentStyles
    limits: Limits
    flaws: dict[Position, tuple[Flaw, str]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    looks: TableLooks = field(init=False)
    _row: int = 1
    _rows: int = 1
    _columns: int = 0
    _column: int = 1
    _count: int = 0
    _row_style: str = ""
    _cell: _Cell | None = None
    _depth: int = 0  # below the cell's own element
    _in_paragraph: bool = False  # the cell's own, not one of its notes or drawings

    def __post_init__(self) -> None:
        self.looks = TableLooks(self.styles)

    def scan(self) -> SheetScan:
        """Return what the table holds, after its last element."""
        return SheetScan(
            name=self.name,
            flaws=self.flaws,
            merged=tuple(self.merged),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            appearance=self.looks.appearance(),
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element's beginning. Raises Refused for a table inside a table."""
        if tag in _CELLS:
            self._start_cell(attributes)
        elif self._cell:
            self._start_inside(self._cell, tag, attributes)
        elif tag == "table:table-row":
            self._start_row(attributes)
        elif tag == "table:table-column":
            self._note_columns(attributes)
        elif tag == "table:table":  # the parser would mix an inner table with the outer one
            raise Refused(Code.FILE_UNUSUAL)

    def end(self, tag: str) -> None:
        """Take an element's end."""
        if tag in _CELLS and self._cell:
            self._end_cell(self._cell)
        elif self._cell:
            self._depth -= 1
            if tag == _SPAN and self._in_paragraph:
                self._cell.runs.end()
        elif tag == "table:table-row":
            self._row += self._rows

    def text(self, text: str) -> None:
        """Take characters."""
        if self._cell and self._in_paragraph and self._depth:
            self._cell.text = (self._cell.text or "") + text
            self._cell.runs.add(text)

    def _start_inside(self, cell: _Cell, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._in_paragraph = tag == "text:p"
            if self._in_paragraph:
                cell.text = cell.text or ""
        if tag == _SPAN and self._in_paragraph:
            cell.runs.begin(self.styles.is_text_struck(attributes.get("text:style-name", "")))
        elif tag == "draw:image":
            self.looks.pictures.add((cell.row, cell.column))
        if tag == "table:table" or _count(attributes, "text:c") > _MOST_SPACES:
            raise Refused(Code.FILE_UNUSUAL)

    def _note_columns(self, attributes: dict[str, str]) -> None:
        columns = _count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            last = min(self._columns + columns, self.limits.max_column)
            self.hidden_columns.update(range(self._columns + 1, last + 1))
        self.looks.add_columns(columns, attributes.get(_DEFAULT_STYLE, ""))
        self._columns += columns

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._column = 1
        self._row_style = attributes.get(_DEFAULT_STYLE, "")
        self._rows = _count(attributes, "table:number-rows-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            last = min(self._row + self._rows - 1, self.limits.max_row)
            self.hidden_rows.update(range(self._row, last + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        columns = _count(attributes, "table:number-columns-repeated")
        style = attributes.get("table:style-name") or self._row_style
        self._cell = _Cell(
            attributes=attributes,
            style=style or self.looks.column_style(self._column),
            row=self._row,
            column=self._column,
            rows=self._rows,
            columns=columns,
        )
        self._column += columns

    def _end_cell(self, cell: _Cell) -> None:
        self._cell = None
        self._count += cell.rows * cell.columns if cell.filled else 1
        check_cells(self._count, self.name, self.limits)
        if cell.text and not cell.filled:  # a text that the parser would pass over
            raise Refused(Code.FILE_UNUSUAL)
        self._merge(cell)
        if not cell.filled:
            return
        last = (cell.row + cell.rows - 1, cell.column + cell.columns - 1)
        check_farthest(last, self.name, self.limits)
        self.looks.add(cell.style, cell.runs, cell.positions)
        flaw = cell.flaw()
        if flaw:
            self.flaws.update(dict.fromkeys(cell.positions(), flaw))

    def _merge(self, cell: _Cell) -> None:
        rows = _count(cell.attributes, "table:number-rows-spanned")
        columns = _count(cell.attributes, "table:number-columns-spanned")
        if rows > 1 or columns > 1:
            bottom, right = cell.row + rows - 1, cell.column + columns - 1
            self.merged.append((cell.row, cell.column, bottom, right))


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Refused(Code.FILE_DAMAGED)
    return int(text)
