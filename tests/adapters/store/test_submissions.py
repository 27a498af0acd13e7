"""What is known of a batch's workbooks: found by key, by bytes, by event and by row number."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from adapters.store.engine import reading, writing
from adapters.store.sql.bulk_sql import insert_plainly
from adapters.store.submissions import (
    AcceptedFacts,
    SubmissionIndex,
    SubmissionKey,
    Version,
    load_submission_index,
)
from adapters.store.tables import drops, row_numbers, submissions
from campaign.history.row_numbers import Owner

JUNE: SubmissionKey = ("ZB01", "study", "2026-06")
FIRST = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
FACTS = AcceptedFacts(form_version=1, serial="", nil=False, normalised=0)
MANY = 40_000
"""More than a statement of SQLite takes as parameters."""


def _drop(drop_id: int) -> dict[str, Any]:
    texts = ("path_key", "name", "folder_unit", "mtime_ns", "suffix")
    return {
        **{name: str(drop_id) for name in texts},
        "id": drop_id,
        "size": 1,
        "sha256": f"hash {drop_id}",
        "confidential": False,
        "received_at": FIRST + dt.timedelta(days=drop_id),
        "estimated": False,
        "state": "answered",
        "receipt": f"HZ26-{drop_id:06d}",
    }


def _version(
    drop_id: int, key: SubmissionKey = JUNE, event_key: str = "", *numbers: str
) -> Version:
    return Version(
        id=0,
        key=key,
        version=0,
        event_key=event_key,
        in_force=True,
        received_at=FIRST + dt.timedelta(days=drop_id),
        accepted_at=FIRST,
        drop_id=drop_id,
        receipt=f"HZ26-{drop_id:06d}",
        sha256=f"hash {drop_id}",
        numbers=frozenset(numbers),
    )


def _store(store: Engine, *versions: Version) -> None:
    """Accept versions one after the other, each in a batch of its own."""
    for drop_id, version in enumerate(versions, start=1):
        with writing(store) as connection:
            connection.execute(insert(drops), _drop(drop_id))
            shelf = _load(store, keys={version.key})
            shelf.add(version, FACTS)
            shelf.write(connection)
            rows = [(version.id, number) for number in version.numbers]
            insert_plainly(connection, row_numbers, rows)


def _load(store: Engine, **about: Any) -> SubmissionIndex:
    given = {"keys": set(), "hashes": set(), "events": set(), "numbers": set(), **about}
    with reading(store) as connection:
        return load_submission_index(connection, **given)


@pytest.mark.parametrize(
    "about",
    [
        {"keys": {JUNE}},
        {"hashes": {"hash 1"}},
        {"events": {("study", "meeting")}},
        {"numbers": {("study", "17"), ("study", "99")}},
    ],
    ids=lambda about: next(iter(about)),
)
def test_a_version_is_found_by_whatever_a_batch_shares_with_it(
    about: dict[str, Any], any_store: Engine
) -> None:
    _store(any_store, _version(1, JUNE, "meeting", "17", "18"))

    found = _load(any_store, **about).in_force(JUNE)

    assert found is not None
    assert (found.version, found.receipt, found.numbers) == (
        1,
        "HZ26-000001",
        frozenset({"17", "18"}),
    )


def test_what_shares_nothing_is_left_where_it_is(any_store: Engine) -> None:
    _store(any_store, _version(1, JUNE, "meeting", "17"))
    shelf = _load(
        any_store,
        keys={("ZB02", "study", "2026-06")},
        hashes={"hash 2"},
        events={("complaint", "meeting")},
        numbers={("study", "18")},
    )
    assert not shelf.by_key
    assert shelf.next_id == 2


def test_a_number_of_a_version_in_force_has_an_owner(any_store: Engine) -> None:
    _store(any_store, _version(1, JUNE, "", "17"))
    shelf = _load(any_store, numbers={("study", "17")})
    assert shelf.owners == {("study", "17"): Owner(unit="ZB01", where="ZB01 2026-06")}


def test_the_first_in_force_keeps_a_number_that_two_bear(any_store: Engine) -> None:
    _store(any_store, _version(1, JUNE, "", "17"), _version(2, ("ZB02", *JUNE[1:]), "", "17"))
    shelf = _load(any_store, numbers={("study", "17")})
    assert shelf.owners == {("study", "17"): Owner(unit="ZB01", where="ZB01 2026-06")}


def test_only_the_last_of_several_versions_is_in_force(any_store: Engine) -> None:
    _store(any_store, _version(1), _version(2))
    with writing(any_store) as connection:
        connection.execute(insert(drops), [_drop(3), _drop(4)])
        shelf = _load(any_store, keys={JUNE})
        for drop_id in (3, 4):  # two in one batch
            shelf.add(_version(drop_id), FACTS)
        shelf.write(connection)

    with reading(any_store) as connection:
        query = select(submissions.c.version, submissions.c.in_force).order_by(submissions.c.id)
        found = [tuple(row) for row in connection.execute(query)]
    assert found == [(1, False), (2, False), (3, False), (4, True)]


def test_more_numbers_than_a_statement_takes_are_looked_up_at_once(any_store: Engine) -> None:
    _store(any_store, _version(1, JUNE, "", "17"))
    numbers = {("study", str(number)) for number in range(MANY)}
    assert _load(any_store, numbers=numbers).in_force(JUNE)
