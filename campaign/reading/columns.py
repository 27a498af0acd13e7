"""Read the cells of one column, or one labelled cell, and report their faults."""

import re
from collections.abc import Sequence

from campaign.definitions.form import Field, FieldType
from campaign.problems.codes import Code
from campaign.reading.cells import CellContext, CellFault, Tolerance, ToleratedValue, make_reader
from campaign.reading.cells.fast_path import make_fast_reader
from campaign.reading.cells.shown import shown_value
from campaign.reading.problem_collector import ProblemCollector
from campaign.values.cell_ref import Position
from campaign.values.raw_workbook import Flaw, RawSheet, Scalar
from campaign.values.text import normalize_text, scalar_text

_MARKS = re.compile(r"[-/\\—–―─]{1,6}")
_WORDS = frozenset(("无", "没有", "暂无", "不适用", "N/A", "n/a"))
_LONGEST_BLANK = 6
_WITH_ZEROS = (FieldType.CODE, FieldType.TEXT)
"""The fields of texts that may be digits with zeros in front, which numbers have not."""
_PICTURE = re.compile(r"=\s*(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
"""What WPS stores for a picture that is put into a cell."""
_NO_PICTURES = "该格是图片，系统不读图片，证明材料请另存为PDF或者图片，以填报码开头命名"
_FEW = 4  # as many cells for each different value make it worth while to look at these alone
PRIVATE_MASK = "（保密内容）"
"""The text that a message shows in place of a private value."""
_VEILED = {
    "mend": "请核对后改正。",
    "unit": PRIVATE_MASK,
    "shown": PRIVATE_MASK,
    "kind": "其他类型的内容",
}
"""The facts that could give a private value away, and what stands in their place."""


class ColumnReader:
    """A reader of one field's cells in one sheet, which reports each fault at its cell."""

    def __init__(
        self, raw: RawSheet, field: Field, context: CellContext, collector: ProblemCollector
    ) -> None:
        self._rows, self._flaws = raw.rows, raw.flaws
        self._formats, self._pictures = raw.appearance.formats, raw.appearance.pictures
        self._formatted_columns = {c for _, c in self._formats} if self._formats else ()
        self._field, self._collector = field, collector
        self._reader = make_reader(field, context)
        self._words = _words_for_blank(field)
        may_be_blank = not (field.required or raw.flaws or self._pictures)
        self._known_values: dict[Scalar, str] = {None: ""} if may_be_blank else {}
        self._fast_reader = make_fast_reader(field, context)

    def read_column(self, rows: Sequence[int], column: int) -> list[str]:
        """Return the canonical values of the rows' cells in one column, in the rows' order."""
        known_values, read_value, index = self._known_values, self.read_value, column - 1
        rows_of_sheet: Sequence[tuple[Scalar, ...]] = self._rows
        if rows and rows[-1] > len(rows_of_sheet):  # a row that holds nothing but pictures
            rows_of_sheet = (*rows_of_sheet, *[()] * (rows[-1] - len(rows_of_sheet)))
        sheet_rows = [rows_of_sheet[number - 1] for number in rows]
        cells = [row[index] if index < len(row) else None for row in sheet_rows]
        if column in self._formatted_columns:
            return [read_value(raw, (n, column)) for n, raw in zip(rows, cells, strict=True)]
        if plain_values := self._plain_values(cells):
            return plain_values
        values = []
        for number, raw in zip(rows, cells, strict=True):
            value = known_values.get(raw) if type(raw) is not bool else None  # True would find 1.0
            values.append(read_value(raw, (number, column)) if value is None else value)
        if self._field.type in _WITH_ZEROS and not self._field.digits:
            self._report_lost_zeros(rows, column, cells)
        return values

    def _report_lost_zeros(self, rows: Sequence[int], column: int, cells: list[Scalar]) -> None:
        """Report numbers that are shorter than the texts of digits with zeros beside them."""
        padded = [len(c) for c in cells if isinstance(c, str) and c.isdigit() and c[0] == "0"]
        for number, raw in zip(rows, cells, strict=True) if padded else ():
            text = scalar_text(raw) if isinstance(raw, float) else ""
            shown = (number, column) in self._formats
            if text.isdigit() and len(text) < max(padded) and not shown:
                fault = CellFault(
                    Code.CELL_CONVERTED, {"kind": "数字", "shown": text, "value": text}, text
                )
                self._report(raw, fault, (number, column))

    def _plain_values(self, cells: list[Scalar]) -> list[str] | None:
        """Return the values of a column in which every filled cell is plain, else None."""
        filled = cells
        if self._known_values.get(None) is not None:
            filled = [cell for cell in cells if cell is not None]
        values = (self._fast_reader(filled) or self._few_values(filled)) if filled else None
        if values is None or len(filled) == len(cells):
            return values
        remaining = iter(values)
        return [next(remaining) if cell is not None else "" for cell in cells]

    def _few_values(self, cells: list[Scalar]) -> list[str] | None:
        """Return the values of a column of few different texts, all of them plain, else None."""
        different = set(cells)
        if len(different) * _FEW > len(cells) or set(map(type, different)) != {str}:
            return None
        values: dict[Scalar, str] = {}
        for raw in different:
            result = self._reader(raw)
            if is_blank(raw) or not isinstance(result, str) or not result:
                return None
            values[raw] = result
        return [values[cell] for cell in cells]

    def read_value(self, raw: Scalar, at: Position) -> str:
        """Return a value's canonical form, "" if it is blank or wrong; report at ``at`` why."""
        if raw is None:
            return self._blank(at)
        if self._formats and at in self._formats:
            shown = shown_value(raw, self._formats[at], self._field)
            if shown is not raw:
                return self._read_shown(shown, raw, at)
        if isinstance(raw, str) and raw[:1] == "=" and _PICTURE.match(raw):
            return self._picture(at)
        if isinstance(raw, str) and len(raw) <= _LONGEST_BLANK and self._means_blank(raw):
            return self._blank(at, normalize_text(raw))
        result = self._reader(raw)
        if isinstance(result, CellFault):
            blank = isinstance(raw, str) and not normalize_text(raw)
            return self._blank(at) if blank else self._report(raw, result, at)
        if isinstance(result, ToleratedValue):
            if result.value:
                self._collector.tolerated[result.tolerance] += 1
            return result.value or self._blank(at)
        if result:
            self._known_values[raw] = result
        return result or self._blank(at)

    def _read_shown(self, shown: Scalar | CellFault, raw: Scalar, at: Position) -> str:
        """Return the value that a cell shows, other than what is stored."""
        if isinstance(shown, CellFault):
            return self._report(raw, shown, at)
        result = self._reader(shown)
        if isinstance(result, CellFault):
            return self._report(shown, result, at)
        value = result if isinstance(result, str) else result.value
        if value:
            self._collector.tolerated[Tolerance.SHOWN] += 1
        return value or self._blank(at)

    def _picture(self, at: Position) -> str:
        """Report a picture in a value's place: it is none, and a required cell must have one."""
        heading = self._field.heading
        if self._field.required:
            expected = f"{expected_content(self._field)}；{_NO_PICTURES}"
            self._collector.add(Code.CELL_BLANK, at, heading=heading, expected=expected)
        else:
            self._collector.add(Code.CELL_PICTURE, at, heading=heading)
        return ""

    def _means_blank(self, raw: str) -> bool:
        text = normalize_text(raw)
        if text in self._words or _MARKS.fullmatch(text):
            self._collector.tolerated[Tolerance.PLACEHOLDER] += 1
            return True
        return not text

    def _blank(self, at: Position, placeholder: str = "") -> str:
        heading = self._field.heading
        if at in self._pictures:
            return self._picture(at)
        if at in self._flaws:
            kind, text = self._flaws[at]
            code = Code.CELL_ERROR_VALUE if kind is Flaw.ERROR else Code.CELL_NOT_CALCULATED
            self._collector.add(
                code, at, PRIVATE_MASK if self._field.private else text, heading=heading
            )
        elif self._field.required:
            expected = expected_content(self._field) + (
                f"；只填“{placeholder}”视为没有填写" if placeholder else ""
            )
            self._collector.add(Code.CELL_BLANK, at, heading=heading, expected=expected)
        return ""

    def _report(self, raw: Scalar, fault: CellFault, at: Position) -> str:
        facts = {"heading": self._field.heading, **fault.facts}
        value = facts.pop("value", scalar_text(raw))
        if self._field.private:
            value = PRIVATE_MASK
            facts |= {key: text for key, text in _VEILED.items() if key in facts}
        self._collector.add(fault.code, at, value, **facts)
        return fault.value


def is_blank(value: Scalar) -> bool:
    """Return whether a cell is blank, or holds only a placeholder such as 无 or a stroke."""
    if not isinstance(value, str):
        return value is None
    if len(value) > _LONGEST_BLANK:
        return not value.strip()
    text = normalize_text(value)
    return not text or text in _WORDS or bool(_MARKS.fullmatch(text))


def expected_content(field: Field) -> str:
    """Return in a few Chinese words what a cell of the field should contain."""
    if field.choices:
        how = "下列各项中的一项或者多项" if field.type is FieldType.CHOICES else "下列之一"
        return f"{how}：{'、'.join(field.choices)}"
    kind = _EXPECTED.get(field.type, "内容")
    return f"{kind}，如“{field.example}”" if field.example else kind


def _words_for_blank(field: Field) -> frozenset[str]:
    """Return the words that mean a blank cell; in a text they are its content, save for strokes."""
    if field.type is FieldType.TEXT:
        return frozenset()
    return _WORDS - {"无", "没有"} if field.type is FieldType.YES_NO else _WORDS - {*field.choices}


_EXPECTED = {
    FieldType.TEXT: "文字内容",
    FieldType.CODE: "编号",
    FieldType.WHOLE: "整数",
    FieldType.NUMBER: "数字",
    FieldType.SCORE: "0至100的分数",
    FieldType.PERCENT: "0至100的百分数",
    FieldType.DATE: "日期",
    FieldType.MONTH: "年月",
    FieldType.YES_NO: "“是”或者“否”",
    FieldType.PERSON: "名册中的姓名",
    FieldType.PEOPLE: "名册中的姓名（多人用顿号分开）",
    FieldType.UNIT: "名册中的单位",
    FieldType.PHONE: "电话号码",
    FieldType.OBLIGATION: "活动方案中的报送任务",
    FieldType.PERIOD: "任务的期间",
}
