"""The store on both databases: the tables are the code's, and writers exclude each other."""

import datetime as dt
import shutil
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
from adapters.store.engine import newest_revision, open_store, reading, writing
from adapters.store.events import Event, append, broken_links
from adapters.store.tables import events, metadata

NOW = dt.datetime(2026, 7, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
PROCESSES, TIMES = 4, 50
OPEN = f"""
import datetime as dt
import os, sys
from pathlib import Path
from sqlalchemy import text
from adapters.store.events import Event, append
from adapters.files.home import Home
from adapters.store.engine import open_store, writing
engine = open_store(Home(Path(sys.argv[1])))
now = dt.datetime(2026, 7, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
act = Event(at=now, actor=sys.argv[2], kind="", subject="", detail={{}})
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
        number = int(connection.scalar(text("SELECT last_listed_at FROM inbox_listings")))
        connection.execute(text(f"UPDATE inbox_listings SET last_listed_at = '{{number + 1}}'"))
"""
DIE_WRITING = f"""{OPEN}
with writing(engine) as connection:
    append(connection, [act])
    os.kill(os.getpid(), 9)
"""


LATER = f"""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{newest_revision()}"
branch_labels = depends_on = None


def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
"""
MIGRATIONS = Path(adapters.store.engine.__file__).parent / "migrations"


def act(actor: str) -> Event:
    return Event(at=NOW, actor=actor, kind="", subject="", detail={})


def config_of(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder))
    return config


def drop_everything(connection: Connection) -> None:
    metadata.drop_all(connection)
    connection.execute(text("DROP TABLE alembic_version"))


def revision_of(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def run_at_once(script: str, home: Home) -> None:
    """Run a script in several processes: its arguments are the home and the process's number."""
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(home.root), str(number)])
        for number in range(PROCESSES)
    ]
    assert [process.wait() for process in running] == [0] * PROCESSES


def test_a_new_store_has_exactly_the_tables_of_the_code_and_the_newest_revision(
    any_store: Engine,
) -> None:
    with any_store.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert revision_of(any_store) == newest_revision()


def test_the_newest_migration_is_known_without_alembic() -> None:
    head = ScriptDirectory.from_config(config_of(MIGRATIONS)).get_current_head()
    assert newest_revision() == head


def test_an_older_store_is_brought_forward_and_keeps_what_it_holds(
    any_store: Engine, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(any_store) as connection:
        append(connection, [act("before")])
    newer = shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    (newer / "versions" / "9999_later.py").write_text(LATER)
    monkeypatch.setattr(adapters.store.engine, "_MIGRATIONS", newer)

    open_store(home).dispose()

    assert revision_of(any_store) == "9999" and inspect(any_store).has_table("later")
    with reading(any_store) as connection:
        assert connection.scalars(select(events.c.actor)).all() == ["before"]


def test_the_migrations_bring_the_first_store_to_the_tables_of_the_code(any_store: Engine) -> None:
    """From the baseline on; it is the newest revision itself as long as there is no other."""
    with writing(any_store) as connection:
        config = config_of(MIGRATIONS)
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        command.upgrade(config, "head")
    with any_store.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_processes_that_open_a_new_store_at_once_all_find_it_ready(
    home: Home, any_store: Engine
) -> None:
    with any_store.begin() as connection:
        drop_everything(connection)
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
        connection.execute(text("INSERT INTO inbox_listings (id, last_listed_at) VALUES (1, '0')"))
    run_at_once(ADD_ONE, home)
    with reading(any_store) as connection:
        total = connection.scalar(text("SELECT last_listed_at FROM inbox_listings"))
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
