"""The year's archive: packed once the result is published, with a manifest that holds."""

import datetime as dt
import hashlib
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from adapters.worker_pool import Readers
from campaign.deadlines.agenda import ActionKind
from services.agenda.action import ActionResult
from services.audit.year_archive import archive_year
from tests.services.results.publish.test_year_end import approved, mail, morning
from tests.support.office import Bureau
from tests.support.run_actions import carry, paper, work


def unpacked(bureau: Bureau, folder: Path) -> Path:
    with ZipFile(BytesIO(paper(bureau, "归档/2026年度归档.zip"))) as package:
        package.extractall(folder)
    return folder


def archived(bureau: Bureau) -> ActionResult:
    approved(bureau)
    morning(bureau)
    morning(bureau, 8)
    bureau.now = bureau.now.replace(month=12, day=31)
    return carry(bureau, archive_year, ActionKind.ARCHIVE)


def test_the_year_is_archived_with_a_manifest_that_holds(year_end: Bureau, tmp_path: Path) -> None:
    done = archived(year_end)
    folder = unpacked(year_end, tmp_path / "解压")
    check = ["sha256sum", "--strict", "-c"]
    subprocess.run([*check, "manifest.txt"], cwd=folder, check=True, capture_output=True)
    originals = [*check, str(folder / "originals.txt")]
    subprocess.run(originals, cwd=year_end.home.archive, check=True, capture_output=True)
    beside = year_end.home.reports / "归档"
    subprocess.run([*check, "2026年度归档.zip.sha256"], cwd=beside, check=True)
    listed = (folder / "manifest.txt").read_text(encoding="utf-8").splitlines()
    files = [p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.txt"]
    assert len(listed) == len(files)
    names = {path.relative_to(folder).as_posix() for path in files}
    assert {"收件登记.csv", "事件记录.jsonl", "originals.txt"} <= names
    assert any(name.startswith("考评成果/") and name.endswith("（已公布）.json") for name in names)
    assert "文件资料/文件/2026-12-26 推荐报告.docx" in names
    assert not any(name.endswith("roster.xlsx") for name in names)
    assert any("plan.toml" in name for name in names)
    [told] = mail(year_end, "年度归档")
    assert str(done.facts["sha256"]) in told.text


def test_the_same_records_give_the_same_package(year_end: Bureau) -> None:
    archived(year_end)
    planned = work(year_end, ActionKind.ARCHIVE)
    one = archive_year(year_end.context, planned, year_end.now)
    year_end.now += dt.timedelta(days=3)
    other = archive_year(year_end.context, planned, year_end.now)
    assert [hashlib.sha256(p.data).hexdigest() for p in one.files] == [
        hashlib.sha256(p.data).hexdigest() for p in other.files
    ]


def test_nothing_is_archived_before_the_result_is_published(year_end: Bureau) -> None:
    approved(year_end)
    year_end.now = year_end.now.replace(month=12, day=31)
    done = carry(year_end, archive_year, ActionKind.ARCHIVE)
    assert done.deferred and "尚未公布" in done.note
    assert not (year_end.home.reports / "归档").exists()


def test_nothing_confidential_is_packed_in_clear(
    year_end: Bureau, readers: Readers, tmp_path: Path
) -> None:
    secrets = ("欧阳不愿留名", "13900001111", "某人的举报")
    complaint = year_end.complaint("TS-2026-009", complainant=secrets[0], phone=secrets[1])
    year_end.drop("保密/某人的举报.xlsx", complaint)
    [reply] = year_end.sweep(readers)
    assert reply.disposition == "receipt"
    archived(year_end)
    folder = unpacked(year_end, tmp_path / "解压")
    texts = [p.read_bytes().decode("utf-8", "replace") for p in folder.rglob("*") if p.is_file()]
    assert not [secret for secret in secrets if any(secret in text for text in texts)]
    register = (folder / "收件登记.csv").read_text(encoding="utf-8-sig").splitlines()
    [case] = [line.split(",") for line in register if line.endswith(",是")]
    assert case[2:5] == ["", "", ""] and case[0].startswith("HZ26-"), "no unit, form, period"
