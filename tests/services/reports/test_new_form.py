"""A form put in as one TOML file has its tables, its 汇总, its 未报, its originals without code."""

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adapters.files.home import ORIGINALS, SUMMARIES
from adapters.workbooks.filler import fill
from adapters.worker_pool import Readers
from campaign.tables import Audience
from services.intake.examining.examination import init_worker
from services.reports.catalogue import load_table
from services.reports.source import TableSource
from services.reports.state import is_outdated
from services.reports.update import update_reports
from tests.support.office import Bureau

FORM = """
key = "visits"
code = "ZF"
title = "走访慰问情况表"
version = 1
filed_by = "unit"
period = "once"
help = "走访一次一行。"

[[sheets]]
key = "visits"
name = "走访"
help = "一次一行。"
header = [{ key = "reporter", heading = "填报人", required = true, example = "林知夏" }]
columns = [
    { key = "place", heading = "走访对象", required = true, example = "甲社区" },
    { key = "kind",heading = "方式", type = "choice", choices = ["入户", "座谈"], summary="count" },
    { key = "families", heading = "户数（户）", type = "whole", required = true, example = "3" },
    { key = "story", heading = "情况", audience = "confidential", example = "独居" },
]
"""
OBLIGATION = """
[[obligations]]
key = "visits"
name = "走访慰问"
form = "visits"
classes = ["支部"]
periods = ["2026"]
due = { date = 2026-07-03 }
"""
NAME = "走访慰问情况表 2026年.xlsx"


@pytest.fixture
def visiting(bureau: Bureau) -> Bureau:
    """Give a bureau with a form of its own."""
    inputs = bureau.home.inputs
    (inputs / "forms" / "visits.toml").write_text(FORM, encoding="utf-8")
    plan = inputs / "plan.toml"
    first, mark, rest = plan.read_text(encoding="utf-8").partition("[[obligations]]")
    plan.write_text(f"{first}{OBLIGATION}\n{mark}{rest}", encoding="utf-8")
    bureau.later(seconds=1)
    return bureau


def file_visits(bureau: Bureau, unit: str, rows: list[dict[str, Any]], readers: Readers) -> str:
    blank = bureau.blank("visits", unit, "2026")
    data = fill(bureau.form("visits"), blank, {"visits": rows}, {"reporter": "林知夏"})
    bureau.drop(f"{unit}/走访.xlsx", data)
    [receipt] = bureau.sweep(readers)
    assert receipt.disposition == "receipt", receipt
    return receipt.receipt


@pytest.fixture
def filed(visiting: Bureau) -> Bureau:
    """Give the bureau after two branches have filed the form."""
    limits = visiting.context.definitions.plan.limits
    with Readers(1, limits, init_worker, (visiting.context.examiner,)) as readers:
        rows = [
            {"place": "甲社区", "kind": "入户", "families": 3, "story": "独居老人"},
            {"place": "乙社区", "kind": "座谈", "families": 4},
        ]
        file_visits(visiting, "ZB01", rows, readers)
        file_visits(visiting, "ZB02", [{"place": "丙村", "kind": "入户", "families": 5}], readers)
    return visiting


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Return the sheets of a workbook, each row as its values."""
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book
    }


def update(bureau: Bureau) -> tuple[str, ...]:
    return update_reports(bureau.context, bureau.now.date()).written


def test_it_has_its_tables(filed: Bureau) -> None:
    context = filed.context
    source = TableSource(
        engine=context.engine, definitions=context.definitions, day=filed.now.date()
    )
    table = load_table(source, "走访慰问情况表·走访", unit="ZB01")
    rows = table.for_audience(Audience.UNIT, "ZB01").rows()
    assert [row[-3:] for row in rows] == [("甲社区", "入户", 3), ("乙社区", "座谈", 4)]
    header = load_table(source, "visits.header").for_audience(Audience.OFFICE)
    assert [row[-2:] for row in header.rows()] == [("林知夏", 2), ("林知夏", 1)]


def test_it_has_its_summary_its_debtors_and_its_originals(filed: Bureau) -> None:
    assert NAME in update(filed)
    book = sheets(filed.home.reports / SUMMARIES / NAME)
    pages = ["汇总", "汇总图", "选项分布", "选项分布图", "明细", "填报信息", "未报", "疑点"]
    assert list(book) == pages
    title, headings, *rows = book["汇总"]
    assert title[0] == "走访慰问情况表汇总（2026年）"
    assert headings == [
        *("类别", "单位", "报送情况", "报表份数", "走访行数"),
        *("方式：入户", "方式：座谈", "户数（户）合计"),
    ]
    named = {row[1]: row for row in rows}
    roster = filed.context.definitions.roster
    assert named[roster.name_of("ZB01")][2:] == ["逾期报送", 1, 2, 1, 1, 7]
    assert named["合计"][3:] == [2, 3, 2, 1, 12]
    owing = [row[1] for row in book["未报"][2:]]
    branches = [unit for unit in roster.units if unit.unit_class == "支部"]
    assert len(owing) == len(branches) - 2
    assert "独居老人" not in str(book), "confidential: not even for the office"
    library = filed.home.reports / ORIGINALS
    found = sorted(path.name for path in (library / "按报表" / "走访慰问情况表").iterdir())
    assert [name.partition(" HZ")[0] for name in found] == [
        f"2026年 {code} {roster.name_of(code)}" for code in ("ZB01", "ZB02")
    ]


def test_only_what_changed_is_written_anew(filed: Bureau, readers: Readers) -> None:
    day = filed.now.date()
    assert is_outdated(filed.context, day)
    assert NAME in update(filed)
    assert not is_outdated(filed.context, day)
    assert update(filed) == ()
    (filed.home.reports / SUMMARIES / NAME).unlink()
    assert update(filed) == (NAME,), "what somebody removed comes back"
    first = (filed.home.reports / SUMMARIES / NAME).read_bytes()
    assert NAME in update_reports(filed.context, day, everything=True).written
    assert (filed.home.reports / SUMMARIES / NAME).read_bytes() == first


def test_a_workbook_that_cannot_be_written_holds_up_nothing(filed: Bureau) -> None:
    path = filed.home.reports / SUMMARIES / NAME
    path.mkdir(parents=True)
    updated = update_reports(filed.context, filed.now.date())
    assert updated.busy == (NAME,)
    assert len(updated.written) > 1
    assert is_outdated(filed.context, filed.now.date()), "tried again the next time"
    path.rmdir()
    assert update(filed) == (NAME,)
    assert not is_outdated(filed.context, filed.now.date())
    assert not [p for p in path.parent.iterdir() if p.name.startswith(".")]


def test_the_day_on_which_somebody_is_overdue_writes_it_anew(filed: Bureau) -> None:
    update(filed)
    later = filed.now.date() + dt.timedelta(days=2)
    assert is_outdated(filed.context, later)
    written = update_reports(filed.context, later).written
    assert NAME not in written, "nothing of it has changed"
    assert written, "the June study reports are overdue"
