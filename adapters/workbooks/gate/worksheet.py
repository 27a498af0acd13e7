"""Scans one sheet of an xlsx for what the parser hides, and for what would kill the parser.

A sheet as Excel, WPS, LibreOffice and the usual libraries write it is scanned by a few searches
over its bytes; one that is written in any other way goes through ``worksheet_events``, which is
right for all and several times slower.
"""

import re
from collections.abc import Iterator, Sequence

from adapters.workbooks.appearance import hidden_columns
from adapters.workbooks.gate.cell_references import column_of
from adapters.workbooks.gate.size_limits import check_cells, check_farthest
from adapters.workbooks.gate.verdict import Refused, SheetScan
from adapters.workbooks.gate.worksheet_events import scan_events
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code
from campaign.values.cell_ref import Area, Position
from campaign.values.raw_workbook import Flaw

_STYLE, _TYPE = rb'(?: s="[0-9]{1,6}")?', rb'(?: t="[a-zA-Z]{1,9}")?'
_OPEN = rb'<c r="([A-Z]{1,3}[0-9]{1,7})"' + _STYLE + _TYPE + _STYLE
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"')
_PLAIN_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"[ a-zA-Z0-9="]*/?>')
_EMPTY = re.compile(_OPEN + rb"(?: ?/>|></c>)")
_CELL_TAG = re.compile(rb"<c[\s/>]")
_ROW = re.compile(rb'<row r="[0-9]{1,7}"')
_PLAIN_ROW = re.compile(rb'<row r="([0-9]{1,7})"([ a-zA-Z0-9=".:-]*)(?<=[^=]") ?/?>')
_PREFIXED = re.compile(rb":(?:sheetData|row|c|v|f|is)[\s/>]")
_HIDDEN = re.compile(rb' (?:hidden *= *"(?:1|true)"|ht *= *"0(?:\.0*)?")')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})" ?/>')
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?"')
_FORMULA_ELEMENT = rb"<f(?: [^<>]*)?(?:/>|>[^<]*</f>)"
_ERROR_TYPE = b'"e"'  # however its attribute is set off with blanks
_ERROR = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"'
    + _STYLE
    + rb' t="e"'
    + _STYLE
    + rb">(?:"
    + _FORMULA_ELEMENT
    + rb")?<v>([^<&]*)</v></c>"
)
_FORMULA_TAG = re.compile(rb"<f[\s/>]")
_FORMULA = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"'
    + _STYLE
    + rb'(?: t="([a-zA-Z]{1,9})")?'
    + _STYLE
    + rb">"
    + _FORMULA_ELEMENT
    + rb'(<v(?: xml:space="preserve")?>[^<>]*</v>|<v/>|<is><t>[^<]*</t></is>|)</c>'
)
_MARKED_OUT = (b"'", b"&")  # by which an attribute can be written otherwise; both are rare
_MAY_HIDE = (*_MARKED_OUT, b"hidden", b'ht="0')
_CALCULATED = re.compile(rb"(?:</f>|<f(?: [^<>]*)?/>)<v>[^<]")
_STRING_NUMBER = re.compile(rb' t="s"[^<>]*>\s*<v[^<>]*>\s*([^<\s][^<]*?)\s*</v>')
_STRING = re.compile(rb"<(?:[A-Za-z0-9_]+:)?si[\s/>]")
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = bytes.maketrans(_DIGITS + _LETTERS, b"0" * len(_DIGITS) + b"A" * len(_LETTERS))


def scan_worksheet(xml: bytes, name: str, limits: Limits) -> SheetScan:
    """Return the sheet's flaws, merged areas and hidden rows.

    Raises Refused for a sheet that is larger than the plan allows, or damaged.
    """
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    head, body, tail = xml[:start], xml[start + len(b"<sheetData>") : end], xml[end:]
    cells, rows = _CELL.findall(body), len(_ROW.findall(body))
    usual = start >= 0 and _frame_as_usual(head, tail) and _body_as_usual(body, len(cells), rows)
    flaws, hidden_rows = (_flaws(body), _hidden_rows(body, rows)) if usual else (None, None)
    if flaws is None or hidden_rows is None:
        return scan_events(xml, name, limits)
    check_cells(len(cells), name, limits)
    _check_farthest(cells, rows, body, name, limits)
    return SheetScan(
        name=name,
        flaws=flaws,
        merged=tuple(_areas(tail)),
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns(head),
    )


def check_string_numbers(xml: bytes, strings: bytes) -> None:
    """Check that each cell that names a text of the shared table names one that is there.

    The parser leaves out a number that is none, and takes another text for one below nought.
    Raises Refused, because what stood in the cell is lost.
    """
    numbers = set(_STRING_NUMBER.findall(xml))
    if not numbers:
        return
    texts = len(_STRING.findall(strings))
    if not all(number.isdigit() and int(number) < texts for number in numbers):
        raise Refused(Code.FILE_DAMAGED)


def _frame_as_usual(head: bytes, tail: bytes) -> bool:
    return (
        b"<!" not in head + tail
        and b"<sheetData" not in head
        and b":dimension" not in head
        and head.count(b"<dimension") == len(_DIMENSION.findall(head))
        and tail.rstrip().endswith(b"</worksheet>")
        and _merged_tags(tail) == len(_MERGED.findall(tail))
    )


def _merged_tags(tail: bytes) -> int:
    """Return how many areas there may be, with a prefix and whatever stands after the name too."""
    return tail.count(b"mergeCell") - tail.count(b"mergeCells") - tail.count(b"</mergeCell>")


def _body_as_usual(body: bytes, cells: int, rows: int) -> bool:
    """Return whether the expressions have matched every row and cell that the parser would see.

    Looking for the rarer character first is what makes this quick.
    """
    return (
        (b"!" not in body or b"<!" not in body)
        and (b"?" not in body or b"<?" not in body)
        and (body.count(b"<c") == cells or len(_CELL_TAG.findall(body)) == cells)
        and body.count(b"<row") == rows
        and (not _has_any(body, _MARKED_OUT) or len(_PLAIN_CELL.findall(body)) == cells)
        and not (b":" in body and _PREFIXED.search(body))
        and b"sheetData" not in body
    )


def _has_any(body: bytes, signs: Sequence[bytes]) -> bool:
    return any(sign in body for sign in signs)


def _check_farthest(cells: list[bytes], rows: int, body: bytes, name: str, limits: Limits) -> None:
    """Look at the farthest cell, and at the number of rows, which may be styled without a cell.

    A single empty row far below is let pass: LibreOffice writes one at the sheet's last row.
    """
    check_farthest((rows, 1), name, limits)
    if not cells or _all_near(cells, limits):
        return
    empty = set(_EMPTY.findall(body))
    for cell in cells:
        letters, number = cell.rstrip(_DIGITS), cell.lstrip(_LETTERS)
        at = int(number), column_of(letters)
        check_farthest(at, name, limits, filled=cell not in empty)


def _all_near(cells: list[bytes], limits: Limits) -> bool:
    joined = b" ".join(cells)
    if limits.max_row >= 9_999 and limits.max_column >= 26:  # to Z9999, as nearly all sheets are
        shape = joined.translate(_SHAPE)
        if b"AA" not in shape and b"00000" not in shape:
            return True
    numbers, letters = joined.translate(None, _LETTERS), joined.translate(None, _DIGITS)
    row = max(map(int, set(numbers.split())))
    column = max(map(column_of, set(letters.split())))
    return row <= limits.max_row and column <= limits.max_column


def _flaws(body: bytes) -> dict[Position, tuple[Flaw, str]] | None:
    """Return the flaws of cells, None where one of them is not written as usual."""
    flaws: dict[Position, tuple[Flaw, str]] = {}
    if _ERROR_TYPE in body:
        errors = _ERROR.findall(body)
        if len(errors) != body.count(_ERROR_TYPE):
            return None
        for letters, row, text in errors:
            flaws[int(row), column_of(letters)] = (Flaw.ERROR, text.decode(errors="replace"))
    if not _all_calculated(body):
        formulas = _FORMULA.findall(body)
        if len(formulas) != len(_FORMULA_TAG.findall(body)):
            return None
        flaws |= dict.fromkeys(_not_calculated(formulas), (Flaw.NO_STORED_VALUE, ""))
    return flaws


def _all_calculated(body: bytes) -> bool:
    """Return whether a result stands behind each formula; shared ones are looked for last."""
    formulas = body.count(b"<f")
    return (
        not formulas
        or formulas == body.count(b"</f><v>") - body.count(b"</f><v><")
        or formulas == len(_CALCULATED.findall(body))
    )


def _not_calculated(formulas: list[tuple[bytes, ...]]) -> Iterator[Position]:
    """Yield the cells of formulas without a result; an empty text is one."""
    for letters, row, kind, stored in formulas:
        empty = not stored or stored.endswith((b"></v>", b"<v/>"))
        if empty and kind != b"e" and not (kind == b"str" and stored):
            yield int(row), column_of(letters)


def _hidden_rows(body: bytes, rows: int) -> frozenset[int] | None:
    """Return the hidden rows, None where a row is not written as usual."""
    if not _has_any(body, _MAY_HIDE):
        return frozenset()
    plain_rows = _PLAIN_ROW.findall(body)
    if len(plain_rows) != rows:
        return None
    return frozenset(int(row) for row, attributes in plain_rows if _HIDDEN.search(attributes))


def _areas(tail: bytes) -> Iterator[Area]:
    for left, top, right, bottom in _MERGED.findall(tail):
        yield int(top), column_of(left), int(bottom), column_of(right)
