"""The flows of inspections and evaluations on a real server: from dropped files to mail."""

import asyncio
import datetime as dt
import json
from collections import Counter

import pytest

from adapters.store.tables import outbox
from adapters.worker_pool import Readers
from flows.five_evaluations import five_evaluations
from flows.quarterly_inspection import quarterly_inspection
from tasks.artifacts import ACTIONS
from tests.support.flow_clock import run_flows_in
from tests.support.office import Bureau
from tests.support.run_actions import posted
from tests.support.samples.evaluation_workbooks import inspection
from tests.support.servers.prefect_server import PrefectServer

BULLETIN = dt.date(2026, 6, 26)


@pytest.fixture
def office(
    bureau: Bureau, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> Bureau:
    """Give a bureau whose flows know its home and its clock."""
    run_flows_in(bureau, monkeypatch)
    return bureau


def wake(bureau: Bureau, day: dt.date) -> None:
    bureau.now = dt.datetime.combine(day, dt.time(7, 30), tzinfo=bureau.now.tzinfo)


def notes(server: PrefectServer) -> list[str]:
    """Return what the last run's table says of each work."""
    [table] = server.artifacts(ACTIONS, server.last_run())
    return [row["办理情况"] for row in json.loads(table["data"])]


def test_a_quarter_goes_from_sheets_to_bulletin_and_waits_for_the_first_sheet(
    office: Bureau, prefect_server: PrefectServer, readers: Readers
) -> None:
    wake(office, dt.date(2026, 4, 1))
    asyncio.run(quarterly_inspection(as_of=office.now.date()))
    [sheets] = posted(office, "issued")
    assert sheets.unit == "党办" and sheets.attachments.count("xlsx") == 7

    wake(office, BULLETIN)
    asyncio.run(quarterly_inspection(as_of=BULLETIN))
    assert notes(prefect_server) == ["尚未收到检查表，暂不通报，次日再看"]
    office.drop("党办/检查.xlsx", inspection(office, "DW01", "2026-Q2"))
    assert {reply.disposition for reply in office.sweep(readers)} == {"receipt"}

    wake(office, BULLETIN + dt.timedelta(days=3))
    for _ in range(2):
        asyncio.run(quarterly_inspection(as_of=office.now.date()))
    sent = Counter(row.kind for row in office.rows(outbox) if row.kind != "receipt")
    assert sent == {"issued": 1, "inspection_circular": 19, "inspected": 1}
    assert prefect_server.last_run()["state_type"] == "COMPLETED"


def test_an_october_of_evaluations_is_announced_and_issued_once(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    for day in (8, 10, 30):  # self and social evaluation, mutual evaluation, the report mid-way
        wake(office, dt.date(2026, 10, day))
        for _ in range(2):
            asyncio.run(five_evaluations(as_of=office.now.date()))
    assert len(posted(office, "midway")) == 1
    papers = Counter(row.attachments.split("/")[-1] for row in posted(office, "evaluation"))
    branches, everybody = 12 + 1, 18 + 1  # with the office
    assert papers == {
        '2026 支部自评通知.docx"]': branches,
        '2026 社会评议通知.docx"]': everybody,
        '2026 支部互评通知.docx"]': branches,
    }
    assert len({row.key for row in posted(office, "issued")}) == len(posted(office, "issued")) > 19
