"""Workbooks and rosters from practice: names, codes, addresses, dates, remarks, versions."""

import datetime as dt
import json
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.store.tables import problems
from adapters.worker_pool import Readers
from campaign.definitions.errors import DefinitionError
from campaign.values.dispositions import Disposition
from services.definitions.loading import load_definitions
from services.intake.examining.examination import init_worker
from tests.support.office import Bureau, make_home

CASES = Path(__file__).parents[1] / "data" / "cases"
DECEMBER = dt.datetime(2026, 12, 8, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
OCTOBER = dt.datetime(2026, 10, 22, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("case", "file", "unit", "day"),
    [
        ("08-roster-writes-the-dot-otherwise", "六月.xlsx", "ZB06", DECEMBER),
        ("26-unit-name-with-an-invisible-character", "互评.xlsx", "ZB01", OCTOBER),
    ],
)
def test_a_name_that_the_roster_spells_otherwise_is_accepted(
    case: str, file: str, unit: str, day: dt.datetime, tmp_path: Path
) -> None:
    home = make_home(tmp_path)
    shutil.copy(CASES / case / "roster.xlsx", home.inputs)
    bureau = Bureau(home, day)
    bureau.drop(f"{unit}/{file}", (CASES / case / file).read_bytes())
    context = bureau.context
    with Readers(1, context.definitions.plan.limits, init_worker, (context.examiner,)) as readers:
        [receipt] = bureau.sweep(readers)
    assert (receipt.disposition, receipt.unit) == (Disposition.ACCEPTED, unit)
    assert bureau.rows(problems) == []
    context.engine.dispose()


def faults_of(case: str, tmp_path: Path) -> list[str]:
    home = make_home(tmp_path)
    shutil.copy(CASES / case / "roster.xlsx", home.inputs)
    with pytest.raises(DefinitionError) as raised:
        load_definitions(home)
    return [f"{fault.path}{fault.message}" for fault in raised.value.faults]


def test_a_code_that_lost_its_zero_is_named_with_both_rows(tmp_path: Path) -> None:
    lost, alike = faults_of("09-roster-code-lost-its-zero", tmp_path)
    assert lost.startswith("工作表“人员”第21行“人员编号”是数字303，别的行是4位文本")
    assert alike.startswith("工作表“人员”第21行“人员编号”303与第20行的0303只差")


def test_addresses_that_cannot_be_meant_otherwise_are_cleaned_and_the_rest_named(
    tmp_path: Path,
) -> None:
    dots, name = faults_of("21-roster-addresses-no-server-takes", tmp_path)
    assert "第6行" in dots and "zb05@minzheng..example" in dots
    assert "第7行" in name and "邓凌霄@minzheng.example" in name


def codes(bureau: Bureau) -> list[tuple[str, int, int]]:
    return [(row.code, row.row, row.column) for row in bureau.rows(problems)]


def drop(bureau: Bureau, case: str, file: str, unit: str) -> None:
    bureau.drop(f"{unit}/{file}", (CASES / case / file).read_bytes())


def test_days_of_another_decade_are_returned_and_asked_about(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.now = DECEMBER
    drop(bureau, "07-dates-of-another-decade", "台账.xlsx", "DW02")
    [receipt] = bureau.sweep(readers)
    assert receipt.disposition is Disposition.RETURNED
    assert codes(bureau) == [
        ("cell.date_remote", 13, 6),
        ("cell.date_remote", 13, 10),
        ("cell.date_ahead", 13, 13),
        ("cell.date_ahead", 13, 15),
        ("cell.date_ahead", 13, 18),
    ]


def test_a_remark_of_leave_beside_attendance_is_asked_about(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.now = DECEMBER
    drop(bureau, "10-remark-behind-a-name-says-absent", "六月.xlsx", "ZB01")
    [receipt] = bureau.sweep(readers)
    assert receipt.disposition is Disposition.ACCEPTED
    assert codes(bureau) == [("person.remark", 6, 2)]


def test_a_second_clerks_half_is_asked_about(bureau: Bureau, readers: Readers) -> None:
    bureau.now = DECEMBER
    for file in ("甲报.xlsx", "乙报.xlsx"):
        drop(bureau, "06-second-version-lacks-rows", file, "ZB01")
        [receipt] = bureau.sweep(readers)
        assert receipt.disposition is Disposition.ACCEPTED
        bureau.later(minutes=5)
    [asked] = bureau.rows(problems)
    assert json.loads(asked.facts)["lost"] == "“学习场次”场次1；“出勤情况”10行（场次1）"
