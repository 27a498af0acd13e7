"""A complaint stays one whatever is wrong with it: encrypted, nameless, answered to the office."""

import io
import os
import tracemalloc
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.files.archive import archive_path
from adapters.store.tables import drops, outbox
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from campaign.values.seal import Identity
from services.audit.verify import verify
from services.intake import process_inbox
from services.intake.manual_acceptance import FaultyFileError, accept_file
from services.intake.process_inbox import answer_claims
from services.intake.quarantine import requeue
from tests.services.intake.inbox.test_hostile_inbox import edited
from tests.services.intake.test_manual_acceptance import HAND, fail
from tests.support.office import Bureau

NAME = "甄一鸣"
PHONE = "0590-5550199"


def readable(path: Path) -> str:
    """Return all that can be read in a file: a workbook's cells, else its text."""
    if path.suffix != ".xlsx":
        return path.read_bytes().decode(errors="ignore")
    book = load_workbook(io.BytesIO(path.read_bytes()))
    return str([cell.value for sheet in book for row in sheet.iter_rows() for cell in row])


def assert_nothing_leaked(bureau: Bureau) -> None:
    """Nobody but the office is told anything, and no file on the share says who complained."""
    office = bureau.context.definitions.roster.unit("党办")
    assert office
    for message in bureau.rows(outbox):
        assert (message.unit, message.recipient) == ("党办", office.email)
        assert NAME not in message.subject + message.text + message.html
    for drop in bureau.rows(drops):
        assert drop.confidential and NAME not in drop.name
        assert not archive_path(bureau.home, drop.sha256, drop.suffix, False).exists()
        assert archive_path(bureau.home, drop.sha256, drop.suffix, True).exists()
    folder = bureau.home.outputs
    for path in (p for p in folder.rglob("*") if p.is_file() and "state" not in p.parts):
        assert NAME not in path.name + readable(path) and PHONE not in readable(path), path
    assert not list(bureau.home.returned.rglob("*.xlsx"))


def unsealed(data: bytes) -> bytes:
    """Return a workbook without the hidden sheet that says what it is."""
    book = load_workbook(io.BytesIO(data))
    del book["_form"]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (f"ZB01/{NAME}举报某人.xlsx", "放错了文件夹"),
        (f"{NAME}举报标识.xlsx", "表格标识被改动"),
        (f"{NAME}举报旧版.xlsx", "报表版本不符"),
        (f"ZB01/{NAME}没有标识.xlsx", None),
        (f"{NAME}没有标识.xlsx", "不是下发的表格"),
        (f"ZB01/TS26-党办-E003-AAAA {NAME}身份证.pdf", "附件未注明填报码"),
        (f"ts26-党办-E3 {NAME}.xlsx", None),
        (f"ZB01/举报投诉登记表（{NAME}）.xlsx", None),
    ],
)
def test_a_complaint_that_is_refused_is_kept_and_answered_as_one(
    bureau: Bureau, readers: Readers, path: str, reason: str | None
) -> None:
    data = bureau.complaint("TS-2026-001", complainant=NAME, phone=PHONE)
    if "标识" in path and "没有" not in path:
        data = edited(data, "_form", "B3", "ZB09")
    if "没有标识" in path:
        data = unsealed(data)
    if path.endswith(".pdf") or "E3" in path or "登记表" in path:
        data = f"%PDF-1.7 {NAME}".encode()
    if "旧版" in path:
        form = bureau.form("complaint")
        old = form.model_copy(update={"version": form.version + 1})
        definitions = bureau.context.definitions
        newer = {**definitions.forms, "complaint": old}
        bureau.context = replace(bureau.context, definitions=replace(definitions, forms=newer))
        data = bureau.complaint("TS-2026-001", complainant=NAME, phone=PHONE)
    bureau.drop(path, data)

    [reply] = bureau.sweep(readers)

    assert (reply.disposition, reply.unit) == (Disposition.RETURNED, "保密")
    [message] = bureau.rows(outbox)
    assert len(reply.reasons) == 1 and reason in (*reply.reasons, None)
    assert "整个文件" in message.text and "（略）" not in message.subject
    [copy] = (bureau.home.confidential_inbox / "退回").iterdir()
    assert NAME not in copy.name
    assert_nothing_leaked(bureau)


def test_what_says_of_itself_nothing_stays_what_its_folder_says(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/照片.pdf", b"%PDF-1.7")
    bureau.drop("ZB01/乱.xlsx", b"junk")

    replies = bureau.sweep(readers)

    assert [(r.disposition, r.unit) for r in replies] == [(Disposition.RETURNED, "ZB01")] * 2
    assert not any(drop.confidential for drop in bureau.rows(drops))


def test_the_same_bytes_stay_confidential_wherever_they_are_dropped_again(
    bureau: Bureau, readers: Readers
) -> None:
    paper, form = f"%PDF-1.7 {NAME}".encode(), bureau.study("ZB01")
    complaint = bureau.complaint("TS-2026-001", complainant=NAME, phone=PHONE)
    for name, data in (("身份证.pdf", paper), ("登记.xlsx", complaint), ("学习.xlsx", form)):
        bureau.drop(f"保密/{name}", data)
    bureau.sweep(readers)
    bureau.later(hours=1)
    bureau.drop(f"ZB01/{NAME}身份证.pdf", paper)
    bureau.drop(f"ZB01/{NAME}.xlsx", complaint)
    bureau.drop(f"ZB01/{NAME}六月.xlsx", form)

    assert {reply.unit for reply in bureau.sweep(readers)} == {"保密"}

    for drop in bureau.rows(drops):
        assert drop.confidential and NAME not in drop.name
        assert not archive_path(bureau.home, drop.sha256, drop.suffix, False).exists()
    assert verify(bureau.context.engine, bureau.home, bureau.now) == []


def test_of_two_copies_in_one_sweep_the_confidential_one_decides_for_both(
    bureau: Bureau, readers: Readers
) -> None:
    paper = f"%PDF-1.7 {NAME}".encode()
    bureau.drop(f"ZB01/{NAME}身份证.pdf", paper)
    bureau.drop("保密/身份证.pdf", paper)

    bureau.sweep(readers)

    assert [drop.confidential for drop in bureau.rows(drops)] == [True, True]
    assert_nothing_leaked(bureau)


def test_what_is_wrong_with_a_confidential_file_as_such_is_said(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("保密/坏.xlsx", b"junk")

    [reply] = bureau.sweep(readers)

    [message] = bureau.rows(outbox)
    assert reply.reasons == ("不是表格文件",)
    for body in (message.text, message.html):
        assert "文件内容是文本文件，不是电子表格" in body and "另存为" in body
        assert (
            "原件退回：inputs/inbox/保密/退回/（文件名以回执号开头）" in body
            and "“保密”文件夹" in body
        )
        assert "已标出" not in body and "详见退回副本" not in body


def test_what_is_wrong_with_a_confidential_file_s_content_is_said_in_its_copy_alone(
    bureau: Bureau, readers: Readers
) -> None:
    data = bureau.complaint("TS-2026-001", complainant=NAME, phone="不是电话")
    bureau.drop("投诉.xlsx", data)

    [reply] = bureau.sweep(readers)

    [message] = bureau.rows(outbox)
    assert reply.reasons == ()
    for body in (message.text, message.html):
        assert "表内的具体问题详见退回副本" in body and "保密报表未放入" not in body
        assert "今后请直接放入“保密”文件夹" in body and "举报投诉" not in body


COMPLAINT = Identity(form="complaint", version=1, unit="党办", period="", serial="")
STUDY = Identity(form="study", version=1, unit="ZB01", period="2026-06", serial="")


@pytest.mark.parametrize(
    ("folder", "named"),
    [("outputs", COMPLAINT), ("inputs/inbox/保密/来件", STUDY)],
)
def test_what_the_office_takes_from_a_path_is_confidential_by_its_form_and_its_place(
    bureau: Bureau, folder: str, named: Identity
) -> None:
    path = bureau.home.root / folder / f"{NAME}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"junk {NAME}".encode())

    with pytest.raises(FaultyFileError):
        accept_file(bureau.context, str(path), named, HAND, bureau.now)
    path.unlink()

    assert bureau.rows(drops) == bureau.rows(outbox) == []
    assert_nothing_leaked(bureau)


@pytest.mark.parametrize(("right", "kept"), [(True, False), (False, True)])
def test_what_was_set_aside_stays_confidential_until_it_was_read_as_what_it_is(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch, right: bool, kept: bool
) -> None:
    data = bureau.study("ZB01") if right else bureau.complaint("TS-2026-001", complainant=NAME)
    bureau.drop(f"{NAME}.xlsx", data)
    with monkeypatch.context() as broken:
        broken.setattr(process_inbox, "examine_in_worker", fail)
        [aside] = bureau.sweep(readers)

    with nullcontext() if right else pytest.raises(FaultyFileError):
        accept_file(bureau.context, aside.receipt, STUDY, HAND, bureau.now, force=True)

    assert (bureau.rows(drops)[-1].state == "quarantined") == kept
    assert bool(list(bureau.home.archive.rglob("*.xlsx"))) != kept


def test_a_recording_that_somebody_dropped_is_kept_without_being_held_in_memory(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Far larger than what may be read; the file has holes, so that it fits on any disk."""
    path = bureau.drop("保密/录音.wav", b"")
    os.truncate(path, 256 << 20)
    os.utime(path, (bureau.now.timestamp() - 60,) * 2)
    tracemalloc.start()
    with monkeypatch.context() as broken:
        broken.setattr(process_inbox, "examine_in_worker", fail)
        [aside] = bureau.sweep(readers)
    [claim] = requeue(bureau.context, bureau.now)
    [[reply]] = answer_claims(bureau.context, readers, [claim], lambda: bureau.now)
    findings = verify(bureau.context.engine, bureau.home, bureau.now)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (aside.disposition, reply.disposition) == (Disposition.QUARANTINED, Disposition.RETURNED)
    assert findings == []
    assert peak < 64 << 20
