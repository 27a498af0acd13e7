"""A register as clerks keep it, for tests of tables: a form of one sheet, its rows, its page."""

import datetime as dt
from typing import Any

from campaign.definitions.form import Form
from campaign.reading.submission import Submission
from campaign.values.raw_workbook import RawSheet, Scalar
from tests.support.samples.builders import field, form, raw, read, sheet

Row = tuple[Scalar, ...]
HEADINGS: Row = ("序号", "编号", "日期", "人数", "内容", "备注")
COLUMNS = (
    field("sequence", "sequence", heading="序号"),
    field("code", "number", heading="编号", required=True),
    field("date", "held_on", heading="日期", required=True),
    field("whole", "people", heading="人数", required=True),
    field("text", "content", heading="内容", required=True),
    field("text", "note", heading="备注"),
)
TABLE = sheet(*COLUMNS)
FORM = form(TABLE)
DAY = dt.date(2026, 6, 30)


def row(number: int, /, **changes: Scalar) -> Row:
    cells: dict[str, Scalar] = {
        "sequence": float(number),
        "number": f"A-{number:03d}",
        "held_on": DAY,
        "people": 12.0,
        "content": "学习准则",
        "note": None,
    }
    return tuple({**cells, **changes}.values())


def page(*rows: Row, **more: Any) -> RawSheet:
    """Lay the headings on row 2, the first row of the table on row 3."""
    return raw(("登记表",), HEADINGS, *rows, **more)


def read_page(*rows: Row, of: Form = FORM, **more: Any) -> Submission:
    return read(of, page(*rows, **more))


def numbers(submission: Submission) -> list[int]:
    return [row.number for row in submission.sheets[0].rows]
