"""What stands in a private column is found nowhere but encrypted, whatever becomes of its file.

A stack of the product's own takes the files in, some of which it fails on or is killed over; its
home, its logs, Prefect's database, its temporary folder and its processes are searched.
"""

import io
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from adapters.files.encryption import decrypt
from adapters.files.home import RETURNED_IN_CONFIDENTIAL, Home
from adapters.store.intake.drops import DropState
from adapters.store.tables import drops, private_sheets
from campaign.definitions.form import Field, FieldType, Form, header_fields
from campaign.values.dispositions import Disposition
from services.intake.claim_files import spooled_copy
from services.stack.settings import STACK
from tests.support.kept.golden_cases import Case, cases, filled
from tests.support.leaks import planted
from tests.support.leaks.planted.sitecustomize import (
    DIES_READING,
    FAILS_READING,
    FAILS_RECORDING,
)
from tests.support.leaks.processes import Watch
from tests.support.leaks.search import Search
from tests.support.office import Bureau, make_home
from tests.support.servers.running_stack import ZUOFENG, Stack, wait_for

NAMED = "密名甄九七"
"""Stands in the files' names."""

MARKED_TYPES = {FieldType.TEXT: "密甄{n}之九", FieldType.PHONE: "13955507{n:03d}"}
"""A marker of each type that a private column has; one of another type needs one here."""


@dataclass(frozen=True)
class Dropped:
    """A file of the inbox: its name, its bytes, and what becomes of it."""

    path: str
    data: bytes
    disposition: Disposition | None


def private_forms(bureau: Bureau) -> list[Form]:
    """Return the forms that have private columns."""
    forms = bureau.context.definitions.forms.values()
    return [form for form in forms if any(_private_fields(form))]


def _private_fields(form: Form) -> Iterator[tuple[str, Field]]:
    """Yield the private fields, those of a table with its sheet."""
    for sheet in form.sheets:
        yield from (("", field) for field in header_fields(form, sheet) if field.private)
        yield from ((sheet.key, field) for field in sheet.columns if field.private)


class Markers:
    """Markers by form and column, put into golden cases."""

    def __init__(self, forms: list[Form]) -> None:
        self.by_column = {
            (form.key, sheet, field.key): MARKED_TYPES[field.type].format(n=n)
            for form in forms
            for n, (sheet, field) in enumerate(_private_fields(form), start=101)
        }
        assert self.by_column

    def put(self, case: Case, number: int, spoil: bool = False) -> Case:
        """Return a case with its markers, spoiled in every private column where asked for."""
        given: dict[str, Any] = {**case.given, "number": number}
        given["header"] = dict(given.get("header", {}))
        given["rows"] = {
            sheet: [dict(row) for row in rows] for sheet, rows in given.get("rows", {}).items()
        }
        for (form, sheet, column), marker in self.by_column.items():
            if form == case.form:
                value = f"无{marker}" * 40 if spoil else marker
                for values in given["rows"][sheet] if sheet else [given["header"]]:
                    values[column] = value
        return replace(case, given=given)


def files_of(bureau: Bureau, form: Form, markers: Markers) -> Iterator[Dropped]:
    """Yield a form's files: right, wrong in two ways, doubled, packed, and those that fail."""
    by_name = {case.name: case for case in cases() if case.form == form.key}

    def workbook(number: int, case: str = "right", spoil: bool = False) -> bytes:
        marked = markers.put(by_name[case], number, spoil)
        if form.event_key and case == "right":
            marked.given["header"][form.event_key] = f"TS-2026-{number:03d}"
        return filled(marked, bureau)

    def packed() -> bytes:
        target = io.BytesIO()
        with ZipFile(target, "w") as package:
            package.writestr(f"{NAMED}.xlsx", workbook(7))
        return target.getvalue()

    secret, returned = "保密", Disposition.RETURNED
    texts = "\n".join(markers.by_column.values()).encode()
    yield Dropped(f"{secret}/{NAMED}对.xlsx", workbook(1), Disposition.ACCEPTED)
    yield Dropped(f"ZB01/{NAMED}放错.xlsx", workbook(2), returned)
    yield Dropped(f"{secret}/{NAMED}错.xlsx", workbook(3, "wrong"), returned)
    yield Dropped(f"{secret}/{NAMED}保密栏错.xlsx", workbook(4, spoil=True), returned)
    yield Dropped(f"{secret}/{NAMED}压缩.zip", packed(), returned)
    yield Dropped(f"{secret}/{NAMED}.pdf", b"%PDF-1.7 " + texts, returned)
    yield Dropped(f"{secret}/{NAMED}.csv", texts.decode().encode("gb18030"), returned)
    yield Dropped(f"{NAMED}{FAILS_READING}.xlsx", workbook(5), Disposition.QUARANTINED)
    yield Dropped(f"{secret}/{NAMED}{FAILS_RECORDING}.xlsx", workbook(6), Disposition.QUARANTINED)
    yield Dropped(f"{secret}/{NAMED}{DIES_READING}.xlsx", workbook(8), None)


@dataclass(frozen=True)
class Year:
    """What a stack did with the files, and what was seen of it while it ran."""

    bureau: Bureau
    files: list[Dropped]
    count: int
    search: Search
    watch: Watch
    folder: Path


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """Give a home whose stack has taken in each file, failed where it had to, and was stopped."""
    folder = tmp_path_factory.mktemp("markers")
    bureau = Bureau(make_home(folder / "家"))
    forms = private_forms(bureau)
    markers = Markers(forms)
    search = Search([NAMED, *markers.by_column.values()])
    files = [file for form in forms for file in files_of(bureau, form, markers)]
    (folder / "tmp").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        paths = (str(Path(planted.__path__[0])), os.environ.get("PYTHONPATH", ""))
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
        patch.setenv("TMPDIR", str(folder / "tmp"))
        patch.setenv("ZUOFENG_DEBUG", "1")
        patch.setenv("ZUOFENG_BACKUP_PASSPHRASE", "一二三四五六七八")
        mark = f"{STACK}={bureau.home.root}"
        with Watch(search, mark, folder / "tmp") as watch:
            run_stack(bureau.home, files)
            (folder / "commands.log").write_bytes(by_hand(bureau, folder, files))
        yield Year(bureau, files, len(markers.by_column), search, watch, folder)
    bureau.context.engine.dispose()


def run_stack(home: Home, files: list[Dropped]) -> None:
    """Run ``zuofeng up`` until each file is answered or put off, and its mail is written."""
    stack = Stack(home.root)
    try:
        stack.wait_until_ready()
        for file in files:
            stack.drop(file.path, file.data)
        again = replace(files[0], path=f"保密/{NAMED}又一次.xlsx")
        wait_for(lambda: len(waiting_in(stack)) <= len(files) - answered(files))
        stack.drop(again.path, again.data)
        wait_for(lambda: not (home.root / "inputs/inbox" / again.path).exists())
        wait_for(lambda: list(home.mail.rglob("*.eml")))
        stack.stop(signal.SIGINT)
    finally:
        stack.kill()


def waiting_in(stack: Stack) -> list[Path]:
    """Return what lies in the inbox, copies that were returned left out."""
    return [path for path in stack.inbox() if path.parent.name != RETURNED_IN_CONFIDENTIAL]


def answered(files: list[Dropped]) -> int:
    return sum(file.disposition is not None for file in files)


def by_hand(bureau: Bureau, folder: Path, files: list[Dropped]) -> bytes:
    """Return what commands say that fail on a file, and put a backup beside the home."""
    root = str(bureau.home.root)
    (folder / "given").mkdir()
    named = folder / "given" / f"{FAILS_READING}.xlsx"
    named.write_bytes(files[0].data)
    [serial] = {drop.serial for drop in bureau.rows(drops) if drop.submission_id}
    form = next(drop.form for drop in bureau.rows(drops) if drop.serial == serial)
    what = ["--unit", "党办", "--form", form, "--period", serial, "--why", "核实"]
    said = run("accept", str(named), *what, "--home", root)
    assert b"RuntimeError: ValueError" in said
    said += run("intake", "--home", root) + run("verify", "--home", root)
    return said + run("backup", str(folder / "备份.zip"), "--home", root)


def run(*words: str) -> bytes:
    done = subprocess.run([str(ZUOFENG), *words], capture_output=True, check=False)
    return done.stdout + done.stderr


def test_each_file_was_answered_as_it_had_to_be(year: Year) -> None:
    counted = Counter(drop.disposition for drop in year.bureau.rows(drops))
    expected = Counter(file.disposition for file in year.files)
    assert counted == expected + Counter([Disposition.DUPLICATE])
    waiting = [path for path in year.bureau.inbox() if "退回" not in path]
    assert [DIES_READING in path for path in waiting] == [True] * expected[None]


def test_the_store_has_every_marker_encrypted(year: Year) -> None:
    key = year.bureau.context.examiner.archive_key
    opened = [decrypt(key, row.sealed) for row in year.bureau.rows(private_sheets)]
    assert len(year.search.of(b"".join(opened))) == year.count


def test_no_file_that_the_software_writes_holds_a_marker(year: Year) -> None:
    """The inbox holds what clerks put there and get back; the spool what waits to be read."""
    home = year.bureau.home
    waiting = [
        spooled_copy(home, drop.sha256, drop.path_key)
        for drop in year.bureau.rows(drops)
        if drop.state == DropState.CLAIMED
    ]
    assert year.search.below(year.folder, [home.inbox, year.folder / "given", *waiting]) == {}
    assert list((home.state / "prefect").glob("*.db")) and list(home.mail.rglob("*.eml"))
    for path in waiting:
        assert path.parent.stat().st_mode & 0o077 == 0


def test_no_process_shows_a_marker_and_no_temporary_file_ever_held_one(year: Year) -> None:
    assert year.watch.found == {}
    for program in (
        "prefect worker start",
        "services.stack.watcher",
        "services.stack.server",
        "forkserver",
    ):
        assert any(program in command for command in year.watch.seen), sorted(year.watch.seen)
