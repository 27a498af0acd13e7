"""Reads the cells of one column, or one labelled cell, and words what is wrong with them."""

from campaign.cells import Bad, Context, Read, Tolerance, make_reader
from campaign.cells.reading import Reader
from campaign.cells.text import plain
from campaign.findings import Findings
from campaign.form import Field, FieldType
from campaign.problems import Code
from campaign.sheets import Flaw, Position, RawSheet, Scalar

_PLACEHOLDERS = frozenset(("无", "/", "／", "—", "——", "-", "－", "--", "\\"))
_WORDS = frozenset((FieldType.TEXT, FieldType.CODE))
HIDDEN = "（保密内容）"
"""What a message shows in place of a private value."""


class ColumnReader:
    """Reads cells of one field from one sheet; a fault is reported where it is found."""

    def __init__(self, raw: RawSheet, field: Field, context: Context, found: Findings) -> None:
        self._rows, self._flaws = raw.rows, raw.flaws
        self._field, self._found = field, found
        self._reader: Reader = make_reader(field, context)

    def read(self, row: int, column: int) -> str:
        """Return the cell's canonical value; "" if it is blank or wrong."""
        cells = self._rows[row - 1]
        return self.read_value(cells[column - 1] if column <= len(cells) else None, (row, column))

    def read_value(self, raw: Scalar, at: Position) -> str:
        """Return a value's canonical form, reporting faults at the cell ``at``."""
        if raw is None:
            return self._blank(at)
        result = self._reader(raw)
        if type(result) is str:
            return result or self._blank(at)
        return self._slow(raw, result, at)

    def _slow(self, raw: Scalar, result: str | Read | Bad, at: Position) -> str:
        if isinstance(result, Read):
            if result.value:
                self._found.tolerated[result.tolerance] += 1
            return result.value or self._blank(at)
        if isinstance(raw, str) and self._means_blank(raw):
            return self._blank(at)
        return self._report(raw, result, at) if isinstance(result, Bad) else result

    def _means_blank(self, raw: str) -> bool:
        stripped = raw.strip()
        if stripped in _PLACEHOLDERS and self._field.type not in _WORDS:
            self._found.tolerated[Tolerance.PLACEHOLDER] += 1
            return True
        return not stripped

    def _blank(self, at: Position) -> str:
        if at in self._flaws:
            kind, text = self._flaws[at]
            code = Code.CELL_ERROR_VALUE if kind is Flaw.ERROR else Code.CELL_NOT_CALCULATED
            self._found.add(code, at, text, heading=self._field.heading)
        elif self._field.required:
            facts = {"heading": self._field.heading, "expected": expected(self._field)}
            self._found.add(Code.CELL_BLANK, at, **facts)
        return ""

    def _report(self, raw: Scalar, bad: Bad, at: Position) -> str:
        facts = {"heading": self._field.heading, **bad.facts}
        value = facts.pop("value", plain(raw))
        if self._field.private:
            value = HIDDEN
            facts = {key: fact for key, fact in facts.items() if key in _HARMLESS}
            facts |= {"mend": "请核对后改正。", "first": "="}
        self._found.add(bad.code, at, value, **facts)
        return bad.value


_HARMLESS = frozenset(("heading", "example", "choices", "limit", "count", "digits"))


def expected(field: Field) -> str:
    """Say what belongs into a cell, in a few words."""
    kind = _EXPECTED.get(field.type, "内容")
    if field.choices:
        return "、".join(field.choices)
    return f"{kind}，如“{field.example}”" if field.example else kind


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
}
