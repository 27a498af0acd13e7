"""The flow daily on a real server: each morning once, and after downtime for the present day."""

import asyncio
import datetime as dt
import json
from collections import Counter
from typing import Any

import pytest

from adapters.store.outbox import DIGEST, REMINDER
from adapters.store.tables import outbox
from adapters.worker_pool import Readers
from campaign.definitions.errors import DefinitionError
from flows.daily import daily
from services.errors import WrongActError
from services.intake.inbox import list_inbox
from services.publishing.drafts import OWN_FOLDER
from tasks import remind as steps
from tasks.artifacts import FAULTS
from tests.support.flow_clock import run_flows_in
from tests.support.office import Bureau
from tests.support.samples.ledgers import ledger
from tests.support.samples.one_duty import day
from tests.support.samples.short_plan import shorten
from tests.support.servers.prefect_server import PrefectServer


@pytest.fixture
def office(
    bureau: Bureau, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> Bureau:
    """Give a bureau whose flow knows its home and its clock, and holds nothing back."""
    shorten(bureau, ("hold_first = true", "hold_first = false"))
    run_flows_in(bureau, monkeypatch)
    return bureau


def planned(patch: pytest.MonkeyPatch, text: str) -> None:
    """Let the next runs have been planned for a day."""
    patch.setattr(steps, "planned_day", lambda context: day(text))


def wake(bureau: Bureau, text: str) -> None:
    bureau.now = dt.datetime.combine(day(text), dt.time(8), tzinfo=bureau.now.tzinfo)


def by_day(bureau: Bureau, kind: str = REMINDER) -> Counter[str]:
    return Counter(row.key.split(":")[1][5:] for row in bureau.rows(outbox) if row.kind == kind)


def table(server: PrefectServer, key: str) -> list[dict[str, Any]]:
    [found] = server.artifacts(key, server.last_run())
    rows: list[dict[str, Any]] = json.loads(found["data"])
    return rows


def test_a_morning_s_run_reminds_reports_and_shows_the_tables(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    wake(office, "07-02")
    asyncio.run(daily(as_of=day("07-02")))

    done = prefect_server.last_run()
    assert (done["name"], done["state_type"]) == ("每日情况-7月2日（指定日期）", "COMPLETED")
    assert by_day(office) == {"07-02": 19} and by_day(office, DIGEST) == {"07-02": 1}
    assert len(list(office.home.mail.rglob("*.eml"))) == 18 + 1 + 1, "one has no address"
    tallies = {row["任务"]: row for row in table(prefect_server, steps.OBLIGATIONS)}
    assert tallies["突出问题整改台账（第二季度）"]["未报"] == 19
    assert tallies["每月学习教育（6月）"]["待报"] == 19
    debtors = {row["单位"]: row for row in table(prefect_server, steps.DEBTORS)}
    assert debtors["局机关第一党支部"]["电话"] == "0590-5550101"
    reminded = table(prefect_server, steps.REMINDED)
    assert [row["单位"] for row in reminded if row["邮箱"] != "有"] == ["离退休干部党支部"]


def test_a_report_that_still_lies_in_the_inbox_is_taken_in_before_anybody_is_reminded(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    wake(office, "07-02")
    office.drop("ZB01/六月.xlsx", office.study("ZB01"))
    limits = office.context.definitions.plan.limits
    list_inbox(office.context.engine, office.home, limits, office.now - dt.timedelta(seconds=50))
    asyncio.run(daily(as_of=day("07-02")))

    [receipt] = [row for row in office.rows(outbox) if row.kind == "receipt"]
    assert receipt.unit == "ZB01"
    assert "ZB01" not in {row.unit for row in office.rows(outbox) if row.kind == REMINDER}


def test_off_from_20_june_to_5_july_the_missed_runs_do_the_present_day_s_work_once(
    office: Bureau, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch, readers: Readers
) -> None:
    for text in ("06-15", "06-18", "06-19"):
        wake(office, text)
        planned(monkeypatch, text)
        asyncio.run(daily())
    assert by_day(office) == {"06-15": 19}
    office.drop("ZB01/六月.xlsx", office.study("ZB01"))

    wake(office, "07-05")
    office.sweep(readers)
    for text in ("06-20", "06-21", "06-22"):  # as Prefect plans ahead; they start together
        planned(monkeypatch, text)
        asyncio.run(daily())
    assert "2026-07-05 was done before" in prefect_server.log(prefect_server.last_run())

    assert by_day(office) == {"06-15": 19, "07-05": 19}
    texts = {
        row.unit: row.text for row in office.rows(outbox) if row.key.startswith("reminder:2026-07")
    }
    assert all("已逾期10天" in text for text in texts.values())
    assert {unit for unit, text in texts.items() if "还有2天" not in text} == {"ZB01"}
    for text in ("07-06", "07-07", "07-08"):
        wake(office, text)
        planned(monkeypatch, text)
        asyncio.run(daily())
    assert by_day(office) == {"06-15": 19, "07-05": 19, "07-06": 18, "07-08": 18}


def test_a_run_for_a_day_before_one_already_done_sends_nothing(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    wake(office, "07-06")
    asyncio.run(daily(as_of=day("07-06")))
    before = office.rows(outbox)
    asyncio.run(daily(as_of=day("07-02")))
    assert office.rows(outbox) == before
    done = prefect_server.last_run()
    assert done["state_type"] == "COMPLETED"
    assert prefect_server.artifacts(steps.REMINDED, done) == []


def test_a_day_to_come_is_refused_in_words_unless_it_is_to_be_done_ahead(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    wake(office, "07-02")
    with pytest.raises(WrongActError, match="2026-07-06尚未到来"):
        asyncio.run(daily(as_of=day("07-06")))

    assert prefect_server.last_run()["state_type"] == "FAILED"
    assert by_day(office) == by_day(office, DIGEST) == {}
    [alarm] = [row for row in office.rows(outbox) if row.kind == "failed_run"]
    assert "选中“提前办理”" in alarm.text
    asyncio.run(daily(as_of=day("07-06"), ahead=True))
    assert by_day(office) == {"07-06": 19}


def test_what_an_event_calls_for_is_drafted_by_the_first_run_after_it(
    office: Bureau, prefect_server: PrefectServer, readers: Readers
) -> None:
    wake(office, "06-25")
    office.drop("ZB01/台账.xlsx", ledger(office, source="社会评议"))
    office.sweep(readers)
    for text in ("06-25", "06-26", "06-26", "06-29"):
        wake(office, text)
        asyncio.run(daily(as_of=day(text)))
    [told] = [row for row in office.rows(outbox) if row.kind == "drafts"]
    assert told.created_at.date() == day("06-26")
    [paper] = (office.home.reports / OWN_FOLDER).iterdir()
    assert paper.name == "2026-Q2 群众意见整改情况反馈.docx"


def test_broken_definitions_are_shown_and_told(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    plan = office.home.inputs / "plan.toml"
    plan.write_text(plan.read_text().replace("correction_days", "corection_days", 1))
    with pytest.raises(DefinitionError):
        asyncio.run(daily(as_of=day("07-06")))
    [shown] = prefect_server.artifacts(FAULTS, prefect_server.last_run())
    assert "corection_days" in shown["data"]


@pytest.mark.parametrize(
    ("as_of", "when", "works_for", "why"),
    [
        (None, "07-06", "07-06", "on time"),
        (None, "07-02", "07-06", "four days late: what it would have said is stale"),
        ("07-02", "07-06", "07-02", "asked for"),
        ("07-06", "07-02", "07-06", "asked for"),
    ],
)
def test_the_day_that_a_run_works_for(
    bureau: Bureau,
    monkeypatch: pytest.MonkeyPatch,
    as_of: str | None,
    when: str,
    works_for: str,
    why: str,
) -> None:
    wake(bureau, "07-06")
    run_flows_in(bureau, monkeypatch)
    planned(monkeypatch, when)
    asked = day(as_of) if as_of else None
    assert steps.day_to_do(asked, bureau.context) == day(works_for), why
