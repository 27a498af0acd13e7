"""Private contents at rest: which are due to be destroyed, and their removal from the store."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, delete, or_, select

from adapters.store.content_hashes import stored_hashes_of
from adapters.store.intake.drops import DropState
from adapters.store.integrity.destructions import Destruction, load_destructions
from adapters.store.rows import columns_of, read_rows
from adapters.store.tables import drops, private_sheets, submissions
from campaign.values.dispositions import Disposition

_AT_ONCE = 500  # rows of one statement
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@dataclass(frozen=True, kw_only=True, slots=True)
class PrivateDrop:
    """An answered file whose original lies encrypted in the archive."""

    id: int
    receipt: str
    sha256: str
    suffix: str
    received_at: dt.datetime
    disposition: str


def due_drops(connection: Connection, before: dt.datetime) -> list[PrivateDrop]:
    """Return the answered files received before a time whose private contents are still there."""
    destroyed = load_destructions(connection)
    query = select(*columns_of(PrivateDrop, drops)).where(
        drops.c.received_at < before, drops.c.state == DropState.ANSWERED, _is_encrypted()
    )
    answered = read_rows(connection, query.order_by(drops.c.id), PrivateDrop)
    return [drop for drop in answered if drop.receipt not in destroyed]


def delete_private_sheets(
    connection: Connection, due: Sequence[PrivateDrop]
) -> dict[str, Destruction]:
    """Delete the private values of these files' reports; return what was destroyed, by receipt.

    SQLite writes zeros where they stood, until ``erase_deleted`` has rewritten its file.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    destroyed = {}
    for at in range(0, len(due), _AT_ONCE):
        portion = {drop.id: drop for drop in due[at : at + _AT_ONCE]}
        s = submissions.c
        query = select(s.drop_id, s.id).where(s.drop_id.in_(portion))
        reports = {row.drop_id: row.id for row in connection.execute(query)}
        before = stored_hashes_of(connection, reports.values())
        ids = list(reports.values())
        connection.execute(delete(private_sheets).where(private_sheets.c.submission_id.in_(ids)))
        after = stored_hashes_of(connection, ids)
        for drop_id, drop in portion.items():
            report = reports.get(drop_id, 0)
            destroyed[drop.receipt] = Destruction(
                sha256=drop.sha256, before=before.get(report, ""), after=after.get(report, "")
            )
    return destroyed


def destroyed_drops(connection: Connection) -> tuple[list[PrivateDrop], set[str]]:
    """Return the destroyed files, and those of their hashes that other files still need encrypted.

    The same bytes may have come again since, or be at work just now.
    """
    destroyed = load_destructions(connection)
    if not destroyed:
        return [], set()
    hashes = {item.sha256 for item in destroyed.values()}
    query = select(*columns_of(PrivateDrop, drops)).where(
        or_(_is_encrypted(), drops.c.state == DropState.CLAIMED)
    )
    rows = read_rows(connection, query.order_by(drops.c.id), PrivateDrop)
    gone = [drop for drop in rows if drop.receipt in destroyed]
    return gone, {drop.sha256 for drop in rows if drop.receipt not in destroyed} & hashes


def erase_deleted(engine: Engine) -> bool:
    """Rewrite what holds the store's rows without those deleted; return False while it is in use.

    Of PostgreSQL the table of private values alone: its log of writes, replicas and backups are
    the administrator's. Raises OperationalError, of the database's driver, where a disk fails.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM FULL {private_sheets.name}")
        return True
    pooled = engine.raw_connection()
    try:
        driver = pooled.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("VACUUM")
        [is_busy, *_] = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in _BUSY:
            raise
        return False
    finally:
        pooled.close()
    return not is_busy


def _is_encrypted() -> ColumnElement[bool]:
    """Return the condition that an original lies encrypted in the archive."""
    return or_(drops.c.confidential, drops.c.disposition == Disposition.QUARANTINED)
