"""The flow year-end on a real server: from the plan's day to the archive, each thing once."""

import asyncio
import datetime as dt
import json
from typing import Any

import pytest

from adapters.store.outbox import MessageState as Sending
from adapters.store.tables import outbox, results
from campaign.results.lifecycle import ResultState
from flows.year_end import year_end
from services.results.lifecycle.transitions import approve_result
from tasks.artifacts import ACTIONS
from tests.support.flow_clock import run_flows_in
from tests.support.office import Bureau
from tests.support.samples.ranked_branches import signed
from tests.support.servers.prefect_server import PrefectServer

NOTE = "暂定成绩的单位材料已核实"


@pytest.fixture
def office(
    appraised: Bureau, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> Bureau:
    """Give a bureau whose flow knows its home and its clock."""
    run_flows_in(appraised, monkeypatch)
    return appraised


def wake(bureau: Bureau, month: int, day: int) -> None:
    """Let the flow wake on a morning, twice."""
    zone = bureau.now.tzinfo
    year = 2027 if month < 12 else 2026
    bureau.now = dt.datetime(year, month, day, 7, 38, tzinfo=zone)
    asyncio.run(year_end(as_of=bureau.now.date()))
    before = len(bureau.rows(outbox))
    asyncio.run(year_end(as_of=bureau.now.date()))
    assert len(bureau.rows(outbox)) == before


def subjects(bureau: Bureau) -> set[str]:
    return {row.subject.partition("】")[0].removeprefix("【") for row in bureau.rows(outbox)}


def states(bureau: Bureau) -> list[Any]:
    return [row.state for row in bureau.rows(results)]


def test_from_the_joint_meeting_to_the_archive(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    wake(office, 12, 1)
    assert {"会议通知", "填报通知"} & subjects(office) >= {"会议通知"}
    wake(office, 12, 8)
    wake(office, 12, 16)
    assert [row.kind for row in office.rows(outbox)].count("coverage") == 2
    wake(office, 12, 18)
    assert states(office) == [ResultState.SUBMITTED] and "提请审批" in subjects(office)
    [result] = office.rows(results)
    approve_result(office.context, result.id, signed(NOTE), office.now)
    wake(office, 12, 19)
    assert "公示" in subjects(office)
    wake(office, 12, 25)
    assert states(office) == [ResultState.NOTICE]
    wake(office, 12, 26)
    assert states(office) == [ResultState.PUBLISHED] and {"考评成绩", "成绩公布"} <= subjects(
        office
    )
    wake(office, 12, 31)
    assert (office.home.reports / "归档" / "2026年度归档.zip").is_file()
    assert "年度归档" in subjects(office)
    assert {Sending.FAILED} & {row.state for row in office.rows(outbox)} == set()


def test_the_run_shows_what_it_carried_out_and_why_something_waits(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    wake(office, 12, 18)
    [result] = office.rows(results)
    approve_result(office.context, result.id, signed(NOTE), office.now)
    wake(office, 12, 24)  # too late to be announced for the whole period
    office.now = dt.datetime(2026, 12, 26, 7, 38, tzinfo=office.now.tzinfo)
    asyncio.run(year_end(as_of=office.now.date()))
    [table] = prefect_server.artifacts(ACTIONS, prefect_server.last_run())
    [shown] = json.loads(table["data"])
    assert shown["办理情况"].startswith("暂缓公布：公示于2026年12月24日才发出") and states(
        office
    ) == [ResultState.NOTICE]
    assert "暂缓公布" in subjects(office)


def test_without_a_deployment_a_result_waits_for_the_command(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    wake(office, 12, 18)
    done = prefect_server.last_run()
    assert done["state_type"] == "COMPLETED"
    assert states(office) == [ResultState.SUBMITTED]
