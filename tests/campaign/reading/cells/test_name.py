"""Names of people and units are found in the roster however they are written."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.definitions.roster import Person, Roster
from campaign.problems.codes import Code
from campaign.reading.cells import CellFault, Tolerance, make_reader
from campaign.values.periods import parse_period
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import ROSTER, cell, context, field

NAME = Tolerance.NAME
UNKNOWN = ("", Code.PERSON_UNKNOWN)


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        ("林知夏", "林知夏", None),
        (" 林知夏", "林知夏", NAME),
        ("林 知夏", "林知夏", NAME),
        ("夏　初", "夏初", NAME),
        ("夏\xa0初", "夏初", NAME),
        ("夏\u200b初", "夏初", NAME),
        ("夏\n初", "夏初", NAME),
        ("林知夏（书记）", "林知夏", NAME),
        ("林知夏(主持)", "林知夏", NAME),
        ("阿依古丽·吐尔逊", "阿依古丽·吐尔逊", None),
        ("阿依古丽•吐尔逊", "阿依古丽·吐尔逊", NAME),
        ("阿依古丽.吐尔逊", "阿依古丽·吐尔逊", NAME),
        ("阿依古丽・吐尔逊", "阿依古丽·吐尔逊", NAME),
        ("阿依古丽吐尔逊", "阿依古丽·吐尔逊", NAME),
        ("林知", *UNKNOWN),
        ("老林", *UNKNOWN),
        ("（书记）", *UNKNOWN),
        ("林知夏、夏初", *UNKNOWN),
        (1.0, *UNKNOWN),
        (True, *UNKNOWN),
    ],
)
def test_one_person(value: Scalar, read: str, note: object) -> None:
    assert cell(field("person"), value) == (read, note)


@pytest.mark.parametrize(
    ("value", "own", "note"),
    [
        ("许清和", False, None),
        ("许清和", True, Code.PERSON_OTHER_UNIT),
        ("夏初", True, None),
        ("林知夏", True, None),  # of the branch, though of another unit
        ("陈静", True, None),  # one of two namesakes is our own
    ],
)
def test_people_of_other_units_are_read_with_a_warning(value: str, own: bool, note: object) -> None:
    assert cell(field("person", own_unit=own), value) == (value, note)


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        ("林知夏、夏初", "林知夏、夏初", None),
        ("夏初、林知夏", "夏初、林知夏", None),
        ("林知夏，夏初", "林知夏、夏初", NAME),
        ("林知夏,夏 初;", "林知夏、夏初", NAME),
        ("林知夏/夏初", "林知夏、夏初", NAME),
        ("林知夏\n夏初", "林知夏、夏初", NAME),
        ("林知夏 夏初", "林知夏、夏初", NAME),
        ("林知夏　夏初、陈静", "林知夏、夏初、陈静", NAME),
        ("夏　初", "夏初", NAME),
        ("林知夏、林知夏", "林知夏", NAME),
        ("林知夏（组长）、夏初（组员）", "林知夏、夏初", NAME),
        ("、", "", NAME),
        ("林知夏、\u200b", "林知夏", NAME),
        ("林知夏、张三", *UNKNOWN),
        ("林知夏 夏 初", *UNKNOWN),
    ],
)
def test_several_people(value: str, read: str, note: object) -> None:
    assert cell(field("people"), value) == (read, note)


def test_everybody_unknown_is_named_at_once_with_those_who_may_be_meant() -> None:
    bad = make_reader(field("people"), context())("林知夏、张三、夏除")
    assert isinstance(bad, CellFault)
    assert bad.facts["value"] == "张三、夏除"
    assert bad.facts["mend"].startswith("是否为“夏初”？请填写名册中的全名")


def test_only_names_of_the_own_unit_are_suggested() -> None:
    bad = make_reader(field("person"), context())("许清")
    assert isinstance(bad, CellFault)
    assert bad.facts["mend"].startswith("请填写名册中的全名")


def test_those_of_other_units_are_named_with_their_units() -> None:
    bad = make_reader(field("people", own_unit=True), context())("夏初、许清和、欧阳明澈")
    assert isinstance(bad, CellFault)
    assert bad.value == "夏初、许清和、欧阳明澈"
    assert bad.facts == {"value": "许清和、欧阳明澈", "unit": "局机关第二党支部"}


JULY_END, AUGUST = dt.date(2026, 7, 31), dt.date(2026, 8, 1)
MOVED = (
    Person(code="1", name="秦朗", unit="ZB02", last=JULY_END),
    Person(code="1", name="秦朗", unit="ZB01", first=AUGUST),
    Person(code="2", name="温如玉", unit="ZB01", last=JULY_END),
    Person(code="3", name="沈星河", unit="ZB01", first=AUGUST),
)
LATER = Roster(units=ROSTER.units, people=(*MOVED, *ROSTER.people), leading_group=())
OTHER, AWAY = Code.PERSON_OTHER_UNIT, Code.PERSON_AWAY


@pytest.mark.parametrize(
    ("value", "own", "june", "september"),
    [
        ("秦朗", False, None, None),  # with the bureau all the time
        ("秦朗", True, OTHER, None),
        ("温如玉", False, None, AWAY),
        ("温如玉", True, None, AWAY),
        ("沈星河", False, AWAY, None),
        ("沈星河", True, AWAY, None),
        ("许清和", True, OTHER, OTHER),
    ],
)
def test_whoever_was_not_there_in_the_period_is_read_with_a_warning(
    value: str, own: bool, june: Code | None, september: Code | None
) -> None:
    for type in ("person", "people"):
        for period, note in (("2026-06", june), ("2026-09", september)):
            given = {"roster": LATER, "period": parse_period(period)}
            assert cell(field(type, own_unit=own), value, **given) == (value, note)
        whole_year = cell(field(type, own_unit=own), value, roster=LATER, period=None)
        assert whole_year == (value, OTHER if value == "许清和" else None)
        july = {"roster": LATER, "period": parse_period("2026-Q3")}
        assert cell(field(type, own_unit=own), value, **july) == whole_year, "some days are enough"


def test_a_moved_person_s_unit_is_the_one_of_the_period() -> None:
    people = (*reversed(MOVED), *ROSTER.people)
    roster = Roster(units=ROSTER.units, people=people, leading_group=())
    bad = make_reader(field("person", own_unit=True), context(roster=roster))("秦朗")
    assert isinstance(bad, CellFault) and bad.facts["unit"] == "局机关第二党支部"


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        ("ZB01", "ZB01", None),
        ("局机关第一党支部", "ZB01", None),
        ("局机关第一 党支部", "ZB01", NAME),
        ("zb01", "ZB01", NAME),
        ("ＺＢ０１", "ZB01", NAME),
        ("一支部", "ZB01", NAME),
        (" 一支部\u200b", "ZB01", NAME),
        ("办公室", "DW01", NAME),
        ("党办", "党办", None),
        ("三支部", "", Code.CELL_UNIT_UNKNOWN),
        (1.0, "", Code.CELL_UNIT_UNKNOWN),
    ],
)
def test_units_are_known_by_code_name_and_alias(value: Scalar, read: str, note: object) -> None:
    assert cell(field("unit"), value) == (read, note)


@settings(deadline=None)
@given(st.lists(st.sampled_from([person.name for person in ROSTER.people]), min_size=1))
def test_names_read_again_are_the_same_without_remark(names: list[str]) -> None:
    read, _ = cell(field("people"), "；".join(names))
    assert set(read.split("、")) == set(names)
    assert cell(field("people"), read) == (read, None)


@settings(deadline=None)
@given(
    st.sampled_from(["person", "people", "unit"]),
    st.one_of(st.text(), st.text("林知夏初陈静（）、 ·;"), st.floats(), st.booleans(), st.dates()),
)
def test_nothing_that_can_stand_in_a_cell_makes_the_readers_fail(type: str, value: Scalar) -> None:
    cell(field(type, own_unit=type != "unit"), value)
