"""The inbox as clerks and file shares treat it: slow copies, bursts, moved folders, downtime."""

import datetime as dt
import io
import os
import shutil
from pathlib import Path

import pytest
import xlwt

from adapters.store.tables import drops, outbox, submissions
from adapters.worker_pool import Readers
from campaign.definitions.limits import Limits
from campaign.values.dispositions import Disposition
from services.intake.claim_files import abandoned, claim_files, release_leases
from services.intake.examining.examination import examine
from services.intake.inbox import InboxListing, list_inbox, scan
from services.intake.recording import record
from services.intake.removal import remove_answered
from tests.support.office import NOW, Bureau

LIMITS = Limits()


def look_at(bureau: Bureau, seconds: float) -> InboxListing:
    """Look at the inbox some seconds after the test's beginning."""
    now = NOW + dt.timedelta(seconds=seconds)
    return list_inbox(bureau.context.engine, bureau.home, LIMITS, now)


def test_a_file_that_grows_is_left_alone_until_it_has_been_quiet(bureau: Bureau) -> None:
    path = bureau.home.inbox / "慢慢来.csv"
    path.write_bytes(b"1")
    assert look_at(bureau, 0).ready == ()
    path.write_bytes(b"12")
    assert look_at(bureau, 2).ready == ()
    assert look_at(bureau, 3).unsettled == 1

    [ready] = look_at(bureau, 4).ready

    assert ready.received_at == NOW, "received when it was first seen, not when it was whole"


def test_half_a_zip_waits_longer_than_a_whole_one(bureau: Bureau) -> None:
    whole = bureau.study("ZB01")
    (bureau.home.inbox / "半截.xlsx").write_bytes(whole[: len(whole) // 2])
    (bureau.home.inbox / "整份.xlsx").write_bytes(whole)
    look_at(bureau, 0)

    assert [item.seen.name for item in look_at(bureau, 3).ready] == ["整份.xlsx"]
    late = look_at(bureau, LIMITS.incomplete_seconds + 1)
    assert sorted(item.seen.name for item in late.ready) == ["半截.xlsx", "整份.xlsx"]


def compound() -> bytes:
    """Return an xls as xlwt writes it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row in range(3000):
        sheet.write(row, 0, f"第{row}行")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


PDF = b"%PDF-1.4\n" + b"x" * 5000 + b"\nstartxref\n0\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 5000 + b"\xff\xd9"


@pytest.mark.parametrize("half", [False, True], ids=["whole", "half"])
@pytest.mark.parametrize("kind", ["xls", "pdf", "jpg"])
def test_half_of_what_shows_its_end_waits_longer_too(bureau: Bureau, kind: str, half: bool) -> None:
    data = {"xls": compound(), "pdf": PDF, "jpg": JPEG}[kind]
    for cut in (len(data) // 2, len(data) - 600) if half else (len(data),):
        path = bureau.home.inbox / f"{cut}.{kind}"
        path.write_bytes(data[:cut])
    look_at(bureau, 0)

    assert bool(look_at(bureau, 3).ready) is not half
    assert look_at(bureau, LIMITS.incomplete_seconds + 1).unsettled == 0


def test_an_empty_file_may_be_one_whose_copying_has_only_begun(bureau: Bureau) -> None:
    (bureau.home.inbox / "空.xlsx").write_bytes(b"")
    look_at(bureau, 0)

    assert look_at(bureau, 3).unsettled == 1
    assert len(look_at(bureau, LIMITS.incomplete_seconds + 1).ready) == 1


@pytest.mark.parametrize(
    "name",
    [
        "~$六月.xlsx",
        ".隐藏.xlsx",
        "六月.tmp",
        "六月.xlsx.part",
        "desktop.ini",
        "Thumbs.db",
        ".回收站/六月.xlsx",
        "保密/退回/HZ26-000001 退回修改.xlsx",
    ],
)
def test_what_office_programs_and_shares_leave_behind_is_ignored(bureau: Bureau, name: str) -> None:
    bureau.drop(name, b"x")

    assert scan(bureau.home) == []


def test_a_folder_moved_in_at_once_is_seen(
    bureau: Bureau, readers: Readers, tmp_path: Path
) -> None:
    folder = tmp_path / "ZB01"
    folder.mkdir()
    (folder / "六月.xlsx").write_bytes(bureau.study("ZB01"))
    shutil.move(folder, bureau.home.inbox / "ZB01")

    [reply] = bureau.sweep(readers)

    assert reply.disposition is Disposition.ACCEPTED


def test_a_burst_of_200_files_loses_none(bureau: Bureau, readers: Readers) -> None:
    good, bad = bureau.study("ZB01"), bureau.study("ZB02", rows={})
    for number in range(200):
        bureau.drop(f"第{number}批/{number}.xlsx", (good, bad)[number % 2] + b"\0" * (number // 2))

    replies = bureau.sweep(readers)

    assert len(replies) == len({reply.receipt for reply in replies}) == 200
    assert bureau.inbox() == []
    assert len(bureau.rows(outbox)) >= 200


def test_after_downtime_the_file_s_own_time_counts_between_the_last_look_and_now(
    bureau: Bureau,
) -> None:
    look_at(bureau, 0)
    for name, seconds in (("before.csv", -99_999), ("during.csv", 3_000), ("after.csv", 99_999)):
        path = bureau.home.inbox / name
        path.write_bytes(b"1")
        os.utime(path, (NOW.timestamp() + seconds,) * 2)

    look_at(bureau, 7_200)
    found = {item.seen.name: item for item in look_at(bureau, 7_210).ready}

    assert all(item.estimated for item in found.values())
    expected = {"before.csv": 0, "during.csv": 3_000, "after.csv": 7_200}
    assert {n: (i.received_at - NOW).total_seconds() for n, i in found.items()} == expected


def test_two_workers_on_one_inbox_answer_once(bureau: Bureau) -> None:
    bureau.drop("六月.xlsx", bureau.study("ZB01"))
    look_at(bureau, -60)
    ready = look_at(bureau, 0).ready
    office = bureau.context

    def worker() -> list[object]:
        claims = claim_files(office.engine, bureau.home, office.definitions.roster, ready, NOW)
        return list(record(office, [examine(item, office.examiner) for item in claims], NOW))

    first, second = worker(), worker()
    remove_answered(office.engine, bureau.home, NOW)
    third = worker()

    assert (len(first), second, third) == (1, [], [])
    assert len(bureau.rows(drops)) == len(bureau.rows(submissions)) == 1


def test_a_worker_that_took_over_a_slow_one_s_claim_answers_once(bureau: Bureau) -> None:
    bureau.drop("六月.xlsx", bureau.study("ZB01"))
    look_at(bureau, -60)
    ready = look_at(bureau, 0).ready
    office = bureau.context
    [slow] = claim_files(office.engine, bureau.home, office.definitions.roster, ready, NOW)
    assert abandoned(office.engine, bureau.home, NOW) == []
    release_leases(office.engine)
    [quick] = abandoned(office.engine, bureau.home, NOW)

    answers = [record(office, [examine(item, office.examiner)], NOW) for item in (quick, slow)]

    assert quick == slow
    assert [len(replies) for replies in answers] == [1, 0]


def test_a_file_replaced_by_its_correction_before_it_was_removed_is_a_drop_of_its_own(
    bureau: Bureau, readers: Readers
) -> None:
    path = bureau.drop("六月.xlsx", bureau.study("ZB01"))
    look_at(bureau, -60)
    office = bureau.context
    ready = look_at(bureau, 0).ready
    claims = claim_files(office.engine, bureau.home, office.definitions.roster, ready, NOW)
    record(office, [examine(item, office.examiner) for item in claims], NOW)
    path.write_bytes(bureau.study("ZB01", rows=bureau.study_rows("ZB01", seed=9)))

    remove_answered(office.engine, bureau.home, NOW)

    assert bureau.inbox() == ["六月.xlsx"]
    [reply] = bureau.sweep(readers)
    assert reply.disposition is Disposition.ACCEPTED
    assert [s.version for s in bureau.rows(submissions)] == [1, 2]


@pytest.mark.parametrize("done", ["claimed", "recorded", "unlinked"])
def test_whatever_dies_when_the_next_sweep_ends_what_was_begun(
    bureau: Bureau, readers: Readers, done: str
) -> None:
    path = bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    look_at(bureau, -60)
    office = bureau.context
    ready = look_at(bureau, 0).ready
    claims = claim_files(office.engine, bureau.home, office.definitions.roster, ready, NOW)
    if done != "claimed":
        record(office, [examine(item, office.examiner) for item in claims], NOW)
    if done == "unlinked":
        path.unlink()
    release_leases(office.engine)

    bureau.sweep(readers)

    [drop] = bureau.rows(drops)
    assert drop.state == "answered" and drop.removed_at and drop.name == "六月.xlsx"
    assert len(bureau.rows(submissions)) == len(bureau.rows(outbox)) == 1
    assert bureau.inbox() == []
