"""A faulty roster names sheet, row and heading of every fault, all at once."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

import pytest

from adapters.mail.addresses import address_fault
from campaign.definitions.errors import DefinitionError
from campaign.definitions.roster_file.parser import parse_kept_roster, parse_roster
from campaign.values.raw_workbook import Flaw, RawSheet, RawWorkbook
from tests.campaign.definitions.test_roster import (
    AFTER,
    BRANCH,
    JULY_END,
    LEADER,
    OFFICE,
    PERSON,
    UNIT,
    Row,
    roster,
    workbook,
)
from tests.support.samples.definitions import faults_of

GONE = {**UNIT, "停用日期": "2026-08-31"}


FAULTS = [
    (
        "a code with a letter too many",
        {"units": (BRANCH, {**UNIT, "代码": "dw-1"}, OFFICE)},
        "工作表“单位”第3行",
        "“代码”“dw-1”应为2至12位大写字母、数字",
    ),
    (
        "a unit without a name",
        {"units": (BRANCH, {**UNIT, "名称": " "}, OFFICE)},
        "工作表“单位”第3行",
        "“名称”缺少此项",
    ),
    (
        "a class that is none",
        {"units": (BRANCH, {**UNIT, "类别": "科室"}, OFFICE)},
        "工作表“单位”第3行",
        "“类别”“科室”不在可选范围：支部、单位、办公室",
    ),
    (
        "a flag that is neither yes nor no",
        {"units": (BRANCH, {**UNIT, "参公": "参公"}, OFFICE)},
        "工作表“单位”第3行",
        "“参公”“参公”应为“是”或者“否”",
    ),
    (
        "no address",
        {"units": (BRANCH, {**UNIT, "电子邮箱": "救助站邮箱"}, OFFICE)},
        "工作表“单位”第3行",
        "“电子邮箱”邮箱地址“救助站邮箱”含有全角字符或汉字，发不出邮件",
    ),
    (
        "a date that is none",
        {"units": (BRANCH, {**UNIT, "停用日期": "八月底"}, OFFICE)},
        "工作表“单位”第3行",
        "“停用日期”应为日期，如2026-06-30",
    ),
    (
        "an alias that is another's name",
        {"units": (BRANCH, {**UNIT, "别名": "一支部"}, OFFICE)},
        "工作表“单位”第3行",
        "代码、名称或别名“一支部”已用于第2行（ZB01）",
    ),
    (
        "a code used twice",
        {"units": (BRANCH, {**UNIT, "代码": "ZB01"}, OFFICE), "people": ()},
        "工作表“单位”第3行",
        "代码、名称或别名“ZB01”已用于第2行（ZB01）",
    ),
    (
        "a successor that is not there",
        {"units": (BRANCH, {**GONE, "并入单位": "DW09"}, OFFICE), "people": ()},
        "工作表“单位”第3行",
        "“并入单位”DW09不是其他单位的代码",
    ),
    (
        "a merger without a date",
        {"units": (BRANCH, {**UNIT, "并入单位": "ZB01"}, OFFICE)},
        "工作表“单位”第3行",
        "填了“并入单位”，须填“停用日期”",
    ),
    (
        "an end before the beginning",
        {"units": (BRANCH, {**GONE, "启用日期": "2026-09-01"}, OFFICE), "people": ()},
        "工作表“单位”第3行",
        "停用日期早于启用日期",
    ),
    (
        "no office",
        {"units": (BRANCH, UNIT)},
        "工作表“单位”",
        "没有类别为“办公室”的单位（党办）",
    ),
    (
        "a person in a unit by its name",
        {"people": ({**PERSON, "单位": "救助站"},)},
        "工作表“人员”第2行",
        "“单位”救助站不在工作表“单位”的代码中",
    ),
    (
        "a person left in a unit that is gone",
        {"units": (BRANCH, GONE, OFFICE)},
        "工作表“人员”第2行",
        "“单位”DW01于2026-08-31停用，林知夏的截止日期应不晚于这一天",
    ),
    (
        "a person's code given to another",
        {"people": (PERSON, {**PERSON, "姓名": "苏晚晴"})},
        "工作表“人员”第3行",
        "人员编号001已用于第2行的林知夏",
    ),
    (
        "a person entered twice for the same time",
        {"people": (PERSON, {**PERSON, "支部": None})},
        "工作表“人员”第3行",
        "与第2行是同一人，起止日期重叠",
    ),
    (
        "a person's code that differs by zeros from another's",
        {"people": (PERSON, {**PERSON, "人员编号": "1", "姓名": "苏晚晴"})},
        "工作表“人员”第3行",
        "“人员编号”1与第2行（林知夏）的001只差前面的0、大小写或者字母O，容易混淆",
    ),
    (
        "a person who moved and whose code lost its zeros as text",
        {"people": ({**PERSON, "截止日期": JULY_END}, {**AFTER, "人员编号": "1"})},
        "工作表“人员”第3行",
        "“人员编号”1与第2行的001只差前面的0、大小写或者字母O，又同是“林知夏”",
    ),
    (
        "a person's code with an O for a zero",
        {"people": (PERSON, {**PERSON, "人员编号": "O01", "姓名": "苏晚晴"})},
        "工作表“人员”第3行",
        "“人员编号”O01与第2行（林知夏）的001只差",
    ),
    (
        "a person's code in small letters",
        {"people": ({**PERSON, "人员编号": "A1"}, {**PERSON, "人员编号": "a1", "姓名": "苏晚晴"})},
        "工作表“人员”第3行",
        "“人员编号”a1与第2行（林知夏）的A1只差",
    ),
    (
        "a code that became a number of another person",
        {"people": (PERSON, {**PERSON, "人员编号": 12.0, "姓名": "苏晚晴"})},
        "工作表“人员”第3行",
        "“人员编号”是数字12，别的行是3位文本，前面的0可能已丢失",
    ),
    (
        "a code that became a power of ten",
        {"people": ({**PERSON, "人员编号": "3.03E+2"},)},
        "工作表“人员”第2行",
        "“人员编号”被表格软件改成了“3.03E+2”",
    ),
    (
        "a code that lost its last digits as a number",
        {"people": ({**PERSON, "人员编号": 3.5040219900101e17},)},
        "工作表“人员”第2行",
        "“人员编号”被表格软件改成了",
    ),
    (
        "a code that became a date",
        {"people": ({**PERSON, "人员编号": dt.datetime(2026, 3, 3)},)},  # noqa: DTZ001 - the same
        "工作表“人员”第2行",
        "“人员编号”被表格软件改成了日期“2026-03-03”",
    ),
    (
        "a unit's code that differs by zeros from another's",
        {"units": (BRANCH, UNIT, {**UNIT, "代码": "DW1", "名称": "殡仪馆"}, OFFICE)},
        "工作表“单位”第4行",
        "“代码”DW1与第3行（救助站）的DW01只差前面的0",
    ),
    (
        "a person entered twice, once with a space in the name",
        {"people": (PERSON, {**PERSON, "姓名": "林 知夏", "支部": None})},
        "工作表“人员”第3行",
        "与第2行是同一人，起止日期重叠",
    ),
    (
        "several addresses",
        {"units": (BRANCH, {**UNIT, "电子邮箱": "a@x.cn；b@x.cn"}, OFFICE)},
        "工作表“单位”第3行",
        "“电子邮箱”邮箱地址“a@x.cn;b@x.cn”不止一个，只能填一个",
    ),
    (
        "an address with two dots",
        {"units": (BRANCH, {**UNIT, "电子邮箱": "zb05@minzheng..example"}, OFFICE)},
        "工作表“单位”第3行",
        "“电子邮箱”邮箱地址“zb05@minzheng..example”写法有误，发不出邮件",
    ),
    (
        "a code of approval itself",
        {"leaders": ({**LEADER, "审批码": "260401"},)},
        "工作表“领导小组”第2行",
        "“审批码”应为审批码的加密值（scrypt$…），不能填审批码本身",
    ),
]


@pytest.mark.parametrize(
    ("tables", "path", "message"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_faulty_roster_names_sheet_row_and_heading(
    tables: Mapping[str, Sequence[Row]], path: str, message: str
) -> None:
    with pytest.raises(DefinitionError) as raised:
        roster(**tables)
    ((found_path, found),) = faults_of(raised.value)
    assert found_path == path
    assert found.startswith(message)


def test_a_roster_without_a_sheet_or_a_column_says_which() -> None:
    whole = workbook()
    people = whole.sheets[1]
    narrow = RawSheet(name="人员", rows=tuple(row[:3] for row in people.rows))
    with pytest.raises(DefinitionError) as raised:
        parse_roster(RawWorkbook(kind="xlsx", sheets=(whole.sheets[0], narrow)), "x", address_fault)
    assert faults_of(raised.value) == [
        ("工作表“人员”第1行", "缺少栏目：支部、类别、职务、起始日期、截止日期"),
        ("工作表“领导小组”", "缺少这张工作表"),
    ]


def test_every_faulty_row_is_reported_at_once() -> None:
    bad = {**UNIT, "类别": "科室", "参公": "也许"}
    with pytest.raises(DefinitionError) as raised:
        roster(units=(bad, {**bad, "代码": "?"}))
    assert len(raised.value.faults) == 5


def test_faults_of_cells_and_between_rows_are_named_together() -> None:
    bad = {**UNIT, "代码": "DW02", "名称": "殡仪馆", "类别": "科室"}
    people: Sequence[Row] = (
        PERSON,
        {**PERSON, "人员编号": 1.0, "单位": "DW02"},
        {**PERSON, "单位": "DW09"},
    )
    with pytest.raises(DefinitionError) as raised:
        roster(units=(BRANCH, UNIT, bad, OFFICE), people=people)
    assert [place for place, _ in faults_of(raised.value)] == [
        "工作表“单位”第4行",
        "工作表“人员”第3行",  # a number
        "工作表“人员”第3行",  # alike
        "工作表“人员”第4行",  # in a unit that is nowhere, not even in a faulty row
        "工作表“人员”第4行",  # overlaps
    ]


def test_a_cell_without_a_value_of_its_formula_is_no_blank_cell() -> None:
    whole = workbook()
    flaws = {(2, 8): (Flaw.ERROR, "#REF!"), (2, 7): (Flaw.NO_STORED_VALUE, "")}
    people = dataclasses.replace(whole.sheets[1], flaws=flaws)
    sheets = (whole.sheets[0], people, whole.sheets[2])
    with pytest.raises(DefinitionError) as raised:
        parse_roster(RawWorkbook(kind="xlsx", sheets=sheets), "x", address_fault)
    assert faults_of(raised.value) == [
        ("工作表“人员”第2行", "“截止日期”是错误值“#REF!”，请直接填写内容"),
        ("工作表“人员”第2行", "“起始日期”是公式，没有保存计算结果，请直接填写内容"),
    ]


def test_a_roster_that_was_in_force_is_read_though_checks_have_become_stricter() -> None:
    people: Sequence[Row] = (PERSON, {**PERSON, "人员编号": 1.0, "姓名": "苏晚晴"})
    kept = parse_kept_roster(workbook(people=people), "x")
    assert [person.code for person in kept.people] == ["001", "1"]
