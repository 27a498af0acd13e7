"""Begins the chain of a home that has no key yet, and puts on record what rows stand there."""

from sqlalchemy import Connection

from adapters.files.chain_key import (
    ChainKey,
    fingerprints,
    keep_chain_key,
    propose_chain_key,
    proposed_chain_key,
    read_chain_key,
)
from adapters.files.home import Home
from adapters.store.events import CHAIN_KEY_OPTION, last_event, link, load_events
from adapters.store.integrity.changes import ROWS_ADOPTED, ROWS_WRITTEN, adopt_rows


def begin_chain(connection: Connection, home: Home, is_migrated: bool) -> None:
    """Make the key where there is none, and record all rows if none are or tables were changed.

    A new key has its name only after the transaction, by ``keep_chain_key``: a crash before that
    leaves a store whose rows are on record by the proposed key, or one where nothing happened. The
    rows of a store that lost its key are on record already, and stay as they are: what was changed
    meanwhile must show.
    """
    if key := read_chain_key(home):
        if is_migrated:
            _adopt(connection, home, key)
    elif not _is_used(connection, proposed_chain_key(home)):
        key = propose_chain_key(home, last_event(connection))
        if not load_events(connection, (ROWS_WRITTEN, ROWS_ADOPTED)):
            _adopt(connection, home, key)
        if last_event(connection) == key.before:
            keep_chain_key(home)


def _adopt(connection: Connection, home: Home, key: ChainKey) -> None:
    connection.execution_options(**{CHAIN_KEY_OPTION: key})
    adopt_rows(connection, fingerprints(home))


def _is_used(connection: Connection, key: ChainKey | None) -> bool:
    """Return whether the last event was chained by a key: then a crash kept it from its name."""
    head = last_event(connection)
    if key is None or head.position <= key.before.position:
        return False
    [last] = load_events(connection, after=head.position - 1)
    return link(last.as_stored(), key) == last.hash
