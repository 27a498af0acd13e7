"""The flows of the phases on a real server: each work of the agenda once, shown in the UI."""

import asyncio
import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from adapters.store.tables import outbox
from flows.mobilization import mobilization
from flows.monthly_study import monthly_study
from tasks.artifacts import ACTIONS
from tests.support.flow_clock import run_flows_in
from tests.support.office import Bureau
from tests.support.run_actions import posted
from tests.support.servers.prefect_server import PrefectServer

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = dt.datetime(2026, 4, 1, 7, 30, tzinfo=ZONE)
BULLETIN = dt.datetime(2026, 7, 8, 7, 30, tzinfo=ZONE)


@pytest.fixture
def office(
    bureau: Bureau, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> Bureau:
    """Give a bureau on the campaign's first day, whose flows know its home and its clock."""
    run_flows_in(bureau, monkeypatch)
    bureau.now = FIRST
    return bureau


def test_on_the_first_day_every_unit_gets_scheme_and_workbooks_once(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    for _ in range(2):
        asyncio.run(mobilization(as_of=FIRST.date()))
    units = office.context.definitions.roster.of_classes(("支部", "单位"), FIRST.date())
    codes = {unit.code for unit in units}
    for kind in ("issued", "scheme"):
        sent = posted(office, kind)
        assert {row.unit for row in sent} >= codes
        assert len(sent) == len({row.unit for row in sent})
        assert {row.state for row in sent} == {"held"}  # the first mass mailing waits for a look
    assert all(list(office.home.issued.glob(f"{code}/*.xlsx")) for code in codes)
    assert (office.home.reports / "文件" / "2026 实施方案.docx").is_file()


def test_the_run_shows_what_it_carried_out(office: Bureau, prefect_server: PrefectServer) -> None:
    asyncio.run(mobilization(as_of=FIRST.date()))
    scheme, issued = _notes(prefect_server)
    assert issued.startswith("发出空白报表")
    assert scheme == "印发实施方案，19份"


def test_downtime_loses_no_work_and_sends_nothing_stale(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    asyncio.run(mobilization(as_of=FIRST.date()))
    before = len(office.rows(outbox))
    office.now = dt.datetime(2026, 4, 20, 7, 30, tzinfo=ZONE)  # the meeting was on the 15th
    asyncio.run(mobilization(as_of=office.now.date()))
    notes = _notes(prefect_server)
    assert [one for one in notes if "不再通知" in one]
    assert len(office.rows(outbox)) == before


def test_a_month_s_study_is_sent_out_and_reported_once(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    office.now = dt.datetime(2026, 7, 1, 7, 30, tzinfo=ZONE)
    asyncio.run(monthly_study(as_of=office.now.date()))
    issued = posted(office, "issued")
    assert len(issued) == 19
    assert all("《廉洁从政若干准则》" in row.text for row in issued)  # the month's topics
    office.now = BULLETIN
    for _ in range(2):
        asyncio.run(monthly_study(as_of=BULLETIN.date()))
    assert len(posted(office, "study_circular")) == 20
    assert len(posted(office, "study_warning")) == 1
    names = {path.name for path in office.home.reports.rglob("*2026-06*")}
    assert names == {"2026-06 学习情况通报.docx", "2026-06 学习情况表.xlsx"}


def _notes(server: PrefectServer) -> list[str]:
    """Return what the last run's table says of each work."""
    [table] = server.artifacts(ACTIONS, server.last_run())
    return [row["办理情况"] for row in json.loads(table["data"])]
