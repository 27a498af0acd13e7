"""What people got and rely on is what was given out, or verification names the file."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.files.encryption import seal_key
from adapters.store.engine import writing
from adapters.store.events import Event, append
from adapters.workbooks.blanks.workbook import Issue
from adapters.workbooks.filler import fill
from adapters.worker_pool import Readers
from campaign.deadlines.agenda import agenda
from campaign.values.periods import parse_period
from services.agenda.action import ActionResult, OutputFile
from services.agenda.actions import run_action
from services.audit.files import read_sealed_unit
from services.audit.retention import REMOVED
from services.audit.verify import AuditFinding, verify
from services.issuing.delivery import deliver_all, record_deliveries
from services.notify.sending import send_pending
from tests.support.office import Bureau


def found(bureau: Bureau) -> list[AuditFinding]:
    return verify(bureau.context.engine, bureau.home, bureau.now)


def said(bureau: Bureau) -> list[tuple[str, str]]:
    return [(finding.subject, finding.what) for finding in found(bureau)]


def name_of(bureau: Bureau, path: Path) -> str:
    return path.relative_to(bureau.home.root).as_posix()


@pytest.fixture
def report(filed: Bureau) -> Path:
    """Give a document that an action wrote."""
    [action, *_] = agenda(filed.context.definitions.plan)
    result = ActionResult(note="", files=(OutputFile(name="文件/通报.docx", data=b"PK"),))
    run_action(filed.context, action, lambda *_: result, filed.now)
    return filed.home.reports / "文件" / "通报.docx"


@pytest.fixture
def letter(filed: Bureau, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a letter that was written as a file."""
    monkeypatch.delenv("ZUOFENG_SMTP_HOST", raising=False)
    definitions = filed.context.definitions
    args = (filed.home, definitions.plan, definitions.roster, lambda: filed.now)
    assert send_pending(filed.context.engine, *args).sent
    return next(filed.home.mail.rglob("*.eml"))


@pytest.fixture
def blank(filed: Bureau) -> Path:
    """Give a blank workbook of ZB01 in its folder."""
    definitions, key = filed.context.definitions, filed.context.examiner.recognition.key
    unit = definitions.roster.unit("ZB01")
    assert unit
    issue = Issue(form=filed.form("study"), unit=unit, period=parse_period("2026-08"))
    deliveries = list(deliver_all([issue], definitions, key, filed.home.issued))
    record_deliveries(filed.context.engine, deliveries)
    return deliveries[0].path


def receipt(bureau: Bureau) -> Path:
    return next(bureau.home.returned.rglob("*回执.html"))


def link(path: Path) -> None:
    """Put a link to the same bytes in a file's place."""
    moved = path.rename(path.with_suffix(".moved"))
    path.symlink_to(moved)


CHANGED, GONE, LINK = "文件与发出时不同。", "文件已不在。", "文件被换成了链接。"


@pytest.mark.parametrize(
    ("touch", "words"),
    [(lambda p: p.write_bytes(b"PX"), CHANGED), (Path.unlink, GONE), (link, LINK)],
)
def test_a_document_that_was_touched_shows(
    touch: Callable[[Path], object], words: str, filed: Bureau, report: Path
) -> None:
    assert found(filed) == []
    touch(report)
    assert said(filed) == [(name_of(filed, report), words)]


def test_a_letter_shows_when_it_is_touched_or_gone_before_its_time(
    filed: Bureau, letter: Path
) -> None:
    assert found(filed) == []
    data = letter.read_bytes()
    letter.write_bytes(data + b" ")
    assert said(filed) == [(name_of(filed, letter), CHANGED)]
    letter.unlink()
    assert said(filed) == [(name_of(filed, letter), GONE)]
    filed.later(days=1)
    with writing(filed.context.engine) as connection:
        detail = {"returned": 0, "mail": 1}
        act = Event(at=filed.now, actor="系统", kind=REMOVED, subject="", detail=detail)
        append(connection, [act])
    assert found(filed) == []


def test_a_receipt_may_be_taken_away_but_not_reworded(filed: Bureau) -> None:
    path = receipt(filed)
    path.write_bytes(path.read_bytes().replace("学习".encode(), "学校".encode()))
    assert said(filed) == [(name_of(filed, path), CHANGED)]
    path.unlink()
    assert found(filed) == []


def test_a_blank_may_be_filled_in_where_it_lies(filed: Bureau, blank: Path) -> None:
    assert found(filed) == []
    rows = filed.study_rows("ZB01", "2026-08")
    blank.write_bytes(fill(filed.form("study"), blank.read_bytes(), rows, {}))
    assert found(filed) == []
    blank.unlink()
    assert found(filed) == []


@pytest.mark.parametrize("data", [b"", b"no workbook", None])
def test_a_blank_that_is_another_unit_s_or_none_shows(
    data: bytes | None, filed: Bureau, blank: Path
) -> None:
    blank.write_bytes(filed.blank("study", "ZB02", "2026-08") if data is None else data)
    [(subject, what)] = said(filed)
    assert subject == name_of(filed, blank) and "填报码" in what


def test_a_genuine_blank_is_read_as_its_unit_s(filed: Bureau, blank: Path) -> None:
    limits = filed.context.definitions.plan.limits
    assert read_sealed_unit((blank, seal_key(filed.home), limits)) == "ZB01"
    assert read_sealed_unit((blank, b"k" * 32, limits)) == ""


@pytest.mark.parametrize("name", ["seal.key", "archive.key", "chain.key"])
def test_a_key_that_was_exchanged_shows(name: str, filed: Bureau) -> None:
    path = filed.home.state / name
    if name == "archive.key":
        path.unlink()
        filed.later(seconds=1)
    elif name == "seal.key":
        path.write_bytes(bytes(32))
    else:
        secret, *rest = path.read_text().splitlines()
        path.write_text("\n".join(["0" * len(secret), *rest]))
    told = [finding for finding in found(filed) if finding.check.value == "密钥"]
    assert [finding.subject for finding in told] == [f"outputs/state/{name}"]
    assert "密钥已更换" in told[0].what


def test_an_original_in_whose_place_there_is_a_link_shows(filed: Bureau) -> None:
    path = next(filed.home.archive.rglob("*.pdf"))
    moved = path.rename(filed.home.root / "moved.pdf")
    path.symlink_to(moved)
    assert said(filed) == [(name_of(filed, path), LINK)]


def test_a_temporary_file_that_nobody_writes_any_more_is_a_stranger(filed: Bureau) -> None:
    path = next(filed.home.archive.rglob("*.pdf"))
    hidden = path.with_name(".x.tmp")
    hidden.write_bytes(b"hidden")
    assert found(filed) == []
    os.utime(hidden, (time.time() - 3600,) * 2)
    assert said(filed) == [(name_of(filed, hidden), "存档中有登记之外的文件。")]


def test_a_sweep_s_receipts_are_on_record(bureau: Bureau, readers: Readers) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)
    receipt(bureau).write_bytes(b"another")
    assert [what for _, what in said(bureau)] == [CHANGED]
