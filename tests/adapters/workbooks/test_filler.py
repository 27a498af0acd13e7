"""Filling in issued workbooks: what is written is what intake reads."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest

from adapters.files.home import Home
from adapters.workbooks.blanks import Issue, issue_workbook
from adapters.workbooks.filler import CellValue, SheetRows, fill
from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.reader import read_workbook
from campaign.definitions.form import Form
from campaign.reading.cells import CellContext
from campaign.reading.submission import ReadSheet, Submission
from campaign.reading.workbook import read_submission
from campaign.values.periods import parse_period
from campaign.values.raw_workbook import RawWorkbook
from services.definitions.loading import load_definitions
from tests.support.samples.definitions import INPUTS

DEFINITIONS = load_definitions(Home(INPUTS.parent))
KEY = b"k" * 32
PERIODS = {"study": "2026-06", "rectification": "2026-Q2", "self_evaluation": "2026"}


def blank(key: str, unit: str = "ZB01") -> bytes:
    found = DEFINITIONS.roster.unit(unit)
    assert found is not None
    issue = Issue(form=form(key), unit=found, period=parse_period(PERIODS[key]))
    return issue_workbook(issue, key=KEY, plan=DEFINITIONS.plan, roster=DEFINITIONS.roster)


def form(key: str) -> Form:
    return DEFINITIONS.forms[key]


def read(key: str, data: bytes) -> Submission:
    passed = inspect(data, DEFINITIONS.plan.limits)
    assert isinstance(passed, Passed)
    raw = read_workbook(data, passed, DEFINITIONS.plan.limits)
    assert isinstance(raw, RawWorkbook)
    period = parse_period(PERIODS[key])
    context = CellContext(roster=DEFINITIONS.roster, unit="ZB01", year=2026, period=period)
    return read_submission(form(key), raw, context, max_rows=5000)


def table(submission: Submission, key: str) -> ReadSheet:
    sheet = submission.sheet(key)
    assert sheet is not None
    return sheet


SESSION: Mapping[str, CellValue] = {
    "session": 1,
    "held_on": dt.date(2026, 6, 12),
    "kind": "集中学习",
    "topic": ("《廉洁从政若干准则》", "领导重要讲话精神"),
    "summary": "逐章学习原文，结合窗口服务岗位讨论纪律要求",
    "host": "林知夏",
    "hours": Decimal("2.5"),
    "expected": 10,
    "attended": 10,
    "absent": 0,
}


def attended(count: int) -> Sequence[Mapping[str, CellValue]]:
    return [{"session": 1, "person": "林知夏", "status": "出勤"} for _ in range(count)]


def test_what_is_filled_in_is_what_is_read() -> None:
    data = fill(
        form("study"),
        blank("study"),
        {"sessions": [SESSION], "attendance": attended(1)},
        {"reporter": "苏晚晴", "reported_on": dt.date(2026, 7, 1)},
    )
    found = read("study", data)
    assert found.problems == ()
    sessions = table(found, "sessions")
    assert sessions.header == {"reporter": "苏晚晴", "reported_on": "2026-07-01"}
    assert [row.values for row in sessions.rows] == [
        {
            "session": "1",
            "held_on": "2026-06-12",
            "kind": "集中学习",
            "topic": "《廉洁从政若干准则》、领导重要讲话精神",
            "summary": SESSION["summary"],
            "host": "林知夏",
            "hours": "2.5",
            "expected": "10",
            "attended": "10",
            "absent": "0",
        }
    ]


def test_a_nil_return_is_ticked_and_explained() -> None:
    header: dict[str, CellValue] = {
        "reporter": "苏晚晴",
        "nil": True,
        "nil_reason": "全员参加防汛值守",
    }
    found = read("study", fill(form("study"), blank("study"), header=header))
    assert (found.nil, found.problems) == (True, ())


@pytest.mark.parametrize("count", [1, 80, 81, 300])
def test_rows_beyond_those_offered_are_inserted_above_the_notes(count: int) -> None:
    rows: SheetRows = {"sessions": [SESSION], "attendance": attended(count)}
    data = fill(form("study"), blank("study"), rows, {"reporter": "苏晚晴"})
    attendance = table(read("study", data), "attendance")
    assert len(attendance.rows) == count
    assert [row.number for row in attendance.rows] == list(
        range(attendance.rows[0].number, attendance.rows[0].number + count)
    )


def test_inserted_rows_look_like_the_others_and_keep_their_drop_downs() -> None:
    data = fill(form("study"), blank("study"), {"attendance": attended(100)})
    sheet = openpyxl.load_workbook(io.BytesIO(data))["出勤情况"]
    first, last = 6, 105
    assert [sheet.cell(row, 2).value for row in (first, last)] == ["林知夏", "林知夏"]
    assert sheet.cell(last, 2).border.left.style == sheet.cell(first, 2).border.left.style == "thin"
    assert any(str(c.sqref) == f"C{first}:C{last}" for c in sheet.data_validations.dataValidation)
    notes = [str(row[0].value) for row in sheet.iter_rows(min_row=last + 1) if row[0].value]
    assert notes[0].startswith("注：")
    assert any(merged.min_row > last for merged in sheet.merged_cells.ranges)


def test_what_the_form_prints_stays_beside_what_is_filled_in() -> None:
    scores: list[Mapping[str, CellValue]] = [
        {"score": 80 + number, "basis": "推行预约上门服务，办结率百分之百", "shortfall": "回访不够"}
        for number in range(5)
    ]
    data = fill(form("self_evaluation"), blank("self_evaluation"), {"scores": scores})
    rows = table(read("self_evaluation", data), "scores").rows
    assert [(row.values["dimension"], row.values["score"]) for row in rows] == [
        ("服务", "80"),
        ("效率", "81"),
        ("质量", "82"),
        ("作风", "83"),
        ("形象", "84"),
    ]


def test_none_empties_a_cell_and_what_is_not_named_stays() -> None:
    first = fill(form("study"), blank("study"), {"sessions": [SESSION]}, {"reporter": "苏晚晴"})
    second = fill(form("study"), first, {"sessions": [{"host": None}]}, {"reporter": "江映雪"})
    sessions = table(read("study", second), "sessions")
    assert sessions.header["reporter"] == "江映雪"
    assert "host" not in sessions.rows[0].values
    assert sessions.rows[0].values["summary"] == SESSION["summary"]


@pytest.mark.parametrize("text", ["=1+1", "+电话", "-", "@某", "００１", "2026.6.31"])
def test_text_stays_text_whatever_it_begins_with(text: str) -> None:
    data = fill(form("study"), blank("study"), {"sessions": [{"summary": text}]})
    sheet = openpyxl.load_workbook(io.BytesIO(data))["学习场次"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert [cell.data_type for cell in cells] == ["s"]


def test_the_same_contents_give_the_same_bytes() -> None:
    rows: SheetRows = {"sessions": [SESSION], "attendance": attended(90)}
    one, two = (fill(form("study"), blank("study"), rows, {"reporter": "甲"}) for _ in range(2))
    assert one == two


def test_texts_stand_in_the_shared_table_as_office_programs_write_them() -> None:
    data = fill(form("study"), blank("study"), {"sessions": [SESSION, SESSION]})
    with ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
        shared = parts.read("xl/sharedStrings.xml").decode()
    assert all(b"inlineStr" not in sheet for sheet in sheets)
    assert shared.count(f"<t>{SESSION['summary']}</t>") == 1


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ({"lessons": [{}]}, {}),
        ({"sessions": [{"title": "x"}]}, {}),
        ({}, {"author": "x"}),
    ],
)
def test_what_the_form_does_not_have_is_a_mistake_of_the_caller(
    rows: SheetRows, header: Mapping[str, CellValue]
) -> None:
    with pytest.raises(KeyError):
        fill(form("study"), blank("study"), rows, header)
