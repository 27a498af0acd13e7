"""Whatever is dropped gets an answer that says why, and the sweep goes on to the next file."""

import io
import os
import re
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from adapters.files.archive import archive_path
from adapters.store.tables import drops, outbox, problems
from adapters.worker_pool import Readers
from campaign.problems.codes import Code
from campaign.problems.limiting import MOST_STORED
from campaign.values.dispositions import Disposition
from services.intake import process_inbox
from services.intake.claim import Claim
from services.intake.examining.examination import Examined, examine_in_worker
from services.intake.quarantine import requeue
from tests.support.office import NOW, Bureau


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with one part more."""
    target = io.BytesIO(data)
    with ZipFile(target, "a", ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return target.getvalue()


def edited(data: bytes, sheet: str, cell: str, value: str | int) -> bytes:
    """Return a workbook with one cell changed."""
    workbook = load_workbook(io.BytesIO(data))
    workbook[sheet][cell] = value
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def test_hostile_files_are_each_told_why_and_the_good_one_among_them_is_accepted(
    bureau: Bureau, readers: Readers
) -> None:
    good = bureau.study("ZB01")
    files = {
        "空.xlsx": (b"", "空文件"),
        "文字.xlsx": ("只是文字".encode(), "不是表格文件"),
        "半截.xlsx": (good[:2000], "文件损坏"),
        "宏.xlsx": (with_part(good, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "文件含有宏"),
        "炸弹.xlsx": (with_part(good, "xl/media/a.xml", b"0" * 250_000_000), "文件解压后过大"),
        "天边.xlsx": (edited(good, "学习场次", "XFD1048576", 1), "表格范围之外有内容"),
        "改标识.xlsx": (edited(good, "_form", "B3", "ZB09"), "表格标识被改动"),
        "ZB05/外单位.xlsx": (good, "放错了文件夹"),
        "改单位.xlsx": (edited(good, "学习场次", "B3", "局机关第二党支部"), None),
    }
    for name, (data, _) in files.items():
        path = bureau.drop(name, data)
        os.utime(path, (NOW.timestamp() - 100,) * 2)
    bureau.drop("ZB01/好.xlsx", bureau.study("ZB01", rows=bureau.study_rows("ZB01", seed=3)))

    replies = {reply.receipt: reply for reply in bureau.sweep(readers)}

    answers = {drop.name: replies[drop.receipt] for drop in bureau.rows(drops)}
    assert answers.pop("好.xlsx").disposition is Disposition.ACCEPTED
    for name, (_, reason) in files.items():
        reply = answers[name.rpartition("/")[2]]
        assert reply.disposition is Disposition.RETURNED, name
        assert reason is None or reply.reasons == (reason,), name
    for drop in bureau.rows(drops):
        assert archive_path(bureau.home, drop.sha256, drop.suffix, drop.confidential).exists()
    assert len(bureau.rows(outbox)) == len(files) + 1


def merged(data: bytes, area: str, times: int) -> bytes:
    """Return a workbook whose first sheet says so many times that an area is merged."""
    with ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    head, _, tail = parts["xl/worksheets/sheet1.xml"].partition(b"</sheetData>")
    cells = f'<mergeCell ref="{area}"/>' * times
    areas = f"<mergeCells>{cells}</mergeCells>".encode()
    tail = re.sub(rb"<mergeCells.*</mergeCells>", b"", tail)
    parts["xl/worksheets/sheet1.xml"] = head + b"</sheetData>" + areas + tail
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def test_a_small_file_does_not_fill_the_store_with_problems(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/六月.xlsx", merged(bureau.study("ZB01"), "A10:B10", 30_000))

    [reply] = bureau.sweep(readers)

    assert (reply.disposition, reply.errors) == (Disposition.RETURNED, 30_000)
    rows = bureau.rows(problems)
    assert len(rows) == MOST_STORED + 1
    assert {row.code for row in rows} == {Code.FILE_MORE_PROBLEMS, Code.ROW_MERGED}
    [message] = bureau.rows(outbox)
    assert "共30000处须修改" in message.text and "另有29500处问题没有逐一列出" in message.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("六月\n  报送时效：按期\n.xlsx", "六月 报送时效：按期 .xlsx"),
        ("六月\u2028填报码\u202e.xlsx ", "六月 填报码 .xlsx"),
        ('六月:*?"<>|.xlsx. ', "六月_______.xlsx"),
        ("😀" * 60 + ".xlsx", "😀" * 60 + ".xlsx"),
        ("月" * 80 + ".et", "月" * 80 + ".et"),
    ],
)
@pytest.mark.parametrize("readable", [True, False])
def test_no_name_forges_a_line_or_cannot_be_given_back(
    bureau: Bureau, readers: Readers, name: str, shown: str, readable: bool
) -> None:
    bureau.drop(f"ZB01/{name}", bureau.study("ZB01", rows={}) if readable else b"junk")

    [reply] = bureau.sweep(readers)

    assert (reply.disposition, reply.unit) == (Disposition.RETURNED, "ZB01")
    [message] = bureau.rows(outbox)
    assert f"\n  文件名称：{shown}\n" in message.text and "\n  报送时效" not in message.text
    [copy] = (bureau.home.returned / "ZB01").glob("*退回*")
    assert copy.name.isprintable() and not set(copy.name) & set('<>:"|?*')
    assert copy.suffix == (".xlsx" if readable or ".et" not in name else ".et")
    assert copy.stem == copy.stem.strip()


def abort_at_the_second(claim: Claim) -> Examined:
    """Stand for a file that kills its reader although the gate let it in."""
    if claim.name == "要命.xlsx":
        os.abort()
    return examine_in_worker(claim)


def fail_at_the_second(claim: Claim) -> Examined:
    """Stand for a mistake in the software; its message quotes what the file says."""
    if claim.name == "要命.xlsx":
        raise RuntimeError(claim.name)
    return examine_in_worker(claim)


def test_a_file_that_kills_its_reader_is_unreadable_and_the_others_are_not(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_inbox, "examine_in_worker", abort_at_the_second)
    for unit, name in (("ZB01", "一.xlsx"), ("ZB02", "要命.xlsx"), ("ZB03", "三.xlsx")):
        bureau.drop(f"{unit}/{name}", bureau.study(unit))

    replies = {reply.unit: reply for reply in bureau.sweep(readers)}

    assert replies["ZB02"].reasons == ("文件无法读取",)
    assert replies["ZB01"].disposition is replies["ZB03"].disposition is Disposition.ACCEPTED


def test_a_fault_of_the_software_sets_the_file_aside_alarms_the_office_and_can_be_retried(
    bureau: Bureau,
    readers: Readers,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bureau.drop("ZB01/要命.xlsx", bureau.study("ZB01"))
    with monkeypatch.context() as broken:
        broken.setattr(process_inbox, "examine_in_worker", fail_at_the_second)
        [aside] = bureau.sweep(readers)

    assert aside.disposition is Disposition.QUARANTINED and bureau.inbox() == []
    [alarm] = bureau.rows(outbox)
    assert alarm.kind == "quarantined" and alarm.unit == "党办"
    assert "RuntimeError" in caplog.text and "要命" not in caplog.text

    assert not list(bureau.home.archive.rglob("*.xlsx")), "nobody knows yet what it is"
    assert [claim.receipt for claim in requeue(bureau.context, NOW)] == [aside.receipt]
    bureau.later(hours=1)
    [reply] = bureau.sweep(readers)
    assert (reply.receipt, reply.disposition) == (aside.receipt, Disposition.ACCEPTED)
    assert reply.unit == "ZB01", "a file that was set aside is not confidential for good"
