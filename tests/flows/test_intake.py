"""The flow intake on a real server: what it does, what it shows, and what it must never show."""

import asyncio
import datetime as dt
import json
import subprocess
import sys
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError

from adapters.files.home import SUMMARIES
from adapters.store.tables import drops, outbox, submissions
from campaign.definitions.errors import DefinitionError
from campaign.values.dispositions import Disposition
from flows.intake import intake
from flows.send_mail import send_mail
from services.intake import process_inbox, recording
from services.intake.inbox import list_inbox
from services.notify import alarms
from services.redaction import WorkFailedError
from tasks import ingest
from tasks.artifacts import FAULTS, PROGRESS, RECEIPTS
from tasks.reports import REPORTS
from tests.support.flow_clock import run_flows_in
from tests.support.office import CHECKOUT, Bureau
from tests.support.servers.prefect_server import PrefectServer

ZONE = ZoneInfo("Asia/Shanghai")
SECRETS = ("欧阳不愿留名", "13900001111", "某人的举报", "不该外传的内容")


@pytest.fixture
def office(
    bureau: Bureau, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> Bureau:
    """Give a bureau whose flows know its home and its clock."""
    run_flows_in(bureau, monkeypatch)
    return bureau


def run(bureau: Bureau) -> None:
    """Run the flow; what was dropped before counts as settled."""
    limits = bureau.context.definitions.plan.limits
    list_inbox(bureau.context.engine, bureau.home, limits, bureau.now - dt.timedelta(seconds=50))
    asyncio.run(intake())


def test_a_sweep_answers_every_file_and_shows_what_became_of_each(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    office.drop("ZB01/六月.xlsx", office.study("ZB01"))
    office.drop("ZB02/六月.xlsx", office.study("ZB02", rows={}))
    office.drop("某人的举报.txt", b"?")

    run(office)

    assert office.inbox() == []
    assert len(office.rows(submissions)) == 1
    assert len(list((office.home.mail).rglob("*.eml"))) == 3
    done = prefect_server.last_run()
    planned = dt.datetime.fromisoformat(done["expected_start_time"]).astimezone(ZONE)
    assert done["name"] == f"收表-{planned:%-m月%-d日%H时%M分}"
    assert (done["state_type"], done["parameters"]) == ("COMPLETED", {})
    [table] = prefect_server.artifacts(RECEIPTS, done)
    assert table["description"] == "本次收表3份：已接收1份，退回修改2份。"
    rows = {row["单位"]: row for row in _table(table)}
    names = [unit.name for unit in office.context.definitions.roster.units[:2]]
    assert set(rows) == {*names, "未识别"}
    accepted, returned = (rows[name] for name in names)
    assert (accepted["结果"], accepted["期间"]) == ("已接收", "2026年6月")
    assert (returned["结果"], returned["主要原因"]) == ("退回修改", "没有填写内容")
    assert accepted["回执号"] < returned["回执号"]


def test_an_empty_sweep_shows_nothing(office: Bureau, prefect_server: PrefectServer) -> None:
    run(office)
    done = prefect_server.last_run()
    assert done["state_type"] == "COMPLETED"
    assert prefect_server.artifacts(RECEIPTS, done) == []


def test_the_summaries_are_brought_up_to_date_after_the_answers(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    office.drop("ZB01/六月.xlsx", office.study("ZB01"))
    run(office)

    name = "理论学习教育情况月报表 2026年6月.xlsx"
    assert (office.home.reports / SUMMARIES / name).is_file()
    done = prefect_server.last_run()
    [table] = prefect_server.artifacts(REPORTS, done)
    assert {"汇总表": name, "情况": "已更新"} in _table(table)
    run(office)
    assert prefect_server.artifacts(REPORTS, prefect_server.last_run()) == [], "nothing changed"


def test_a_long_sweep_goes_in_batches_and_shows_its_progress(
    office: Bureau, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "BATCH", 2)
    for unit in ("ZB01", "ZB02", "ZB03", "ZB04", "ZB05"):
        office.drop(f"{unit}/六月.xlsx", office.study(unit))

    run(office)

    done = prefect_server.last_run()
    [table] = prefect_server.artifacts(RECEIPTS, done)
    assert len(_table(table)) == 5
    [progress] = prefect_server.artifacts(PROGRESS, done)
    assert float(progress["data"]) == 100.0
    log = prefect_server.log(done)
    assert "batch 3 of 3: 已接收1份" in log
    stages = [f"{stage}-第{n}批" for stage in ("检查", "登记", "回执") for n in (1, 2, 3)]
    expected = ["收取", *stages, "清理", "发出邮件", "汇总"]
    shown = prefect_server.task_runs(done, len(expected))
    assert Counter(run["name"] for run in shown) == Counter(expected)
    assert {run["state_type"] for run in shown} == {"COMPLETED"}
    assert {run["name"] for run in shown if "收表" in run["tags"]} == set(expected)


def test_nothing_of_what_people_wrote_reaches_prefect(
    office: Bureau, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaint = office.complaint("TS-2026-001", complainant="欧阳不愿留名", phone="13900001111")
    office.drop("保密/某人的举报.xlsx", complaint)
    rows = office.study_rows("ZB01")
    rows["sessions"][0]["summary"] = "不该外传的内容" * 3
    rows["attendance"][0]["person"] = "欧阳不愿留名"
    office.drop("ZB01/某人的举报.xlsx", office.study("ZB01", rows=rows))
    office.drop("某人的举报.pdf", "不该外传的内容".encode())
    run(office)
    first = prefect_server.last_run()

    office.drop("ZB02/某人的举报.xlsx", office.study("ZB02", rows=rows))
    office.drop("ZB03/某人的举报.xlsx", office.study("ZB03"))
    _fail(
        monkeypatch,
        process_inbox,
        "record",
        IntegrityError(SECRETS[3], SECRETS, Exception(SECRETS[0])),
    )
    run(office)
    second = prefect_server.last_run()

    _fail(
        monkeypatch,
        process_inbox,
        "clean_spool",
        FileNotFoundError(2, "gone", "保密/某人的举报.xlsx"),
    )
    with pytest.raises(WorkFailedError):
        run(office)
    third = prefect_server.last_run()
    asyncio.run(send_mail())

    for done in (first, second, third):
        assert prefect_server.log(done)
    assert "could not be processed: IntegrityError" in prefect_server.log(second)
    assert "FileNotFoundError: gone" in prefect_server.log(third)
    everything = prefect_server.everything()
    assert first["name"] in everything and "已接收1份" in everything
    assert not [secret for secret in SECRETS if secret in everything]


def test_a_run_that_fails_alarms_the_office_once_an_hour(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    office.drop("ZB01/六月.xlsx", office.study("ZB01"))
    away = office.home.inbox.rename(office.home.root / "脱机")

    for _ in range(2):
        with pytest.raises(WorkFailedError):
            asyncio.run(intake())

    failed = prefect_server.last_run()
    assert failed["state_type"] == "FAILED"
    alarm = _only_alarm(office, alarms.FAILED)
    assert alarm.recipient == office.context.definitions.plan.mail.office_address
    assert "收表" in alarm.subject and "失败（FileNotFoundError" in alarm.text
    away.rename(office.home.inbox)
    run(office)
    assert [drop.disposition for drop in office.rows(drops)] == [Disposition.ACCEPTED]


def test_broken_definitions_stop_the_run_with_every_fault_and_alarm_the_office_once(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    office.drop("ZB01/六月.xlsx", office.study("ZB01"))
    form = office.home.inputs / "forms" / "study.toml"
    sound = form.read_text()
    form.write_text(sound.replace('title = "', 'titel = "', 1))

    for _ in range(2):
        with pytest.raises(DefinitionError):
            asyncio.run(intake())

    stopped = prefect_server.last_run()
    assert stopped["state_type"] == "FAILED"
    [shown] = prefect_server.artifacts(FAULTS, stopped)
    assert "inputs/forms/study.toml" in shown["data"] and "titel" in shown["data"]
    assert "inputs/forms/study.toml: titel" in prefect_server.log(stopped)
    alarm = _only_alarm(office, alarms.BROKEN)
    assert "inputs/forms/study.toml" in alarm.text
    assert office.inbox() == ["ZB01/六月.xlsx"]

    asyncio.run(send_mail())
    assert len(list(office.home.mail.rglob("*.eml"))) == 1  # also while they are broken
    form.write_text(sound.replace('title = "', 'titl = "', 1))
    with pytest.raises(DefinitionError):
        asyncio.run(intake())
    assert len([m for m in office.rows(outbox) if m.kind == alarms.BROKEN]) == 2

    form.write_text(sound)
    run(office)
    assert [drop.disposition for drop in office.rows(drops)] == [Disposition.ACCEPTED]


def test_a_step_that_failed_half_way_is_tried_again_and_answers_nothing_twice(
    office: Bureau, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in ("ZB01", "ZB02", "ZB03", "ZB04"):
        office.drop(f"{unit}/六月.xlsx", office.study(unit))
    calls = Counter[str]()

    def record_then_fail(*arguments: Any) -> Any:
        calls["record"] += 1
        replies = recording.record(*arguments)
        if calls["record"] == 1:
            raise OSError(28, "No space left on device")
        return replies

    monkeypatch.setattr(process_inbox, "RECORDED_TOGETHER", 2)
    monkeypatch.setattr(process_inbox, "record", record_then_fail)
    run(office)

    done = prefect_server.last_run()
    assert done["state_type"] == "COMPLETED"
    assert [drop.disposition for drop in office.rows(drops)] == [Disposition.ACCEPTED] * 4
    assert len(office.rows(submissions)) == 4
    assert len({message.drop_id for message in office.rows(outbox)}) == 4
    assert office.inbox() == []


def test_two_runs_at_once_answer_every_file_once(
    office: Bureau, prefect_server: PrefectServer
) -> None:
    files = 30
    for number in range(files):
        office.drop(f"甲/{number}.txt", f"{number}".encode())
    office.context.engine.dispose()

    code = "import asyncio\nfrom flows.intake import intake\nasyncio.run(intake())"
    environment = {
        "PATH": "/usr/bin:/bin",
        "PREFECT_API_URL": prefect_server.api_url,
        "ZUOFENG_HOME": str(office.home.root),
    }
    runs = [
        subprocess.Popen([sys.executable, "-c", code], cwd=CHECKOUT, env=environment)
        for _ in range(2)
    ]
    assert [process.wait() for process in runs] == [0, 0]

    answered = office.rows(drops)
    assert len(answered) == files and {drop.state for drop in answered} == {"answered"}
    assert len({drop.path_key for drop in answered}) == files
    assert len(office.rows(outbox)) == files
    assert office.inbox() == []


def _table(artifact: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(artifact["data"])
    return rows


def _fail(patch: pytest.MonkeyPatch, module: Any, name: str, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    patch.setattr(module, name, fail)


def _only_alarm(bureau: Bureau, kind: str) -> Any:
    [alarm] = [message for message in bureau.rows(outbox) if message.kind == kind]
    return alarm
