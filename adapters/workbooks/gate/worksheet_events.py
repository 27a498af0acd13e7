"""Scans one sheet of an xlsx event by event: right for every way of writing XML, but slow."""

from xml.parsers import expat

from adapters.workbooks.appearance import hidden_columns
from adapters.workbooks.gate.cell_references import is_cell_or_area, parse_area, referenced_row
from adapters.workbooks.gate.size_limits import check_cells, check_farthest
from adapters.workbooks.gate.verdict import Refused, SheetScan
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code
from campaign.values.cell_ref import Area, Position, parse_cell
from campaign.values.raw_workbook import Flaw

_TRUE = ("1", "true")


def scan_events(xml: bytes, name: str, limits: Limits) -> SheetScan:
    """Return the same as ``worksheet.scan_worksheet``; raises Refused for the same."""
    scan = _Scan(name, limits)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise Refused(Code.FILE_DAMAGED) from None
    return SheetScan(
        name=name,
        flaws=scan.flaws,
        merged=tuple(scan.merged),
        hidden_rows=frozenset(scan.hidden_rows),
        hidden_columns=hidden_columns(xml),
        odd_areas=scan.odd_areas,
    )


class _Cell:
    """What is known of a cell while its element is open."""

    def __init__(self, at: Position, kind: str) -> None:
        self.at = at
        self.kind = kind
        self.formula = self.inline = False
        self.value: str | None = None

    @property
    def filled(self) -> bool:
        return self.formula or self.inline or self.value is not None

    def flaw(self) -> tuple[Flaw, str] | None:
        if self.kind == "e" and self.value is not None:
            return Flaw.ERROR, self.value
        empty_text = self.inline or (self.kind == "str" and self.value is not None)
        if self.formula and not self.value and not empty_text:
            return Flaw.NO_STORED_VALUE, ""
        return None


class _Scan:
    """Follows the elements of a sheet; counts rows and cells as the parser does."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.flaws: dict[Position, tuple[Flaw, str]] = {}
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.odd_areas = False
        self._name, self._limits = name, limits
        self._row, self._column = 1, 1
        self._rows = self._cells = 0
        self._cell: _Cell | None = None
        self._in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name in ("mergeCell", "dimension"):
            self._note_area(name, attributes.get("ref", ""))
        elif self._cell and name == "f":
            self._cell.formula = True
        elif self._cell and name == "is":
            self._cell.inline = True
        elif self._cell and name == "v":
            self._cell.value, self._in_value = "", True

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "c" and self._cell:
            check_farthest(self._cell.at, self._name, self._limits, filled=self._cell.filled)
            flaw = self._cell.flaw()
            if flaw:
                self.flaws[self._cell.at] = flaw
            self._cell = None
        elif name == "row":
            self._row, self._column = self._row + 1, 1
        elif name == "v":
            self._in_value = False

    def text(self, text: str) -> None:
        if self._cell and self._in_value:
            self._cell.value = (self._cell.value or "") + text

    def _note_area(self, name: str, reference: str) -> None:
        self.odd_areas |= not is_cell_or_area(reference)
        merged = parse_area(reference) if name == "mergeCell" else None
        self.merged += [merged] if merged else []

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._rows += 1
        check_farthest((self._rows, 1), self._name, self._limits)
        row = referenced_row(attributes["r"]) if "r" in attributes else self._row
        if row is None:
            raise Refused(Code.FILE_UNUSUAL)
        self._row = row
        height = attributes.get("ht", "1").rstrip("0").rstrip(".")
        if attributes.get("hidden") in _TRUE or height in ("", "0"):
            self.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        at = parse_cell(attributes["r"]) if "r" in attributes else (self._row, self._column)
        if at is None:
            raise Refused(Code.FILE_UNUSUAL)
        self._cells += 1
        check_cells(self._cells, self._name, self._limits)
        self._column = at[1] + 1
        self._cell = _Cell(at, attributes.get("t", "n"))
