"""Which version is in force: the one received last, in whatever order files were read."""

import datetime as dt
import os

import pytest

from adapters.store.tables import drops, outbox, submissions
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from services.audit.verify import verify
from services.intake import process_inbox
from services.intake.claim import Claim
from services.intake.claim_files import LEASE, claim_files
from services.intake.examining.examination import Examined, examine_in_worker
from services.intake.inbox import list_inbox
from services.intake.manual_acceptance import withdraw_submission
from services.intake.process_inbox import answer_claims
from services.intake.quarantine import requeue
from tests.services.intake.test_manual_acceptance import HAND, fail
from tests.support.office import NOW, Bureau


def kill(item: Claim) -> Examined:
    """Stand for a file that kills its reader although the gate let it in."""
    if item.name == "要命.xlsx":
        os.abort()
    return examine_in_worker(item)


def study(bureau: Bureau, seed: int) -> bytes:
    return bureau.study("ZB01", rows=bureau.study_rows("ZB01", seed=seed))


def versions(bureau: Bureau) -> list[tuple[str, int, bool]]:
    """Return receipt, version, and whether it is in force, in the order of their recording."""
    receipts = {drop.id: drop.receipt for drop in bureau.rows(drops)}
    return [(receipts[s.drop_id], s.version, s.in_force) for s in bureau.rows(submissions)]


def test_a_file_whose_worker_died_does_not_replace_what_came_after_it(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("旧.xlsx", study(bureau, 1))
    office, limits = bureau.context, bureau.context.definitions.plan.limits
    list_inbox(office.engine, bureau.home, limits, NOW - dt.timedelta(seconds=60))
    ready = list_inbox(office.engine, bureau.home, limits, NOW).ready
    claim_files(office.engine, bureau.home, office.definitions.roster, ready, NOW)
    bureau.now += dt.timedelta(minutes=1)
    bureau.drop("新.xlsx", study(bureau, 2))
    [new] = bureau.sweep(readers)

    bureau.now += LEASE
    [late] = bureau.sweep(readers)

    assert versions(bureau) == [(new.receipt, 1, True), (late.receipt, 2, False)]
    assert late.disposition is Disposition.ACCEPTED and "较新的第1版" in late.reasons[0]
    message = bureau.rows(outbox)[-1]
    for text in (message.text, message.html):
        assert "此前已接收较新的第1版" in text and "仍以第1版为准" in text
        assert "以此版为准" not in text
    assert verify(office.engine, bureau.home, bureau.now) == []


def test_a_file_that_kills_its_reader_does_not_change_the_order_of_the_others(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_inbox, "examine_in_worker", kill)
    files = {"要命.xlsx": bureau.study("ZB02"), "旧.xlsx": study(bureau, 1)}
    files |= {f"{n}.csv": b"%d" % n for n in range(49)}
    files["新.xlsx"] = study(bureau, 2)
    for age, (name, data) in enumerate(files.items()):
        path = bureau.drop(name, data)
        seconds = NOW.timestamp() - 200 + age
        os.utime(path, (seconds, seconds))

    bureau.sweep(readers)

    [receipt] = [receipt for receipt, _, in_force in versions(bureau) if in_force]
    assert [drop.name for drop in bureau.rows(drops) if drop.receipt == receipt] == ["新.xlsx"]


def test_a_file_taken_up_again_does_not_replace_its_correction_until_that_is_withdrawn(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("旧.xlsx", study(bureau, 1))
    with monkeypatch.context() as broken:
        broken.setattr(process_inbox, "examine_in_worker", fail)
        bureau.sweep(readers)
    bureau.later(hours=1)
    bureau.drop("新.xlsx", study(bureau, 2))
    [correction] = bureau.sweep(readers)

    claims = requeue(bureau.context, bureau.now)
    [[again]] = answer_claims(bureau.context, readers, claims, lambda: bureau.now)

    assert again.disposition is Disposition.ACCEPTED
    assert versions(bureau) == [(correction.receipt, 1, True), (again.receipt, 2, False)]
    assert withdraw_submission(bureau.context, correction.receipt, HAND, bureau.now) == (1, 2)
