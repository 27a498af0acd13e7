"""A workbook is read as its form: all sheets, all problems at once, nothing said twice."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.problems.codes import Code
from campaign.problems.messages import problem_text, reason_text, remedy_text
from campaign.reading.cells import Tolerance
from campaign.reading.submission import Submission
from campaign.values.raw_workbook import Flaw, RawSheet, Scalar
from tests.support.samples.builders import field, form, places, raw, read, sheet

Row = tuple[Scalar, ...]
PERSON = field("person", "reporter", heading="填报人", required=True)
PHONE = field("phone", "phone", heading="联系电话")
SESSION = field("whole", "session", heading="场次", required=True)
TOPIC = field("text", "topic", heading="学习内容", required=True)
STATUS = field("choice", "status", heading="出勤情况", required=True)

SESSIONS = sheet(SESSION, TOPIC, header=(PERSON, PHONE), key="sessions", name="学习场次")
ATTENDANCE = sheet(SESSION, STATUS, key="attendance", name="出勤情况（逐人）", optional=True)
FORM = form(SESSIONS, ATTENDANCE)


def sessions(*rows: Row, top: tuple[Row, ...] = (("填报人", "林知夏"),), **more: Any) -> RawSheet:
    """Lay the headings behind the rows of ``top``."""
    rows = rows or ((1.0, "学习准则"),)
    return raw(*top, ("场次", "学习内容"), *rows, **{"name": "学习场次", **more})


def attendance(*rows: Row, **more: Any) -> RawSheet:
    return raw(("场次", "出勤情况"), *rows, **{"name": "出勤情况（逐人）", **more})


def codes(submission: Submission) -> list[str]:
    return [code for code, _ in places(submission.problems)]


def test_all_sheets_are_read_into_their_keys() -> None:
    submission = read(FORM, sessions(), attendance((1.0, "出勤"), (1.0, "请假")))
    first, second = submission.sheets
    assert submission.problems == ()
    assert (first.key, first.name, first.header) == (
        "sessions",
        "学习场次",
        {"reporter": "林知夏"},
    )
    assert first.header_cells == {"reporter": (1, 2)}
    assert [row.values for row in second.rows] == [
        {"session": "1", "status": "出勤"},
        {"session": "1", "status": "请假"},
    ]


@pytest.mark.parametrize(
    "name", ["出勤情况", "出勤情况 (逐人)", " 出勤情况（逐人） ", "出勤情况（逐人） (2)"]
)
def test_sheets_are_known_however_their_names_are_decorated(name: str) -> None:
    assert codes(read(FORM, sessions(), attendance(name=name))) == []


def test_the_exact_name_goes_before_copies_of_the_sheet() -> None:
    copy = attendance((9.0, "缺席"), name="出勤情况（逐人） (2)")
    submission = read(FORM, sessions(), copy, attendance((1.0, "出勤")))
    assert [row.values["session"] for row in submission.sheets[1].rows] == ["1"]
    assert [(p.code, p.sheet) for p in submission.problems] == [(Code.SHEET_UNKNOWN, copy.name)]


def test_a_renamed_sheet_is_known_by_its_headings() -> None:
    submission = read(FORM, sessions(), attendance((1.0, "出勤"), name="Sheet1"))
    assert (codes(submission), submission.sheets[1].name) == ([], "Sheet1")


def test_the_only_sheet_of_a_form_of_one_sheet_may_have_any_name() -> None:
    submission = read(form(SESSIONS), sessions(name="6月"))
    assert (codes(submission), submission.sheets[0].name) == ([], "6月")


def test_a_sheet_that_could_be_two_of_the_form_is_none() -> None:
    twins = form(
        SESSIONS, ATTENDANCE.model_copy(update={"key": "more", "name": "补充"}), ATTENDANCE
    )
    submission = read(twins, sessions(), attendance(name="甲"), attendance(name="乙"))
    assert codes(submission) == ["sheet.missing", "sheet.missing", "sheet.unknown", "sheet.unknown"]


def test_a_missing_sheet_is_one_problem_that_names_it() -> None:
    (problem,) = read(FORM, sessions()).problems
    assert (problem.code, dict(problem.facts)) == (
        Code.SHEET_MISSING,
        {"name": "出勤情况（逐人）"},
    )


def test_a_hidden_sheet_is_one_problem_and_not_read() -> None:
    submission = read(FORM, sessions(("x", None), visible=False), attendance())
    assert places(submission.problems) == [("sheet.hidden", "")]
    assert [each.key for each in submission.sheets] == ["attendance"]


def test_a_sheet_without_headings_is_one_problem_beside_its_labels() -> None:
    page = raw(("填报人", "张三"), (1.0, "学习准则"), name="学习场次")
    submission = read(FORM, page, attendance())
    assert places(submission.problems) == [("sheet.no_headings", ""), ("person.unknown", "B1")]
    assert dict(submission.problems[0].facts) == {"headings": "场次、学习内容"}


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        (raw(("另有三项",), name="Sheet2"), ["sheet.unknown"]),
        (raw(name="Sheet2"), []),
        (raw(("清单",), name="_lists", visible=False), []),
        (raw(("修改意见",), name="修改意见"), []),
        (raw(("修改意见",), name="修改意见 (2)"), []),
    ],
)
def test_sheets_of_ones_own_making_are_named_in_a_warning(
    extra: RawSheet, found: list[str]
) -> None:
    submission = read(FORM, extra, sessions(), attendance())
    assert codes(submission) == found
    assert {p.severity.value for p in submission.problems} <= {"warning"}


@pytest.mark.parametrize(
    ("headings", "row", "found"),
    [
        (("场次", "学习内容", "处室"), (1.0, "准则", "低保科"), [("column.unknown", "C2")]),
        (("场次", "学习内容", "处室"), (1.0, "准则", None), []),
        (("序号", "场次", "学习内容"), (1.0, 1.0, "准则"), []),
        (("场次",), (1.0,), [("column.missing", "2")]),
        (("场次", "学习内容", "学习内容"), (1.0, "准则", "决定"), [("column.twice", "C2")]),
        (("学习内容", "场次"), ("准则", 1.0), []),
        (("场次", "学习内容"), (1.0, "准则", "有群众列席"), [("column.unknown", "C3")]),
        (("场次", "学习内容"), (1.0, "准则", None, 99.0), [("column.unknown", "D3")]),
        (("场次", " ", "学习内容"), (1.0, "群众", "准则"), [("column.unknown", "B3")]),
        (("场次", None, "学习内容"), (1.0, "/", "准则", "无"), []),
    ],
)
def test_columns_missing_twice_and_unknown(
    headings: Row, row: Row, found: list[tuple[str, str]]
) -> None:
    page = raw(("填报人", "林知夏"), headings, row, row, name="学习场次")
    assert places(read(form(SESSIONS), page).problems) == found


@pytest.mark.parametrize(
    ("top", "found"),
    [
        ((("填报人", "林知夏"), ("联系电话", "5550101")), []),
        ((("填报人", "林知夏", "联系电话", "5550101"),), []),
        ((("填报人：林知夏　联系电话：5550101",),), []),
        ((("填报人",),), [("header.missing", "B1")]),
        ((("填报人", "/"),), [("header.missing", "B1")]),
        ((("联系电话", "5550101"),), [("header.missing", "")]),
        ((("填报人", "张三"),), [("person.unknown", "B1")]),
        ((("填报人", "林知夏"), ("联系电话", "无")), []),
        ((("填报人", "林知夏"), ("联系电话", "办公室")), [("cell.bad_pattern", "B2")]),
    ],
)
def test_labelled_cells_are_checked_like_any_other(
    top: tuple[Row, ...], found: list[tuple[str, str]]
) -> None:
    assert places(read(form(SESSIONS), sessions(top=top)).problems) == found


def test_an_error_in_a_labelled_cell_is_not_also_missing() -> None:
    page = sessions(top=(("填报人", None),), errors={(1, 2): "#NAME?"})
    assert places(read(form(SESSIONS), page).problems) == [("cell.error_value", "B1")]


def test_a_sheet_of_labelled_cells_alone_needs_no_table() -> None:
    scheme = form(sheet(header=(PERSON, PHONE), name="实施方案"))
    page = raw((), ("填报人", "林知夏"), *[()] * 30, ("联系电话", "5550101"), name="实施方案")
    (only,) = read(scheme, page).sheets
    assert (dict(only.header), only.has_table) == (
        {"reporter": "林知夏", "phone": "5550101"},
        False,
    )


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (("单位", "局机关第一党支部", "期间", "2026年6月"), None),
        (("单位", "一支部"), None),
        (("单位：ZB01",), None),
        (("单位（盖章）：局机关第一党支部（盖章）",), None),
        (("单位", None), None),
        (("期间", "2026年6月份"), None),
        (("期间", "本月"), None),
        (("单位", "局机关第二党支部"), ("单位", "B1")),
        (("单位", "某某支部"), None),
        (("期间", "2026年7月"), ("期间", "B1")),
        (("期间", "2026年第二季度"), ("期间", "B1")),
        (("单位：二支部",), ("单位", "A1")),
    ],
)
def test_a_printed_label_must_not_name_another_unit_or_period(
    facts: Row, found: tuple[str, str] | None
) -> None:
    page = sessions(("x", None), (1.0, "准则"), top=(facts, ("填报人", "张三")))
    mismatches = [p for p in read(FORM, page).problems if p.code is Code.HEADER_MISMATCH]
    assert [(dict(p.facts)["label"], p.cell) for p in mismatches] == ([found] if found else [])


def test_a_printed_name_that_is_nobody_else_s_may_be_the_unit_s_former_one() -> None:
    submission = read(
        FORM, sessions(top=(("单位", "原第一支部"), ("填报人", "林知夏"))), attendance()
    )
    assert [(p.code, p.cell, p.severity.value) for p in submission.problems] == [
        (Code.HEADER_UNIT_UNKNOWN, "B1", "warning")
    ]
    assert submission.sheets[0].header == {"reporter": "林知夏"}


def test_after_a_mismatch_nothing_else_is_said_and_nothing_kept() -> None:
    submission = read(FORM, sessions(("x", None), top=(("单位", "二支部"), ("填报人", "张三"))))
    assert (codes(submission), submission.sheets) == (["header.mismatch"], ())


def test_events_of_no_period_may_print_any() -> None:
    page = sessions(top=(("期间", "2026年7月"), ("填报人", "林知夏")))
    assert read(form(SESSIONS), page, period=None).problems == ()


def test_problems_come_in_the_workbooks_order() -> None:
    page = sessions(("x", None), ("y", None), top=(("填报人", "张三"),))
    submission = read(FORM, attendance(("z", "到")), page)
    assert [(p.sheet, p.cell) for p in submission.problems] == [
        ("出勤情况（逐人）", "A2"),
        ("出勤情况（逐人）", "B2"),
        ("学习场次", "B1"),
        ("学习场次", "A3"),
        ("学习场次", "B3"),
        ("学习场次", "A4"),
        ("学习场次", "B4"),
    ]


def test_what_was_tolerated_is_counted_over_all_sheets() -> None:
    page = sessions(("1", "准则 "), ("２", "准则"), top=(("填报人", "林 知夏"),))
    tolerated = read(FORM, page, attendance((1.0, "出 勤"), ("/", "/"))).tolerated
    assert tolerated == {
        Tolerance.NUMBER_AS_TEXT: 2,
        Tolerance.SPACES: 1,
        Tolerance.NAME: 1,
        Tolerance.CHOICE: 1,
    }


def test_the_workbooks_epoch_reaches_its_cells() -> None:
    days = form(sheet(field("date", "day", heading="日期"), name="表"))
    submission = read(days, raw(("日期",), (44741.0,), name="表"), epoch_1904=True)
    assert submission.sheets[0].rows[0].values == {"day": "2026-06-30"}


ANYTHING = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.sampled_from(
        ["场次", "学习内容", "填报人", "合计", "注：", "/", "无", "单位", "期间", "是", "2026年7月"]
    ),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.times(),
)
SHEETS = st.builds(
    RawSheet,
    name=st.sampled_from(["学习场次", "出勤情况", "Sheet1", "修改意见"]),
    visible=st.booleans(),
    rows=st.lists(st.lists(ANYTHING, max_size=4).map(tuple), max_size=8).map(tuple),
    flaws=st.dictionaries(
        st.tuples(st.integers(1, 12), st.integers(1, 5)), st.just((Flaw.ERROR, "#REF!")), max_size=3
    ),
    merged=st.lists(
        st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(3, 9), st.integers(3, 9)),
        max_size=3,
    ).map(tuple),
    hidden_rows=st.frozensets(st.integers(1, 12), max_size=3),
)


@settings(deadline=None)
@given(st.lists(SHEETS, max_size=3))
def test_no_workbook_makes_the_reading_fail_and_every_problem_can_be_said(
    sheets: list[RawSheet],
) -> None:
    nil = form(SESSIONS, ATTENDANCE, nil_return=True)
    for problem in read(nil, *sheets).problems:
        for text in (problem_text(problem), reason_text(problem), remedy_text(problem)):
            assert "“”" not in text and "{" not in text.replace(problem.value, "")
