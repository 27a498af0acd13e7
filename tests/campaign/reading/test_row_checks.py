"""Empty tables, nil returns, and numbers that stand twice."""

from typing import Any

import pytest

from campaign.definitions.form import Form
from campaign.reading.columns import PRIVATE_MASK
from campaign.reading.submission import Submission
from campaign.values.raw_workbook import RawSheet, Scalar
from tests.support.samples.builders import field, form, places, raw, read, sheet

Row = tuple[Scalar, ...]
MATTER = field("text", "matter", heading="事项", required=True)
FIRST = sheet(MATTER, key="first", name="主表")
SECOND = sheet(MATTER, key="second", name="附表")
MONTHLY = form(FIRST, SECOND, nil_return=True)
NO_NIL = form(FIRST)


def page(*rows: Row, nil: Scalar = None, reason: Scalar = None, name: str = "主表") -> RawSheet:
    top = (("本期无（零报告）", nil), ("零报告原因", reason)) if name == "主表" else ()
    return raw(*top, ("事项",), *rows, name=name)


def monthly(*, first: tuple[Row, ...] = (), second: tuple[Row, ...] = (), **nil: Any) -> Submission:
    return read(MONTHLY, page(*first, **nil), page(*second, name="附表"))


FILLED = (("走访低保户",),)
REASON = "本月无此类事项"


@pytest.mark.parametrize(
    ("nil", "reason", "first", "second", "found"),
    [
        (None, None, FILLED, FILLED, []),
        ("否", None, FILLED, FILLED, []),
        ("×", "本月有", FILLED, FILLED, []),
        ("是", REASON, (), (), []),
        ("√", REASON, (), (), []),
        (True, REASON, (), (), []),
        ("是", REASON, (("/",), ("无",)), (), []),
        ("是", None, (), (), [("nil.without_reason", "B2")]),
        ("是", "/", (), (), [("nil.without_reason", "B2")]),
        ("是", "无", (), (), [("nil.without_reason", "B2")]),
        ("是", "长" * 501, (), (), [("cell.too_long", "B2")]),
        ("是", REASON, FILLED, (), [("nil.with_rows", "B1")]),
        ("是", REASON, FILLED, FILLED, [("nil.with_rows", "B1"), ("nil.with_rows", "")]),
        ("是", None, FILLED, (), [("nil.with_rows", "B1"), ("nil.without_reason", "B2")]),
        (None, None, (), (), [("sheet.empty", "")]),
        (None, None, FILLED, (), [("sheet.empty", "")]),
        ("否", None, (), FILLED, [("sheet.empty", "")]),
        ("/", None, (), FILLED, [("sheet.empty", "")]),
        (None, REASON, (), FILLED, [("sheet.empty", "")]),
        ("本月", None, FILLED, FILLED, [("cell.not_a_choice", "B1")]),
    ],
)
def test_a_table_is_filled_or_the_header_says_that_there_is_nothing(
    nil: Scalar,
    reason: Scalar,
    first: tuple[Row, ...],
    second: tuple[Row, ...],
    found: list[tuple[str, str]],
) -> None:
    submission = monthly(first=first, second=second, nil=nil, reason=reason)
    assert places(submission.problems) == found
    assert submission.nil is (nil in ("是", "√", True))


@pytest.mark.parametrize(
    ("of", "rows", "found"),
    [
        (NO_NIL, (), ["sheet.empty"]),
        (NO_NIL, FILLED, []),
        (form(FIRST.model_copy(update={"optional": True})), (), []),
    ],
)
def test_an_empty_table_without_nil_return(
    of: Form, rows: tuple[Row, ...], found: list[str]
) -> None:
    submission = read(of, raw(("事项",), *rows, name="主表"))
    assert [code for code, _ in places(submission.problems)] == found


@pytest.mark.parametrize(("of", "words"), [(NO_NIL, "请填写内容后重新报送。"), (MONTHLY, "零报告")])
def test_the_advice_names_the_nil_return_only_where_there_is_one(of: Form, words: str) -> None:
    problem = read(of, page()).problems[-1]
    assert words in dict(problem.facts)["mend"]


def test_the_count_that_contradicts_a_nil_return_is_told() -> None:
    (problem,) = monthly(first=FILLED * 3, nil="是", reason=REASON).problems
    assert dict(problem.facts) == {"count": "3"}


def test_a_nil_label_that_was_lost_is_asked_for_nowhere() -> None:
    bare = read(MONTHLY, raw(("事项",), name="主表"), page(name="附表"))
    assert [code for code, _ in places(bare.problems)] == ["sheet.empty"]


@pytest.mark.parametrize("nil_return", [True, False])
def test_an_empty_workbook_is_one_omission_told_on_its_first_sheet(nil_return: bool) -> None:
    of = form(FIRST, SECOND, nil_return=nil_return)
    (problem,) = read(of, page(), page(name="附表")).problems
    mend = dict(problem.facts)["mend"]
    assert problem.sheet == "主表" and "其余必填的表也没有填写" in mend
    assert ("本期无（零报告）" in mend) is nil_return


NUMBERED = form(
    sheet(
        field("code", "number", heading="编号", required=True, number=True),
        field("whole", "session", heading="场次", unique=True),
        field("text", "note", heading="备注"),
    )
)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("A-01", 1.0), ("A-02", 2.0)], []),
        ([("A-01", 1.0), ("a—01", 2.0)], [("A3", "2")]),
        ([("A-01", 1.0), ("A-02", "1场")], [("B3", "2")]),
        ([("A-01", None), ("A-02", None)], []),
        ([("A-01", "/"), ("A-02", "无")], []),
        ([("A-01", "x"), ("A-02", "x")], []),
        ([("A-01", 1.0), ("A-02", 1.0), ("A-03", 1.0)], [("B3", "2"), ("B4", "2")]),
        ([("A-01", 1.0, "同"), ("A-02", 2.0, "同")], []),
    ],
)
def test_numbers_stand_once_and_the_first_row_is_named(
    rows: list[Row], found: list[tuple[str, str]]
) -> None:
    submission = read(NUMBERED, raw(("编号", "场次", "备注"), *rows))
    twice = [p for p in submission.problems if p.code == "cell.not_unique"]
    assert [(p.cell, dict(p.facts)["other"]) for p in twice] == found


def test_a_private_value_that_stands_twice_is_not_quoted() -> None:
    secret = field("text", "name", heading="姓名", unique=True, private=True)
    submission = read(form(sheet(secret), confidential=True), raw(("姓名",), ("张三",), ("张三",)))
    assert [p.value for p in submission.problems] == [PRIVATE_MASK]
