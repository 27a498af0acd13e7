"""The linter of definitions: each contradiction is found at its file and key, and nothing else."""

import datetime as dt
from typing import Any, get_args

import pytest

from adapters.files.home import CONFIDENTIAL, RETURNED_IN_CONFIDENTIAL, Home
from campaign.definitions.errors import Fault
from campaign.definitions.form import Form, PlanList
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.validation.consistency import RESERVED_FOLDERS, check_consistency, plan_names
from tests.support.samples.definitions import INPUTS, form, forms, plan, shipped_roster

ROSTER = shipped_roster()
PLAN_FILE, ROSTER_FILE = "inputs/plan.toml", "inputs/roster.xlsx"


def check(
    plan: Plan, roster: Roster = ROSTER, forms: tuple[Form, ...] = ()
) -> list[tuple[str, str, str]]:
    return [_facts(fault) for fault in check_consistency(plan, roster, forms)]


def _facts(fault: Fault) -> tuple[str, str, str]:
    return fault.source, fault.path, fault.message


def with_form(changed: Form) -> tuple[Form, ...]:
    return tuple(changed if form.key == changed.key else form for form in forms())


def with_unit(code: str, changes: dict[str, Any]) -> Roster:
    units = tuple(
        unit.model_copy(update=changes) if unit.code == code else unit for unit in ROSTER.units
    )
    return Roster(units=units, people=ROSTER.people, leading_group=ROSTER.leading_group)


def test_the_shipped_definitions_fit_together() -> None:
    assert check(plan(), ROSTER, forms()) == []


PLAN_FAULTS = [
    # what is wrong, old, new, path, part of the message
    ("the wrong year", "year = 2026", "year = 2025", "campaign.first", "与年度不符"),
    (
        "a phase beyond the campaign",
        "first = 2026-04-01\nlast = 2026-05-31",
        "first = 2026-03-01\nlast = 2026-05-31",
        "phases[0]",
        "不在活动期间内",
    ),
    (
        "phases that overlap",
        "first = 2026-06-01",
        "first = 2026-05-15",
        "phases[1].first",
        "与上一阶段重叠",
    ),
    ("a topic too late", "by = 2026-11-30", "by = 2027-11-30", "topics[0].by", "不在活动期间内"),
    (
        "a form that is not there",
        'form = "study"',
        'form = "studies"',
        "obligations[0].form",
        "没有报表“studies”",
    ),
    (
        "a unit that is not there",
        'units = ["党办"]',
        'units = ["党办", "纪检组"]',
        "obligations[4].units",
        "没有单位“纪检组”",
    ),
    (
        "quarters for a yearly form",
        'periods = ["2026"]\nopens = 2026-10-08\ndue = { date = 2026-11-15 }',
        'periods = ["2026-Q4"]\nopens = 2026-10-08\ndue = { date = 2026-11-15 }',
        "obligations[2].periods",
        "报送周期不符",
    ),
    (
        "a source that the plan does not number",
        'sources = ["S54"]',
        'sources = ["S66"]',
        "obligations[4].sources",
        "应为S1至S65",
    ),
    (
        "due before it opens",
        "opens = 2026-10-08",
        "opens = 2026-11-16",
        "obligations[2].due",
        "早于受理日期",
    ),
    (
        "locked before it is due",
        "lock = 2026-12-15",
        "lock = 2026-11-14",
        "obligations[2].lock",
        "封账日期早于",
    ),
    (
        "locked within the days of grace",
        "lock = 2026-12-15",
        "lock = 2026-11-16\ngrace_days = 3",
        "obligations[2].lock",
        "含宽限至2026-11-18",
    ),
    (
        "locked on the day of the result",
        "lock = 2026-12-15",
        "lock = 2026-12-18",
        "obligations[2].lock",
        "应早于汇总全年成绩的日期",
    ),
    (
        "a result before the accounts close",
        "result_on = 2026-12-18",
        "result_on = 2026-12-15",
        "obligations[2].lock",
        "（appraisal.result_on，2026-12-15）",
    ),
    (
        "due after the campaign",
        '"2026-Q4" = 2026-12-10',
        '"2026-Q4" = 2027-01-10',
        "obligations[1].due",
        "晚于活动结束日期",
    ),
    (
        "due in a year that nobody knows",
        '"2026-11"]\ndue = { working_day = 5, month = "next" }',
        '"2026-11", "2027-02"]\ndue = { working_day = 5, month = "next" }',
        "obligations[0].due",
        "2027-03",
    ),
    (
        "a notice period into a month that nobody knows",
        'listed_months = ["2027-01"]',
        "listed_months = []",
        "calendar.listed_months",
        "公示期",
    ),
    (
        "a day that is both",
        "working_days = []",
        "working_days = [2027-01-01]",
        "calendar",
        "同时列为上班和放假",
    ),
    (
        "an office that is none",
        'office = "党办"',
        'office = "ZB01"',
        "campaign.office",
        "没有类别为“办公室”的“ZB01”",
    ),
    (
        "the same report asked for twice",
        'key = "complaint"\nname = "举报投诉登记"\nform = "complaint"\nunits = ["党办"]',
        'key = "study_again"\nname = "再报一次"\nform = "study"\nclasses = ["支部"]\n'
        'periods = ["2026-06"]\ndue = { day = 28 }\nsources = ["S9"]\n\n[[obligations]]\n'
        'key = "complaint"\nname = "举报投诉登记"\nform = "complaint"\nunits = ["党办"]',
        "obligations[4].periods",
        "2026-06的study已由study要求支部报送",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "path", "words"), [f[1:] for f in PLAN_FAULTS], ids=[f[0] for f in PLAN_FAULTS]
)
def test_a_contradiction_of_the_plan_is_found_at_its_key(
    old: str, new: str, path: str, words: str
) -> None:
    found = check(plan(old, new), ROSTER, forms())
    assert (PLAN_FILE, path) in [fault[:2] for fault in found]
    assert any(words in message for source, at, message in found if at == path)


def test_a_form_that_nobody_files_and_one_that_is_gone_are_both_found() -> None:
    found = check(plan('form = "study"', 'form = "studies"'), ROSTER, forms())
    assert [fault[:2] for fault in found] == [
        (PLAN_FILE, "obligations[0].form"),
        ("inputs/forms/study.toml", "key"),
    ]


FORM_FAULTS = [
    # what is wrong, form, old, new, path, part of the message
    (
        "a topic that the plan does not have",
        "study",
        '"《来自身边的警示》", "违纪',
        '"《警示教育读本》", "违纪',
        "sheets[0].columns[3].choices",
        "“《警示教育读本》”不在plan.toml的topics中",
    ),
    (
        "a dimension left out",
        "self_evaluation",
        '"作风", "形象"], required',
        '"作风"], required',
        "sheets[0].columns[0].choices",
        "缺少plan.toml的dimensions中的“形象”",
    ),
    (
        "a link that the ladder counts and the form does not offer",
        "complaint",
        '"收费", "服务", "其他"',
        '"收费", "其他"',
        "sheets[0].columns[3].choices",
        "缺少plan.toml的ladder_links中的“服务”",
    ),
    ("a serial code used twice", "study", 'code = "XX"', 'code = "ZG"', "code", "已用于报表"),
]


@pytest.mark.parametrize(
    ("key", "old", "new", "path", "words"),
    [f[1:] for f in FORM_FAULTS],
    ids=[f[0] for f in FORM_FAULTS],
)
def test_a_form_that_drifted_from_the_plan_is_found_at_its_key(
    key: str, old: str, new: str, path: str, words: str
) -> None:
    found = check(plan(), ROSTER, with_form(form(key, old, new)))
    assert (f"inputs/forms/{key}.toml", path) in [fault[:2] for fault in found]
    assert any(words in message for *_, message in found)


def test_every_list_that_a_form_may_repeat_exists_in_the_plan() -> None:
    for which in get_args(PlanList):
        assert plan_names(plan(), which)


def test_an_obligation_that_binds_nobody_is_found() -> None:
    branches_only = Roster(
        units=tuple(unit for unit in ROSTER.units if unit.unit_class != "单位"),
        people=(),
        leading_group=ROSTER.leading_group,
    )
    found = check(plan(), branches_only, forms())
    assert [(path, message) for _, path, message in found] == [
        ("obligations[3]", f"“文明科室、文明单位季度检查”{period}没有约束任何单位")
        for period in ("2026-Q2", "2026-Q3", "2026-Q4")
    ]


def test_an_event_that_nobody_reports_is_found() -> None:
    gone = with_unit("党办", {"last": dt.date(2026, 6, 30)})
    assert (PLAN_FILE, "obligations[4]", "“举报投诉登记”没有约束任何单位") in check(
        plan(), gone, forms()
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "保密"}, "“保密”与系统的文件夹同名"),
        ({"aliases": ("未 识别",)}, "“未 识别”与系统的文件夹同名"),
        ({"code": "COM1"}, "Windows不能建立名为“COM1”的文件夹"),
        ({"code": "NUL"}, "Windows不能建立名为“NUL”的文件夹"),
    ],
)
def test_a_unit_whose_folder_would_clash_is_found(changes: dict[str, Any], words: str) -> None:
    found = check(plan(), with_unit("ZB04", changes), forms())
    code = changes.get("code", "ZB04")
    assert [fault[:2] for fault in found] == [(ROSTER_FILE, f"工作表“单位”（{code}）")]
    assert words in found[0][2]


def test_the_reserved_folders_are_those_that_the_software_makes() -> None:
    home = Home(INPUTS.parent)
    assert {CONFIDENTIAL, RETURNED_IN_CONFIDENTIAL, home.returned_to("").name} == RESERVED_FOLDERS


def test_a_leading_group_without_members_is_found() -> None:
    headless = Roster(units=ROSTER.units, people=ROSTER.people, leading_group=())
    assert check(plan(), headless, forms()) == [
        (ROSTER_FILE, "工作表“领导小组”", "领导小组没有成员")
    ]


def test_numbers_cannot_lead_to_a_form_without_numbers() -> None:
    ledger = form("rectification", 'form = "opinions"', 'form = "study"')
    others = tuple(each for each in forms() if each.key != ledger.key)
    found = check_consistency(plan(), ROSTER, (*others, ledger))
    assert [(fault.source, fault.message) for fault in found] == [
        ("inputs/forms/rectification.toml", "“理论学习教育情况月报表”没有编号栏（number = true）")
    ]
