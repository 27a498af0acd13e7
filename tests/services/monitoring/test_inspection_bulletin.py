"""The quarter's inspection from dropped sheets to bulletin, notices and the ledgers after them."""

import datetime as dt
import io
from typing import Any

import docx
import pytest

from adapters.store.outbox import DIGEST
from adapters.store.tables import actions, outbox
from adapters.workbooks.filler import fill
from adapters.worker_pool import Readers
from campaign.deadlines.agenda import Action, ActionKind, PhaseFlow
from services.agenda.action import ActionResult
from services.agenda.actions import due_actions, run_action
from services.deadlines.reminders import remind
from services.monitoring.inspection_bulletin import report_inspections
from tests.support.office import Bureau
from tests.support.run_actions import tables
from tests.support.samples.evaluation_workbooks import event, inspection

FLAWLESS: dict[str, Any] = {"reason": None}
JUNE, SEPTEMBER = dt.date(2026, 6, 26), dt.date(2026, 9, 28)


def work(period: str = "2026-Q2", day: dt.date = JUNE) -> Action:
    return Action(
        day=day,
        flow=PhaseFlow.QUARTERLY_INSPECTION,
        kind=ActionKind.INSPECTION_BULLETIN,
        subject=period,
    )


@pytest.fixture
def office(bureau: Bureau) -> Bureau:
    at(bureau, JUNE)
    return bureau


def at(bureau: Bureau, day: dt.date) -> None:
    bureau.now = dt.datetime.combine(day, dt.time(7, 30), tzinfo=bureau.now.tzinfo)


def marks(*lost: float, reason: str = "两件来信超期") -> list[dict[str, Any]]:
    """Return what stands beside the form's thirteen items: the first lose so many points."""
    possible = (8, 6, 6, 10, 10, 8, 12, 6, 6, 8, 6, 8, 6)
    less = (*lost, *(0,) * (len(possible) - len(lost)))
    return [
        {"got": whole - part, "reason": reason if part else None}
        for whole, part in zip(possible, less, strict=True)
    ]


def file(bureau: Bureau, unit: str, period: str = "2026-Q2", *lost: float, **sheets: Any) -> None:
    data = inspection(bureau, unit, period, items=marks(*lost), **sheets)
    bureau.drop(f"党办/{unit} {period}.xlsx", data)


def inspected(bureau: Bureau, readers: Readers) -> None:
    """Inspect four units: two lead, one of the four is disqualified, one loses two items."""
    bare: dict[str, Any] = {"bonus": [{"got": None, "document": None}]}
    file(bureau, "DW01", "2026-Q2", 2, 3, **bare)
    file(bureau, "DW02", "2026-Q2")  # a bonus point
    flag = [{"found": False}, {"found": True, "facts": "六月二日机房起火"}]
    file(bureau, "DW03", "2026-Q2", red_flags=flag)
    file(bureau, "DW04", "2026-Q2", 1, **bare)
    replies = bureau.sweep(readers)
    assert {reply.disposition for reply in replies} == {"receipt"}, replies


def do(bureau: Bureau, this: Action) -> ActionResult:
    return run_action(bureau.context, this, report_inspections, bureau.now)


def text(done: ActionResult, name: str) -> str:
    [paper] = [paper for paper in done.files if name in paper.name]
    word = docx.Document(io.BytesIO(paper.data))
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in word.paragraphs), *cells])


def ledger(bureau: Bureau, unit: str, period: str, *rows: dict[str, Any]) -> None:
    person = bureau.people(unit)[0].name
    problem = {
        "category": "办事效率",
        "source": "检查",
        "content": "检查发现两件来信超期没有办结",
        "found_on": "2026-06-26",
        "status": "登记",
    }
    header = {"responsible_leader": person, "reporter": person}
    blank = bureau.blank("rectification", unit, period)
    filled = fill(
        bureau.form("rectification"), blank, {"ledger": [problem | row for row in rows]}, header
    )
    bureau.drop(f"{unit}/台账 {period}.xlsx", filled)


def test_the_bulletin_ranks_awards_and_names_who_is_disqualified(
    office: Bureau, readers: Readers
) -> None:
    inspected(office, readers)
    bulletin = text(do(office, work()), "检查情况通报")
    names = {u.code: u.name for u in office.context.definitions.roster.units}
    assert f"流动红旗授予{names['DW02']}、{names['DW04']}" in bulletin
    assert f"{names['DW03']}（发生安全责任事故）" in bulletin and "机房" not in bulletin
    assert "101.00" in bulletin and "99.00" in bulletin and "95.00" in bulletin
    assert "本季度未检查：" in bulletin and names["DW05"] in bulletin


def test_the_office_gets_the_ranking_and_every_finding_in_a_workbook(
    office: Bureau, readers: Readers
) -> None:
    inspected(office, readers)
    do(office, work())
    sheets = tables(office, "检查/2026-Q2 检查情况表.xlsx")
    names = {u.code: u.name for u in office.context.definitions.roster.units}
    ranks = {row[1]: (row[0], row[3], row[5]) for row in sheets["名次"]}
    assert [ranks[names[f"DW0{n}"]] for n in range(1, 5)] == [
        *((3, 95, ""), (1, 101, "是")),
        *(("", 101, ""), (2, 99, "是")),
    ]
    assert [row[7] for row in sheets["名次"] if row[1] == names["DW05"]] == ["未检查"]
    findings = [(row[0], row[1], row[4], row[5], row[6]) for row in sheets["问题"]]
    reason, due = "两件来信超期", dt.date(2026, 9, 25)
    assert findings == [
        (names["DW04"], "DW04-001", reason, 1, due),
        (names["DW01"], "DW01-001", reason, 2, due),
        (names["DW01"], "DW01-002", reason, 3, due),
    ]
    [told] = [row for row in office.rows(outbox) if row.kind == "inspected"]
    assert "检查情况表.xlsx" in told.attachments and "逐项见检查情况表" in told.text
    circulars = [row for row in office.rows(outbox) if row.kind == "circular"]
    assert not any("检查情况表" in row.attachments for row in circulars)


def test_each_unit_gets_the_bulletin_and_its_own_notice_with_free_numbers(
    office: Bureau, readers: Readers
) -> None:
    ledger(office, "DW01", "2026-Q2", {"number": "DW01-004", "source": "自评"})
    inspected(office, readers)
    done = do(office, work())
    notice = text(done, "整改通知书 DW01")
    assert "DW01-005" in notice and "DW01-006" in notice and "2026年9月25日" in notice
    assert notice.count("来源填“检查”") == 1 == notice.count("来源编号填")
    sent = {
        row.unit: row.attachments
        for row in office.rows(outbox)
        if row.kind == "inspection_circular"
    }
    assert "整改通知书 DW01" in sent["DW01"] and "整改通知书" not in sent["DW02"]
    assert "整改通知书 DW04" not in sent["DW01"] and "检查情况通报" in sent["ZB01"]
    assert all((office.home.reports / paper.name).read_bytes() for paper in done.files)


def test_a_criticism_of_the_unit_costs_it_the_flag(office: Bureau, readers: Readers) -> None:
    inspected(office, readers)
    name = office.context.definitions.roster.unit("DW02")
    assert name
    matter = {
        "kind": "通报",
        "unit": name.name,
        "basis": "抽查",
        "content": "窗口上班时间无人在岗",
    }
    office.drop(
        "党办/通报.xlsx",
        event(
            office,
            "decision",
            {"matters": [matter]},
            document="示效〔2026〕3号",
            issued_on="2026-06-20",
        ),
    )
    assert {reply.disposition for reply in office.sweep(readers)} == {"receipt"}
    bulletin = text(do(office, work()), "检查情况通报")
    assert "被通报批评，示效〔2026〕3号" in bulletin
    assert f"授予{name.name}" not in bulletin


def test_nothing_is_said_until_somebody_was_inspected(office: Bureau, readers: Readers) -> None:
    this, *_ = [
        each
        for each in due_actions(office.context, PhaseFlow.QUARTERLY_INSPECTION, JUNE, office.now)
        if each.kind is ActionKind.INSPECTION_BULLETIN
    ]
    assert do(office, this).deferred
    assert this.key not in {row.key for row in office.rows(actions)}
    inspected(office, readers)
    assert not do(office, this).deferred
    assert this.key in {row.key for row in office.rows(actions)}


@pytest.mark.parametrize(
    ("rows", "lacking", "why"),
    [
        (["DW01-001 检查", "DW01-002 检查"], [], "all entered"),
        (["DW01-001 检查"], ["DW01-002"], "one left out"),
        (["DW01-001 检查", "DW01-002 自评"], ["DW01-002"], "the number is another problem's"),
        (["DW01-001 检查", "DW01-009 serial"], [], "numbered otherwise, by the sheet's serial"),
    ],
)
def test_the_next_quarter_s_ledger_is_held_against_the_notice(
    office: Bureau, readers: Readers, rows: list[str], lacking: list[str], why: str
) -> None:
    inspected(office, readers)
    asked = do(office, work()).facts["asked"]
    assert isinstance(asked, list)
    at(office, dt.date(2026, 9, 20))
    serial = next(one["serial"] for one in asked if one["unit"] == "DW01")
    given = [row.split() for row in rows]
    ledger(
        office,
        "DW01",
        "2026-Q3",
        *(
            {"number": number, "source": "检查", "source_number": serial}
            if source == "serial"
            else {"number": number, "source": source}
            for number, source in given
        ),
    )
    file(office, "DW01", "2026-Q3")
    assert {reply.disposition for reply in office.sweep(readers)} == {"receipt"}
    at(office, SEPTEMBER)
    do(office, work("2026-Q3", SEPTEMBER))
    [news] = [
        row for row in office.rows(outbox) if row.key.startswith("inspected:") and "Q3" in row.key
    ]
    assert [number for number in ("DW01-001", "DW01-002") if number in news.text] == lacking, why
    remind(office.context.engine, office.context.definitions, SEPTEMBER, office.now)
    [digest] = [row for row in office.rows(outbox) if row.kind == DIGEST]
    assert [number for number in ("DW01-001", "DW01-002") if number in digest.text] == lacking


def test_numbers_of_a_notice_are_not_given_again(office: Bureau, readers: Readers) -> None:
    inspected(office, readers)
    do(office, work())
    at(office, SEPTEMBER)
    file(office, "DW04", "2026-Q3", 1)
    office.sweep(readers)
    assert "DW04-002" in text(do(office, work("2026-Q3", SEPTEMBER)), "整改通知书 DW04")
