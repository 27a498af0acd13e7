"""Without a seal a workbook counts only if form, unit and period are beyond doubt."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.definitions.form import Form
from campaign.problems.codes import Code
from campaign.recognition.recognition import DropPlace, RecognizedWorkbook, recognize_form
from campaign.values.periods import Period, find_period
from campaign.values.raw_workbook import RawWorkbook, Scalar
from campaign.values.seal import make_serial
from tests.support.samples.builders import period, raw, workbook
from tests.support.samples.every_form_kind import (
    BUREAU,
    CHECK,
    KEY,
    LEDGER,
    NEWS,
    STUDY,
    SUMMARY,
    TODAY,
    TWIN,
    look,
)

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
    assert isinstance(found, RecognizedWorkbook)
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
    place = DropPlace(folder="ZB01", confidential=False, received_on=TODAY)
    said = [
        dict(problem.facts)["what"]
        for rows in ((), (("学习情况月报表",), HEADINGS), (TITLE, ("单位：某",), HEADINGS))
        for problem in [*recognize_form(plainly(*rows), place, BUREAU)]  # type: ignore[misc]  # refused
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
        assert isinstance(answer, RecognizedWorkbook)
        assert answer.serial == serial and found in answer.slot


@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("-", "－"), "２".join])
def test_a_serial_number_in_other_letters_is_the_same_or_none(change: Any) -> None:
    serial = make_serial(KEY, form_code="XX", year=2026, unit="ZB01", slot="06")
    answer = look(plainly(("学习情况月报表",), ("填报码：" + change(serial),), HEADINGS), "ZB01")
    assert answer == UNCERTAIN if "２" in change(serial) else isinstance(answer, RecognizedWorkbook)


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


@settings(deadline=None)
@given(PERIODS, st.sampled_from(["{}", "{}学习情况月报表", "学习情况月报表（{}）", "期间：{}份"]))
def test_a_periods_label_is_found_again_in_any_title(of: Period, title: str) -> None:
    assert find_period(title.format(of.label)) == of


@settings(deadline=None)
@given(PERIODS, PERIODS)
def test_two_periods_in_one_title_are_none(one: Period, other: Period) -> None:
    found = find_period(f"{one.label}和{other.label}报表")
    assert found == (one if one == other else None)
