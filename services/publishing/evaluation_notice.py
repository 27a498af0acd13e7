"""Announces an evaluation that opens to those who carry it out."""

import datetime as dt

from campaign.deadlines.agenda import Action
from campaign.definitions.duties import due_date, units_owing
from campaign.documents.evaluation_notices import evaluation_notice
from campaign.documents.imprint import imprint_of
from campaign.values.periods import parse_period
from services.agenda.action import ActionResult
from services.context import AppContext
from services.publishing.circulars import CircularContent, circulate, document_paper


def announce_window(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write the notice and send it to those who owe the evaluation, and to the office.

    After the day until which it is due it would come too late, and does not go out.
    """
    plan, roster = context.definitions.plan, context.definitions.roster
    key, _, written = action.subject.partition(" ")
    period = parse_period(written)
    obligation = next(each for each in plan.obligations if each.key == key)
    due = due_date(obligation, period, plan)
    if now.date() > due:
        return ActionResult(note=f"{obligation.name}已过报送期限，不再通知")
    title = context.definitions.forms[obligation.form].title
    imprint = imprint_of(plan, roster, now.date())
    notice = evaluation_notice(obligation, period, plan, imprint, title)
    paper = document_paper(notice, f"{period} {obligation.name}通知")
    sending = CircularContent(
        sort="评议通知",
        title=f"关于开展{obligation.name}工作的通知",
        lines=(f"{obligation.name}现已开始，{due.month}月{due.day}日前报送，请按附件通知办理。",),
        files=(paper,),
    )
    codes = [unit.code for unit in units_owing(obligation, roster, now.date())]
    posts = circulate(context, action, sending, (*codes, plan.campaign.office), now)
    return ActionResult(
        note=f"发出{obligation.name}通知{len(posts)}份", files=(paper,), posts=posts
    )
