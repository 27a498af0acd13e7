"""The roster: what staff may write in it, and that a faulty one names sheet, row and heading."""

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest

from adapters.mail.addresses import address_fault
from campaign.definitions.roster import Roster
from campaign.definitions.roster_file.parser import parse_roster
from campaign.definitions.roster_file.sheets import HEADINGS
from campaign.values.approval_codes import code_matches, hash_code, is_code_hash
from campaign.values.raw_workbook import RawSheet, RawWorkbook, Scalar
from campaign.values.text import name_key

JULY_END = dt.datetime(2026, 7, 31)  # noqa: DTZ001 - as spreadsheets give dates

OFFICE = {"代码": "党办", "名称": "市民政局党办", "类别": "办公室"}
BRANCH = {"代码": "ZB01", "名称": "第一党支部", "类别": "支部", "别名": "一支部，机关一支部"}
UNIT = {"代码": "DW01", "名称": "救助站", "类别": "单位", "参公": "是"}
PERSON = {"人员编号": "001", "姓名": "林知夏", "单位": "DW01", "支部": "ZB01", "类别": "党员干部"}
LEADER = {"姓名": "周望舒", "职务": "组长"}

Row = Mapping[str, Scalar]

AFTER: Row = {**PERSON, "单位": "ZB01", "起始日期": "2026-08-01"}


def workbook(
    units: Sequence[Row] = (BRANCH, UNIT, OFFICE),
    people: Sequence[Row] = (PERSON,),
    leaders: Sequence[Row] = (LEADER,),
) -> RawWorkbook:
    tables = {"单位": units, "人员": people, "领导小组": leaders}
    return RawWorkbook(
        kind="xlsx",
        sheets=tuple(_sheet(name, tuple(HEADINGS[name][1]), rows) for name, rows in tables.items()),
    )


def _sheet(name: str, headings: tuple[str, ...], rows: Sequence[Row]) -> RawSheet:
    table = tuple(tuple(row.get(heading) for heading in headings) for row in rows)
    return RawSheet(name=name, rows=(headings, *table))


def roster(**tables: Sequence[Row]) -> Roster:
    return parse_roster(workbook(**tables), "inputs/roster.xlsx", address_fault)


def test_a_unit_is_found_by_code_name_or_alias_however_they_are_spaced() -> None:
    found = roster()
    for name in ("ZB01", "zb01", "第一党支部", " 第一 党支部 ", "一支部", "机关一支部", "ＺＢ０１"):
        unit = found.unit(name)
        assert unit is not None and unit.code == "ZB01", name
    assert found.unit("二支部") is None


def test_a_unit_is_named_by_its_code_where_the_roster_does_not_have_it() -> None:
    units = roster()
    assert units.name_of("ZB01") == "第一党支部"
    assert units.name_of("ZB77") == "ZB77"
    assert units.name_of("") == ""


def test_cells_are_read_as_staff_write_them() -> None:
    unit = roster(
        units=(BRANCH, {**UNIT, "参公": "√", "电话": 5550101.0, "启用日期": JULY_END}, OFFICE)
    ).units[1]
    assert unit.civil_service is True
    assert unit.telephone == "5550101"
    assert unit.first == dt.date(2026, 7, 31)


def test_other_columns_and_blank_rows_do_no_harm() -> None:
    given = workbook(units=(BRANCH, {}, UNIT, OFFICE))
    units = given.sheets[0]
    wider = RawSheet(
        name="单位", rows=tuple((*row, "备注") for row in units.rows[:1]) + units.rows[1:]
    )
    read = parse_roster(
        RawWorkbook(kind="xlsx", sheets=(wider, *given.sheets[1:])), "x", address_fault
    )
    assert [unit.code for unit in read.units] == ["ZB01", "DW01", "党办"]


def test_a_person_who_moved_stands_in_two_rows_and_keeps_the_code() -> None:
    before: Row = {**PERSON, "截止日期": JULY_END}
    people = roster(people=(before, AFTER)).people_named("林 知夏")
    assert [(person.unit, person.last) for person in people] == [
        ("DW01", dt.date(2026, 7, 31)),
        ("ZB01", None),
    ]


def test_a_unit_takes_part_from_its_first_to_its_last_day() -> None:
    merged = {**UNIT, "启用日期": "2026-05-01", "停用日期": "2026-08-31", "并入单位": "ZB01"}
    found = roster(units=(BRANCH, merged, OFFICE), people=())
    for day, there in (
        (dt.date(2026, 4, 30), False),
        (dt.date(2026, 5, 1), True),
        (dt.date(2026, 8, 31), True),
        (dt.date(2026, 9, 1), False),
    ):
        assert bool(found.of_classes(["单位"], day)) is there, day


def test_a_number_that_has_lost_no_zero_is_a_code() -> None:
    people = roster(people=(PERSON, {**PERSON, "人员编号": 112.0, "姓名": "苏晚晴"})).people
    assert [person.code for person in people] == ["001", "112"]


def test_what_nobody_sees_is_kept_out_of_names_codes_and_addresses() -> None:
    unseen = "\u200b"
    unit = {heading: f"{value}{unseen}" for heading, value in UNIT.items()}
    office = {**OFFICE, "电子邮箱": "<dangban@x.cn>；"}
    read = roster(
        units=(BRANCH, unit, office),
        people=({**PERSON, "姓名": "阿依古丽•吐尔逊", "单位": "ＤＷ０１\ufeff"},),
    )
    assert (read.units[1].code, read.units[1].name) == ("DW01", "救助站")
    assert read.units[2].email == "dangban@x.cn"
    assert (read.people[0].name, read.people[0].unit) == ("阿依古丽·吐尔逊", "DW01")
    for dot in "·•‧∙⋅●◦᛫˙・･":
        assert read.people_named(f"阿依古丽{dot}吐尔逊") == read.people


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("阿依古丽·吐尔逊", "阿依古丽.吐尔逊", True),
        ("阿依古丽·吐尔逊", "阿依古丽・吐尔逊", True),
        ("白 芷", "白芷", True),
        ("白　芷", "白芷", True),
        ("ZB01", "ｚｂ０１", True),
        ("陈晨", "陈辰", False),
    ],
)
def test_names_are_told_apart_by_their_characters_alone(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


def test_a_code_of_approval_is_known_by_its_hash_only() -> None:
    stored = hash_code("260401", b"0123456789abcdef")
    assert is_code_hash(stored) and "260401" not in stored
    assert code_matches("260401", stored)
    of_nothing = hash_code("", b"0123456789abcdef")
    for wrong, kept in (
        ("260402", stored),
        ("", stored),
        ("", of_nothing),
        ("260401", ""),
        ("260401", "scrypt$x$y"),
    ):
        assert not code_matches(wrong, kept), (wrong, kept)


def test_the_same_code_is_stored_differently_under_another_salt() -> None:
    assert hash_code("260401", b"0" * 16) != hash_code("260401", b"1" * 16)
