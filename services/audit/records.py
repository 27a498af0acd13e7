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
from adapters.store.events import broken_links, load_events
from adapters.store.intake.drops import DropState
from adapters.store.outbox import MessageState
from adapters.store.timestamps import text_of
from campaign.values.dispositions import ACCEPTED, Disposition
from services.audit.finding import AuditCheck, AuditFinding
from services.intake.claim_files import spooled_copy

_ASK = "请保留现场，与备份核对并查明原因。"
_QUEUED = tuple(
    f"message.{state}"
    for state in (MessageState.PENDING, MessageState.HELD, MessageState.NO_ADDRESS)
)


def check_records(connection: Connection, home: Home, now: dt.datetime) -> Iterator[AuditFinding]:
    """Check the chain of events, the answers, the submissions and the messages."""
    yield from _check_chain(connection)
    rows = drop_records(connection)
    subjects = _subjects(connection)
    yield from _check_drops(connection, home, rows, now)
    yield from _check_answers_recorded(rows, subjects)
    yield from _check_submissions(connection, rows)
    yield from _check_messages(connection, subjects)


def _check_chain(connection: Connection) -> Iterator[AuditFinding]:
    for position in broken_links(connection):
        yield AuditFinding(
            check=AuditCheck.EVENTS,
            subject=f"第{position}条",
            what="与前一条接不上：该条或前一条被改动、删除。",
            mend=_ASK,
        )


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
    answers = message_kinds_by_drop(connection)
    for row in rows:
        kinds = answers[row.id]
        if row.state == DropState.CLAIMED:
            yield from _check_claimed(home, row, now)
        elif row.state == DropState.QUARANTINED and Disposition.QUARANTINED not in kinds:
            yield _drop(row, "列为待处理，却没有告知党办。", "请用zuofeng intake重新办理。")
        elif row.state == DropState.ANSWERED:
            wrong = _wrong_answer(row, kinds)
            if wrong:
                yield _drop(row, wrong, _ASK)


def _check_claimed(home: Home, row: DropRecord, now: dt.datetime) -> Iterator[AuditFinding]:
    """Check a claimed drop whose lease has run out; before that, a run is at work on it."""
    if row.lease_until and row.lease_until > text_of(now):
        return
    if spooled_copy(home, row.sha256, row.path_key).is_file():
        yield _drop(row, "已领取而尚未办结。", "请启动程序，或者运行zuofeng intake。")
    else:
        yield _drop(row, "已领取、尚未办结，暂存的副本却不存在。", _ASK)


def _wrong_answer(row: DropRecord, kinds: list[str]) -> str:
    """Return what is wrong with the answer to a drop, "" if it has exactly one that fits."""
    if not (row.receipt and row.disposition and row.answered_at):
        return "已答复，却没有回执号、结果或者时间。"
    if row.disposition == Disposition.QUARANTINED:
        return "" if Disposition.QUARANTINED in kinds else "列为待处理，却没有告知党办。"
    answers_given = [kind for kind in kinds if kind != Disposition.QUARANTINED]
    if not answers_given:
        return "已答复，却没有告知报送单位的邮件。"
    if answers_given != [row.disposition]:
        return f"答复不止一次，或者与结果不符（{'、'.join(answers_given)}）。"
    return ""


def _check_answers_recorded(
    rows: Sequence[DropRecord], subjects: dict[str, Counter[str]]
) -> Iterator[AuditFinding]:
    answered = subjects["answered"]
    done = [
        row
        for row in rows
        if row.state == DropState.ANSWERED and row.disposition != Disposition.QUARANTINED
    ]
    for row in done:
        if (count := answered[row.receipt or ""]) != 1:
            what = f"事件记录中的答复有{count}条，应为1条。"
            yield _drop(row, what, _ASK)
    for receipt in sorted(answered.keys() - {row.receipt for row in done if row.receipt}):
        what = "事件记录中有答复，收文登记中却没有。"
        yield AuditFinding(check=AuditCheck.DROPS, subject=receipt, what=what, mend=_ASK)


def _check_submissions(
    connection: Connection, rows: Sequence[DropRecord]
) -> Iterator[AuditFinding]:
    stored = submission_records(connection)
    by_drop = {submission.drop_id: submission for submission in stored}
    accepted = {drop.id: drop for drop in rows if drop.disposition in ACCEPTED}
    for drop_id, drop in accepted.items():
        submission = by_drop.get(drop_id)
        if submission is None or submission.id != drop.submission_id:
            yield _drop(drop, "已接收，却没有对应的报表登记。", _ASK)
    for drop_id, submission in by_drop.items():
        if drop_id not in accepted:
            yield _submission(submission, "没有对应的已接收文件。")
    versions: dict[tuple[str, str, str], list[SubmissionRecord]] = defaultdict(list)
    for submission in stored:
        versions[submission.unit, submission.form, submission.period].append(submission)
    for group in versions.values():
        yield from _check_versions(group)


def _check_versions(group: list[SubmissionRecord]) -> Iterator[AuditFinding]:
    """Check that exactly the version received last, of those not withdrawn, is in force."""
    not_withdrawn = [row for row in group if row.withdrawn_at is None]
    last = max(not_withdrawn, key=lambda row: (row.received_at, row.drop_id), default=None)
    for row in group:
        if row.in_force and row is not last:
            yield _submission(row, f"第{row.version}版不应有效：已撤回，或者另有更新的版本。")
    if last is not None and not last.in_force:
        yield _submission(last, f"第{last.version}版应当有效，却没有生效。")


def _check_messages(
    connection: Connection, subjects: dict[str, Counter[str]]
) -> Iterator[AuditFinding]:
    keys = message_keys(connection)
    queued = subjects["queued"]
    for key in sorted(queued.keys() - keys):
        yield _message(key, "事件记录中有这封邮件，发件箱中却没有。")
    for key in sorted(keys - queued.keys()):
        yield _message(key, "发件箱中有这封邮件，事件记录中却没有。")


def _drop(row: DropRecord, what: str, mend: str) -> AuditFinding:
    subject = row.receipt or f"收文第{row.id}号"
    return AuditFinding(check=AuditCheck.DROPS, subject=subject, what=what, mend=mend)


def _submission(row: SubmissionRecord, what: str) -> AuditFinding:
    subject = f"{row.unit} {row.form} {row.period}"
    return AuditFinding(check=AuditCheck.SUBMISSIONS, subject=subject, what=what, mend=_ASK)


def _message(key: str, what: str) -> AuditFinding:
    return AuditFinding(check=AuditCheck.MESSAGES, subject=key, what=what, mend=_ASK)
