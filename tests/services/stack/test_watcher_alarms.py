"""What the watcher says of trouble: to the log, once, and to the office in letters."""

import logging
from pathlib import Path

import pytest

from adapters.files.home import Home
from adapters.prefect_api import connect
from adapters.store.engine import writing
from adapters.store.events import Event, append
from adapters.store.tables import outbox
from services.intake.inbox import take_over
from services.stack.run_trigger import RunTrigger
from services.stack.watcher import InboxWatch
from tests.support.office import Bureau
from tests.support.servers.watched_runs import MINUTE, Runs, settle


def test_a_server_that_is_down_is_said_once_and_waited_for(
    bureau: Bureau, runs: Runs, watch: InboxWatch, caplog: pytest.LogCaptureFixture
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    unused = {"PREFECT_API_URL": "http://127.0.0.1:9/api"}
    with connect(unused) as nobody, caplog.at_level(logging.INFO):
        watch.trigger = RunTrigger(nobody, runs.name, "收表")
        settle(bureau, watch)
        watch.check()
        watch.trigger = RunTrigger(runs.api, runs.name, "收表")
        watch.check()
    assert caplog.text.count("the Prefect server does not answer: ConnectError") == 2  # and over
    assert "back to work" in caplog.text
    assert len(runs.all()) == 1


def test_an_inbox_that_went_away_is_said_once_and_waited_for(
    bureau: Bureau, runs: Runs, watch: InboxWatch, caplog: pytest.LogCaptureFixture
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    away = bureau.home.inbox.rename(bureau.home.root / "脱机")
    with caplog.at_level(logging.INFO):
        settle(bureau, watch)
        away.rename(bureau.home.inbox)
        settle(bureau, watch)
    assert caplog.text.count("ERROR") == 1 and "back to work" in caplog.text
    assert len(runs.all()) == 1


def test_files_that_nobody_takes_are_an_alarm_every_ten_minutes(
    bureau: Bureau, watch: InboxWatch, caplog: pytest.LogCaptureFixture
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    for _ in range(22):
        watch.check()
        bureau.now += MINUTE
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "stuck: 1 files wait",
        "stuck: 1 files wait",
    ]
    assert "六月" not in caplog.text


def letters(bureau: Bureau, kind: str) -> list[str]:
    return [row.text for row in bureau.rows(outbox) if row.kind == kind]


def test_an_inbox_that_is_away_for_ten_minutes_is_told_to_the_office_once(
    bureau: Bureau, watch: InboxWatch
) -> None:
    watch.check()
    away = bureau.home.inbox.rename(bureau.home.root / "脱机")
    for minute in range(30):
        watch.check()
        assert bool(letters(bureau, "obstacles")) is (minute >= 10)
        bureau.now += MINUTE
    away.rename(bureau.home.inbox)
    watch.check()

    [text] = letters(bureau, "obstacles")
    assert "收件箱本身" in text and "文件夹打不开" in text


def test_what_cannot_be_taken_in_is_told_though_no_run_starts_for_it(
    bureau: Bureau, runs: Runs, watch: InboxWatch, caplog: pytest.LogCaptureFixture
) -> None:
    (bureau.home.inbox / "ZB01").symlink_to(bureau.home.root)
    for _ in range(15):
        watch.check()
        bureau.now += MINUTE

    [text] = letters(bureau, "obstacles")
    assert "ZB01" in text and "是链接" in text and "ZB01" not in caplog.text
    assert runs.all() == []


def test_an_inbox_of_another_home_starts_nothing_and_is_told_once(
    bureau: Bureau, runs: Runs, watch: InboxWatch, tmp_path: Path
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    other = Home(tmp_path / "other")
    other.inputs.mkdir(parents=True)
    other.inbox.symlink_to(bureau.home.inbox)
    watch.check()
    take_over(other)
    for _ in range(3):
        settle(bureau, watch)

    [text] = letters(bureau, "broken")
    assert "--take-over" in text and runs.all() == []
    take_over(bureau.home)
    settle(bureau, watch)
    assert len(runs.all()) == 1


def test_a_clock_that_was_put_back_is_told_and_holds_up_no_second_attempt(
    bureau: Bureau, runs: Runs, watch: InboxWatch
) -> None:
    bureau.now += MINUTE * 600
    bureau.drop("ZB01/六月.xlsx", b"x")
    settle(bureau, watch)
    runs.set("FAILED")
    watch.check()
    with writing(watch.engine) as connection:
        event = Event(at=bureau.now, actor="党办", kind="test", subject="", detail={})
        append(connection, [event])
    bureau.now -= MINUTE * 600
    settle(bureau, watch)
    settle(bureau, watch)

    assert len(runs.all()) == 2
    assert len(letters(bureau, "clock")) == 1
