"""The plan: what the shipped one says, and that a faulty one names its faulty keys in Chinese."""

import datetime as dt
import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.definitions.channel_settings import require_hundred
from campaign.definitions.errors import DefinitionError
from campaign.definitions.plan import parse_plan
from campaign.problems.definition_faults import PlanFault
from tests.support.samples.definitions import changed, faults_of, first_plan, plan, plan_text


def test_the_shipped_plan_states_the_defaults_of_the_appraisal() -> None:
    appraisal = plan().appraisal
    assert {c.key: c.weight for c in appraisal.channels} == {
        "self": 10,
        "mutual": 20,
        "spot": 20,
        "social": 20,
        "public": 30,
    }
    assert [d.weight for d in appraisal.dimensions] == [20] * 5
    assert (appraisal.mutual.ratings_weight, appraisal.mutual.inspections_weight) == (50, 50)
    assert {d.kind: d.points for d in appraisal.spot_deductions} == {
        "不作为": 25,
        "慢作为": 15,
        "乱作为": 25,
        "其他": 10,
        "通报批评": 50,
    }
    marks = {m.name: m.value for m in appraisal.ballots.marks}
    assert marks == {"满意": 100, "基本满意": 70, "不满意": 30, "不了解": None}
    assert [(g.name, int(g.least)) for g in appraisal.grades] == [
        ("优秀", 90),
        ("良好", 80),
        ("合格", 60),
        ("不合格", 0),
    ]
    assert (appraisal.bonus.most, appraisal.total_most) == (Decimal(5), Decimal(105))
    assert (appraisal.shortlist.share_pct, appraisal.shortlist.most) == (30, 10)
    assert (appraisal.bands.draws, appraisal.bands.concentration) == (2000, 100)
    assert (appraisal.least_weight_total, appraisal.least_weight_present) == (60, 75)
    assert [(d.key, int(d.points)) for d in appraisal.deductions] == [("unrated", 1)]


def test_the_shipped_plan_writes_out_every_parameter_of_the_appraisal() -> None:
    """A default that only the code knows would be a number that nobody can see."""
    written = plan().appraisal.model_dump(exclude_unset=True)
    assert set(written) == set(type(plan().appraisal).model_fields)
    for part in ("mutual", "ballots", "bonus", "ladder", "shortlist", "bands"):
        settings = getattr(plan().appraisal, part)
        assert settings.model_fields_set == set(type(settings).model_fields), part


@pytest.mark.parametrize("part", ["campaign", "reminders", "calendar", "mail", "retention"])
def test_the_shipped_plan_writes_out_every_other_parameter(part: str) -> None:
    settings = getattr(plan(), part)
    assert settings.model_fields_set == set(type(settings).model_fields)


def test_the_phases_cover_april_to_december_without_a_gap() -> None:
    phases = plan().phases
    assert (phases[0].first, phases[-1].last) == (dt.date(2026, 4, 1), dt.date(2026, 12, 31))
    for before, after in pairwise(phases):
        assert after.first - before.last == dt.timedelta(days=1)


FAULTS = [
    # what is wrong, old, new, path, part of the message
    ("weights of channels", "weight = 30", "weight = 31", "appraisal.channels", "现为101"),
    ("weights of dimensions", "weight = 20", "weight = 19", "appraisal.dimensions", "现为99"),
    (
        "weights of groups",
        '"服务对象", weight = 50',
        '"服务对象", weight = 49',
        "appraisal.ballots.groups",
        "99",
    ),
    (
        "parts of the mutual channel",
        "ratings_weight = 50",
        "ratings_weight = 60",
        "appraisal.mutual",
        "现为110",
    ),
    ("a channel left out", 'key = "public"', 'key = "social"', "appraisal.channels", "重复"),
    (
        "a channel nobody knows",
        'key = "public"',
        'key = "others"',
        "appraisal.channels[4].key",
        "不在可选范围：self、mutual、spot、social、public",
    ),
    ("grades out of order", "least = 90", "least = 70", "appraisal.grades", "从高到低"),
    (
        "no grade for the rest",
        '"不合格"\nleast = 0',
        '"不合格"\nleast = 10',
        "appraisal.grades",
        "least为0",
    ),
    ("a ladder that skips a step", "count = 3", "count = 4", "appraisal.ladder.steps", "逐次加1"),
    (
        "a mark given twice",
        'name = "不了解"',
        'name = "满意"',
        "appraisal.ballots.marks",
        "重复：满意",
    ),
    ("a misspelt setting", "spot_start", "spot_begin", "appraisal.spot_begin", "没有这个设置项"),
    ("a word for a number", "draws = 2000", 'draws = "很多"', "appraisal.bands.draws", "应为整数"),
    (
        "a negative weight",
        "weight = 30",
        "weight = -1",
        "appraisal.channels[4].weight",
        "应不小于0",
    ),
    (
        "no day of notice",
        "notice_working_days = 5",
        "notice_working_days = 0",
        "appraisal.notice_working_days",
        "应不小于1",
    ),
    (
        "last place among one",
        "last_place_least_units = 3",
        "last_place_least_units = 1",
        "appraisal.last_place_least_units",
        "应不小于2",
    ),
    (
        "trimming that leaves nothing",
        "trim_above = 2",
        "trim_above = 1",
        "appraisal.mutual.trim_above",
        "应不小于2",
    ),
    (
        "two ways to be due",
        "due = { day = 25 }",
        "due = { day = 25, working_day = 5 }",
        "obligations[1].due",
        "只填一项",
    ),
    (
        "a day that not every month has",
        "{ day = 25 }",
        "{ day = 31 }",
        "obligations[1].due.day",
        "应不大于28",
    ),
    ("nobody is bound", 'classes = ["支部", "单位"]', "classes = []", "obligations[0]", "只填一项"),
    (
        "a class that is none",
        'classes = ["支部", "单位"]',
        'classes = ["部门"]',
        "obligations[0].classes[0]",
        "不在可选范围：支部、单位",
    ),
    (
        "a period that is none",
        '"2026-06", "2026-07"',
        '"2026-6", "2026-07"',
        "obligations[0].periods[0]",
        "应写作2026、2026-Q2或2026-06",
    ),
    (
        "a due date without period",
        '{ "2026-Q4" = 2026-12-10 }',
        '{ "2026-Q1" = 2026-12-10 }',
        "obligations[1]",
        "不在periods内",
    ),
    (
        "a date that does not exist",
        "first = 2026-04-01",
        'first = "2026-04-31"',
        "campaign.first",
        "应为日期",
    ),
    ("a time zone that is none", "Asia/Shanghai", "Asia/Shangai", "campaign.time_zone", "没有时区"),
    ("a key used twice", 'key = "consolidation"', 'key = "mobilization"', "", "phases中的key重复"),
    (
        "a listed month that is a year",
        '["2027-01"]',
        '["2027"]',
        "calendar.listed_months",
        "应为月份",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "path", "words"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_faulty_plan_names_the_key_and_says_what_is_wrong(
    old: str, new: str, path: str, words: str
) -> None:
    with pytest.raises(DefinitionError) as raised:
        plan(old, new)
    assert [p for p, _ in faults_of(raised.value)] == [path]
    assert words in faults_of(raised.value)[0][1]


def test_no_message_about_a_faulty_plan_is_left_in_english() -> None:
    for name, old, new, _path, _words in FAULTS:
        with pytest.raises(DefinitionError) as raised:
            plan(old, new)
        for _, message in faults_of(raised.value):
            assert re.search("[一-鿿]", message), (name, message)
            assert "nput should" not in message, (name, message)


def test_all_faults_are_reported_at_once() -> None:
    text = changed(changed(plan_text(), "weight = 30", "weight = 31"), "hold_first", "hold_frist")
    with pytest.raises(DefinitionError) as raised:
        parse_plan(text, "inputs/plan.toml")
    assert [p for p, _ in faults_of(raised.value)] == ["appraisal.channels", "mail.hold_frist"]


def test_a_slip_of_the_pen_is_reported_with_its_line() -> None:
    with pytest.raises(DefinitionError) as raised:
        parse_plan("[campaign]\nname = “作风建设年”\n", "inputs/plan.toml")
    (fault,) = raised.value.faults
    assert (fault.source, fault.path) == ("inputs/plan.toml", "第2行第8列")
    assert fault.message.startswith("TOML语法错误")


def test_a_plan_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        plan().campaign.year = 2027  # type: ignore[misc]  # refused, says the test


def test_a_form_may_carry_several_obligations() -> None:
    assert [o.key for o in plan().obligations_of("study")] == ["study"]
    assert plan().obligations_of("no_such_form") == ()


@given(st.lists(st.integers(0, 100), min_size=1))
def test_weights_pass_exactly_if_they_sum_to_a_hundred(weights: list[int]) -> None:
    if sum(weights) == 100:
        require_hundred(weights, PlanFault.WEIGHTS_OF_ITEMS)
    else:
        with pytest.raises(ValueError, match=f"现为{sum(weights)}"):
            require_hundred(weights, PlanFault.WEIGHTS_OF_ITEMS)


@pytest.mark.parametrize(
    ("old", "new", "path", "nearest"),
    [
        ("least_weight_present", "least_wieght_present", "appraisal", "least_weight_present"),
        ("void_all_equal", "void_allequal", "appraisal.mutual", "void_all_equal"),
        ('name = "服务"', 'nmae = "服务"', "appraisal.dimensions[0]", "name"),
        ("settle_seconds", "settle_secnds", "limits", "settle_seconds"),
        ("[reminders]", "[reminder]", "", "reminders"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_right_one(
    old: str, new: str, path: str, nearest: str
) -> None:
    with pytest.raises(DefinitionError) as raised:
        parse_plan(changed(plan_text(), old, new), "inputs/plan.toml")
    faults = faults_of(raised.value)
    assert any(at.startswith(path) and f"是否应为{nearest}？" in said for at, said in faults), (
        faults
    )


def test_a_key_that_resembles_none_is_refused_without_a_guess() -> None:
    with pytest.raises(DefinitionError) as raised:
        plan("red_flags = 2", "red_flags = 2\nzzzz = 1")
    assert faults_of(raised.value) == [("appraisal.zzzz", "没有这个设置项，请检查拼写")]


def test_a_plan_without_the_new_settings_means_what_it_meant() -> None:
    """What was pinned with a result, or is in use, must not change with the software."""
    appraisal = first_plan().appraisal
    assert not appraisal.spot_unvisited_missing and not appraisal.criticism_dimension
    assert (appraisal.least_weight_total, appraisal.ranked_channels) == (0, ())
    mutual, ballots = appraisal.mutual, appraisal.ballots
    assert (int(mutual.void_spread), mutual.void_least_units, mutual.trim_above) == (0, 2, 5)
    assert (ballots.half_weight_marks, ballots.least_groups_weight) == (0, 0)
    assert (ballots.least_cell_marks, ballots.small_poll) == (0, "missing")
    assert (appraisal.bonus.most_each, appraisal.bonus.skip_inspected) == (None, False)
    shortlist = appraisal.shortlist
    assert (str(shortlist.places), shortlist.least_grade, int(shortlist.least_channel)) == (
        "each_class",
        "",
        0,
    )
    assert not appraisal.bands.resample and not appraisal.deductions
