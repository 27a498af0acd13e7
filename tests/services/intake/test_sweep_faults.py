"""What stops one file, and never the sweep: odd names, lost shares, faults of the software."""

import datetime as dt
import logging
import os
import time
from pathlib import Path

import pytest
from jinja2 import TemplateError

from adapters.mail.messages import Letter
from adapters.mail.posts import post_to_unit
from adapters.store.outbox import Post
from adapters.store.tables import drops, outbox
from adapters.worker_pool import Readers
from campaign.definitions.definitions import Definitions
from campaign.values.dispositions import Disposition
from services.intake.answering import receipts
from services.intake.claim_files import LEASE, abandoned, clear_spool, spool
from services.intake.examining.examination import Examined, examine_in_worker
from services.intake.inbox import scan
from services.intake.process_inbox import answer_claims, collect_files
from services.intake.quarantine import requeue
from services.intake.recording import record
from tests.support.office import Bureau

SECRET = "秘密内容"
ODD_NAMES = {
    "long": "关于" + "学" * 76 + ".xlsx",
    "long suffix": "学习.月报" + "表" * 70,
    "GBK": os.fsdecode("六月学习".encode("gb18030") + b".xlsx"),
    "no text at all": os.fsdecode(b"\xff\xfe\x81.xlsx"),
}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=list(ODD_NAMES))
@pytest.mark.parametrize("right", [True, False], ids=["accepted", "returned"])
def test_odd_file_names_are_answered_like_others(
    bureau: Bureau, readers: Readers, name: str, right: bool
) -> None:
    bureau.drop(f"ZB01/{name}", bureau.study("ZB01", rows=None if right else {}))

    [reply] = bureau.sweep(readers)

    assert reply.disposition is (Disposition.ACCEPTED if right else Disposition.RETURNED)
    assert bureau.inbox() == []
    if not right:
        [copy] = (bureau.home.returned / "ZB01").glob("*.xlsx")
        assert copy.name.startswith(f"{reply.receipt} 退回修改")
        copy.name.encode()  # readable on every share


def test_names_in_gbk_are_read_as_their_sender_wrote_them(bureau: Bureau) -> None:
    bureau.drop(ODD_NAMES["GBK"], b"x")
    assert [seen.name for seen in scan(bureau.home)] == ["六月学习.xlsx"]


def test_a_file_on_which_recording_fails_is_set_aside_and_the_others_are_answered(
    bureau: Bureau,
    readers: Readers,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for unit in ("ZB01", "ZB02", "ZB03"):
        bureau.drop(f"{unit}/六月.xlsx", bureau.study(unit))

    def post_but_for_one(
        definitions: Definitions, code: str, letter: Letter, key: str, written_at: dt.datetime
    ) -> Post:
        if code == definitions.roster.units[1].code:
            raise TemplateError(SECRET)
        return post_to_unit(definitions, code, letter, key, written_at)

    monkeypatch.setattr(receipts, "post_to_unit", post_but_for_one)
    with caplog.at_level(logging.INFO):
        replies = {reply.disposition: reply for reply in bureau.sweep(readers)}

    assert [r.disposition for r in sorted(bureau.rows(drops), key=lambda r: r.folder_unit)] == [
        Disposition.ACCEPTED,
        Disposition.QUARANTINED,
        Disposition.ACCEPTED,
    ]
    aside = replies[Disposition.QUARANTINED]
    assert f"receipt {aside.receipt} could not be processed: TemplateError" in caplog.text
    assert SECRET not in caplog.text
    assert Disposition.QUARANTINED in {message.kind for message in bureau.rows(outbox)}

    monkeypatch.undo()
    claims = requeue(bureau.context, bureau.now)
    [[again]] = answer_claims(bureau.context, readers, claims, lambda: bureau.now)
    assert (again.disposition, again.receipt) == (Disposition.ACCEPTED, aside.receipt)


def test_an_inbox_that_is_gone_is_an_error_and_no_empty_inbox(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("六月.xlsx", bureau.study("ZB01"))
    away = bureau.home.inbox.rename(bureau.home.root / "脱机")

    with pytest.raises(FileNotFoundError):
        bureau.sweep(readers)

    away.rename(bureau.home.inbox)
    [reply] = bureau.sweep(readers)
    assert reply.disposition is Disposition.ACCEPTED


def test_links_are_not_followed(bureau: Bureau, readers: Readers) -> None:
    (bureau.home.inbox / "密钥.xlsx").symlink_to(bureau.home.state / "seal.key")
    assert bureau.sweep(readers) == []


def test_a_worker_that_comes_too_late_leaves_everything_as_it_is(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("六月.xlsx", bureau.study("ZB01"))
    bureau.drop("七月.xlsx", bureau.study("ZB02"))
    claims = collect_files(bureau.context, lambda: bureau.now)
    assert claims == []
    bureau.now += LEASE
    slow = collect_files(bureau.context, lambda: bureau.now)
    examined = [
        result for _, result in readers.map(examine_in_worker, slow) if isinstance(result, Examined)
    ]
    bureau.now += LEASE * 2
    taken_over = abandoned(bureau.context.engine, bureau.home, bureau.now)
    answered = list(answer_claims(bureau.context, readers, taken_over, lambda: bureau.now))
    before = bureau.rows(drops), bureau.rows(outbox)

    assert len(answered) == 1 and len(answered[0]) == 2
    assert record(bureau.context, examined, bureau.now) == []
    assert list(answer_claims(bureau.context, readers, slow, lambda: bureau.now)) == []
    assert (bureau.rows(drops), bureau.rows(outbox)) == before


def test_copies_that_nobody_needs_are_cleared_when_they_are_old(bureau: Bureau) -> None:
    bureau.drop("六月.xlsx", bureau.study("ZB01"))
    collect_files(bureau.context, lambda: bureau.now)
    bureau.now += LEASE
    [claim] = collect_files(bureau.context, lambda: bureau.now)
    old, young = _copy(bureau, "old", hours=1), _copy(bureau, "young", hours=0)
    _age(claim.spooled, hours=1)

    clear_spool(bureau.context.engine, bureau.home)

    assert (claim.spooled.exists(), old.exists(), young.exists()) == (True, False, True)


def _copy(bureau: Bureau, name: str, hours: int) -> Path:
    path = spool(bureau.home) / name
    path.write_bytes(b"x")
    _age(path, hours)
    return path


def _age(path: Path, hours: int) -> None:
    seconds = time.time() - hours * 3600
    os.utime(path, (seconds, seconds))
