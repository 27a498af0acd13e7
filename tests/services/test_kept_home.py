"""A home that version 0.2.0 left opens with the software of today, and nothing of it is lost.

The kept home is data to read only. What must never be changed: the file, its hash, and the facts
asserted here. Whoever changes what is stored writes a migration that brings a copy forward.
"""

import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text

from adapters.files.archive import read_archived
from adapters.files.encryption import decrypt
from adapters.store.duty_histories import statuses_on
from adapters.store.engine import newest_revision, open_store, reading
from adapters.store.events import broken_links
from adapters.store.issued_numbers import first_unused_number
from adapters.store.tables import drops, issued, outbox, private_sheets, results, submissions
from adapters.workbooks.filler import fill
from campaign.results.document import read_document
from campaign.values.dispositions import Disposition
from services.audit.verify import verify
from services.intake.answering.receipt import Receipt
from services.intake.process_inbox import open_readers
from tests.support.kept.make_kept_home import (
    COMPLAINANT,
    KEPT_HOME,
    PERIOD,
    PHONE,
    VERSION,
    unpack_kept_home,
)
from tests.support.office import NOW, Bureau

SHA256 = "71cf7dbf3bb35a1c86984fa455333941f3660a0413bdc13b2381eb70975e22b9"
SERIAL = "XX26-ZB04-06-RXYR"
PEOPLE = ("郑怀远", "彭晓棠", "杜若", "蒋一鸣", "魏长庚")
SESSION: dict[str, Any] = {
    "session": 1,
    "held_on": dt.date(2026, 6, 8),
    "kind": "集中学习",
    "topic": "领导重要讲话精神",
    "summary": "学习文件原文，围绕窗口服务中的推诿现象逐人发言，明确首问责任",
    "place": "三楼会议室",
    "host": PEOPLE[0],
    "hours": 2.5,
    "expected": 5,
    "attended": 5,
    "absent": 0,
}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """Give a copy of the kept home to work on, an hour after it was left."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    bureau = Bureau(unpack_kept_home(tmp_path / "市民政局 党办"), NOW + dt.timedelta(hours=2))
    yield bureau
    bureau.context.engine.dispose()


def original(bureau: Bureau, row: Any) -> bytes:
    key = bureau.context.examiner.archive_key
    return read_archived(bureau.home, row.sha256, row.suffix, row.confidential, key)


def sweep(bureau: Bureau) -> list[Receipt]:
    """Sweep with readers that know the kept definitions, which are not those shipped today."""
    with open_readers(bureau.context, 1) as readers:
        return bureau.sweep(readers)


def test_the_kept_home_was_not_changed() -> None:
    assert hashlib.sha256(KEPT_HOME.read_bytes()).hexdigest() == SHA256


def test_its_store_is_brought_to_the_newest_tables_and_keeps_every_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    engine = open_store(unpack_kept_home(tmp_path / "home"))
    with reading(engine) as connection:
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        outcomes = list(connection.scalars(select(drops.c.disposition).order_by(drops.c.id)))
        filed = connection.execute(select(submissions.c.unit, submissions.c.form)).all()
        messages = list(connection.scalars(select(outbox.c.state)))
        assert broken_links(connection) == []
    engine.dispose()
    assert revision == newest_revision()
    assert sorted(outcomes) == ["receipt"] * 4 + ["returned"]
    assert sorted(map(tuple, filed)) == [
        ("ZB01", "study"),
        ("ZB01", "study"),
        ("党办", "complaint"),
        ("党办", "waiver"),
    ]
    assert sorted(messages) == ["pending"] + ["sent"] * 4


def test_verification_finds_nothing_wrong_with_it(kept: Bureau) -> None:
    assert verify(kept.context.engine, kept.home, kept.now) == []


def test_every_original_is_read_and_is_what_was_sent(kept: Bureau) -> None:
    rows = kept.rows(drops)
    assert sorted(row.confidential for row in rows) == [False] * 4 + [True]
    for row in rows:
        assert hashlib.sha256(original(kept, row)).hexdigest() == row.sha256


def test_a_confidential_original_and_its_private_columns_are_opened_with_the_kept_key(
    kept: Bureau,
) -> None:
    [complaint] = [row for row in kept.rows(drops) if row.confidential]
    book = load_workbook(io.BytesIO(original(kept, complaint)))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert COMPLAINANT in cells and PHONE in cells

    [private] = kept.rows(private_sheets)
    header = json.loads(decrypt(kept.context.examiner.archive_key, private.sealed))["header"]
    assert (header["complainant"], header["complainant_phone"]) == (COMPLAINANT, PHONE)


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2026-07-06", ["on_time", "returned", "waived", "open"]),
        ("2026-07-20", ["on_time", "missing", "waived", "missing"]),
    ],
)
def test_the_status_judges_its_duties(kept: Bureau, day: str, states: list[str]) -> None:
    with reading(kept.context.engine) as connection:
        found = statuses_on(connection, kept.context.definitions, dt.date.fromisoformat(day))
    by_duty = {status.duty.key: status.state for status in found}
    units = ("ZB01", "ZB02", "ZB03", "ZB04")
    assert [by_duty[unit, "study", PERIOD] for unit in units] == states


def test_its_draft_says_which_software_and_which_reports_it_was_made_of(kept: Bureau) -> None:
    [draft] = kept.rows(results)
    document = read_document(draft.document)
    assert (draft.state, document["software"]) == ("draft", VERSION)
    assert len(document["submissions"]) == 2


def test_a_blank_that_was_issued_then_is_filled_now_and_accepted(kept: Bureau) -> None:
    [path] = (kept.home.issued / "ZB04").iterdir()
    attendance = [{"session": 1, "person": name, "status": "出勤"} for name in PEOPLE]
    rows = {"sessions": [SESSION], "attendance": attendance}
    data = fill(kept.form("study"), path.read_bytes(), rows, {"reporter": PEOPLE[1]})
    kept.drop("ZB04/六月.xlsx", data)

    [receipt] = sweep(kept)

    assert (receipt.disposition, receipt.unit) == (Disposition.ACCEPTED, "ZB04")
    accepted = kept.rows(submissions)[-1]
    assert (accepted.form, accepted.period, accepted.serial) == ("study", PERIOD, SERIAL)
    assert verify(kept.context.engine, kept.home, kept.now) == []


def test_a_number_whose_blank_never_came_back_is_still_free(kept: Bureau) -> None:
    rows = [(row.form, row.unit, row.number) for row in kept.rows(issued)]
    assert rows == [("waiver", "党办", 1), ("complaint", "党办", 1), ("complaint", "党办", 2)]
    with reading(kept.context.engine) as connection:
        assert first_unused_number(connection, "complaint", "党办") == 2
        assert first_unused_number(connection, "waiver", "党办") is None
