"""zuofeng forms: which blank workbooks it writes, and where."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import Result

from adapters.files.encryption import seal_key
from adapters.files.home import Home
from adapters.workbooks.blanks import Issue
from campaign.values.periods import parse_period
from campaign.values.seal import find_serial
from services.issuing.folder import file_name
from tests.support.workbooks.issued import DEFINITIONS

Run = Callable[..., Result]
Issued = Callable[..., list[dict[str, Any]]]
JULY = "8月7日前 理论学习教育情况月报表 2026年7月 ZB01.xlsx"


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_what_is_open_or_opens_within_a_month_is_written_to_each_unit_s_folder(
    issue_forms: Issued, place: Home
) -> None:
    facts = issue_forms()

    own = {(fact["form"], fact["period"]) for fact in facts if fact["unit"] == "ZB01"}
    known = {
        ("study", "2026-06"),
        ("study", "2026-07"),
        ("rectification", "2026-Q2"),
        ("rectification", "2026-Q3"),
    }
    assert own >= known
    assert not own & {("study", "2026-08"), ("self_evaluation", "2026")}
    assert JULY in _names(place.issued / "ZB01")
    assert {Path(fact["file"]) for fact in facts} == {
        path for path in place.issued.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    ("day", "july"),
    [("2026-05-30", False), ("2026-05-31", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_a_form_is_issued_from_31_days_before_it_opens_until_the_campaign_ends(
    issue_forms: Issued, day: str, july: bool
) -> None:
    facts = issue_forms("--unit", "ZB01", "--form", "study", on=day)

    assert ("2026-07" in {fact["period"] for fact in facts}) == july


def test_after_the_campaign_nothing_is_issued(run: Run, place: Home) -> None:
    result = run(on="2027-02-01")

    assert result.exit_code == 0
    assert "目前没有应当发放的空白报表" in result.output
    assert not place.issued.exists()


def test_a_period_that_is_named_is_written_alone_even_long_before(issue_forms: Issued) -> None:
    facts = issue_forms("--period", "2026-11", on="2026-04-01")

    assert {fact["period"] for fact in facts} == {"2026-11"}
    owing = {duty.unit for duty in DEFINITIONS.duties if duty.key[1:] == ("study", "2026-11")}
    assert {fact["unit"] for fact in facts if fact["form"] == "study"} == owing


@pytest.mark.parametrize("period", ["2026-Q2", "2026年第二季度", "2026年二季度"])
def test_a_period_may_be_named_as_staff_write_it(issue_forms: Issued, period: str) -> None:
    facts = issue_forms("--period", period, "--unit", "ZB01", "--form", "rectification")

    assert [fact["period"] for fact in facts] == ["2026-Q2"]


@pytest.mark.parametrize("form", ["study", "XX", "理论学习教育情况月报表"])
def test_a_form_is_named_by_key_code_or_title(issue_forms: Issued, form: str) -> None:
    facts = issue_forms("--unit", "ZB01", "--period", "2026-06", "--form", form)

    assert [fact["form"] for fact in facts] == ["study"]


def test_a_unit_is_named_by_code_name_or_alias(issue_forms: Issued) -> None:
    unit = DEFINITIONS.roster.units[0]
    for name in (unit.code, unit.name, *unit.aliases):
        facts = issue_forms("--unit", name, "--period", "2026-06")
        assert {fact["unit"] for fact in facts} == {unit.code}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--unit", "ZB99"], "名册中没有单位“ZB99”"),
        (["--form", "nonsense"], "没有报表“nonsense”，可选：annual_summary（"),
        (["--form", "抽查"], "没有报表“抽查”，是否指：spot_check（抽查记录表）"),
        (["--unit", "二支部"], "名册中没有单位“二支部”，是否指：ZB02（"),
        (["--period", "六月"], "“六月”不是期间"),
        (["--period", "2026-6"], "“2026-6”不是期间"),
        (["--period", "2025-06"], "没有期间为2025-06的报送任务"),
        (["--period", "2026-06", "--form", "rectification"], "没有期间为2026-06的报送任务"),
    ],
)
def test_wrong_use_is_said_clearly_and_writes_nothing(
    run: Run, place: Home, arguments: list[str], words: str
) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert words in result.output
    assert not place.issued.exists()


def test_what_the_office_files_about_a_unit_goes_to_the_office(
    issue_forms: Issued, place: Home
) -> None:
    facts = issue_forms("--period", "2026-Q2", "--form", "inspection", "--unit", "DW02")

    assert [fact["unit"] for fact in facts] == ["DW02"]
    assert _names(place.issued) == {
        "6月25日前 文明科室、文明单位季度检查表 2026年第二季度 DW02.xlsx"
    }
    assert _names(place.issued / "党办") == _names(place.issued)


def test_the_office_s_name_stands_for_all_that_it_files(issue_forms: Issued) -> None:
    facts = issue_forms("--unit", "党办", "--period", "2026-Q2")

    inspected = {
        duty.unit for duty in DEFINITIONS.duties if duty.key[1:] == ("inspection", "2026-Q2")
    }
    assert {fact["unit"] for fact in facts if fact["form"] == "inspection"} == inspected
    assert not [fact for fact in facts if fact["form"] == "rectification"]


def test_another_folder_may_be_named(run: Run, place: Home, tmp_path: Path) -> None:
    result = run("--unit", "ZB01", "--period", "2026-07", "--out", str(tmp_path / "发放"))

    assert result.exit_code == 0
    assert JULY in _names(tmp_path / "发放" / "ZB01")
    assert not place.issued.exists()


def test_the_table_says_what_was_written(run: Run) -> None:
    result = run("--unit", "ZB01", "--period", "2026-07", "--form", "study")

    assert "已写出" in result.output
    assert "写出1份，共1份" in result.output
    assert "2026-08-07" in result.output


def test_the_workbook_bears_the_serial_number_that_is_listed(
    issue_forms: Issued, place: Home
) -> None:
    [fact] = issue_forms("--unit", "ZB01", "--period", "2026-07", "--form", "study")

    texts = [c.value for row in load_workbook(fact["file"]).worksheets[0]["A3:Z4"] for c in row]
    assert fact["serial"] in texts
    serial = find_serial(seal_key(place), fact["serial"])
    assert serial
    assert (serial.form_code, serial.unit, serial.slot) == ("XX", "ZB01", "07")


def test_running_it_again_changes_nothing(issue_forms: Issued, place: Home) -> None:
    first = issue_forms("--unit", "ZB01")
    before = {path: path.stat().st_mtime_ns for path in place.issued.rglob("*.xlsx")}

    again = issue_forms("--unit", "ZB01")

    assert {fact["outcome"] for fact in first} == {"written"}
    assert {fact["outcome"] for fact in again} == {"there"}
    assert [fact["serial"] for fact in again] == [fact["serial"] for fact in first]
    assert {path: path.stat().st_mtime_ns for path in place.issued.rglob("*.xlsx")} == before


def test_a_workbook_that_somebody_filled_in_is_never_overwritten(run: Run, place: Home) -> None:
    arguments = ("--unit", "ZB01", "--period", "2026-07", "--form", "study")
    run(*arguments)
    path = place.issued / "ZB01" / JULY
    workbook = load_workbook(path)
    workbook.worksheets[0]["C4"] = "林知夏"
    filled = io.BytesIO()
    workbook.save(filled)
    path.write_bytes(filled.getvalue())

    result = run(*arguments)

    assert path.read_bytes() == filled.getvalue()
    assert "未覆盖" in result.output
    assert "确需重发的，先将原文件移走" in result.output
    assert _names(place.issued) == {JULY}


def test_a_workbook_that_was_taken_away_is_written_again(run: Run, place: Home) -> None:
    arguments = ("--unit", "ZB01", "--period", "2026-07", "--form", "study")
    run(*arguments)
    path = place.issued / "ZB01" / JULY
    first = path.read_bytes()
    path.unlink()

    run(*arguments)

    assert path.read_bytes() == first


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("学习/教育:月报表", "7月7日前 学习／教育：月报表 2026年6月 ZB01.xlsx"),
        ('是否?*"<>|\\表', "7月7日前 是否？＊＂＜＞｜＼表 2026年6月 ZB01.xlsx"),
        ("两行\n标题\t", "7月7日前 两行标题 2026年6月 ZB01.xlsx"),
    ],
)
def test_file_names_hold_nothing_that_windows_forbids(title: str, name: str) -> None:
    form = DEFINITIONS.forms["study"].model_copy(update={"title": title})
    unit = DEFINITIONS.roster.units[0]

    due = dt.date(2026, 7, 7)
    issue = Issue(form=form, unit=unit, period=parse_period("2026-06"), due=due)

    assert file_name(issue) == name


def test_a_blank_that_lies_there_under_its_former_name_stays(run: Run, place: Home) -> None:
    arguments = ("--unit", "ZB01", "--period", "2026-07", "--form", "study")
    run(*arguments)
    path = place.issued / "ZB01" / JULY
    former = path.rename(path.with_name("理论学习教育情况月报表 2026年7月 ZB01.xlsx"))

    run(*arguments)

    assert _names(place.issued / "ZB01") == {former.name}
