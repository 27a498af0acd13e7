"""A reading process that dies of what is no fault of its file: the file is read again, later."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.store.tables import drops, outbox
from adapters.worker_pool import Death, Died, Readers
from campaign.values.dispositions import Disposition
from services.intake import process_inbox
from services.intake.claim import Claim
from services.intake.claim_files import LEASE, overdue
from services.intake.examining.examination import Examined, examine_in_worker
from services.intake.process_inbox import answer_claims, collect_files
from services.intake.quarantine import defer, requeue
from tests.support.office import Bureau

Examine = Callable[[Claim], Examined]


def killed_once(claim: Claim) -> Examined:
    """Stand for the system, which takes the process of one file when memory is short."""
    marker = Path(f"{claim.spooled}.died")
    if claim.folder_unit == "ZB02" and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return examine_in_worker(claim)


def killed_always(claim: Claim) -> Examined:
    """Stand for a machine on which this file never has memory enough."""
    if claim.folder_unit == "ZB02":
        os.kill(os.getpid(), signal.SIGKILL)
    return examine_in_worker(claim)


def drop_three(bureau: Bureau) -> None:
    for unit in ("ZB01", "ZB02", "ZB03"):
        bureau.drop(f"{unit}/六月.xlsx", bureau.study(unit))


def test_a_file_whose_process_is_killed_once_is_accepted_in_the_same_sweep(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_inbox, "examine_in_worker", killed_once)
    drop_three(bureau)

    replies = bureau.sweep(readers)

    assert {reply.unit: reply.disposition for reply in replies} == dict.fromkeys(
        ("ZB01", "ZB02", "ZB03"), Disposition.ACCEPTED
    )


def test_a_file_whose_process_is_always_killed_is_put_off_and_at_last_given_to_the_office(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_inbox, "examine_in_worker", killed_always)
    drop_three(bureau)

    replies = bureau.sweep(readers)

    assert {reply.unit for reply in replies} == {"ZB01", "ZB03"}
    assert bureau.inbox() == ["ZB02/六月.xlsx"], "it is neither answered nor lost"
    assert bureau.sweep(readers) == [] and _put_off(bureau) == "put off 1", "not again at once"
    bureau.later(seconds=1.5 * LEASE.total_seconds())
    assert overdue(bureau.context.engine, bureau.now), "a run begins for it"
    assert bureau.sweep(readers) == [] and _put_off(bureau) == "put off 2"
    bureau.later(seconds=1.5 * LEASE.total_seconds())
    [aside] = bureau.sweep(readers)
    assert (aside.disposition, aside.unit) == (Disposition.QUARANTINED, "ZB02")
    assert bureau.inbox() == []
    quarantined = [row for row in bureau.rows(outbox) if row.kind == "quarantined"]
    assert [row.unit for row in quarantined] == ["党办"]

    monkeypatch.undo()
    claims = requeue(bureau.context, bureau.now)
    [[again]] = answer_claims(bureau.context, readers, claims, lambda: bureau.now)
    assert (again.disposition, again.receipt) == (Disposition.ACCEPTED, aside.receipt)


def test_what_was_put_off_may_be_put_off_again_by_the_same_run(bureau: Bureau) -> None:
    """A task that failed after it is repeated as a whole."""
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02"))
    collect_files(bureau.context, lambda: bureau.now)
    bureau.now += LEASE
    [claim] = collect_files(bureau.context, lambda: bureau.now)

    for _ in range(9):
        assert defer(bureau.context, [(claim, Died(Death.KILLED))], bureau.now) == []

    [drop] = bureau.rows(drops)
    assert (drop.state, _put_off(bureau)) == ("claimed", "put off 1")


def _put_off(bureau: Bureau) -> str:
    [why] = [drop.detail for drop in bureau.rows(drops) if drop.detail]
    return str(why).partition(":")[0]
