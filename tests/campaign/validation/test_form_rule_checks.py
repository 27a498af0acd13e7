"""The linter of a form's rules: one that no submission can keep, or none can break, is found."""

import pytest

from tests.campaign.validation.test_form_checks import found_in, small_form

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
