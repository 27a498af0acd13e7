"""A bureau of its own for a test: a home with the sample definitions, a clock, and clerks."""

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from adapters.files.home import Home
from adapters.files.inbox_mark import MARK
from adapters.store.engine import reading
from adapters.workbooks.blanks import Issue, issue_workbook
from adapters.workbooks.filler import CellValue, SheetRows, fill
from adapters.worker_pool import Readers
from campaign.definitions.form import Form
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.values.periods import parse_period
from rehearsal.content import report_contents
from services.context import AppContext, open_context
from services.intake.answering.receipt import Receipt
from services.intake.examining.examination import init_worker
from services.intake.inbox import list_inbox
from services.intake.process_inbox import answer_claims, collect_files

CHECKOUT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 7, 6, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""Monday, before the June reports are due (7 July); the day of every test that names no other."""

ARCHIVE_KEY = "AGE-SECRET-KEY-1PW9EF7M3AAGA0AJP46N6A0FL4VUWDKDCLGCQ3M7YD9W6GPGUZA8QHLN7E9\n"
"""The same in all homes of tests: the reading processes of a session serve many of them."""


class Bureau:
    """What a test does as clerks and as the office; time stands still unless it is moved."""

    def __init__(self, home: Home, now: dt.datetime = NOW) -> None:
        self.home, self.now = home, now
        self.context: AppContext = open_context(home)

    def later(self, **delta: float) -> None:
        """Let time pass; the office reads its definitions again."""
        self.now += dt.timedelta(**delta)
        self.context.engine.dispose()
        self.context = open_context(self.home)

    def form(self, key: str) -> Form:
        return self.context.definitions.forms[key]

    def people(self, unit: str) -> list[Any]:
        return [p for p in self.context.definitions.roster.people if unit in (p.unit, p.branch)]

    def blank(self, form: str, unit: str, period: str = "", number: int = 0) -> bytes:
        definitions = self.context.definitions
        found = definitions.roster.unit(unit)
        assert found
        issue = Issue(
            form=self.form(form),
            unit=found,
            period=parse_period(period) if period else None,
            number=number,
        )
        key = self.context.examiner.recognition.key
        return _issued(issue, key, definitions.plan, definitions.roster)

    def study_rows(self, unit: str, period: str = "2026-06", seed: int = 1) -> dict[str, Any]:
        people = self.people(unit)
        return report_contents.study_rows(people, parse_period(period), Random(seed))

    def study(
        self,
        unit: str,
        period: str = "2026-06",
        rows: SheetRows | None = None,
        header: dict[str, CellValue] | None = None,
    ) -> bytes:
        """Return a filled monthly study report, right unless ``rows`` are wrong."""
        rows = self.study_rows(unit, period) if rows is None else rows
        signed = {"reporter": self.people(unit)[0].name, **(header or {})}
        return fill(self.form("study"), self.blank("study", unit, period), rows, signed)

    def complaint(
        self, case: str, number: int = 1, complainant: str = "甄一鸣", phone: str = "0590-5550199"
    ) -> bytes:
        """Return a filled complaint, registered by the office."""
        person = self.people("DW01")[0]
        header = report_contents.complaint_header(person.name, self.now.date()) | {
            "case_number": case,
            "complainant": complainant,
            "complainant_phone": phone,
        }
        blank = self.blank("complaint", "党办", number=number)
        return fill(self.form("complaint"), blank, report_contents.complaint_rows(person), header)

    def drop(self, path: str, data: bytes) -> Path:
        """Put a file into the inbox, as if it had lain there for a minute."""
        target = self.home.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        seconds = self.now.timestamp() - 60
        os.utime(target, (seconds, seconds))
        return target

    def sweep(self, readers: Readers) -> list[Receipt]:
        """Sweep the inbox as the flow does; files dropped before count as settled."""
        limits = self.context.definitions.plan.limits
        list_inbox(self.context.engine, self.home, limits, self.now - dt.timedelta(seconds=50))
        claims = collect_files(self.context, lambda: self.now)
        return [
            reply
            for replies in answer_claims(self.context, readers, claims, lambda: self.now)
            for reply in replies
        ]

    def rows(self, table: Any) -> list[Any]:
        """Return a table's rows."""
        with reading(self.context.engine) as connection:
            return list(connection.execute(select(table)).all())

    def inbox(self) -> list[str]:
        """Return what lies in the inbox."""
        files = (p for p in self.home.inbox.rglob("*") if p.is_file() and p.name != MARK)
        return sorted(p.relative_to(self.home.inbox).as_posix() for p in files)


_BLANKS: dict[tuple[bytes, str, str], tuple[Issue, Plan, Roster, bytes]] = {}


def _issued(issue: Issue, key: bytes, plan: Plan, roster: Roster) -> bytes:
    """Return an issued workbook, made once in a session for the same definitions."""
    place = (key, issue.unit.code, f"{issue.form.key}:{issue.slot}")
    *made_of, data = _BLANKS.get(place, (None, b""))
    if made_of != [issue, plan, roster]:
        data = issue_workbook(issue, key=key, plan=plan, roster=roster)
        _BLANKS[place] = (issue, plan, roster, data)
    return data


def make_home(root: Path) -> Home:
    """Return a home with the sample plan, roster and forms, and an empty inbox."""
    inputs = root / "inputs"
    shutil.copytree(CHECKOUT / "inputs", inputs, ignore=shutil.ignore_patterns("inbox"))
    (inputs / "inbox").mkdir()
    state = root / "outputs" / "state"
    state.mkdir(parents=True)
    for name, key in (("seal.key", b"s" * 32), ("archive.key", ARCHIVE_KEY.encode())):
        (state / name).write_bytes(key)
        (state / name).chmod(0o600)
    return Home(root)


@pytest.fixture(scope="session")
def opened_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home whose store was made, which takes longer than many a test, for copies."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("ZUOFENG_DATABASE_URL", raising=False)
        home = make_home(tmp_path_factory.mktemp("opened") / "home")
        Bureau(home).context.engine.dispose()
    return home.root


@pytest.fixture
def bureau(opened_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """Give a bureau of its own, in a folder with a Chinese name and a space."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    bureau = Bureau(Home(shutil.copytree(opened_home, tmp_path / "市民政局 党办")))
    yield bureau
    bureau.context.engine.dispose()


@pytest.fixture(scope="session")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    """Give reading processes that sit at the desk of the sample definitions."""
    home = make_home(tmp_path_factory.mktemp("desk"))
    context = open_context(home)
    limits = context.definitions.plan.limits
    with Readers(2, limits, init_worker, (context.examiner,)) as pool:
        yield pool
