"""Holds the store's records against each other: drops, answers, submissions, messages, events."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from adapters.files.home import Home
from adapters.store.events import broken_links
from adapters.store.outbox import MessageState
from adapters.store.tables import drops, events, outbox, submissions
from adapters.store.timestamps import as_stored, text_of
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
    rows = connection.execute(select(*as_stored(drops)).order_by(drops.c.id)).all()
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
    """Return how often each subject stands in the record, by kind of event."""
    wanted = ("answered", *_QUEUED)
    query = select(events.c.kind, events.c.subject).where(events.c.kind.in_(wanted))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in connection.execute(query):
        found["answered" if row.kind == "answered" else "queued"][row.subject] += 1
    return found


def _check_drops(
    connection: Connection, home: Home, rows: Sequence[Any], now: dt.datetime
) -> Iterator[AuditFinding]:
    answers: dict[int, list[str]] = defaultdict(list)
    query = select(outbox.c.drop_id, outbox.c.kind).where(outbox.c.drop_id.is_not(None))
    for message in connection.execute(query):
        answers[message.drop_id].append(message.kind)
    for row in rows:
        kinds = answers[row.id]
        if row.state == "claimed":
            yield from _check_claimed(home, row, now)
        elif row.state == "quarantined" and Disposition.QUARANTINED not in kinds:
            yield _drop(row, "列为待处理，却没有告知党办。", "请用zuofeng intake重新办理。")
        elif row.state == "answered":
            wrong = _wrong_answer(row, kinds)
            if wrong:
                yield _drop(row, wrong, _ASK)


def _check_claimed(home: Home, row: Any, now: dt.datetime) -> Iterator[AuditFinding]:
    """Check a drop that nobody works on; where the lease runs, somebody does."""
    if row.lease_until and row.lease_until > text_of(now):
        return
    if spooled_copy(home, row.sha256, row.path_key).is_file():
        yield _drop(row, "已领取而尚未办结。", "请启动程序，或者运行zuofeng intake。")
    else:
        yield _drop(row, "已领取、尚未办结，暂存的副本却不存在。", _ASK)


def _wrong_answer(row: Any, kinds: list[str]) -> str:
    """Return what is wrong with the answer to an answered drop, "" if there is exactly one."""
    if not (row.receipt and row.outcome and row.answered_at):
        return "已答复，却没有回执号、结果或者时间。"
    if row.outcome == Disposition.QUARANTINED:
        return "" if Disposition.QUARANTINED in kinds else "列为待处理，却没有告知党办。"
    given = [kind for kind in kinds if kind != Disposition.QUARANTINED]
    if not given:
        return "已答复，却没有告知报送单位的邮件。"
    if given != [row.outcome]:
        return f"答复不止一次，或者与结果不符（{'、'.join(given)}）。"
    return ""


def _check_answers_recorded(
    rows: Sequence[Any], subjects: dict[str, Counter[str]]
) -> Iterator[AuditFinding]:
    answered = subjects["answered"]
    done = [
        row for row in rows if row.state == "answered" and row.outcome != Disposition.QUARANTINED
    ]
    for row in done:
        if answered[row.receipt] != 1:
            what = f"事件记录中的答复有{answered[row.receipt]}条，应为1条。"
            yield _drop(row, what, _ASK)
    for receipt in sorted(answered.keys() - {row.receipt for row in done if row.receipt}):
        what = "事件记录中有答复，收文登记中却没有。"
        yield AuditFinding(check=AuditCheck.DROPS, subject=receipt, what=what, mend=_ASK)


def _check_submissions(connection: Connection, rows: Sequence[Any]) -> Iterator[AuditFinding]:
    stored = connection.execute(select(*as_stored(submissions)).order_by(submissions.c.id)).all()
    by_drop = {row.drop_id: row for row in stored}
    accepted = {row.id: row for row in rows if row.outcome in ACCEPTED}
    for drop_id, row in accepted.items():
        found = by_drop.get(drop_id)
        if found is None or found.id != row.submission_id:
            yield _drop(row, "已接收，却没有对应的报表登记。", _ASK)
    for drop_id, found in by_drop.items():
        if drop_id not in accepted:
            yield _submission(found, "没有对应的已接收文件。")
    versions: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for row in stored:
        versions[row.unit, row.form, row.period].append(row)
    for group in versions.values():
        yield from _check_versions(group)


def _check_versions(group: list[Any]) -> Iterator[AuditFinding]:
    """Check that of one report exactly the version received last is in force, if not withdrawn."""
    standing = [row for row in group if row.withdrawn_at is None]
    last = max(standing, key=lambda row: (row.received_at, row.drop_id), default=None)
    for row in group:
        if row.in_force and row is not last:
            yield _submission(row, f"第{row.version}版不应有效：已撤回，或者另有更新的版本。")
    if last is not None and not last.in_force:
        yield _submission(last, f"第{last.version}版应当有效，却没有生效。")


def _check_messages(
    connection: Connection, subjects: dict[str, Counter[str]]
) -> Iterator[AuditFinding]:
    keys = set(connection.scalars(select(outbox.c.key)))
    queued = subjects["queued"]
    for key in sorted(queued.keys() - keys):
        yield _message(key, "事件记录中有这封邮件，发件箱中却没有。")
    for key in sorted(keys - queued.keys()):
        yield _message(key, "发件箱中有这封邮件，事件记录中却没有。")


def _drop(row: Any, what: str, mend: str) -> AuditFinding:
    subject = row.receipt or f"收文第{row.id}号"
    return AuditFinding(check=AuditCheck.DROPS, subject=subject, what=what, mend=mend)


def _submission(row: Any, what: str) -> AuditFinding:
    subject = f"{row.unit} {row.form} {row.period}"
    return AuditFinding(check=AuditCheck.SUBMISSIONS, subject=subject, what=what, mend=_ASK)


def _message(key: str, what: str) -> AuditFinding:
    return AuditFinding(check=AuditCheck.MESSAGES, subject=key, what=what, mend=_ASK)
