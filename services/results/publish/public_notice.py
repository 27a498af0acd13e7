"""Announce an approved result to everybody (公示): who is proposed, until when, how to object."""

import datetime as dt
from dataclasses import dataclass

from adapters.mail.messages import Letter
from adapters.store.engine import Connection, reading
from adapters.store.events import load_events
from adapters.store.results.register import Result, result_statuses
from campaign.deadlines.agenda import Action
from campaign.documents.imprint import imprint_of
from campaign.documents.result_announcements import public_notice
from campaign.results.document import ResultDocument, read_document
from campaign.results.lifecycle import ResultAct, ResultState
from campaign.results.notice_period import NoticePeriod
from campaign.values.text import day_text
from services.agenda.action import ActionResult
from services.context import AppContext
from services.publishing.circulars import attached, circulate, document_file, receivers
from services.results.register.register import find_result

KIND = "public_notice"


@dataclass(frozen=True, kw_only=True, slots=True)
class Approved:
    """An approved result: by whom it was approved, with which note, and which notice this is.

    ``times`` is 2 for the notice after an objection was upheld, and so on.
    """

    result: Result
    document: ResultDocument
    by: str
    note: str
    times: int

    @property
    def notice(self) -> NoticePeriod:
        """The notice period."""
        return self.result.notice


def announce(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write the public notice and send it to the office and all units, unless it is too late.

    Raises UnknownResultError.
    """
    with reading(context.engine) as connection:
        approved = approved_result(connection, action.subject)
    plan, roster = context.definitions.plan, context.definitions.roster
    today, period = now.date(), approved.notice
    if approved.result.state != ResultState.NOTICE or period.has_ended(today):
        return ActionResult(note=f"公示期已于{day_text(period.last)}结束，没有再发公示")
    frame = imprint_of(plan, roster, today)
    notice = public_notice(
        approved.document, frame, period, (plan, roster), approved.note, approved.times
    )
    again = _again(approved)
    file = document_file(notice, f"{approved.result.notice_first} 推荐表彰对象公示{again}")
    letter = Letter(
        kind=KIND,
        facts={"notice": notice, "again": again},
        attachments=attached(context, [file]),
    )
    codes = receivers(context.definitions, today)
    posts = circulate(context, action, letter, codes, now)
    return ActionResult(note=f"发出公示{again}，{len(posts)}份", files=(file,), posts=posts)


def _again(approved: Approved) -> str:
    """Return the suffix that distinguishes a repeated notice from the one before it."""
    if approved.times > 1:
        return f"（第{approved.times}次）"
    return "（重新办理）" if approved.document["supersedes"] else ""


def approved_result(connection: Connection, id_: str) -> Approved:
    """Return an approved result with its approver, note and number; raises UnknownResultError."""
    result = find_result(connection, id_)
    approvals = load_events(connection, [f"result.{ResultAct.APPROVE}"], subject=result.root)
    same = [row for row in result_statuses(connection) if row.root == result.root]
    return Approved(
        result=result,
        document=read_document(result.document),
        by=approvals[-1].actor,
        note=approvals[-1].detail["why"],
        times=sum(row.created_at <= result.created_at for row in same),
    )
