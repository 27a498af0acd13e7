"""Old copies go by themselves after the plan's months; originals and events stay."""

import asyncio
import datetime as dt
import errno
import json
import os
from pathlib import Path

import pytest

from adapters.store.tables import events
from adapters.worker_pool import Readers
from campaign.definitions.plan import Retention
from flows.daily import daily
from services.audit.retention import REMOVED, Removed, months_before, remove_old
from tasks.housekeeping import REMOVED as SHOWN
from tests.support.office import NOW, Bureau
from tests.support.servers.prefect_server import PrefectServer

KEEP = Retention(returned_months=3, mail_months=12)
DAY = dt.timedelta(days=1)


def copy(bureau: Bureau, name: str, written: dt.datetime) -> Path:
    """Leave a file of that time below outputs/."""
    path = bureau.home.outputs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("副本", encoding="utf-8")
    os.utime(path, (written.timestamp(),) * 2)
    return path


def remove(bureau: Bureau) -> Removed:
    return remove_old(bureau.context.engine, bureau.home, KEEP, bureau.now)


def files(bureau: Bureau) -> set[str]:
    below = bureau.home.outputs
    found = (path for path in below.rglob("*") if path.is_file() and "state" not in path.parts)
    return {path.relative_to(below).as_posix() for path in found}


def test_copies_older_than_the_plan_says_are_removed_once(bureau: Bureau) -> None:
    three, twelve = months_before(bureau.now, 3), months_before(bureau.now, 12)
    kept = {
        "returned/第一党支部/HZ26-000002 回执.html": three + DAY,
        "returned/.gitkeep": twelve - DAY,
        "mail/2026-04-01/000002 ZB01 退回修改.eml": three - DAY,
        "archive/ab/原件.xlsx": twelve - DAY,
        "reports/通报.docx": twelve - DAY,
    }
    old = {
        "returned/第一党支部/HZ26-000001 退回修改 六月学习情况.xlsx": three - DAY,
        "returned/未识别/HZ26-000003 原件退回 表（一）.et": twelve - DAY,
        "mail/2025-07-01/000001 ZB01 《学习情况月报表》退回修改.eml": twelve - DAY,
    }
    for name, written in (kept | old).items():
        copy(bureau, name, written)

    assert remove(bureau) == Removed(returned=2, mail=1)
    assert files(bureau) == set(kept)
    assert not (bureau.home.mail / "2025-07-01").exists()
    assert remove(bureau) == Removed()
    [act] = [event for event in bureau.rows(events) if event.kind == REMOVED]
    assert act.subject == bureau.now.date().isoformat()


def test_marked_copies_of_confidential_forms_are_removed_too(bureau: Bureau) -> None:
    folder = bureau.home.confidential_inbox / "退回"
    folder.mkdir(parents=True)
    ages = {"旧": DAY, "新": -DAY}
    for name, age in ages.items():
        (folder / f"{name}.xlsx").write_text("副本", encoding="utf-8")
        written = (months_before(bureau.now, 3) - age).timestamp()
        os.utime(folder / f"{name}.xlsx", (written, written))
    assert remove(bureau) == Removed(returned=1)
    assert [path.name for path in folder.iterdir()] == ["新.xlsx"]


def test_the_original_and_its_events_outlive_the_receipt(bureau: Bureau, readers: Readers) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)
    before = [event.hash for event in bureau.rows(events)]
    bureau.now = dt.datetime.now(bureau.now.tzinfo) + 400 * DAY

    assert remove(bureau).returned == 1
    assert len([name for name in files(bureau) if name.startswith("archive/")]) == 1
    assert [event.hash for event in bureau.rows(events)][: len(before)] == before


def test_a_file_that_is_open_on_a_share_waits_for_the_next_run(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy(bureau, "returned/第一党支部/回执.html", months_before(bureau.now, 4))

    def held(_path: Path, missing_ok: bool = False) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", held)
        assert remove(bureau) == Removed(locked=1)
    assert path.exists()
    assert remove(bureau) == Removed(returned=1)


@pytest.mark.parametrize(
    ("months", "day"),
    [(1, "2026-02-28"), (12, "2025-03-31"), (3, "2025-12-31"), (13, "2025-02-28")],
)
def test_months_are_counted_by_the_calendar(months: int, day: str) -> None:
    last_of_march = NOW.replace(year=2026, month=3, day=31)
    assert months_before(last_of_march, months).date().isoformat() == day


def test_the_daily_run_removes_old_copies_and_shows_how_many(
    bureau: Bureau, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZUOFENG_HOME", str(bureau.home.root))
    path = copy(bureau, "returned/第一党支部/HZ25-000001 回执.html", bureau.now - 800 * DAY)

    for removed in (["1份", "0份"], None):
        asyncio.run(daily(as_of=dt.date(2026, 7, 4)))

        run = prefect_server.last_run()
        assert run["state_type"] == "COMPLETED" and not path.exists()
        shown = prefect_server.artifacts(SHOWN, run)
        assert [[row["清理"] for row in json.loads(each["data"])] for each in shown] == (
            [removed] if removed else []
        )
