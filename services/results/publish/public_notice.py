"""Announces an approved result to everybody (公示): who is proposed, until when, how to object."""

import datetime as dt
from dataclasses import dataclass

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
from services.publishing.circulars import CircularContent, circulate, document_paper, receivers
from services.results.register.register import find_result


@dataclass(frozen=True, kw_only=True, slots=True)
class Approved:
    """A result that was approved: by whom, with which note, and which notice of it this is.

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
    """Write the public notice and send it to the office and all units, unless it is too late."""
    with reading(context.engine) as connection:
        approved = approved_result(connection, action.subject)
    plan, roster = context.definitions.plan, context.definitions.roster
    today, notice = now.date(), approved.notice
    if approved.result.state != ResultState.NOTICE or notice.has_ended(today):
        return ActionResult(note=f"公示期已于{day_text(notice.last)}结束，没有再发公示")
    frame = imprint_of(plan, roster, today)
    definitions = (plan, roster)
    facts = public_notice(
        approved.document, frame, notice, definitions, approved.note, approved.times
    )
    again = _again(approved)
    paper = document_paper(facts, f"{approved.result.notice_first} 推荐表彰对象公示{again}")
    sending = CircularContent(
        sort=f"公示{again}",
        title=f"{facts.year}年{plan.campaign.name}推荐表彰对象，公示至{day_text(notice.last)}",
        lines=(
            *((f"{facts.changed}，现重新公示。",) if facts.changed else ()),
            f"现将{facts.year}年{plan.campaign.name}推荐表彰对象予以公示，见附件，"
            f"请在本支部、本单位张贴。公示时间为{day_text(notice.first)}至{day_text(notice.last)}，"
            f"共{facts.working_days}个工作日。",
            f"对公示对象有异议的，请在公示期内向{facts.received_by}实名反映，写明事实和依据；"
            f"电话：{facts.telephone or '见公示'}。",
        ),
        files=(paper,),
    )
    codes = receivers(context.definitions, today)
    posts = circulate(context, action, sending, codes, now)
    return ActionResult(note=f"发出公示{again}，{len(posts)}份", files=(paper,), posts=posts)


def _again(approved: Approved) -> str:
    """Tell a notice by its name from one before it, which stays as it was sent."""
    if approved.times > 1:
        return f"（第{approved.times}次）"
    return "（重新办理）" if approved.document["supersedes"] else ""


def approved_result(connection: Connection, id_: str) -> Approved:
    """Return a result that was approved, with what the register knows of its approval."""
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
