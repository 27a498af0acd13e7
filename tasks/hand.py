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

from campaign.problems import blocks
from campaign.seal import Identity
from tasks.answering import Outcome, Reply, period_label
from tasks.archive import read_archived
from tasks.claiming import LEASE, claim_of_row, remove_answered
from tasks.claims import Claim
from tasks.clock import moment, stamp
from tasks.durable import write_durably
from tasks.events import Event, append
from tasks.examining import Examined, Hand, examine_named_here, mark_again
from tasks.file_names import shown_name
from tasks.messages import Answer, Letterhead, render
from tasks.outbox import Post, enqueue
from tasks.readers import Failed
from tasks.recording import Office, record_within
from tasks.store import reading, writing
from tasks.sweep import open_readers, verdict_of
from tasks.tables import drops, submissions


class UnknownFileError(Exception):
    """There is no such file or receipt to act upon."""


def accept(office: Office, file: str, identity: Identity, hand: Hand, now: dt.datetime) -> Reply:
    """Accept a file as the form, unit and period that the office names; it is checked all the same.

    ``file`` is a receipt's number or a path. The reply says whether it was accepted; a file with
    faults in its cells is returned. Raises UnknownFileError.
    """
    data, original, encrypted = _bytes_of(office, file)
    secret = _is_confidential(office, original, identity)
    row = _row_by_hand(data, original, secret, now)
    draft = claim_of_row(office.home, SimpleNamespace(id=0, **row), _name_of(original))
    write_durably(draft.spooled, data)
    examined = _examine(office, draft, identity, hand)
    if encrypted and blocks(examined.problems):  # it may still be something else than was named
        examined = replace(examined, confidential=True)
    with writing(office.engine) as connection:  # one: no sweep finds an act without its who and why
        claim = _enter(connection, office, row, original)
        [reply] = record_within(connection, office, [_numbered(office, examined, claim)], now)
    remove_answered(office.engine, office.home, now)
    return reply


def withdraw(office: Office, receipt: str, hand: Hand, now: dt.datetime) -> tuple[int, int]:
    """Take the submission of that receipt out of force; the version before it counts again.

    Returns the withdrawn version and the one in force now (0: none). Raises UnknownFileError.
    """
    with writing(office.engine) as connection:
        query = (
            select(submissions, drops.c.receipt, drops.c.confidential)
            .join(drops, drops.c.id == submissions.c.drop_id)
            .where(drops.c.receipt == receipt, submissions.c.withdrawn_at.is_(None))
        )
        row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownFileError(f"没有回执号为{receipt}的已接收报表，或者已经撤回")
        connection.execute(
            update(submissions)
            .where(submissions.c.id == row.id)
            .values(withdrawn_at=stamp(now), in_force=False)
        )
        version = _restore(connection, row) if row.in_force else _version_in_force(connection, row)
        detail = {"why": hand.why, "version": row.version, "in_force": version}
        act = Event(at=stamp(now), actor=hand.by, kind="withdrawn", subject=receipt, detail=detail)
        append(connection, [act])
        post = _notice(office, row, version, hand, now)
        enqueue(connection, [post], office.definitions.plan.mail, now)
    return row.version, version


def _bytes_of(office: Office, file: str) -> tuple[bytes, Claim | Path, bool]:
    """Return a file's bytes, where they come from, and whether they were kept encrypted."""
    with reading(office.engine) as connection:
        row = connection.execute(select(drops).where(drops.c.receipt == file)).one_or_none()
    if row is not None:
        key = office.desk.archive_key
        encrypted = row.confidential or row.outcome == Outcome.ASIDE
        data = read_archived(office.home, row.sha256, row.suffix, encrypted, key)
        return data, claim_of_row(office.home, row, row.name), encrypted
    path = Path(file)
    if not path.is_file():
        raise UnknownFileError(f"没有回执号“{file}”，也没有这个文件")
    return path.read_bytes(), path, False


def _is_confidential(office: Office, original: Claim | Path, named: Identity) -> bool:
    form = office.definitions.forms.get(named.form)
    if form is not None and form.confidential:
        return True
    if isinstance(original, Claim):
        return original.confidential
    return original.resolve().is_relative_to(office.home.confidential_inbox.resolve())


def _examine(office: Office, draft: Claim, identity: Identity, hand: Hand) -> Examined:
    with open_readers(office, 1) as readers:
        [(_, result)] = readers.map(examine_named_here, [(draft, identity, hand)])
    if isinstance(result, Failed):
        raise RuntimeError(f"{result.kind}\n{result.trace}")
    return replace(verdict_of(draft, result, office.desk), by_hand=hand)


def _numbered(office: Office, examined: Examined, claim: Claim) -> Examined:
    """Give a verdict the receipt number that the file has got since, on its marked copy as well."""
    numbered = replace(examined, claim=claim)
    if examined.marked is None:
        return numbered
    return replace(numbered, marked=mark_again(claim, office.desk, examined.problems))


def _name_of(original: Claim | Path) -> str:
    return original.name if isinstance(original, Claim) else shown_name(original.name)


def _row_by_hand(
    data: bytes, original: Claim | Path, secret: bool, now: dt.datetime
) -> dict[str, Any]:
    """Return the row of the office's act: a drop of its own, that never lay in the inbox."""
    sha256 = hashlib.sha256(data).hexdigest()
    old, name = original if isinstance(original, Claim) else None, _name_of(original)
    act = f"by hand:{old.receipt if old else name}:{stamp(now)}"
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
        "received_at": stamp(old.received_at if old else now),
        "estimated": old.estimated if old else False,
        "state": "claimed",
        "lease_until": stamp(now + LEASE),
    }


def _enter(
    connection: Connection, office: Office, row: dict[str, Any], original: Claim | Path
) -> Claim:
    """Enter the act as a drop; what was set aside no longer waits."""
    stored = connection.execute(insert(drops).values(row).returning(drops)).one()
    if isinstance(original, Claim):
        aside = (drops.c.id == original.drop_id) & (drops.c.state == "aside")
        connection.execute(update(drops).where(aside).values(state="answered"))
    return claim_of_row(office.home, stored, _name_of(original))


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
    connection.execute(
        update(submissions).where(submissions.c.id == before.id).values(in_force=True)
    )
    return int(before.version)


def _version_in_force(connection: Connection, withdrawn: Any) -> int:
    query = select(submissions.c.version).where(*_same_key(withdrawn), submissions.c.in_force)
    return connection.scalar(query) or 0


def _same_key(row: Any) -> tuple[ColumnElement[bool], ...]:
    s = submissions.c
    return s.unit == row.unit, s.form == row.form, s.period == row.period


def _notice(office: Office, row: Any, in_force: int, hand: Hand, now: dt.datetime) -> Post:
    plan, roster = office.definitions.plan, office.definitions.roster
    form = office.definitions.forms.get(row.form)
    by_office = form is not None and form.filed_by == "office"
    unit = roster.unit(plan.campaign.office if by_office else row.unit)
    subject = roster.unit(row.unit)
    facts = Answer(
        letterhead=Letterhead(
            addressee=unit.name if unit else row.unit,
            issuer=plan.campaign.issuer,
            campaign=plan.campaign.name,
            written_at=now,
        ),
        receipt=row.receipt,
        received_at=moment(row.received_at),
        confidential=row.confidential,
        unit=subject.name if subject else row.unit,
        form=form.title if form else row.form,
        period=period_label(row.period),
        serial=row.serial,
        version=in_force,
        earlier_version=row.version,
        by=hand.by,
        reason=hand.why,
    )
    return Post(
        key=f"withdrawn:{row.id}",
        kind="withdrawn",
        unit=unit.code if unit else row.unit,
        recipient=unit.email if unit else "",
        message=render("withdrawn", facts),
    )
