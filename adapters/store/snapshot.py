"""Copies a whole store: into a SQLite file while it is in use, and from one into an empty store."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, Table, func, insert, inspect, select, text

from adapters.store.engine import open_tables, reading
from adapters.store.tables import metadata

_ROWS_AT_ONCE = 1000


def write_snapshot(engine: Engine, target: Path) -> None:
    """Write one state of the store to a new SQLite file, whoever writes meanwhile.

    Raises OperationalError where the store or the disk fails.
    """
    if engine.dialect.name == "sqlite":
        with (
            closing(sqlite3.connect(str(engine.url.database), timeout=60)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
    else:
        copied, _ = open_tables(f"sqlite:///{target}")
        _copy_rows(engine, copied)
        copied.dispose()
    with closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions


def load_snapshot(source: Path, url: str) -> bool:
    """Copy a snapshot's rows into a database that has none yet; return False if it has any.

    The tables of both are brought to this version first.
    """
    engine, _ = open_tables(url)  # no store's: it would put on record what is written
    with reading(engine) as connection:
        if any(connection.scalar(select(table).limit(1)) for table in metadata.sorted_tables):
            return False
    snapshot, _ = open_tables(f"sqlite:///{source}")
    _copy_rows(snapshot, engine)
    snapshot.dispose()
    if engine.dialect.name == "postgresql":
        _set_sequences(engine)
    engine.dispose()
    return True


def _copy_rows(source: Engine, target: Engine) -> None:
    with reading(source) as reader, target.begin() as writer:
        for table in metadata.sorted_tables:
            rows = reader.execute(select(table)).mappings()
            while portion := rows.fetchmany(_ROWS_AT_ONCE):
                writer.execute(insert(table), [dict(row) for row in portion])


def _set_sequences(engine: Engine) -> None:
    """Let the numbers that PostgreSQL gives go on behind those that were copied."""
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            for column in _numbered(engine, table):
                last = connection.scalar(select(func.max(table.c[column])))
                name = text("SELECT pg_get_serial_sequence(:table, :column)")
                sequence = connection.scalar(name, {"table": table.name, "column": column})
                if sequence and last:
                    set_value = text("SELECT setval(CAST(:sequence AS regclass), :last)")
                    connection.execute(set_value, {"sequence": sequence, "last": last})


def _numbered(engine: Engine, table: Table) -> list[str]:
    columns = inspect(engine).get_columns(table.name)
    return [column["name"] for column in columns if column.get("autoincrement")]
