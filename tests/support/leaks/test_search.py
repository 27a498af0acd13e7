"""A planted leak is found in each kind of place, however it is written there."""

import base64
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.support.leaks.processes import Watch
from tests.support.leaks.search import Search, spellings

MARKER = "密名甄七九"


def zipped(data: bytes) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", data * 3)
    return target.getvalue()


@pytest.mark.parametrize("name", sorted(spellings(MARKER)))
@pytest.mark.parametrize("packed", [0, 1, 2])
def test_it_is_found_in_a_file_in_any_writing_and_packed(
    tmp_path: Path, name: str, packed: int
) -> None:
    data = b"<t>" + spellings(MARKER)[name] + b"</t>"
    for _ in range(packed):
        data = b"before it " + zipped(data)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "log").write_bytes(data)
    found = Search([MARKER]).below(tmp_path)
    assert f"{MARKER} ({name})" in found["a/log"]
    assert Search(["别人的名字"]).below(tmp_path) == {}
    assert Search([MARKER]).below(tmp_path, [tmp_path / "a"]) == {}


def test_base64_is_found_wherever_the_marker_begins() -> None:
    for before in range(6):
        text = base64.b64encode(b"x" * before + MARKER.encode() + b"yyy")
        assert Search([MARKER]).of(text)


def test_it_is_found_in_the_pages_of_a_database_and_in_what_is_not_checkpointed(
    tmp_path: Path,
) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("CREATE TABLE log (message)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("INSERT INTO log VALUES (?)", (MARKER,))
        assert set(Search([MARKER]).below(tmp_path)) == {"a.db-wal"}
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("DELETE FROM log")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert set(Search([MARKER]).below(tmp_path)) == {"a.db"}


def test_it_is_found_in_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / f"{MARKER}.xlsx").touch()
    assert list(Search([MARKER]).below(tmp_path)) == [f"{MARKER}.xlsx"]


@pytest.mark.parametrize("place", ["argument", "environment", "folder"])
def test_it_is_found_in_a_process_and_in_a_file_that_is_soon_gone(
    tmp_path: Path, place: str
) -> None:
    argument = MARKER if place == "argument" else ""
    extra = {"QUOTED": MARKER} if place == "environment" else {}
    environment = {**os.environ, "MARK": f"leak-{place}", **extra}
    command = [sys.executable, "-c", "import time; time.sleep(0.5)", argument]
    with Watch(Search([MARKER]), f"leak-{place}", tmp_path) as watch:
        process = subprocess.Popen(command, env=environment)
        for number in range(500 if place == "folder" else 0):
            (tmp_path / f"a/{number}/c").mkdir(parents=True)
            shutil.rmtree(tmp_path / "a")
        if place == "folder":
            (tmp_path / "short").write_text(MARKER, "utf-8")
            time.sleep(0.3)
            (tmp_path / "short").unlink()
        process.wait()
    assert watch.seen and len(watch.found) == 1
