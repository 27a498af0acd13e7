"""Private contents past their retention are destroyed, the event says so, and all else holds."""

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text

import services.audit.destruction
from adapters.files.archive import read_archived
from adapters.files.home import Home
from adapters.store.engine import reading
from adapters.store.events import last_event
from adapters.store.integrity.destructions import PRIVATE_DESTROYED
from adapters.store.tables import drops, events, outbox, private_sheets, submission_sheets
from adapters.worker_pool import Readers
from campaign.definitions.plan import Retention
from campaign.values.dispositions import Disposition
from campaign.values.seal import Identity
from services.audit.destruction import destroy_private, find_due
from services.audit.verify import since_day, verify, verify_since
from services.backup import back_up, restore
from services.context import open_context
from services.deadlines.reminders import remind
from services.errors import WrongActError
from services.intake.manual_acceptance import accept_file
from services.what_if.plan_effects import compute_effects
from tests.support.office import NOW, Bureau
from tests.support.private_home import DUE, KEEP, WHO, destroy


def found(bureau: Bureau) -> list[str]:
    return [item.what for item in verify(bureau.context.engine, bureau.home, bureau.now)]


def encrypted(home: Home) -> list[Path]:
    return list(home.archive.rglob("*.age"))


def test_what_is_due_is_destroyed_and_everything_else_verifies(due: Bureau) -> None:
    sealed = [row.sealed for row in due.rows(private_sheets)]
    others, head = due.rows(submission_sheets), str(head_of(due))
    kept = sorted(path for path in due.home.archive.rglob("*") if path.suffix == ".xlsx")
    assert len(sealed) == 1 and len(encrypted(due.home)) == 3

    done = destroy(due)

    assert (len(done.receipts), done.files, done.locked, done.is_erased) == (4, 4, 0, True)
    assert due.rows(private_sheets) == [] and due.rows(submission_sheets) == others
    assert encrypted(due.home) == []
    assert list((due.home.confidential_inbox / "退回").iterdir()) == []
    assert sorted(path for path in due.home.archive.rglob("*") if path.suffix == ".xlsx") == kept
    assert found(due) == [] and head not in str(done.head)
    [act] = [event for event in due.rows(events) if event.kind == PRIVATE_DESTROYED]
    assert act.actor == WHO.name and WHO.reason in act.detail
    for receipt in done.receipts:
        assert receipt in act.detail
    assert destroy(due).receipts == () and found(due) == []


def head_of(bureau: Bureau) -> object:
    with reading(bureau.context.engine) as connection:
        return last_event(connection)


def test_the_store_s_files_hold_none_of_the_bytes_any_more(due: Bureau) -> None:
    [row] = due.rows(private_sheets)
    pieces = [row.sealed[at : at + 24] for at in range(0, len(row.sealed) - 24, 24)]

    def held() -> list[bytes]:
        store = b"".join(path.read_bytes() for path in due.home.state.glob("zuofeng.db*"))
        return [piece for piece in pieces if piece in store]

    assert held() == pieces
    destroy(due)
    assert held() == []


def test_while_somebody_reads_the_store_the_bytes_are_said_to_remain(due: Bureau) -> None:
    with due.context.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=100")
    with reading(due.context.engine) as reader:
        reader.execute(text("SELECT count(*) FROM drops")).all()
        elsewhere = open_context(due.home).engine
        with elsewhere.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=100")
        assert not destroy_private(elsewhere, due.home, KEEP, WHO, DUE).is_erased
        elsewhere.dispose()
    assert destroy(due).is_erased and found(due) == []


@pytest.mark.parametrize(
    ("place", "stage"),
    [
        (services.audit.destruction, "delete_private_sheets"),
        (services.audit.destruction, "append"),
        (Path, "unlink"),
        (services.audit.destruction, "_remove"),
        (services.audit.destruction, "erase_deleted"),
    ],
)
def test_killed_anywhere_it_is_gone_on_with_by_the_next_call(
    due: Bureau, place: object, stage: str
) -> None:
    due.context.engine.dispose()
    child = os.fork()
    if child == 0:
        try:
            bureau = Bureau(due.home, DUE)
            setattr(place, stage, then_die(getattr(place, stage)))
            destroy(bureau)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

    destroy(due)

    assert due.rows(private_sheets) == [] and encrypted(due.home) == [] and found(due) == []


def then_die(whole: Callable[..., object]) -> Callable[..., object]:
    """Return a function that dies as by SIGKILL when it is done."""

    def half(*arguments: object) -> object:
        whole(*arguments)
        os._exit(9)

    return half


def test_a_file_that_remains_or_comes_back_is_named(due: Bureau, tmp_path: Path) -> None:
    path = encrypted(due.home)[0]
    shutil.copy(path, tmp_path)
    destroy(due)
    shutil.copy(tmp_path / path.name, path)
    assert [what for what in found(due) if "按记录已经销毁" in what] == found(due) != []
    destroy(due)
    assert found(due) == []


def test_private_values_that_come_back_or_go_without_an_event_are_named(due: Bureau) -> None:
    [row] = due.rows(private_sheets)
    destroy(due)
    with due.context.engine.begin() as connection:
        connection.execute(private_sheets.insert(), [row._asdict()])
    assert ["的内容或收到时间与接收时的记录不符" in what for what in found(due)] == [True]


def test_what_came_after_is_verified_alone_and_against_a_head_of_before(due: Bureau) -> None:
    before = since_day(due.context.engine, DUE.date())
    destroy(due)
    for against in (before.head, head_of(due)):
        checked = verify_since(
            due.context.engine,
            due.home,
            before,
            lambda *_: None,
            against,  # type: ignore[arg-type]
        )
        assert checked.findings == []
    with due.context.engine.begin() as connection:
        connection.execute(text("UPDATE submission_sheets SET header = '{}'"))
    checked = verify_since(due.context.engine, due.home, before, lambda *_: None)
    assert [item.subject for item in checked.findings] == ["党办 complaint " + serial_of(due)]


def serial_of(bureau: Bureau) -> str:
    [serial] = [d.serial for d in bureau.rows(drops) if d.submission_id and d.confidential]
    return str(serial)


def test_the_same_file_dropped_later_is_a_duplicate_and_kept_until_it_is_due_itself(
    due: Bureau, readers: Readers
) -> None:
    first, second = (due.complaint("TS-2026-001") for _ in range(2))
    assert first == second
    with reading(due.context.engine) as connection:
        accepted = connection.execute(
            text("SELECT receipt, sha256 FROM drops WHERE submission_id AND confidential")
        ).one()
    data = data_of(due, accepted.sha256)
    destroy(due)
    due.drop("保密/旧投诉.xlsx", data)

    [reply] = due.sweep(readers)

    assert reply.disposition is Disposition.DUPLICATE
    assert accepted.receipt in due.rows(outbox)[-1].text
    assert len(encrypted(due.home)) == 1 and found(due) == []
    assert destroy(due).receipts == () and len(encrypted(due.home)) == 1
    later = DUE.replace(year=2034)
    assert destroy(due, later).receipts == (reply.receipt,) and encrypted(due.home) == []
    assert found(due) == []


def data_of(bureau: Bureau, sha256: str) -> bytes:
    """Return an original's bytes."""
    key = bureau.context.examiner.archive_key
    return read_archived(bureau.home, sha256, ".xlsx", True, key)


def test_what_needs_a_destroyed_original_says_that_it_is_gone(due: Bureau) -> None:
    returned = next(row for row in due.rows(drops) if row.disposition == Disposition.RETURNED)
    destroy(due)
    named = Identity(form="complaint", version=1, unit="党办", period="", serial=returned.serial)
    with pytest.raises(WrongActError, match="已按保存期限销毁"):
        accept_file(due.context, returned.receipt, named, WHO, DUE)
    definitions = due.context.definitions
    effects = compute_effects(due.home, definitions, definitions, DUE.date(), lambda *_: None)
    assert effects.replay.failed == () and returned.receipt in effects.destroyed


@pytest.mark.parametrize(
    ("months", "day", "count"),
    [
        (36, "2029-12-31", 0),
        (36, "2030-01-01", 4),
        (1, "2027-01-31", 0),
        (1, "2027-02-01", 4),
        (0, "2099-01-01", 0),
    ],
)
def test_the_period_begins_when_the_year_of_receipt_ends(
    due: Bureau, months: int, day: str, count: int
) -> None:
    now = dt.datetime.fromisoformat(day).replace(tzinfo=NOW.tzinfo)
    assert len(find_due(due.context.engine, Retention(private_months=months), now)) == count


def test_the_digest_of_mondays_proposes_it_after_the_campaign_and_does_nothing(
    due: Bureau,
) -> None:
    for day in (DUE - dt.timedelta(days=7), DUE, DUE + dt.timedelta(days=1)):
        remind(due.context.engine, due.context.definitions, day.date(), day)
    digests = [row for row in due.rows(outbox) if row.kind == "digest"]
    assert [row.key for row in digests] == ["digest:2030-01-07"]
    assert (
        "4件已满方案规定的保存期限" in digests[0].text and "保密内容保存期满" in digests[0].subject
    )
    assert len(due.rows(private_sheets)) == 1
    destroy(due)
    remind(due.context.engine, due.context.definitions, dt.date(2030, 1, 14), DUE)
    assert len([row for row in due.rows(outbox) if row.kind == "digest"]) == 1


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a passphrase that locks nothing: to lock costs seconds, and is tested with backups."""
    for act in ("encrypt", "decrypt"):
        monkeypatch.setattr(pyrage.passphrase, act, lambda data, _passphrase: data)
    return "一二三四五六七八"


def test_a_backup_is_restored_with_what_it_had(
    due: Bureau, tmp_path: Path, passphrase: str
) -> None:
    restored = {}
    for name in ("早", "晚"):
        back_up(
            due.context.engine, due.home, tmp_path / name, "一二三四五六七八", DUE, lambda *_: None
        )
        restored[name] = Home(tmp_path / f"恢复{name}")
        restore(tmp_path / name, restored[name], passphrase, lambda *_: None)
        head = destroy(due).head
    early, late = (Bureau(home, DUE) for home in restored.values())

    assert found(early) == [] and found(late) == []
    assert len(encrypted(early.home)) == 3 and encrypted(late.home) == []
    assert verify(late.context.engine, late.home, DUE, against=head) == []
    [cut] = verify(early.context.engine, early.home, DUE, against=head)
    assert "末尾的记录被删除" in cut.what
    assert len(destroy(early).receipts) == 4 and found(early) == []


def test_on_postgres_the_rows_are_gone_and_it_verifies(
    due: Bureau,
    tmp_path: Path,
    passphrase: str,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    back_up(due.context.engine, due.home, tmp_path / "甲", "一二三四五六七八", DUE, lambda *_: None)
    monkeypatch.setenv("ZUOFENG_DATABASE_URL", postgres_url)
    restore(tmp_path / "甲", Home(tmp_path / "搬"), passphrase, lambda *_: None)
    moved = Bureau(Home(tmp_path / "搬"), DUE)
    done = destroy(moved)
    assert len(done.receipts) == 4 and done.is_erased
    assert moved.rows(private_sheets) == [] and found(moved) == []
    moved.context.engine.dispose()
