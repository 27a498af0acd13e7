"""The kept home: a small home as version 0.2.0 leaves it, which later versions must open.

``python -m tests.support.kept.make_kept_home`` made tests/data/home-0.2.0.tar.gz and prints its
hash. It is run once for a release and never again for that release: a home in use cannot be made
anew either. A later version brings it forward by migrations; one that changes what is stored keeps
a home of its own beside it. The same software gives the same content but for the encrypted parts,
whose keys age draws at random, and the hashes of these. The keys in it are those of all tests.

Taken in are a study report that is accepted (ZB01) and its correction, one that is returned (ZB02),
a waiver for ZB03, and a complaint. Issued and not filled are the study report of ZB04 and a second
complaint. All receipts but the last are sent (as files), and a result is drafted.
"""

import datetime as dt
import gzip
import hashlib
import io
import os
import shutil
import sqlite3
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from unittest import mock

from adapters.files.home import Home
from adapters.store.tables import submissions
from adapters.workbooks.filler import fill
from campaign.values.acts import Actor
from campaign.values.dispositions import Disposition
from campaign.values.periods import parse_period
from services.intake.process_inbox import open_readers
from services.issuing.delivery import deliver_all, numbered
from services.issuing.folder import Delivery
from services.issuing.selection import IssueFilter, select_issues
from services.notify.sending import send_pending
from services.results.register import register
from tests.support.office import NOW, Bureau, make_home

VERSION = "0.2.0"
KEPT_HOME = Path(__file__).parents[2] / "data" / f"home-{VERSION}.tar.gz"
CLERK = Actor(name="秦朗", reason="按程序办理")
COMPLAINANT, PHONE = "甄一鸣", "0590-5550199"
PERIOD = "2026-06"


def unpack_kept_home(root: Path) -> Home:
    """Return a copy of the kept home in a new folder."""
    with tarfile.open(KEPT_HOME) as archive:
        archive.extractall(root, filter="data")
    return Home(root)


def fill_home(root: Path) -> None:
    """Make a home in which the software has done what the module says, and leave it at rest."""
    bureau = Bureau(make_home(root))
    _issue(bureau, "党办", "waiver")
    _issue(bureau, "党办", "complaint")
    _take_in(bureau)
    _issue(bureau, "ZB04", "study", PERIOD)
    _issue(bureau, "党办", "complaint")
    bureau.later(hours=1)
    definitions = bureau.context.definitions
    args = (bureau.home, definitions.plan, definitions.roster, lambda: bureau.now)
    assert send_pending(bureau.context.engine, *args).sent
    with mock.patch.object(register, "software_version", lambda: VERSION):
        register.draft_result(bureau.context, bureau.now.date(), CLERK, bureau.now)
    _send_again(bureau)
    bureau.context.engine.dispose()
    _vacuum(bureau.home)


def _issue(bureau: Bureau, unit: str, form: str, period: str = "") -> Delivery:
    context = bureau.context
    issue_filter = IssueFilter(
        unit=context.definitions.roster.unit(unit),
        form=bureau.form(form),
        period=parse_period(period) if period else None,
    )
    issues = select_issues(context.definitions, issue_filter, bureau.now.date())
    key = context.examiner.recognition.key
    issues = numbered(context.engine, context.definitions, issues, key, bureau.now)
    [delivery] = deliver_all(issues, context.definitions, key, bureau.home.issued)
    return delivery


def _take_in(bureau: Bureau) -> None:
    wrong = bureau.study_rows("ZB02")
    wrong["sessions"][0]["held_on"] = "2026年2月30日"
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02", rows=wrong))
    bureau.drop("党办/免报.xlsx", _waiver(bureau))
    bureau.drop("保密/投诉.xlsx", bureau.complaint("TS2026-001", 1, COMPLAINANT, PHONE))
    _sweep(bureau, [Disposition.ACCEPTED] * 3 + [Disposition.RETURNED])


def _send_again(bureau: Bureau) -> None:
    """Take in a correction of ZB01's, whose receipt stays pending in the outbox."""
    rows = bureau.study_rows("ZB01")
    rows["sessions"][0]["summary"] = "改正后的学习内容，逐人发言"
    bureau.drop("ZB01/六月更正.xlsx", bureau.study("ZB01", rows=rows))
    _sweep(bureau, [Disposition.ACCEPTED])
    assert len(bureau.rows(submissions)) == 4


def _sweep(bureau: Bureau, dispositions: list[Disposition]) -> None:
    with open_readers(bureau.context, 1) as readers:
        receipts = bureau.sweep(readers)
    assert sorted(receipt.disposition for receipt in receipts) == sorted(dispositions)


def _waiver(bureau: Bureau) -> bytes:
    row = {
        "unit": "ZB03",
        "obligation": "每月学习教育",
        "period": "2026年6月",
        "why": "全员参加援建",
        "expires_on": "2026-08-10",
    }
    header = {
        "number": "MB-2026-01",
        "approved_by": bureau.people("党办")[0].name,
        "approved_on": bureau.now.date().isoformat(),
    }
    blank = bureau.blank("waiver", "党办", number=1)
    return fill(bureau.form("waiver"), blank, {"waivers": [row]}, header)


def _vacuum(home: Home) -> None:
    """Leave the database without its journal files, and as small as it can be."""
    path = home.state / "zuofeng.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("VACUUM")
    assert not list(home.state.glob("zuofeng.db-*"))


def pack(root: Path) -> bytes:
    """Return a home as a .tar.gz; the same files give the same bytes."""
    target = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=target, mode="wb", filename="", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in sorted(root.rglob("*")):
            archive.add(path, path.relative_to(root), recursive=False, filter=_anonymous)
    return target.getvalue()


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who made a file and when."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = int(NOW.astimezone(dt.UTC).timestamp())
    return member


def make_kept_home() -> None:
    """Write the kept home and print its hash; raises FileExistsError if it is kept already."""
    for variable in ("ZUOFENG_DATABASE_URL", "ZUOFENG_SMTP_HOST"):
        os.environ.pop(variable, None)
    folder = Path(tempfile.mkdtemp())
    try:
        fill_home(folder / "home")
        data = pack(folder / "home")
    finally:
        shutil.rmtree(folder)
    with KEPT_HOME.open("xb") as file:
        file.write(data)
    sys.stdout.write(f"{hashlib.sha256(data).hexdigest()}\n")


if __name__ == "__main__":
    make_kept_home()
