"""Opens the store: SQLite in WAL mode, or PostgreSQL where ZUOFENG_DATABASE_URL names one."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from adapters.files.chain_key import (
    fingerprints,
    keep_chain_key,
    note_head,
    read_chain_key,
)
from adapters.files.home import Home, close_to_others, private_folder
from adapters.store.events import CHAIN_KEY_OPTION, appended_event
from adapters.store.integrity.adoption import begin_chain
from adapters.store.integrity.changes import (
    HOME_OPTION,
    begin_changes,
    record_changes,
    watch_changes,
)
from adapters.store.tables import metadata
from campaign.definitions.errors import DefinitionError, Fault

__all__ = [
    "Connection",
    "Engine",
    "OperationalError",
    "auditing",
    "database_url",
    "newest_revision",
    "open_store",
    "open_tables",
    "reading",
    "writing",
]

_PRAGMAS = ("busy_timeout=60000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
_ONE_STATE: dict[str, dict[str, Any]] = {
    "sqlite": {},  # any transaction sees one state
    "postgresql": {"isolation_level": "REPEATABLE READ"},
}
_VARIABLE = "ZUOFENG_DATABASE_URL"
_EXAMPLE = "postgresql://用户:密码@主机/数据库"
_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_NUMBER = 0x2A0F  # any number that no other program takes in this database


def database_url(home: Home) -> str:
    """Return the store's URL: ZUOFENG_DATABASE_URL, or a SQLite file below outputs/state/.

    Raises DefinitionError if the URL cannot be one of a store.
    """
    address = os.environ.get(_VARIABLE)
    if not address:
        return f"sqlite:///{home.state / 'zuofeng.db'}"
    url = _url(address)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in _DRIVERS:
        raise _wrong(f"不支持“{url.drivername}”，应写作{_EXAMPLE}")
    return url.render_as_string(hide_password=False)


def _url(address: str) -> URL:
    try:
        return make_url(address)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise _wrong(f"写法有误，应写作{_EXAMPLE}") from None  # it may quote the password


def _wrong(message: str) -> DefinitionError:
    return DefinitionError([Fault(source="环境变量", path=_VARIABLE, message=message)])


def open_store(home: Home) -> Engine:
    """Return the store with the tables of this version, made or brought forward if need be.

    Raises DefinitionError if the database that the environment names does not answer, or the key
    of the chain of events is damaged.
    """
    private_folder(home.state)
    close_to_others(home)
    engine, is_migrated = open_tables(database_url(home))
    _chain(engine, home, is_migrated)
    watch_changes(engine)
    return engine


def open_tables(url: str) -> tuple[Engine, bool]:
    """Return a database with the tables of this version, and whether they were brought forward."""
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    if os.environ.get(_VARIABLE):
        _check_answers(engine)
    return engine, _migrate(engine)


def _check_answers(engine: Engine) -> None:
    try:
        with engine.connect():
            pass
    except OperationalError as error:
        words = " ".join(str(error.orig).split())
        if password := engine.url.password:
            words = words.replace(str(password), "***")
        raise _wrong(f"连接不上数据库（{words}）") from None


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that is alone in writing until it ends, and commits if nothing failed.

    What it changes is on record when it ends, in an event.
    """
    home: Home = engine.get_execution_options()[HOME_OPTION]
    with _alone(engine) as connection:
        appended_event(connection)  # of a transaction before, which failed
        begin_changes(connection)
        yield connection
        record_changes(connection, fingerprints(home))
        head = appended_event(connection)
    if head:
        note_head(home, head)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER}
            )
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one state of the store and holds up nobody."""
    options = {"reading": True, **_ONE_STATE[engine.dialect.name]}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def auditing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction as ``reading`` does, in which texts that are no UTF-8 can be read too.

    SQLite holds whatever somebody puts in, and its driver would read no further.
    """
    with reading(engine) as connection:
        driver = connection.connection.dbapi_connection
        if isinstance(driver, sqlite3.Connection):
            driver.text_factory = _decode
        try:
            yield connection
        finally:
            if isinstance(driver, sqlite3.Connection):
                driver.text_factory = str


def _decode(data: bytes) -> str:
    return data.decode(errors="backslashreplace")


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(dbapi: sqlite3.Connection, _record: object) -> None:
        dbapi.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in _PRAGMAS:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def newest_revision() -> str:
    """Return the last migration, by the numbers that their files' names begin with."""
    versions = (_MIGRATIONS / "versions").glob("[0-9]*.py")
    return max(path.name.partition("_")[0] for path in versions)


def _migrate(engine: Engine) -> bool:
    """Bring the tables to the newest form; return whether there were any before."""
    with reading(engine) as connection:
        if _revision(connection) == newest_revision():
            return False
    from alembic import command  # takes a sixth of a second, and is needed once in a year
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with _alone(engine) as connection:
        config.attributes["connection"] = connection
        if _revision(connection):
            command.upgrade(config, "head")
            return True
        metadata.create_all(connection)
        command.stamp(config, "head")
        return False


def _chain(engine: Engine, home: Home, is_migrated: bool) -> None:
    """Give the engine the key of the chain, and put on record the rows that are not yet."""
    if is_migrated or read_chain_key(home) is None:
        with _alone(engine) as connection:
            begin_chain(connection, home, is_migrated)
        keep_chain_key(home)
    engine.update_execution_options(**{CHAIN_KEY_OPTION: read_chain_key(home), HOME_OPTION: home})


def _revision(connection: Connection) -> str:
    """Return the revision of the tables, "" where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
