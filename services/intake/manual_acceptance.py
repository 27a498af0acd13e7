"""The office's hand: accept a file by saying what it is, take a submission out of force.

Each act names who and why and is an event; nothing is overwritten.
"""

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from adapters.files.archive import read_archived
from adapters.files.atomic_write import write_durably
from adapters.files.file_names import shown_name
from adapters.mail.messages import ReceiptFacts, render_message
from adapters.store.engine import reading, writing
from adapters.store.events import Event, append
from adapters.store.outbox import Post, enqueue
from adapters.store.tables import drops, row_numbers, submissions
from adapters.store.timestamps import text_of
from adapters.worker_pool import Failed, Readers
from campaign.definitions.definitions import period_label
from campaign.problems.codes import Code, Problem, has_errors
from campaign.values.acts import Actor
from campaign.values.dispositions import ACCEPTED, Disposition
from campaign.values.message import Letterhead
from campaign.values.seal import Identity
from services.context import AppContext
from services.errors import WrongActError
from services.intake.claim import Claim
from services.intake.claim_files import LEASE, claim_of_row, remove_answered
from services.intake.cross_checks import cross_report_problems, submission_index_for
from services.intake.examination import Examined, examine_named_in_worker
from services.intake.process_inbox import open_readers, verdict_of
from services.intake.receipt import Receipt
from services.intake.recording import record_within
from services.intake.unit_checks import check_unit


class UnknownFileError(Exception):
    """There is no such file or receipt to act upon."""


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
    row = _row_by_hand(data, original, secret, now)
    draft = claim_of_row(context.home, SimpleNamespace(id=0, **row), _name_of(original))
    write_durably(draft.spooled, data)
    try:
        with open_readers(context, 1) as readers:
            examined = _examine(context, readers, (draft, identity, actor))
            _check_kind(examined)
            if not force:
                check_unit(context, readers, (draft, original), identity)
        with writing(context.engine) as connection:  # one: no sweep finds an act without its why
            _check_faults(connection, examined)
            claim = _enter(connection, context, row, original)
            [reply] = record_within(connection, context, [replace(examined, claim=claim)], now)
    except (WrongActError, FaultyFileError):
        draft.spooled.unlink()
        raise
    remove_answered(context.engine, context.home, now)
    return reply


def withdraw_submission(
    context: AppContext, receipt: str, actor: Actor, now: dt.datetime
) -> tuple[int, int]:
    """Take the submission of that receipt out of force; the version before it counts again.

    Returns the withdrawn version and the one in force now (0: none). Raises UnknownFileError, and
    WrongActError, also where the version before bears a number that another unit uses by now.
    """
    with writing(context.engine) as connection:
        row = _submission(connection, receipt)
        connection.execute(
            update(submissions)
            .where(submissions.c.id == row.id)
            .values(withdrawn_at=now, in_force=False)
        )
        version = _restore(connection, row) if row.in_force else _version_in_force(connection, row)
        detail = {"why": actor.reason, "version": row.version, "in_force": version}
        act = Event(at=now, actor=actor.name, kind="withdrawn", subject=receipt, detail=detail)
        append(connection, [act])
        post = _notice(context, row, version, actor, now)
        enqueue(connection, [post], context.definitions.plan.mail, now)
    return row.version, version


def _submission(connection: Connection, receipt: str) -> Any:
    """Return the submission in the store that a receipt stands for, if it can be withdrawn."""
    if connection.scalar(select(drops.c.id).where(drops.c.receipt == receipt)) is None:
        raise UnknownFileError(f"没有回执号“{receipt}”")
    query = (
        select(submissions, drops.c.receipt, drops.c.confidential)
        .join(drops, drops.c.id == submissions.c.drop_id)
        .where(drops.c.receipt == receipt)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise WrongActError(f"{receipt}不是已接收的报表，不需撤回")
    if row.withdrawn_at is not None:
        raise WrongActError(f"{receipt}已经撤回")
    return row


def _bytes_of(context: AppContext, file: str) -> tuple[bytes, Claim | Path]:
    """Return a file's bytes and where they come from."""
    with reading(context.engine) as connection:
        row = connection.execute(select(drops).where(drops.c.receipt == file)).one_or_none()
        withdrawn = select(submissions.c.withdrawn_at).where(
            submissions.c.drop_id == (row.id if row else 0)
        )
        if row and row.outcome in ACCEPTED and connection.scalar(withdrawn) is None:
            raise WrongActError(f"{file}已接收，不需人工接收")
    if row is not None:
        encrypted = row.confidential or row.outcome == Disposition.QUARANTINED
        key = context.examiner.archive_key
        data = read_archived(context.home, row.sha256, row.suffix, encrypted, key)
        return data, claim_of_row(context.home, row, row.name)
    path = Path(file)
    if not path.is_file():
        raise UnknownFileError(f"没有回执号“{file}”，也没有这个文件")
    return path.read_bytes(), path


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
    draft, _, hand = named
    return replace(verdict_of(draft, result, context.examiner), by_hand=hand)


def _check_kind(examined: Examined) -> None:
    codes = {found.code for found in examined.problems}
    if examined.paper or Code.ATTACHMENT_NO_SERIAL in codes:
        raise WrongActError("附件不能人工接收，附件请改名为以填报码开头后重新放入收件箱")


def _check_faults(connection: Connection, examined: Examined) -> None:
    """Examine to the end, by what is stored as well, before anything is written."""
    history = cross_report_problems(submission_index_for(connection, [examined]), examined)
    found = (*examined.problems, *history)
    if has_errors(found):
        raise FaultyFileError(found)


def _name_of(original: Claim | Path) -> str:
    return original.name if isinstance(original, Claim) else shown_name(original.name)


def _row_by_hand(
    data: bytes, original: Claim | Path, secret: bool, now: dt.datetime
) -> dict[str, Any]:
    """Return the row of the office's act: a drop of its own, that never lay in the inbox."""
    sha256 = hashlib.sha256(data).hexdigest()
    old, name = original if isinstance(original, Claim) else None, _name_of(original)
    act = f"by hand:{old.receipt if old else name}:{text_of(now)}"
    return {
        "path_key": hashlib.sha256(act.encode()).hexdigest(),
        "name": "",
        "folder_unit": "",
        "size": len(data),
        "mtime_ns": "0",
        "sha256": sha256,
        "suffix": old.suffix if old else Path(name).suffix.lower(),
        "serial": "",
        "confidential": secret,
        "received_at": old.received_at if old else now,
        "estimated": old.estimated if old else False,
        "state": "claimed",
        "lease_until": now + LEASE,
    }


def _enter(
    connection: Connection, context: AppContext, row: dict[str, Any], original: Claim | Path
) -> Claim:
    """Enter the act as a drop; what was set aside no longer waits."""
    stored = connection.execute(insert(drops).values(row).returning(drops)).one()
    if isinstance(original, Claim):
        aside = (drops.c.id == original.drop_id) & (drops.c.state == "quarantined")
        connection.execute(update(drops).where(aside).values(state="answered"))
    return claim_of_row(context.home, stored, _name_of(original))


def _restore(connection: Connection, withdrawn: Any) -> int:
    """Put the version received last into force again; return its number, 0 if none is left."""
    query = (
        select(submissions.c.id, submissions.c.version)
        .where(*_same_key(withdrawn), submissions.c.withdrawn_at.is_(None))
        .order_by(submissions.c.received_at.desc(), submissions.c.drop_id.desc())
        .limit(1)
    )
    before = connection.execute(query).one_or_none()
    if before is None:
        return 0
    _check_numbers(connection, withdrawn, before)
    connection.execute(
        update(submissions).where(submissions.c.id == before.id).values(in_force=True)
    )
    return int(before.version)


def _check_numbers(connection: Connection, withdrawn: Any, before: Any) -> None:
    """Refuse to put a version in force whose numbers others took up while they were free."""
    own, s = row_numbers.alias(), submissions.c
    query = (
        select(row_numbers.c.number, drops.c.receipt)
        .join(own, own.c.number == row_numbers.c.number)
        .join(submissions, s.id == row_numbers.c.submission_id)
        .join(drops, drops.c.id == s.drop_id)
        .where(own.c.submission_id == before.id)
        .where(s.in_force, s.form == withdrawn.form, s.unit != withdrawn.unit)
        .order_by(row_numbers.c.number)
        .limit(1)
    )
    if taken := connection.execute(query).one_or_none():
        raise WrongActError(
            f"撤回{withdrawn.receipt}后，第{before.version}版恢复有效，"
            f"但其中的编号“{taken.number}”已由{taken.receipt}使用；"
            f"请先撤回{taken.receipt}，或者请报送单位更正编号后重新报送"
        )


def _version_in_force(connection: Connection, withdrawn: Any) -> int:
    query = select(submissions.c.version).where(*_same_key(withdrawn), submissions.c.in_force)
    return connection.scalar(query) or 0


def _same_key(row: Any) -> tuple[ColumnElement[bool], ...]:
    s = submissions.c
    return s.unit == row.unit, s.form == row.form, s.period == row.period


def _notice(context: AppContext, row: Any, in_force: int, actor: Actor, now: dt.datetime) -> Post:
    plan, roster = context.definitions.plan, context.definitions.roster
    form = context.definitions.forms.get(row.form)
    by_office = form is not None and form.filed_by == "office"
    unit = roster.unit(plan.campaign.office if by_office else row.unit)
    facts = ReceiptFacts(
        letterhead=Letterhead(
            addressee=unit.name if unit else row.unit,
            issuer=plan.campaign.issuer,
            campaign=plan.campaign.name,
            written_at=now,
        ),
        receipt=row.receipt,
        received_at=row.received_at,
        confidential=row.confidential,
        unit=roster.name_of(row.unit),
        form=form.title if form else row.form,
        period=period_label(row.period),
        serial=row.serial,
        version=in_force,
        earlier_version=row.version,
        by=actor.name,
        reason=actor.reason,
    )
    return Post(
        key=f"withdrawn:{row.id}",
        kind="withdrawn",
        unit=unit.code if unit else row.unit,
        recipient=unit.email if unit else "",
        message=render_message("withdrawn", facts),
    )
