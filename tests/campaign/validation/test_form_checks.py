"""The linter of single forms: names that clash, values that the form itself would refuse, and
rules that no submission can keep or break."""

import pytest

from campaign.definitions.form import Form, parse_form
from campaign.validation.form_checks import check_form
from tests.support.samples.definitions import form, forms


def found_in(checked: Form) -> list[tuple[str, str]]:
    return [(fault.path, fault.message) for fault in check_form(checked, 2026)]


def small_form(columns: str, more: str = "", header: str = "") -> Form:
    return parse_form(
        f"""
key = "small"
code = "XB"
title = "小表"
version = 1
filed_by = "unit"
period = "monthly"
help = "填写"

[[sheets]]
key = "one"
name = "表一"
help = "填写"
header = [{header}]
columns = [{columns}]
{more}
""",
        "inputs/forms/small.toml",
    )


def test_the_shipped_forms_are_sound() -> None:
    assert [found_in(shipped) for shipped in forms()] == [[] for _ in forms()]


COLUMN_FAULTS = [
    # what is wrong, columns, path, part of the message
    (
        "a sum of texts",
        '{ key = "a", heading = "事由", summary = "sum" }',
        "sheets[0].columns[0].summary",
        "“事由”不能按“sum”汇总",
    ),
    (
        "the least of choices",
        '{ key = "a", heading = "选", type = "choice", choices = ["甲"], summary = "least" }',
        "sheets[0].columns[0].summary",
        "“选”不能按“least”汇总",
    ),
    (
        "a heading that the frame prints",
        '{ key = "a", heading = "单位" }',
        "sheets[0].columns[0].heading",
        "“单位”由系统使用",
    ),
    (
        "the same with decoration",
        '{ key = "a", heading = "期 间：" }',
        "sheets[0].columns[0].heading",
        "由系统使用",
    ),
    (
        "an alias that the frame prints",
        '{ key = "a", heading = "码", aliases = ["填报码"] }',
        "sheets[0].columns[0].aliases",
        "“填报码”由系统使用",
    ),
    (
        "bounds that leave no number",
        '{ key = "a", heading = "数", type = "number", min = 5, max = 4 }',
        "sheets[0].columns[0].min",
        "没有可填的数",
    ),
    (
        "a score from above a hundred",
        '{ key = "a", heading = "分", type = "score", min = 101 }',
        "sheets[0].columns[0].min",
        "没有可填的数",
    ),
    (
        "lengths that leave no text",
        '{ key = "a", heading = "文", min_length = 9, max_length = 8 }',
        "sheets[0].columns[0].min_length",
        "没有可填的内容",
    ),
    (
        "a choice given twice",
        '{ key = "a", heading = "选", type = "choice", choices = ["甲", "甲"] }',
        "sheets[0].columns[0].choices",
        "重复",
    ),
    (
        "choices that reading cannot tell apart",
        '{ key = "a", heading = "选", type = "choice", choices = ["其他（一）", "其他（二）"] }',
        "sheets[0].columns[0].choices",
        "无法与其他选项区分",
    ),
    (
        "a choice that falls apart",
        '{ key = "a", heading = "选", type = "choices", choices = ["讲座、报告", "自学"] }',
        "sheets[0].columns[0].choices",
        "含有分隔符",
    ),
    (
        "an example that would be refused",
        '{ key = "a", heading = "日", type = "date", example = "6月31日" }',
        "sheets[0].columns[0].example",
        "不符合本栏自己的要求",
    ),
    (
        "an example out of bounds",
        '{ key = "a", heading = "分", type = "score", example = "120" }',
        "sheets[0].columns[0].example",
        "不符合本栏自己的要求",
    ),
    (
        "a number that may be left out",
        '{ key = "a", heading = "编", type = "code", number = true }',
        "sheets[0].columns[0].number",
        "应为必填",
    ),
    (
        "two numbers in a table",
        '{ key = "a", heading = "编", number = true, required = true }, '
        '{ key = "b", heading = "码", number = true, required = true }',
        "sheets[0].columns",
        "只能有一栏number",
    ),
]


@pytest.mark.parametrize(
    ("columns", "path", "words"), [f[1:] for f in COLUMN_FAULTS], ids=[f[0] for f in COLUMN_FAULTS]
)
def test_a_column_that_cannot_work_is_found_at_its_key(columns: str, path: str, words: str) -> None:
    found = found_in(small_form(columns))
    assert {at for at, _ in found} == {path}
    assert all(words in message for _, message in found)


def test_labelled_cells_may_not_take_the_frames_keys_or_the_nil_returns_name() -> None:
    found = found_in(
        small_form(
            '{ key = "a", heading = "项" }',
            header='{ key = "serial", heading = "流水" }, { key = "b", heading = "零报告原因" }',
        )
    )
    assert [path for path, _ in found] == ["sheets[0].header[0].key", "sheets[0].header[1].heading"]


def test_a_sheet_is_grouped_by_a_column_of_its_own() -> None:
    column = '{ key = "a", heading = "事由" }'
    assert found_in(small_form(column, 'group_by = ["a"]')) == []
    [(path, message)] = found_in(small_form(column, 'group_by = ["b"]'))
    assert path == "sheets[0].group_by" and "“b”不是本表的栏目" in message


@pytest.mark.parametrize(
    ("prefill", "path", "words"),
    [
        ('[["丙"]]', "sheets[0].prefill[0]", "“丙”不是“选”栏的规范写法"),
        ('[["甲", "十分"]]', "sheets[0].prefill[0]", "“十分”不是“分”栏的规范写法"),
        ('[["甲"], ["甲"]]', "sheets[0].prefill", "“选”栏不能重复"),
    ],
)
def test_printed_values_must_be_what_their_columns_accept(
    prefill: str, path: str, words: str
) -> None:
    columns = (
        '{ key = "a", heading = "选", type = "choice", choices = ["甲", "乙"], unique = true },'
        '{ key = "b", heading = "分", type = "score" }'
    )
    ((found_path, message),) = found_in(small_form(columns, f"prefill = {prefill}"))
    assert found_path == path
    assert words in message


def test_an_event_has_no_period_and_its_key_must_be_filled_in() -> None:
    assert found_in(form("complaint", 'type = "code", required = true', 'type = "code"')) == [
        ("event_key", "“案件编号”应为必填（required = true），且不能是private")
    ]
    late = form(
        "complaint",
        'type = "date", means = "happened", required = true',
        'type = "date", within_period = true',
    )
    assert found_in(late) == [("sheets[0].header[1].within_period", "随时报送的表没有期间")]
