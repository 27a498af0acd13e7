"""Choices are found however they are spaced, quoted, ticked or remarked on, if they are certain."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.problems.codes import Code
from campaign.reading.cells import Tolerance
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import cell, field

CHOICE = Tolerance.CHOICE
NOT = ("", Code.CELL_NOT_A_CHOICE)
STATUS = ("出勤", "请假", "缺席", "补学")
TOPICS = ("《廉洁从政若干准则》", "《来自身边的警示》", "上级重要会议精神", "其他")


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        ("出勤", "出勤", None),
        (" 出勤 ", "出勤", CHOICE),
        ("出 勤", "出勤", CHOICE),
        ("出\u3000勤", "出勤", CHOICE),
        ("出勤\n", "出勤", CHOICE),
        ("出勤\u200b", "出勤", CHOICE),
        ("出勤。", "出勤", CHOICE),
        ("“出勤”", "出勤", CHOICE),
        ("（出勤）", "出勤", CHOICE),
        ("(出勤)", "出勤", CHOICE),
        ("√出勤", "出勤", CHOICE),
        ("出勤☑", "出勤", CHOICE),
        ("补学（6月19日）", "补学", CHOICE),
        ("请假 （事假）", "请假", CHOICE),
        ("缺席（请假）", *NOT),
        ("出勤×", *NOT),
        ("出勤/请假", *NOT),
        ("到", *NOT),
        ("", *NOT),
        ("出", *NOT),
        (1.0, *NOT),
        (True, *NOT),
        ("出勤" * 1_000, *NOT),
        ("（" * 5_000, *NOT),
    ],
)
def test_one_choice(value: Scalar, read: str, note: object) -> None:
    assert cell(field("choice", choices=STATUS), value) == (read, note)


@pytest.mark.parametrize(
    ("choices", "value", "read"),
    [
        (("其他（请注明）", "无"), "其他", "其他（请注明）"),
        (("其他（请注明）", "无"), "其他（走访）", "其他（请注明）"),
        (("一等奖（市级）", "一等奖（省级）"), "一等奖（省级）", "一等奖（省级）"),
        (("一等奖（市级）", "一等奖（省级）"), "一等奖 (省级)", "一等奖（省级）"),
        (("一等奖（市级）", "一等奖（省级）"), "一等奖", ""),
        (("一等奖（市级）", "一等奖"), "一等奖", "一等奖"),
        (("A类", "B类"), "Ａ类", "A类"),
        (("A类", "B类"), "a类", "A类"),
        (("1", "2"), 1.0, "1"),
        (TOPICS, "廉洁从政若干准则", "《廉洁从政若干准则》"),
        (TOPICS, "<廉洁从政若干准则>", ""),
    ],
)
def test_remarks_in_brackets_tell_choices_apart_where_they_have_to(
    choices: tuple[str, ...], value: Scalar, read: str
) -> None:
    assert cell(field("choice", choices=choices), value)[0] == read


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        ("《廉洁从政若干准则》、上级重要会议精神", "《廉洁从政若干准则》、上级重要会议精神", None),
        ("上级重要会议精神、廉洁从政若干准则", "《廉洁从政若干准则》、上级重要会议精神", CHOICE),
        ("上级重要会议精神，其他", "上级重要会议精神、其他", CHOICE),
        ("上级重要会议精神,其他", "上级重要会议精神、其他", CHOICE),
        ("上级重要会议精神；其他；", "上级重要会议精神、其他", CHOICE),
        ("上级重要会议精神/其他", "上级重要会议精神、其他", CHOICE),
        ("上级重要会议精神\n其他", "上级重要会议精神、其他", CHOICE),
        ("上级重要会议精神 其他", "上级重要会议精神、其他", CHOICE),
        ("上级重要\u3000会议精神", "上级重要会议精神", CHOICE),
        ("其他、其他", "其他", CHOICE),
        ("其他", "其他", None),
        ("其他、没有的专题", *NOT),
        ("、", *NOT),
        (1.0, *NOT),
    ],
)
def test_several_choices_keep_the_forms_order(value: Scalar, read: str, note: object) -> None:
    assert cell(field("choices", choices=TOPICS), value) == (read, note)


@pytest.mark.parametrize(
    ("values", "read"),
    [
        ("√ ✓ ✔ ☑ ✅ 有 对 Y ｙ yes TRUE 1 １ v Ｖ 是\u200b ✔\ufe0f", "是"),
        ("× ✗ ✘ ❌ x Ｘ 无 没有 不是 N no FALSE 0 ０", "否"),
    ],
)
def test_ticks_and_crosses_mean_yes_and_no(values: str, read: str) -> None:
    for value in values.split():
        assert cell(field("yes_no"), value) == (read, CHOICE), value
        assert cell(field("yes_no"), f" {value}\n") == (read, CHOICE), value


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        ("是", "是", None),
        ("否", "否", None),
        (True, "是", CHOICE),
        (False, "否", CHOICE),
        (1.0, "是", CHOICE),
        (0.0, "否", CHOICE),
        ("○", *NOT),
        ("是/否", *NOT),
        ("基本是", *NOT),
        ("√×", *NOT),
        (2.0, *NOT),
    ],
)
def test_yes_and_no(value: Scalar, read: str, note: object) -> None:
    assert cell(field("yes_no"), value) == (read, note)


@settings(deadline=None)
@given(st.lists(st.sampled_from(TOPICS), min_size=1), st.sampled_from("、，；/\n"))
def test_choices_read_again_are_the_same_without_remark(chosen: list[str], separator: str) -> None:
    topics = field("choices", choices=TOPICS)
    read, _ = cell(topics, separator.join(chosen))
    assert read.split("、") == [topic for topic in TOPICS if topic in chosen]
    assert cell(topics, read) == (read, None)


@settings(deadline=None)
@given(
    st.sampled_from(["choice", "choices", "yes_no"]),
    st.one_of(st.text(), st.text("出勤请假（）()、 √×无"), st.floats(), st.booleans(), st.dates()),
)
def test_nothing_that_can_stand_in_a_cell_makes_the_readers_fail(type: str, value: Scalar) -> None:
    read, note = cell(field(type), value)
    assert (read == "") == (note is Code.CELL_NOT_A_CHOICE)
