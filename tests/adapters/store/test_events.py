"""The record of every act: its chain shows whatever was touched."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from adapters.store.engine import reading, writing
from adapters.store.events import GENESIS, Event, append, broken_links, link
from adapters.store.tables import events
from adapters.store.timestamps import as_stored

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
    changed = {"actor": row["actor"], "hash": link(row)}
    connection.execute(update(events).where(events.c.position == 3).values(changed))


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
    ("an event rewritten with its hash", rewrite, [4]),
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
    with writing(any_store) as connection:
        append(connection, [act(1), act(2)])
        last = connection.scalars(select(events.c.hash).order_by(events.c.position)).all()[-1]
    assert last == "1e77bb48bbc02ad564e62b77f7179e7aac0cc564be18afb553deb2202969374b"
