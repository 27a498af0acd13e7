"""Quarantines files that the software itself failed on: kept, reported, tried again on demand.

Files whose reading process died of what is no fault of theirs are put off first.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import replace

from adapters.files.archive import archive_encrypted, restore_encrypted
from adapters.mail.posts import post_to_unit
from adapters.mail.receipt_facts import ReceiptFacts
from adapters.store.engine import reading, writing
from adapters.store.events import Event, append
from adapters.store.intake.drops import (
    claim_quarantined,
    claim_state,
    defer_claim,
    quarantine_drop,
    quarantined_drops,
)
from adapters.store.outbox import Post, enqueue
from adapters.store.sql.timestamps import text_of
from adapters.worker_pool import Died
from campaign.values.acts import SOFTWARE
from campaign.values.dispositions import Disposition
from services.context import AppContext
from services.intake.answering.answer_files import discard_answers
from services.intake.answering.receipt import Receipt
from services.intake.claim import Claim
from services.intake.claim_files import LEASE, claim_of_drop, copy_again, still_claimed

_DEFERRED = "put off"
_MOST_TIMES = 3

_log = logging.getLogger("zuofeng.intake")


def quarantine_file(
    context: AppContext, failed: Sequence[tuple[Claim, str]], now: dt.datetime
) -> list[Receipt]:
    """Keep files that could not be processed, encrypted, and alarm the office.

    ``failed`` gives each claim with the kind of error, which quotes nothing of the file. Claims
    that another worker answered meanwhile are left out.
    """
    receipts = []
    with reading(context.engine) as connection:
        claimed = still_claimed(connection, [claim for claim, _ in failed])
    for claim, error in failed:
        if claim.drop_id not in claimed:
            continue
        _keep(context, claim)
        with writing(context.engine) as connection:
            if quarantine_drop(connection, claim.drop_id, claim.receipt, error, now):
                discard_answers(context.home, {claim.drop_id})
                enqueue(
                    connection, [_alarm(context, claim, now)], context.definitions.plan.mail, now
                )
                detail = {"error": error, "sha256": claim.sha256}
                act = Event(
                    at=now,
                    actor=SOFTWARE,
                    kind="quarantined",
                    subject=claim.receipt,
                    detail=detail,
                )
                append(connection, [act])
                receipts.append(_receipt(claim))
    return receipts


def defer(
    context: AppContext, deaths: Sequence[tuple[Claim, Died]], now: dt.datetime
) -> list[Receipt]:
    """Put files off whose processes were killed or got no time; return receipts of quarantined.

    Their claims stay and are taken over when the lease ends. After so many times the office is
    asked. May be done again: what was put off a moment ago is left as it is.
    """
    receipts = []
    for claim, death in deaths:
        with writing(context.engine) as connection:
            state = claim_state(connection, claim.drop_id)
            if state is None or (state[0] and state[1].endswith(text_of(state[0]))):
                continue
            times = _times_deferred(state[1]) + 1
            if times < _MOST_TIMES:
                until = now + LEASE
                why = f"{_DEFERRED} {times}: {death.reason} until {text_of(until)}"
                defer_claim(connection, claim.drop_id, until, why)
        _log.warning("receipt %s: reading it ended twice: %s", claim.receipt, death.reason)
        if times >= _MOST_TIMES:
            receipts += quarantine_file(context, [(claim, f"reader {death.reason}")], now)
    return receipts


def _times_deferred(why: str) -> int:
    head, _, _ = why.partition(":")
    return int(head.removeprefix(_DEFERRED)) if head.startswith(_DEFERRED) else 0


def _keep(context: AppContext, claim: Claim) -> None:
    """Archive a file encrypted; where no copy of it is left anywhere, log that."""
    copy_again(context.home, [claim])
    key = context.examiner.archive_key
    try:
        archive_encrypted(context.home, claim.spooled, claim.sha256, claim.suffix, key)
    except FileNotFoundError:
        _log.error("receipt %s is quarantined without its bytes: they are lost", claim.receipt)


def requeue(context: AppContext, now: dt.datetime) -> list[Claim]:
    """Claim every quarantined file, its bytes from the archive, to be examined once more.

    What the office accepts by hand meanwhile stays answered.
    """
    with reading(context.engine) as connection:
        drops = quarantined_drops(connection)
    claims = [claim_of_drop(context.home, drop, drop.name) for drop in drops]
    ready = [claim.drop_id for claim in claims if _restore(context, claim)]
    with writing(context.engine) as connection:
        taken = claim_quarantined(connection, ready, now + LEASE)
    return [claim_of_drop(context.home, drop, drop.name) for drop in taken]


def _restore(context: AppContext, claim: Claim) -> bool:
    """Restore an archived file's bytes to the spool; return whether there are any."""
    key = context.examiner.archive_key
    try:
        restore_encrypted(context.home, claim.sha256, claim.suffix, key, claim.spooled)
    except FileNotFoundError:
        _log.error("receipt %s cannot be tried again: its bytes are lost", claim.receipt)
        return False
    return True


def _alarm(context: AppContext, claim: Claim, now: dt.datetime) -> Post:
    facts = ReceiptFacts(
        receipt=claim.receipt,
        received_at=claim.received_at,
        estimated=claim.estimated,
        confidential=True,
    )
    letter = facts.letter(Disposition.QUARANTINED)
    key = f"{letter.kind}:{claim.drop_id}:{text_of(now)}"
    post = post_to_unit(context.definitions, "", letter, key, now)
    return replace(post, unit=context.definitions.plan.campaign.office, drop_id=claim.drop_id)


def _receipt(claim: Claim) -> Receipt:
    return Receipt(
        receipt=claim.receipt,
        unit="保密" if claim.confidential else claim.folder_unit,
        form="",
        period="",
        disposition=Disposition.QUARANTINED,
        errors=0,
        warnings=0,
        reasons=("程序故障，原件已保存",),
    )
