"""Accepts files that the office identifies, and takes submissions out of force on its behalf.

Each act names who and why and is an event; nothing is overwritten.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from adapters.files.archive import read_archived
from adapters.files.atomic_write import write_durably
from adapters.files.file_names import shown_name
from adapters.mail.posts import post_to_unit
from adapters.mail.receipt_facts import ReceiptFacts
from adapters.store.engine import Connection, reading, writing
from adapters.store.events import Event, append
from adapters.store.intake.drops import (
    NewDrop,
    RecordedDrop,
    drop_of_receipt,
    end_quarantine,
    enter_drop,
)
from adapters.store.intake.withdrawals import (
    StoredSubmission,
    last_not_withdrawn,
    number_taken_by_others,
    put_in_force,
    submission_of_drop,
    version_in_force,
    withdraw,
)
from adapters.store.integrity.destructions import load_destructions
from adapters.store.outbox import Post, enqueue
from adapters.store.sql.timestamps import text_of
from adapters.worker_pool import Died, Failed, Readers
from campaign.definitions.definitions import period_label, responsible_unit
from campaign.definitions.form import Form
from campaign.problems.codes import Code, Problem, has_errors
from campaign.values.acts import Actor
from campaign.values.dispositions import ACCEPTED
from campaign.values.seal import Identity
from services.context import AppContext
from services.errors import WrongActError
from services.intake.answering.receipt import Receipt
from services.intake.claim import Claim
from services.intake.claim_files import LEASE, claim_of_drop, draft_claim
from services.intake.cross_checks import cross_report_problems, submission_index_for
from services.intake.examining.examination import Examined, examine_named_in_worker
from services.intake.process_inbox import open_readers, unreadable
from services.intake.recording import record_within
from services.intake.removal import remove_answered
from services.intake.unit_checks import check_unit
from services.intake.withdrawal_after_lock import require_replaceable
from services.texts.manual import manual_texts


class UnknownFileError(Exception):
    """There is no file or receipt of that name."""


class FaultyFileError(Exception):
    """The file cannot be accepted as what it was named; nothing was recorded or written."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def accept_file(
    context: AppContext,
    file: str,
    identity: Identity,
    actor: Actor,
    now: dt.datetime,
    force: bool = False,
) -> Receipt:
    """Accept a file as the form, unit and period that the office names; it is checked all the same.

    ``file`` is a receipt's number or a path; with ``force`` the file itself may name another unit.
    Raises UnknownFileError, WrongActError, and FaultyFileError where something in it blocks.
    """
    data, original = _bytes_of(context, file)
    secret = _is_confidential(context, original, identity)
    drop = _manual_drop(data, original, secret, now)
    draft = draft_claim(context.home, drop, _name_of(original))
    write_durably(draft.spooled, data)
    try:
        with open_readers(context, 1) as readers:
            examined = _examine(context, readers, (draft, identity, actor))
            _check_kind(examined)
            if not force:
                check_unit(context, readers, (draft, original), identity)
        with writing(context.engine) as connection:  # one: no sweep finds an act without its why
            _check_faults(connection, examined, context.definitions.forms)
            claim = _enter(connection, context, drop, original)
            [receipt] = record_within(connection, context, [replace(examined, claim=claim)], now)
    except BaseException:  # a fault of the software too: the copy is readable
        draft.spooled.unlink(missing_ok=True)
        raise
    remove_answered(context.engine, context.home, now)
    return receipt


def withdraw_submission(
    context: AppContext, receipt: str, actor: Actor, now: dt.datetime, force: bool = False
) -> tuple[int, int]:
    """Take the submission of that receipt out of force; the version before it counts again.

    Returns the withdrawn version and the one in force now (0: none). Raises UnknownFileError, and
    WrongActError, also where the version before bears a number that another unit uses by now, and
    without ``force`` where nothing can be filed any more in its place.
    """
    with writing(context.engine) as connection:
        drop, submission = _submission(connection, receipt)
        withdraw(connection, submission.id, now)
        version = _version_after(connection, submission, receipt)
        if not version and not force:
            require_replaceable(context, submission, receipt, now.date())
        detail = {"why": actor.reason, "version": submission.version, "in_force": version}
        act = Event(at=now, actor=actor.name, kind="withdrawn", subject=receipt, detail=detail)
        append(connection, [act])
        post = _notice(context, drop, submission, version, actor, now)
        enqueue(connection, [post], context.definitions.plan.mail, now)
    return submission.version, version


def _submission(connection: Connection, receipt: str) -> tuple[RecordedDrop, StoredSubmission]:
    """Return the drop and the submission of a receipt, if it can be withdrawn."""
    drop = drop_of_receipt(connection, receipt)
    if drop is None:
        raise UnknownFileError(manual_texts().withdraw.no_receipt.format(receipt=receipt))
    submission = submission_of_drop(connection, drop.id)
    if submission is None:
        raise WrongActError(manual_texts().withdraw.not_accepted.format(receipt=receipt))
    if submission.withdrawn_at is not None:
        raise WrongActError(manual_texts().withdraw.withdrawn.format(receipt=receipt))
    return drop, submission


def find_acceptable_file(context: AppContext, file: str) -> RecordedDrop | Path:
    """Return the drop of a receipt, or else the path, that the office may accept.

    Raises UnknownFileError if there is neither, WrongActError if the receipt's report is in force.
    """
    texts = manual_texts().accept
    with reading(context.engine) as connection:
        drop = drop_of_receipt(connection, file)
        if drop and drop.disposition in ACCEPTED:
            submission = submission_of_drop(connection, drop.id)
            if submission is None or submission.withdrawn_at is None:
                raise WrongActError(texts.in_force.format(file=file))
        if drop and file in load_destructions(connection):
            raise WrongActError(texts.destroyed.format(file=file))
    if drop is not None:
        return drop
    path = Path(file)
    if not path.is_file():
        raise UnknownFileError(texts.no_file.format(file=file))
    return path


def _bytes_of(context: AppContext, file: str) -> tuple[bytes, Claim | Path]:
    """Return a file's bytes and where they come from."""
    original = find_acceptable_file(context, file)
    if isinstance(original, Path):
        return original.read_bytes(), original
    key, encrypted = context.examiner.archive_key, original.is_kept_encrypted
    data = read_archived(context.home, original.sha256, original.suffix, encrypted, key)
    return data, claim_of_drop(context.home, original, original.name)


def _is_confidential(context: AppContext, original: Claim | Path, named: Identity) -> bool:
    form = context.definitions.forms.get(named.form)
    if form is not None and form.confidential:
        return True
    if isinstance(original, Claim):
        return original.confidential
    return original.resolve().is_relative_to(context.home.confidential_inbox.resolve())


def _examine(
    context: AppContext, readers: Readers, named: tuple[Claim, Identity, Actor]
) -> Examined:
    [(_, result)] = readers.map(examine_named_in_worker, [named])
    if isinstance(result, Failed):
        raise RuntimeError(f"{result.kind}\n{result.trace}")
    draft, _, actor = named
    if isinstance(result, Died) and not result.blames_file:
        raise WrongActError(manual_texts().accept.reader_killed)
    if isinstance(result, Died):
        result = unreadable(draft, context.examiner)
    return replace(result, by_hand=actor)


def _check_kind(examined: Examined) -> None:
    codes = {problem.code for problem in examined.problems}
    if examined.paper or Code.ATTACHMENT_NO_SERIAL in codes:
        raise WrongActError(manual_texts().accept.attachment)


def _check_faults(connection: Connection, examined: Examined, forms: Mapping[str, Form]) -> None:
    """Check against what is stored as well, before anything is written. Raises FaultyFileError."""
    index = submission_index_for(connection, [examined], forms)
    history = cross_report_problems(index, examined, forms, examined.claim.received_at)
    problems = (*examined.problems, *history)
    if has_errors(problems):
        raise FaultyFileError(problems)


def _name_of(original: Claim | Path) -> str:
    return original.name if isinstance(original, Claim) else shown_name(original.name)


def _manual_drop(data: bytes, original: Claim | Path, secret: bool, now: dt.datetime) -> NewDrop:
    """Return the drop of the office's act, which has one of its own and never lay in the inbox."""
    sha256 = hashlib.sha256(data).hexdigest()
    old, name = original if isinstance(original, Claim) else None, _name_of(original)
    act = f"by hand:{old.receipt if old else name}:{text_of(now)}"
    return NewDrop(
        path_key=hashlib.sha256(act.encode()).hexdigest(),
        name="",
        folder_unit="",
        size=len(data),
        mtime_ns="0",
        sha256=sha256,
        suffix=old.suffix if old else Path(name).suffix.lower(),
        serial="",
        confidential=secret,
        received_at=old.received_at if old else now,
        estimated=old.estimated if old else False,
        lease_until=now + LEASE,
    )


def _enter(
    connection: Connection, context: AppContext, drop: NewDrop, original: Claim | Path
) -> Claim:
    """Enter the act as a drop; a file in quarantine no longer waits."""
    stored = enter_drop(connection, drop)
    if isinstance(original, Claim):
        end_quarantine(connection, original.drop_id)
    return claim_of_drop(context.home, stored, _name_of(original))


def _version_after(connection: Connection, withdrawn: StoredSubmission, receipt: str) -> int:
    """Return the version in force after a withdrawal, restored where need be; 0 if none is left."""
    if not withdrawn.in_force:
        current = version_in_force(connection, withdrawn)
        return current.version if current else 0
    before = last_not_withdrawn(connection, withdrawn)
    if before is None:
        return 0
    _check_numbers(connection, before, receipt)
    put_in_force(connection, before.id)
    return before.version


def _check_numbers(connection: Connection, before: StoredSubmission, receipt: str) -> None:
    """Check that no other unit uses a number of the version by now. Raises WrongActError."""
    if taken := number_taken_by_others(connection, before):
        facts = {"number": taken.number, "other": taken.receipt, "version": before.version}
        text = manual_texts().withdraw.number_taken
        raise WrongActError(text.format(receipt=receipt, **facts))


def _notice(
    context: AppContext,
    drop: RecordedDrop,
    row: StoredSubmission,
    in_force: int,
    actor: Actor,
    now: dt.datetime,
) -> Post:
    definitions = context.definitions
    form = definitions.forms.get(row.form)
    facts = ReceiptFacts(
        receipt=drop.receipt or "",
        received_at=row.received_at,
        confidential=drop.confidential,
        unit=definitions.roster.name_of(row.unit),
        form=form.title if form else row.form,
        period=period_label(row.period),
        serial=row.serial,
        version=in_force,
        earlier_version=row.version,
        by=actor.name,
        reason=actor.reason,
    )
    code = responsible_unit(row.form, row.unit, definitions)
    return post_to_unit(definitions, code, facts.letter("withdrawn"), f"withdrawn:{row.id}", now)
