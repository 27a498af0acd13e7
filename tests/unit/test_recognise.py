"""A workbook is recognised by its seal, or without one where nothing is in doubt; else refused."""

import dataclasses
import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.form import Form
from campaign.periods import Period, find_period
from campaign.plan import Obligation
from campaign.problems import Code
from campaign.recognise import Bureau, Place, Recognised, recognise
from campaign.seal import SHEET_NAME, Identity, make_serial, seal_rows
from campaign.sheets import RawSheet, RawWorkbook, Scalar
from tests.builders import ROSTER, field, form, period, raw, sheet, workbook
from tests.definitions import plan

KEY = b"k" * 32
TODAY = dt.date(2026, 7, 3)
SESSION = field("whole", "session", heading="场次", required=True)
TOPIC = field("text", "topic", heading="学习内容", required=True)
NOTE = field("text", "note", heading="备注")
CASE = field("code", "case", heading="案件编号", required=True)

STUDY = form(sheet(SESSION, TOPIC, NOTE, name="学习场次"))
LEDGER = form(
    sheet(field("code", "number", heading="问题编号", required=True), NOTE, name="台账"),
    key="ledger",
    code="ZG",
    title="整改台账",
    period="quarterly",
)
NEWS = form(
    sheet(field("text", "paper", heading="刊物", required=True), header=[CASE], name="稿件"),
    key="news",
    code="XW",
    title="稿件报送表",
    period="event",
    event_key="case",
)
COMPLAINT = form(
    sheet(field("text", "matter", heading="反映问题", required=True), header=[CASE], name="投诉"),
    key="complaint",
    code="TS",
    title="投诉登记表",
    period="event",
    event_key="case",
    filed_by="office",
    confidential=True,
)
CHECK = form(
    sheet(field("text", "item", heading="检查项目", required=True), NOTE, name="检查"),
    key="check",
    code="JC",
    title="季度检查表",
    period="quarterly",
    filed_by="office",
)
SUMMARY = form(
    sheet(field("text", "result", heading="年度成效", required=True), NOTE, name="总结"),
    key="summary",
    code="ZJ",
    title="年度总结表",
    period="once",
)
RETIRED = form(
    sheet(field("text", "old", heading="旧栏", required=True), name="旧表"),
    key="retired",
    code="JB",
    title="旧月报",
    period="monthly",
)
TWIN = LEDGER.model_copy(update={"key": "twin", "code": "WT", "title": "问题清单"})
FORMS = {f.key: f for f in (STUDY, LEDGER, TWIN, NEWS, COMPLAINT, CHECK, SUMMARY, RETIRED)}


def owes(form: str, **more: Any) -> Obligation:
    given = {"key": form, "name": form, "form": form, "due": {"day": 5, "month": "next"}}
    return Obligation.model_validate({**given, **more})


MONTHS = ("2026-06", "2026-07", "2026-08")
OBLIGATIONS = (
    owes("study", classes=["支部", "单位"], periods=MONTHS, lock="2026-08-10"),
    owes("ledger", classes=["支部"], periods=["2026-Q2"], opens="2026-06-20"),
    owes("news", classes=["支部"], due=None),
    owes("complaint", units=["党办"], due=None),
    owes("check", classes=["单位"], periods=["2026-Q2", "2026-Q3"]),
    owes("summary", units=["ZB01"], periods=["2026"], opens="2026-07-01"),
)
BUREAU = Bureau(
    plan=plan().model_copy(update={"obligations": OBLIGATIONS}), roster=ROSTER, forms=FORMS, key=KEY
)


def identity(
    of: Form = STUDY, unit: str = "ZB01", of_period: str = "2026-06", **changes: Any
) -> Identity:
    written = period(of_period) if of_period else None
    serial = make_serial(
        KEY, form_code=of.code, year=2026, unit=unit, slot=written.slot if written else "E001"
    )
    stated = Identity(form=of.key, version=of.version, unit=unit, period=of_period, serial=serial)
    return replace(stated, **changes)


def sealed(stated: Identity, key: bytes = KEY) -> RawWorkbook:
    return workbook(seal_sheet(seal_rows(key, stated)), raw(("任何内容",), name="学习场次"))


def seal_sheet(rows: list[tuple[str, str]]) -> RawSheet:
    return raw(*rows, name=SHEET_NAME, visible=False)


def look(
    book: RawWorkbook, folder: str = "", *, today: dt.date = TODAY, confidential: bool = False
) -> Recognised | list[Code]:
    found = recognise(book, Place(folder=folder, confidential=confidential, today=today), BUREAU)
    return found if isinstance(found, Recognised) else [p.code for p in found]


@pytest.mark.parametrize("folder", ["", "ZB01"])
def test_a_sealed_workbook_is_what_its_seal_says(folder: str) -> None:
    found = look(sealed(identity()), folder)
    assert isinstance(found, Recognised)
    assert (found.form, found.unit.code, found.period) == (STUDY, "ZB01", period("2026-06"))
    assert (found.slot, found.serial, found.problems) == ("2026-06", identity().serial, ())


def test_an_event_is_filed_under_its_serial_number() -> None:
    found = look(sealed(identity(NEWS, of_period="")))
    assert isinstance(found, Recognised)
    assert (found.period, found.slot) == (None, identity(NEWS, of_period="").serial)


FORGED = [Code.SEAL_FORGED]


@pytest.mark.parametrize(
    "rows",
    [
        seal_rows(b"another key" * 3, identity()),
        seal_rows(KEY, identity())[:-1],
        [*seal_rows(KEY, identity())[:-1], ("seal", "")],
        [*seal_rows(KEY, identity())[:-1], ("seal", "封")],
        [("unit", "ZB02"), *seal_rows(KEY, identity()), ("unit", "ZB02")],
        [],
        [("form", "study")],
    ],
)
def test_a_seal_that_does_not_hold_is_refused(rows: list[tuple[str, str]]) -> None:
    assert look(workbook(seal_sheet(rows), raw(("x",)))) == FORGED


@given(st.sampled_from([f.name for f in dataclasses.fields(Identity)]), st.text(min_size=1))
def test_an_identity_changed_in_any_field_never_passes_the_seal(name: str, value: str) -> None:
    rows = dict(seal_rows(KEY, identity()))
    if rows[name] != value and not (name == "version" and value.strip() == rows[name]):
        assert look(workbook(seal_sheet(list({**rows, name: value}.items())))) == FORGED


def test_a_version_that_a_spreadsheet_made_a_number_still_holds() -> None:
    rows: list[tuple[Scalar, ...]] = [
        (name, 1.0 if name == "version" else value) for name, value in seal_rows(KEY, identity())
    ]
    assert isinstance(look(workbook(raw(*rows, name=SHEET_NAME, visible=False))), Recognised)


@pytest.mark.parametrize(
    ("stated", "place", "found"),
    [
        (identity(form="gone"), {}, Code.FORM_UNKNOWN),
        (identity(RETIRED), {}, Code.FORM_UNKNOWN),
        (identity(version=2), {}, Code.FORM_OLD_VERSION),
        (identity(unit="ZB99"), {}, Code.UNIT_UNKNOWN),
        (identity(unit="DW07", of_period="2026-08"), {"today": dt.date(2026, 8, 5)}, None),
        (identity(unit="DW07", of_period="2026-08"), {"today": dt.date(2026, 8, 9)}, None),
        (identity(CHECK, "DW07", "2026-Q2"), {"today": dt.date(2026, 9, 2)}, None),
        (identity(NEWS, "DW07", ""), {"today": dt.date(2026, 9, 1)}, Code.UNIT_UNKNOWN),
        (identity(unit="党办"), {}, Code.UNIT_NOT_ASKED),
        (identity(LEDGER, "DW01", "2026-Q2"), {}, Code.UNIT_NOT_ASKED),
        (identity(SUMMARY, "ZB02", "2026"), {}, Code.UNIT_NOT_ASKED),
        (identity(SUMMARY, "ZB01", "2026"), {}, None),
        (identity(CHECK, "DW01", "2026-Q2"), {}, None),
        (identity(CHECK, "DW01", "2026-Q2"), {"folder": "党办"}, None),
        (identity(CHECK, "DW01", "2026-Q2"), {"folder": "DW01"}, Code.PLACE_FOREIGN_FOLDER),
        (identity(), {"folder": "ZB02"}, Code.PLACE_FOREIGN_FOLDER),
        (identity(), {"folder": "党办"}, Code.PLACE_FOREIGN_FOLDER),
        (identity(of_period="2026-05"), {}, Code.PERIOD_OUTSIDE),
        (identity(of_period="2025-06"), {}, Code.PERIOD_OUTSIDE),
        (identity(of_period="2026-Q2"), {}, Code.PERIOD_OUTSIDE),
        (identity(of_period="2026-08"), {}, Code.PERIOD_NOT_BEGUN),
        (identity(of_period="2026-07"), {"today": dt.date(2026, 7, 1)}, None),
        (identity(of_period="2026-07"), {"today": dt.date(2026, 6, 30)}, Code.PERIOD_NOT_BEGUN),
        (identity(LEDGER, of_period="2026-Q2"), {"today": dt.date(2026, 6, 20)}, None),
        (
            identity(LEDGER, of_period="2026-Q2"),
            {"today": dt.date(2026, 6, 19)},
            Code.PERIOD_NOT_BEGUN,
        ),
        (identity(LEDGER, of_period="2026-Q2"), {"today": dt.date(2027, 6, 19)}, None),
        (identity(), {"today": dt.date(2026, 8, 10)}, None),
        (identity(), {"today": dt.date(2026, 8, 11)}, Code.PERIOD_LOCKED),
    ],
)
def test_a_seal_that_holds_must_still_name_what_is_due(
    stated: Identity, place: dict[str, Any], found: Code | None
) -> None:
    answer = look(sealed(stated), **place)
    assert answer == [found] if found else isinstance(answer, Recognised)


def test_a_wrong_place_and_a_wrong_period_are_said_at_once() -> None:
    answer = look(sealed(identity(of_period="2026-05")), "ZB02")
    assert answer == [Code.PLACE_FOREIGN_FOLDER, Code.PERIOD_OUTSIDE]


@pytest.mark.parametrize(
    ("of", "confidential", "warned"),
    [(COMPLAINT, False, True), (COMPLAINT, True, False), (NEWS, False, False)],
)
def test_a_confidential_form_outside_its_folder_is_taken_with_a_warning(
    of: Form, confidential: bool, warned: bool
) -> None:
    unit = "党办" if of is COMPLAINT else "ZB01"
    found = look(sealed(identity(of, unit, "")), confidential=confidential)
    assert isinstance(found, Recognised)
    assert [p.code for p in found.problems] == [Code.PLACE_NOT_CONFIDENTIAL] * warned


HEADINGS = ("场次", "学习内容", "备注")
TITLE = ("2026年6月学习情况月报表",)


def plainly(*rows: tuple[Scalar, ...], name: str = "学习场次") -> RawWorkbook:
    return workbook(raw(*rows, (1.0, "准则"), name=name))


@pytest.mark.parametrize(
    ("rows", "folder", "unit"),
    [
        ((TITLE, HEADINGS), "ZB01", "ZB01"),
        ((("学习情况月报表",), ("期间：2026年6月",), HEADINGS), "ZB01", "ZB01"),
        ((("学习情况月报表",), ("单位：一支部　期间：２０２６年６月",), HEADINGS), "ZB01", "ZB01"),
        ((("学习情况月报表（2026年6月份）",), HEADINGS), "ZB02", "ZB02"),
        ((("2026年6月",), HEADINGS), "ZB01", "ZB01"),  # no title, but all headings
        ((TITLE, HEADINGS[:2]), "ZB01", "ZB01"),
    ],
)
def test_without_seal_a_workbook_counts_in_its_own_folder_if_title_and_period_are_certain(
    rows: tuple[tuple[str, ...], ...], folder: str, unit: str
) -> None:
    found = look(plainly(*rows), folder)
    assert isinstance(found, Recognised)
    assert (found.form.key, found.unit.code, found.slot, found.serial) == (
        "study",
        unit,
        "2026-06",
        "",
    )


UNCERTAIN = [Code.FORM_UNCERTAIN]


@pytest.mark.parametrize(
    ("title", "found"), [("整改台账", "ledger"), ("问题清单", None), ("台账", None), ("", None)]
)
def test_the_title_tells_forms_of_the_same_headings_apart(title: str, found: str | None) -> None:
    """The twin is no duty of anybody, which is said of it alone."""
    book = plainly((f"2026年第二季度{title}",), ("问题编号", "备注"), name="台账")
    answer = look(book, "ZB01")
    unknown = [Code.FORM_UNKNOWN] if title == TWIN.title else UNCERTAIN
    assert answer == unknown if isinstance(answer, list) else answer.form.key == found


@pytest.mark.parametrize(
    ("rows", "folder", "found"),
    [
        ((TITLE, HEADINGS), "", [Code.SEAL_MISSING]),
        ((("学习情况月报表",), HEADINGS), "ZB01", UNCERTAIN),
        ((("2026年6月、7月学习情况月报表（2026年7月补）",), HEADINGS), "ZB01", UNCERTAIN),
        ((("2026年第二季度学习情况月报表",), HEADINGS), "ZB01", UNCERTAIN),
        ((("2026年学习情况月报表",), HEADINGS), "ZB01", UNCERTAIN),
        ((TITLE, ("场次",)), "ZB01", UNCERTAIN),
        ((TITLE, ("单位：不知名支部",), HEADINGS), "ZB01", UNCERTAIN),
        ((TITLE, ("单位：二支部",), HEADINGS), "ZB01", [Code.PLACE_FOREIGN_FOLDER]),
        ((("2026年5月学习情况月报表",), HEADINGS), "ZB01", [Code.PERIOD_OUTSIDE]),
        ((("2026年6月",), ("场次", "备注")), "ZB01", UNCERTAIN),
        ((("2026年第二季度季度检查表",), ("检查项目", "备注")), "党办", UNCERTAIN),
        ((("稿件报送表",), ("刊物",)), "ZB01", UNCERTAIN),
        ((), "ZB01", UNCERTAIN),
    ],
)
def test_without_seal_any_doubt_refuses(
    rows: tuple[tuple[str, ...], ...], folder: str, found: list[Code]
) -> None:
    assert look(plainly(*rows), folder) == found


def test_what_is_in_doubt_is_said() -> None:
    place = Place(folder="ZB01", confidential=False, today=TODAY)
    said = [
        dict(problem.facts)["what"]
        for rows in ((), (("学习情况月报表",), HEADINGS), (TITLE, ("单位：某",), HEADINGS))
        for problem in [*recognise(plainly(*rows), place, BUREAU)]  # type: ignore[misc]  # refused
    ]
    assert said == ["是哪一张报表", "是哪一期的报表", "是哪个单位、哪一期的报表"]


@pytest.mark.parametrize(
    ("of", "unit", "slot", "text", "found"),
    [
        (STUDY, "ZB01", "06", "{}", "2026-06"),
        (STUDY, "ZB01", "06", "填报码为 {} 。", "2026-06"),
        (CHECK, "DW01", "Q2", "{}", "2026-Q2"),
        (NEWS, "ZB01", "E007", "{}", "E007"),
        (SUMMARY, "ZB01", "00", "{}", "2026"),
        (STUDY, "ZB01", "05", "{}", [Code.PERIOD_OUTSIDE]),
        (STUDY, "ZB02", "06", "{}", [Code.PLACE_FOREIGN_FOLDER]),
        (STUDY, "ZB01", "Q2", "{}", UNCERTAIN),
        (STUDY, "ZB01", "E001", "{}", UNCERTAIN),
        (STUDY, "ZB01", "06", "{}X", "2026-06"),
        (STUDY, "ZB01", "06", "X", UNCERTAIN),
        (LEDGER, "ZB01", "Q2", "{}", UNCERTAIN),  # on a sheet of another form
    ],
)
def test_without_seal_a_valid_serial_number_says_it_all(
    of: Form, unit: str, slot: str, text: str, found: str | list[Code]
) -> None:
    serial = make_serial(KEY, form_code=of.code, year=2026, unit=unit, slot=slot)
    looks = STUDY if of is LEDGER else of
    headings = tuple(column.heading for column in looks.sheets[0].columns)
    rows: tuple[tuple[str, ...], ...] = ((looks.title,), ("填报码", text.format(serial)), headings)
    folder = "党办" if of is CHECK else "ZB01"
    answer = look(plainly(*rows, name=looks.sheets[0].name), folder)
    if isinstance(found, list):
        assert answer == found
    else:
        assert isinstance(answer, Recognised)
        assert answer.serial == serial and found in answer.slot


@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("-", "－"), "２".join])
def test_a_serial_number_in_other_letters_is_the_same_or_none(change: Any) -> None:
    serial = make_serial(KEY, form_code="XX", year=2026, unit="ZB01", slot="06")
    answer = look(plainly(("学习情况月报表",), ("填报码：" + change(serial),), HEADINGS), "ZB01")
    assert answer == UNCERTAIN if "２" in change(serial) else isinstance(answer, Recognised)


@pytest.mark.parametrize(("of", "slot"), [(STUDY, "06"), (NEWS, "E001")])
def test_a_serial_number_of_another_year_is_outside(of: Form, slot: str) -> None:
    serial = make_serial(KEY, form_code=of.code, year=2025, unit="ZB01", slot=slot)
    headings = tuple(column.heading for column in of.sheets[0].columns)
    book = plainly((of.title,), (f"填报码：{serial}",), headings, name=of.sheets[0].name)
    assert look(book, "ZB01") == [Code.PERIOD_OUTSIDE]


PERIODS = st.builds(
    lambda year, slot: period(f"{year}{slot}"),
    st.integers(2000, 2099),
    st.sampled_from(["", *(f"-Q{q}" for q in range(1, 5)), *(f"-{m:02d}" for m in range(1, 13))]),
)


@given(PERIODS, st.sampled_from(["{}", "{}学习情况月报表", "学习情况月报表（{}）", "期间：{}份"]))
def test_a_periods_label_is_found_again_in_any_title(of: Period, title: str) -> None:
    assert find_period(title.format(of.label)) == of


@given(PERIODS, PERIODS)
def test_two_periods_in_one_title_are_none(one: Period, other: Period) -> None:
    found = find_period(f"{one.label}和{other.label}报表")
    assert found == (one if one == other else None)
