"""The record of every act: its chain shows whatever was touched."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from adapters.files.chain_key import ChainKey, Head
from adapters.store.engine import reading, writing
from adapters.store.events import (
    CHAIN_KEY_OPTION,
    GENESIS,
    Event,
    append,
    broken_links,
    last_event,
    link,
)
from adapters.store.sql.timestamps import as_stored
from adapters.store.tables import events

START = Head(position=0, hash=GENESIS)
NO_KEY = ChainKey(secret=b"", before=Head(position=1000, hash=GENESIS))
"""Chains as version 0.2.0 did, which anybody can do."""

NOW = dt.datetime(2026, 6, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def act(number: int, detail: dict[str, object] | None = None) -> Event:
    return Event(
        at=NOW,
        actor="党办",
        kind="drop.answered",
        subject=f"HZ26-{number:06d}",
        detail=detail or {"单位": "ZB01", "行数": number},
    )


def tidy_up(connection: Connection) -> None:
    """Delete an event and close the gap in the numbers, as somebody who covers up would."""
    connection.execute(delete(events).where(events.c.position == 3))
    connection.execute(update(events).where(events.c.position == 4).values(position=3))
    connection.execute(update(events).where(events.c.position == 5).values(position=4))


def rewrite(connection: Connection) -> None:
    """Change an event and give it the hash that fits."""
    query = select(*as_stored(events)).where(events.c.position == 3)
    row = {**connection.execute(query).mappings().one(), "actor": "别人"}
    changed = {"actor": row["actor"], "hash": link(row, NO_KEY)}
    connection.execute(update(events).where(events.c.position == 3).values(changed))


def write_anew(connection: Connection) -> None:
    """Delete the second event and chain all after it anew, as far as one can without the key."""
    rows = connection.execute(select(*as_stored(events)).order_by(events.c.position)).mappings()
    previous = GENESIS
    kept = [dict(row) for row in rows if row["position"] != 2]
    connection.execute(delete(events))
    for position, row in enumerate(kept, start=1):
        row |= {"position": position, "previous": previous}
        previous = row["hash"] = link(row, NO_KEY)
        connection.execute(
            insert(events).values({**row, "at": dt.datetime.fromisoformat(row["at"])})
        )


def put_in(connection: Connection) -> None:
    """Add an event behind the last one without its chain."""
    connection.execute(
        insert(events).values(
            position=6,
            at=NOW,
            actor="",
            kind="",
            subject="",
            detail="{}",
            previous=GENESIS,
            hash="0" * 64,
        )
    )


TAMPERING: list[tuple[str, Callable[[Connection], object], list[int]]] = [
    (
        "an edited actor",
        lambda c: c.execute(update(events).where(events.c.position == 2).values(actor="别人")),
        [2],
    ),
    (
        "an edited time",
        lambda c: c.execute(text("UPDATE events SET at = '2026' WHERE position = 5")),
        [5],
    ),
    (
        "an edited detail",
        lambda c: c.execute(update(events).where(events.c.position == 1).values(detail="{}")),
        [1],
    ),
    (
        "a deleted event",
        lambda c: c.execute(delete(events).where(events.c.position == 3)),
        [4],
    ),
    (
        "the first event deleted",
        lambda c: c.execute(delete(events).where(events.c.position == 1)),
        [2],
    ),
    ("a deletion with the gap closed", tidy_up, [3, 4]),
    ("an event rewritten with its hash", rewrite, [3, 4]),
    ("an event deleted and the chain written anew", write_anew, [1, 2, 3, 4]),
    ("an event put in by hand", put_in, [6]),
]


def test_a_chain_that_nobody_touched_holds(any_store: Engine) -> None:
    with writing(any_store) as connection:
        append(connection, [act(1), act(2)])
        append(connection, [])
    with writing(any_store) as connection:
        append(connection, [act(3, {"“引号”": "换\n行", "数": 0.1, "空": None})])
    with reading(any_store) as connection:
        assert broken_links(connection) == []
        rows = connection.execute(select(events).order_by(events.c.position)).all()
    assert [row.position for row in rows] == [1, 2, 3]
    assert rows[0].previous == GENESIS and rows[2].previous == rows[1].hash


@pytest.mark.parametrize(
    ("tamper", "broken"), [case[1:] for case in TAMPERING], ids=[case[0] for case in TAMPERING]
)
def test_the_chain_breaks_where_somebody_touched_it(
    tamper: Callable[[Connection], object], broken: list[int], any_store: Engine
) -> None:
    with writing(any_store) as connection:
        append(connection, [act(number) for number in range(1, 6)])
    with writing(any_store) as connection:
        tamper(connection)
    with reading(any_store) as connection:
        assert broken_links(connection) == broken


def test_times_in_an_event_s_detail_are_kept_as_texts(any_store: Engine) -> None:
    detail: dict[str, object] = {"until": NOW, "day": NOW.date()}
    with writing(any_store) as connection:
        append(connection, [act(1, detail)])
    with reading(any_store) as connection:
        assert broken_links(connection) == []
        kept = connection.scalar(select(events.c.detail))
    assert kept == '{"day": "2026-06-01", "until": "2026-06-01T08:00:00.000+08:00"}'


def test_the_same_acts_make_the_same_chain_on_both_databases(
    any_store: Engine,
) -> None:
    key = ChainKey(secret=b"k" * 32, before=START)
    any_store.update_execution_options(**{CHAIN_KEY_OPTION: key})
    with writing(any_store) as connection:
        append(connection, [act(1), act(2)])
        last = connection.scalars(select(events.c.hash).order_by(events.c.position)).all()[-1]
    assert last == "1b80c4722b9142128a56859b6d2cb89737141b145c5ba2b3199508f1084c872e"


def test_events_from_before_the_key_are_held_by_the_one_that_it_was_made_after(
    any_store: Engine,
) -> None:
    def use(key: ChainKey) -> None:
        any_store.update_execution_options(**{CHAIN_KEY_OPTION: key})

    use(NO_KEY)
    with writing(any_store) as connection:
        append(connection, [act(1), act(2), act(3)])
        before = last_event(connection)
    use(ChainKey(secret=b"k" * 32, before=before))
    with writing(any_store) as connection:
        append(connection, [act(4)])
        assert broken_links(connection) == []
    with any_store.begin() as connection:
        write_anew(connection)
    with reading(any_store) as connection:
        assert broken_links(connection) == [3]
