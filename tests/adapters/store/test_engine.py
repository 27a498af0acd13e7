"""The store on both databases: the tables are the code's, and writers exclude each other."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, select, text

import adapters.store.engine
from adapters.files.home import Home
from adapters.store.engine import open_store, reading, writing
from adapters.store.events import Event, append, broken_links
from adapters.store.tables import events, metadata

PROCESSES, TIMES = 4, 50
OPEN = f"""
import os, sys
from pathlib import Path
from sqlalchemy import text
from adapters.store.events import Event, append
from adapters.files.home import Home
from adapters.store.engine import open_store, writing
engine = open_store(Home(Path(sys.argv[1])))
act = Event(at="", actor=sys.argv[2], kind="", subject="", detail={{}})
times = range({TIMES})
"""
APPEND = f"""{OPEN}
for _ in times:
    with writing(engine) as connection:
        append(connection, [act])
"""
ADD_ONE = f"""{OPEN}
for _ in times:
    with writing(engine) as connection:
        number = int(connection.scalar(text("SELECT last_look_at FROM looks")))
        connection.execute(text(f"UPDATE looks SET last_look_at = '{{number + 1}}'"))
"""
DIE_WRITING = f"""{OPEN}
with writing(engine) as connection:
    append(connection, [act])
    os.kill(os.getpid(), 9)
"""


def act(actor: str) -> Event:
    return Event(at="", actor=actor, kind="", subject="", detail={})


def migrate(connection: Connection, step: str, target: str) -> None:
    config = Config()
    folder = Path(adapters.store.engine.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    getattr(command, step)(config, target)


def run_at_once(script: str, home: Home) -> None:
    """Run a script in several processes: its arguments are the home and the process's number."""
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(home.root), str(number)])
        for number in range(PROCESSES)
    ]
    assert [process.wait() for process in running] == [0] * PROCESSES


def test_the_migrations_make_exactly_the_tables_of_the_code(any_store: Engine) -> None:
    with any_store.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_newest_migration_is_known_without_alembic() -> None:
    config = Config()
    folder = Path(adapters.store.engine.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    assert (
        adapters.store.engine.newest_revision()
        == ScriptDirectory.from_config(config).get_current_head()
    )


def test_migrations_lead_back_to_nothing_and_forward_again(any_store: Engine) -> None:
    with writing(any_store) as connection:
        migrate(connection, "downgrade", "base")
    assert inspect(any_store).get_table_names() == ["alembic_version"]
    with writing(any_store) as connection:
        migrate(connection, "upgrade", "head")
    with any_store.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_processes_that_open_a_new_store_at_once_all_find_it_ready(
    home: Home, any_store: Engine
) -> None:
    with writing(any_store) as connection:
        migrate(connection, "downgrade", "base")
    run_at_once(APPEND, home)
    with reading(any_store) as connection:
        assert broken_links(connection) == []


def test_processes_that_make_a_new_file_at_once_all_find_it_ready(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    run_at_once(APPEND, home)
    engine = open_store(home)
    with reading(engine) as connection:
        assert broken_links(connection) == []
        assert len(connection.execute(select(events.c.position)).all()) == PROCESSES * TIMES
    engine.dispose()


def test_the_chain_holds_when_processes_append_at_once(home: Home, any_store: Engine) -> None:
    run_at_once(APPEND, home)
    with reading(any_store) as connection:
        assert broken_links(connection) == []
        actors = connection.scalars(select(events.c.actor)).all()
    assert Counter(actors) == {str(number): TIMES for number in range(PROCESSES)}


def test_writing_transactions_lose_no_update(home: Home, any_store: Engine) -> None:
    with writing(any_store) as connection:
        connection.execute(text("INSERT INTO looks (id, last_look_at) VALUES (1, '0')"))
    run_at_once(ADD_ONE, home)
    with reading(any_store) as connection:
        total = connection.scalar(text("SELECT last_look_at FROM looks"))
    assert total == str(PROCESSES * TIMES)


def test_a_failed_transaction_leaves_nothing_and_holds_up_nobody(any_store: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(any_store) as connection:
        append(connection, [act("nobody")])
        _ = 1 / 0
    with writing(any_store) as connection:
        append(connection, [act("somebody")])
    with reading(any_store) as connection:
        assert connection.scalars(select(events.c.actor)).all() == ["somebody"]


def test_a_reader_sees_one_state_while_others_write(any_store: Engine) -> None:
    count = select(events.c.position)
    with reading(any_store) as reader:
        before = len(reader.execute(count).all())
        with writing(any_store) as writer:
            append(writer, [act("writer")])
        assert len(reader.execute(count).all()) == before
    with reading(any_store) as reader:
        assert len(reader.execute(count).all()) == before + 1


def test_sqlite_keeps_a_log_and_syncs_every_commit(store: Engine) -> None:
    with store.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    full = 2
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 60_000,
    }


def test_the_store_lies_in_a_folder_that_only_its_owner_enters(home: Home, store: Engine) -> None:
    assert home.state.stat().st_mode & 0o777 == 0o700
    assert str(store.url.database) == str(home.state / "zuofeng.db")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_usual_way_to_write_the_address_of_postgresql_works(
    scheme: str, home: Home, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZUOFENG_DATABASE_URL", scheme + postgres_url[postgres_url.index(":") :])
    engine = open_store(home)
    assert engine.dialect.driver == "psycopg"
    engine.dispose()


def test_a_writer_that_is_killed_holds_up_nobody(home: Home, any_store: Engine) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", DIE_WRITING, str(home.root), "dead"], check=False
    )
    assert killed.returncode == -9
    with writing(any_store) as connection:
        append(connection, [act("alive")])
    with reading(any_store) as connection:
        assert connection.scalars(select(events.c.actor)).all() == ["alive"]
