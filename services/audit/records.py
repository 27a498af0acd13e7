"""Checks the store's records against each other: drops, answers, submissions, messages, events."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from adapters.files.home import Home
from adapters.store.audit import (
    DropRecord,
    SubmissionRecord,
    drop_records,
    message_keys,
    message_kinds_by_drop,
    submission_records,
)
from adapters.store.engine import Connection
from adapters.store.events import load_events
from adapters.store.intake.drops import DropState
from adapters.store.outbox import MessageState
from adapters.store.sql.timestamps import text_of
from campaign.values.dispositions import ACCEPTED, Disposition
from campaign.values.receipt_order import in_order_of_receipt
from services.audit.finding import AuditCheck, AuditFinding
from services.intake.claim_files import spooled_copy
from services.texts.verify import verify_texts

_QUEUED = tuple(
    f"message.{state}"
    for state in (MessageState.PENDING, MessageState.HELD, MessageState.NO_ADDRESS)
)

_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


def check_records(connection: Connection, home: Home, now: dt.datetime) -> Iterator[AuditFinding]:
    """Check the answers, the submissions and the messages."""
    rows = drop_records(connection)
    subjects = _subjects(connection)
    yield from _check_drops(connection, home, rows, now)
    yield from _check_answers_recorded(rows, subjects)
    yield from _check_submissions(connection, rows)
    yield from _check_messages(connection, subjects)


def _subjects(connection: Connection) -> dict[str, Counter[str]]:
    """Return how many events each subject has: of kind answered, and queued of any state."""
    kinds = ("answered", *_QUEUED)
    subjects: dict[str, Counter[str]] = defaultdict(Counter)
    for event in load_events(connection, kinds):
        subjects["answered" if event.kind == "answered" else "queued"][event.subject] += 1
    return subjects


def _check_drops(
    connection: Connection, home: Home, rows: Sequence[DropRecord], now: dt.datetime
) -> Iterator[AuditFinding]:
    texts, answers = verify_texts(), message_kinds_by_drop(connection)
    for row in rows:
        kinds = answers[row.id]
        if row.state == DropState.CLAIMED:
            yield from _check_claimed(home, row, now)
        elif row.state == DropState.QUARANTINED and Disposition.QUARANTINED not in kinds:
            yield _drop(row, texts.findings.quarantine_not_told, texts.remedies.requeue)
        elif row.state == DropState.ANSWERED:
            wrong = _wrong_answer(row, kinds)
            if wrong:
                yield _drop(row, wrong, texts.remedies.ask)


def _check_claimed(home: Home, row: DropRecord, now: dt.datetime) -> Iterator[AuditFinding]:
    """Check a claimed drop whose lease has run out; before that, a run is at work on it."""
    if row.lease_until and row.lease_until > text_of(now):
        return
    texts = verify_texts()
    if spooled_copy(home, row.sha256, row.path_key).is_file():
        yield _drop(row, texts.findings.claimed, texts.remedies.start)
    else:
        yield _drop(row, texts.findings.spooled_copy_missing, texts.remedies.ask)


def _wrong_answer(row: DropRecord, kinds: list[str]) -> str:
    """Return what is wrong with the answer to a drop, "" if it has exactly one that fits."""
    wordings = verify_texts().findings
    if not (row.receipt and row.disposition and row.answered_at):
        return wordings.answer_incomplete
    if row.disposition == Disposition.QUARANTINED:
        return "" if Disposition.QUARANTINED in kinds else wordings.quarantine_not_told
    answers_given = [kind for kind in kinds if kind != Disposition.QUARANTINED]
    if not answers_given:
        return wordings.answer_not_sent
    if answers_given != [row.disposition]:
        return wordings.answers_differ.format(answers="、".join(answers_given))
    return ""


def _check_answers_recorded(
    rows: Sequence[DropRecord], subjects: dict[str, Counter[str]]
) -> Iterator[AuditFinding]:
    answered, texts = subjects["answered"], verify_texts()
    done = [
        row
        for row in rows
        if row.state == DropState.ANSWERED and row.disposition != Disposition.QUARANTINED
    ]
    for row in done:
        if (count := answered[row.receipt or ""]) != 1:
            what = texts.findings.answer_events.format(count=count)
            yield _drop(row, what, texts.remedies.ask)
    for receipt in sorted(answered.keys() - {row.receipt for row in done if row.receipt}):
        yield AuditFinding(
            check=AuditCheck.DROPS,
            subject=receipt,
            what=texts.findings.answer_without_drop,
            mend=texts.remedies.ask,
        )


def _check_submissions(
    connection: Connection, rows: Sequence[DropRecord]
) -> Iterator[AuditFinding]:
    texts, stored = verify_texts(), submission_records(connection)
    by_drop = {submission.drop_id: submission for submission in stored}
    accepted = {drop.id: drop for drop in rows if drop.disposition in ACCEPTED}
    for drop_id, drop in accepted.items():
        submission = by_drop.get(drop_id)
        if submission is None or submission.id != drop.submission_id:
            yield _drop(drop, texts.findings.submission_missing, texts.remedies.ask)
    for drop_id, submission in by_drop.items():
        if drop_id not in accepted:
            yield _submission(submission, texts.findings.submission_without_drop)
    versions: dict[tuple[str, str, str], list[SubmissionRecord]] = defaultdict(list)
    for submission in stored:
        versions[submission.unit, submission.form, submission.period].append(submission)
    for group in versions.values():
        yield from _check_versions(group)


class _Version:
    """An accepted version with its times, which may have been altered to what is no time."""

    def __init__(self, row: SubmissionRecord) -> None:
        self.row = row
        self.id, self.drop_id = row.id, row.drop_id
        self.received_at, self.accepted_at = _moment(row.received_at), _moment(row.accepted_at)


def _moment(text: str) -> dt.datetime:
    """Return a time, or for what is none the beginning of the year that it begins with."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        year = text[:4]
        known = len(year) == len("2026") and year.isascii() and year.isdigit() and year > "0001"
        return _LONG_AGO.replace(year=int(year)) if known else _LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _check_versions(group: list[SubmissionRecord]) -> Iterator[AuditFinding]:
    """Check that exactly the version received last, of those not withdrawn, is in force."""
    wordings = verify_texts().findings
    not_withdrawn = [row for row in group if row.withdrawn_at is None]
    ordered = in_order_of_receipt([_Version(row) for row in not_withdrawn])
    last = ordered[-1].row if ordered else None
    for row in group:
        if row.in_force and row is not last:
            yield _submission(row, wordings.wrongly_in_force.format(version=row.version))
    if last is not None and not last.in_force:
        yield _submission(last, wordings.not_in_force.format(version=last.version))


def _check_messages(
    connection: Connection, subjects: dict[str, Counter[str]]
) -> Iterator[AuditFinding]:
    wordings, keys = verify_texts().findings, message_keys(connection)
    queued = subjects["queued"]
    for key in sorted(queued.keys() - keys):
        yield _message(key, wordings.message_missing)
    for key in sorted(keys - queued.keys()):
        yield _message(key, wordings.message_without_event)


def _drop(row: DropRecord, what: str, mend: str) -> AuditFinding:
    subject = row.receipt or verify_texts().subjects.drop.format(id=row.id)
    return AuditFinding(check=AuditCheck.DROPS, subject=subject, what=what, mend=mend)


def _submission(row: SubmissionRecord, what: str) -> AuditFinding:
    subject = f"{row.unit} {row.form} {row.period}"
    mend = verify_texts().remedies.ask
    return AuditFinding(check=AuditCheck.SUBMISSIONS, subject=subject, what=what, mend=mend)


def _message(key: str, what: str) -> AuditFinding:
    mend = verify_texts().remedies.ask
    return AuditFinding(check=AuditCheck.MESSAGES, subject=key, what=what, mend=mend)
