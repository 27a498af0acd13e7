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


COLUMNS = """
  { key = "no", heading = "序号", type = "sequence" },
  { key = "text", heading = "内容", required = true },
  { key = "from", heading = "开始", type = "date" },
  { key = "to", heading = "结束", type = "date" },
  { key = "month", heading = "月份", type = "month" },
  { key = "kind", heading = "类型", type = "choice", choices = ["甲", "乙"] },
  { key = "other", heading = "另类", type = "choice", choices = ["丙", "丁"] },
  { key = "done", heading = "完成", type = "yes_no" },
  { key = "single", heading = "单选", type = "choice", choices = ["甲", "乙"], unique = true },
  { key = "small", heading = "小数", type = "number", min = 0, max = 5 },
  { key = "large", heading = "大数", type = "number", min = 6, required = true },
  { key = "whole", heading = "总数", type = "whole" },
  { key = "code", heading = "编号", type = "code" },
  { key = "many", heading = "多选", type = "choices", choices = ["甲", "乙"] },
  { key = "duty", heading = "任务", type = "obligation", example = "支部自评" },
  { key = "when", heading = "所属期间", type = "period", example = "2026年6月" },
"""

RULES = [
    # what is wrong, rule, part of the message; None where the rule is sound
    ("dates in order", 'rule = "order"\nfirst = "from"\nthen = "to"', None),
    ("a date against itself", 'rule = "order"\nfirst = "from"\nthen = "from"', "同一栏用了两次"),
    ("a date against a month", 'rule = "order"\nfirst = "from"\nthen = "month"', "应同为date"),
    ("text in order", 'rule = "order"\nfirst = "text"\nthen = "to"', "应同为date"),
    ("a part of a whole", 'rule = "not_more"\npart = "small"\nwhole = "whole"', None),
    ("a date as a part", 'rule = "not_more"\npart = "from"\nwhole = "whole"', "“开始”不是数字栏"),
    ("a condition", 'rule = "required_if"\nwhen = "kind"\nequals = ["甲"]\nthen = "from"', None),
    (
        "a condition on yes",
        'rule = "required_if"\nwhen = "done"\nequals = ["是"]\nthen = "to"',
        None,
    ),
    (
        "a condition that never comes",
        'rule = "required_if"\nwhen = "kind"\nequals = ["丙"]\nthen = "from"',
        "没有选项丙，规则永远不起作用",
    ),
    (
        "a condition on yes that never comes",
        'rule = "required_if"\nwhen = "done"\nequals = ["√"]\nthen = "to"',
        "没有选项√",
    ),
    ("one of two", 'rule = "one_of"\ncolumns = ["from", "to"]', None),
    (
        "a condition on one of several that never comes",
        'rule = "required_if"\nwhen = "many"\nequals = ["甲", "丙"]\nthen = "from"',
        "没有选项丙",
    ),
    (
        "one of two under a condition",
        'rule = "one_of"\ncolumns = ["from", "to"]\nwhen = "many"\nequals = ["甲"]',
        None,
    ),
    (
        "one of two under a condition that never comes",
        'rule = "one_of"\ncolumns = ["from", "to"]\nwhen = "kind"\nequals = ["丙"]',
        "没有选项丙",
    ),
    (
        "one of two under half a condition",
        'rule = "one_of"\ncolumns = ["from", "to"]\nequals = ["甲"]',
        "有equals而没有when",
    ),
    ("rows that differ", 'rule = "distinct"\ncolumns = ["text", "kind"]', None),
    ("rows that differ twice", 'rule = "distinct"\ncolumns = ["text", "text"]', "同一栏用了两次"),
    (
        "a number of another form",
        'rule = "reported_in"\ncolumn = "code"\nform = "other"\nwhen = "kind"\nequals = ["甲"]',
        None,
    ),
    (
        "words as a number",
        'rule = "reported_in"\ncolumn = "text"\nform = "other"',
        "不是code类型",
    ),
    (
        "a number under half a condition",
        'rule = "reported_in"\ncolumn = "code"\nform = "other"\nwhen = "kind"',
        "条件不完整",
    ),
    ("a period", 'rule = "period_of"\nobligation = "duty"\nperiod = "when"', None),
    (
        "a period of a text",
        'rule = "period_of"\nobligation = "text"\nperiod = "when"',
        "“内容”不是obligation类型",
    ),
    ("two that differ", 'rule = "different"\ncolumn = "from"\nother = "to"', None),
    (
        "different from itself",
        'rule = "different"\ncolumn = "from"\nother = "from"',
        "同一栏用了两次",
    ),
    ("different by kind", 'rule = "different"\ncolumn = "from"\nother = "text"', "类型不同"),
    ("each choice", 'rule = "each_choice"\ncolumn = "kind"', None),
    ("so many", 'rule = "at_least"\ncolumn = "kind"\nequals = ["甲"]\ncount = 2', None),
    ("so many dates", 'rule = "at_least"\ncolumn = "from"\nequals = ["甲"]', "不能按选项计数"),
    (
        "so many of another choice",
        'rule = "at_least"\ncolumn = "kind"\nequals = ["戊"]',
        "没有选项戊",
    ),
    ("each choice of a date", 'rule = "each_choice"\ncolumn = "from"', "没有选项可查"),
    (
        "known elsewhere",
        'rule = "known_in"\ncolumn = "from"\nother_sheet = "one"\nother_column = "to"',
        None,
    ),
    (
        "known in itself",
        'rule = "known_in"\ncolumn = "from"\nother_sheet = "one"\nother_column = "from"',
        "同一栏用了两次",
    ),
    (
        "known among other kinds",
        'rule = "known_in"\ncolumn = "kind"\nother_sheet = "one"\nother_column = "text"',
        "类型不同，规则不可能成立",
    ),
    ("a sum", 'rule = "sum"\ntotal = "whole"\nparts = ["small", "large"]', None),
    (
        "a sum in itself",
        'rule = "sum"\ntotal = "whole"\nparts = ["small", "whole"]',
        "同一栏用了两次",
    ),
    (
        "a sum of dates",
        'rule = "sum"\ntotal = "whole"\nparts = ["from", "to"]',
        "“开始”“结束”不是数字栏",
    ),
    ("a running number", 'rule = "one_of"\ncolumns = ["no", "from"]', "是序号栏"),
]


@pytest.mark.parametrize(
    ("rule", "words"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES]
)
def test_a_rule_that_no_submission_can_keep_or_break_is_found(rule: str, words: str | None) -> None:
    found = found_in(small_form(COLUMNS, f'[[rules]]\nsheet = "one"\n{rule}'))
    assert [path for path, _ in found] == ([] if words is None else ["rules[0]"])
    assert all(words and words in message for _, message in found)
