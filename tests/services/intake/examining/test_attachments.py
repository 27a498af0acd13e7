"""Evidence is kept by the serial number in its name; what may be a report never is in silence."""

import io
import random
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from openpyxl import load_workbook

from adapters.store.tables import attachments, outbox, problems
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from tests.support.office import Bureau

SERIAL = "XX26-ZB01-06-RGAA"
PICTURE, PDF = b"\x89PNG\r\n\x1a\n" + bytes(99), b"%PDF-1.7\n"
NOISE = random.Random(1).randbytes(3_000)
Build = Callable[[Bureau], bytes]


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheet(*rows: list[str]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        page = workbook.add_worksheet("签到表")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return target.getvalue()


SIGN_IN = sheet(["六月学习签到表"], ["序号", "姓名", "签到时间"], ["1", "甄一鸣", "9:00"])


def locked(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[changed.index(b"PK\1\2") + 8] |= 1
    return bytes(changed)


def unsealed(bureau: Bureau) -> bytes:
    """Return a filled report without the hidden sheet, as a copy of the cells."""
    workbook = load_workbook(io.BytesIO(bureau.study("ZB01")))
    del workbook["_form"]
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


REPORTS: dict[str, Build] = {
    "a report": lambda bureau: packed({"六月.xlsx": bureau.study("ZB01")}),
    "a report in folders, beside pictures": lambda bureau: packed(
        {"六月/甲/图.png": PICTURE, "六月/乙/丙/六月.xlsx": bureau.study("ZB01")}
    ),
    "a report in an archive inside": lambda bureau: packed(
        {"内.zip": packed({"六月.xlsx": bureau.study("ZB01")})}
    ),
    "a report without a seal": lambda bureau: packed({"六月.xlsx": unsealed(bureau)}),
    "a report under another suffix": lambda bureau: packed({"六月.dat": bureau.study("ZB01")}),
    "a name in GBK": lambda bureau: packed({"x.xlsx": bureau.study("ZB01")}).replace(
        b"x.xlsx", "六月".encode("gb18030") + b".x"
    ),
    "a report among sign-in sheets": lambda bureau: packed(
        {"一.xlsx": SIGN_IN, "二.xlsx": SIGN_IN, "三.xlsx": bureau.study("ZB01")}
    ),
}


@pytest.mark.parametrize("build", REPORTS.values(), ids=REPORTS.keys())
@pytest.mark.parametrize(
    "name", ["六月.zip", f"{SERIAL} 六月月报.zip", f"{SERIAL}.rar", "六月.xlsx"]
)
def test_a_report_in_an_archive_is_returned_whatever_the_archive_is_called(
    bureau: Bureau, readers: Readers, name: str, build: Build
) -> None:
    bureau.drop(f"ZB01/{name}", build(bureau))

    [reply] = bureau.sweep(readers)

    assert (reply.disposition, reply.reasons) == (Disposition.RETURNED, ("压缩包里有报表",))
    [message] = bureau.rows(outbox)
    assert "压缩包里有报表，没有登记" in message.text
    assert "请解压后把表格放入收件箱" in message.text
    assert bureau.inbox() == []


def test_a_complaint_in_an_archive_is_kept_as_one(bureau: Bureau, readers: Readers) -> None:
    study, complaint = bureau.study("ZB01"), bureau.complaint("TS-2026-001")
    bureau.drop("ZB01/六月.zip", packed({"一.xlsx": study, "二.xlsx": complaint}))

    [reply] = bureau.sweep(readers)

    assert (reply.disposition, reply.unit) == (Disposition.RETURNED, "保密")
    assert not list(bureau.home.archive.rglob("*.zip"))


KEPT: dict[str, tuple[str, bytes, str]] = {
    "pictures and PDF": (".zip", packed({"图/一.png": PICTURE, "二.pdf": PDF}), ""),
    "a Mac's leavings": (".zip", packed({"一.png": PICTURE, "__MACOSX/._六月.xlsx": NOISE}), ""),
    "a sign-in sheet in an archive": (".zip", packed({"签到.xlsx": SIGN_IN}), "没有全部读取"),
    "a locked archive": (".zip", locked(packed({"六月.xlsx": b"x"})), "没有全部读取"),
    "a broken workbook in an archive": (".zip", packed({"a.xlsx": SIGN_IN[:900]}), "没有全部读取"),
    "a bomb": (".zip", packed({"a.png": bytes(300_000_000)}), "没有全部读取"),
    "archives in archives": (
        ".zip",
        packed({"a": packed({"b": packed({"c": packed({"d": PICTURE})})})}),
        "没有全部读取",
    ),
    "RAR": (".rar", b"Rar!\x1a\x07\x01\0" + NOISE, "没有全部读取"),
    "7z": (".7z", b"7z\xbc\xaf\x27\x1c" + NOISE, "没有全部读取"),
    "a workbook": (".xlsx", SIGN_IN, "没有作为报表登记"),
    "OFD": (".ofd", packed({"OFD.xml": b"<OFD/>"}), ""),
    "a film": (".mp4", b"\0\0\0\x18ftypisom\0\0\0\0" + NOISE, ""),
    "a text": (".md", "学习体会".encode(), ""),
    "an encrypted PDF": (".pdf", b"%TSD-Header-###%" + NOISE, "党办可能打不开"),
}


@pytest.mark.parametrize(("suffix", "data", "hint"), KEPT.values(), ids=KEPT.keys())
def test_evidence_is_kept_by_its_serial_number_with_a_word_where_need_be(
    bureau: Bureau, readers: Readers, suffix: str, data: bytes, hint: str
) -> None:
    bureau.drop(f"ZB01/{SERIAL} 材料{suffix}", data)

    [reply] = bureau.sweep(readers)

    assert (reply.disposition, reply.errors) == (Disposition.ATTACHMENT, 0)
    assert [row.serial for row in bureau.rows(attachments)] == [SERIAL]
    [message] = bureau.rows(outbox)
    assert (hint in message.text) and bool(hint) == bool(bureau.rows(problems))


NO_SERIAL: dict[str, tuple[str, bytes, str]] = {
    "pictures and PDF": (".zip", packed({"一.png": PICTURE, "二.pdf": PDF}), "附件未注明填报码"),
    "a sign-in sheet in an archive": (".zip", packed({"签到.xlsx": SIGN_IN}), "文件是压缩包"),
    "a locked archive": (".zip", locked(packed({"六月.xlsx": b"x"})), "文件是压缩包"),
    "RAR": (".rar", b"Rar!\x1a\x07\x01\0" + NOISE, "文件是压缩包"),
    "a workbook": (".xlsx", SIGN_IN, "无法确认是哪一份表"),
    "a picture": (".png", PICTURE, "附件未注明填报码"),
    "slides": (".mp4", b"\0\0\0\x18ftypisom\0\0\0\0" + NOISE, "附件未注明填报码"),
}


@pytest.mark.parametrize(("suffix", "data", "reason"), NO_SERIAL.values(), ids=NO_SERIAL.keys())
def test_without_a_serial_number_it_is_returned_with_a_word_how_evidence_is_named(
    bureau: Bureau, readers: Readers, suffix: str, data: bytes, reason: str
) -> None:
    bureau.drop(f"ZB01/材料{suffix}", data)

    [reply] = bureau.sweep(readers)

    assert (reply.disposition, reply.reasons) == (Disposition.RETURNED, (reason,))
    [message] = bureau.rows(outbox)
    assert "填报码" in message.text


SPOILED: dict[str, Build] = {
    "a report without a seal and period": lambda bureau: sheet(
        ["理论学习教育情况月报表"], ["场次", "学习日期"], ["1", "6月3日"]
    ),
    "a PDF that is called a workbook": lambda bureau: PDF,
    "a picture that is called a workbook": lambda bureau: PICTURE,
    "half a report": lambda bureau: bureau.study("ZB01")[:5_000],
    "an encrypted report": lambda bureau: b"%TSD-Header-###%" + NOISE,
    "nothing": lambda bureau: b"",
}


@pytest.mark.parametrize("build", SPOILED.values(), ids=SPOILED.keys())
def test_what_may_be_a_report_is_no_evidence(
    bureau: Bureau, readers: Readers, build: Build
) -> None:
    bureau.drop(f"ZB01/{SERIAL} 六月.xlsx", build(bureau))

    [reply] = bureau.sweep(readers)

    assert reply.disposition is Disposition.RETURNED


def test_a_report_named_by_its_serial_number_is_a_report(bureau: Bureau, readers: Readers) -> None:
    bureau.drop(f"ZB01/{SERIAL} 六月.xlsx", bureau.study("ZB01"))
    bureau.drop(f"ZB01/{SERIAL} 六月更正.xlsx", unsealed(bureau))

    replies = bureau.sweep(readers)

    assert {reply.disposition for reply in replies} == {Disposition.ACCEPTED}
