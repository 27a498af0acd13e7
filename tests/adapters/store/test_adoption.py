"""Rows that stood there before there was a key are on record from the first opening on."""

import datetime as dt

import pytest
from sqlalchemy import Engine, text

from adapters.files.chain_key import ChainKey, Head
from adapters.files.home import Home
from adapters.store.actions import ActionState, RecordedAction, record_actions
from adapters.store.engine import open_store, reading, writing
from adapters.store.events import GENESIS, Event, append, broken_links, link, load_events
from adapters.store.integrity.changes import ROWS_ADOPTED, ROWS_WRITTEN
from adapters.store.integrity.row_records import altered_rows, load_row_records
from services.audit.verify import verify

NOW = dt.datetime(2026, 7, 6, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
NO_KEY = ChainKey(secret=b"", before=Head(position=1000, hash=GENESIS))
ACT = Event(at=NOW, actor="系统", kind="act", subject="", detail={})


def write(engine: Engine, *keys: str) -> None:
    rows = [
        RecordedAction(
            key=key, flow="f", day=NOW.date(), state=ActionState.DONE, note="", noted_at=NOW
        )
        for key in keys
    ]
    with writing(engine) as connection:
        append(connection, [ACT])
        record_actions(connection, rows)


def forget(engine: Engine, home: Home) -> None:
    """Leave the store as version 0.2.0 does: one act, without a key, digests or head."""
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM events WHERE position > 1"))
        [first] = load_events(connection)
        plain = link(first.as_stored(), NO_KEY)
        connection.execute(text("UPDATE events SET hash = :hash"), {"hash": plain})
    for name in ("chain.key", "chain.head"):
        (home.state / name).unlink()


def kinds(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return [event.kind for event in load_events(connection)]


def test_rows_of_a_store_without_a_key_are_recorded_once(any_store: Engine, home: Home) -> None:
    write(any_store, *(f"f:a:{number}" for number in range(2500)))
    forget(any_store, home)
    for _ in range(2):
        store = open_store(home)
        assert kinds(store) == ["act", ROWS_ADOPTED, ROWS_ADOPTED]
        with reading(store) as connection:
            recorded = load_row_records(connection).rows["actions"]
            assert len(recorded) == 2500
            assert list(altered_rows(connection, "actions", recorded)) == []
        store.dispose()
    assert (home.state / "chain.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("is_recorded", [True, False])
def test_a_crash_before_the_key_has_its_name_is_made_good(
    is_recorded: bool, any_store: Engine, home: Home
) -> None:
    write(any_store, "f:a:1")
    forget(any_store, home)
    open_store(home).dispose()
    (home.state / "chain.key").rename(home.state / ".chain.key.new")
    if not is_recorded:
        with any_store.begin() as connection:
            connection.execute(text("DELETE FROM events WHERE position > 1"))
    store = open_store(home)
    assert kinds(store) == ["act", ROWS_ADOPTED]
    write(store, "f:a:2")
    with reading(store) as connection:
        assert broken_links(connection) == []
    store.dispose()


@pytest.mark.parametrize(("edited", "subjects"), [("", []), ("f:a:1", ["事项（actions）f:a:1"])])
def test_a_lost_key_is_made_anew_and_hides_no_edit(
    edited: str, subjects: list[str], any_store: Engine, home: Home
) -> None:
    write(any_store, "f:a:1")
    write(any_store, "f:a:2")
    (home.state / "chain.key").unlink()
    with any_store.begin() as connection:
        statement = text("UPDATE actions SET note = 'edited' WHERE key = :key")
        connection.execute(statement, {"key": edited})

    store = open_store(home)
    write(store, "f:a:3")
    findings = verify(store, home, NOW)

    assert kinds(store) == ["act", ROWS_WRITTEN] * 3
    assert [f.subject for f in findings if f.check == "数据库"] == subjects
    [key] = [f for f in findings if f.check == "密钥"]
    assert key.subject == "outputs/state/chain.key" and "密钥已更换" in key.what
    assert not [f for f in findings if f.check == "事件记录"], "one finding stands for all"
    store.dispose()
