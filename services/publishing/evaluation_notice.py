"""Announces an evaluation that opens to those who carry it out."""

import datetime as dt

from adapters.mail.messages import Letter
from campaign.deadlines.agenda import Action
from campaign.definitions.duties import due_date, units_owing
from campaign.documents.evaluation_notices import evaluation_notice
from campaign.documents.imprint import imprint_of
from campaign.values.periods import parse_period
from services.agenda.action import ActionResult
from services.context import AppContext
from services.publishing.circulars import attached, circulate, document_file
from services.texts.actions import action_notes

KIND = "evaluation"


def announce_window(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write the notice and send it to those who owe the evaluation, and to the office.

    After the day until which it is due it would come too late, and does not go out.
    """
    plan, roster = context.definitions.plan, context.definitions.roster
    key, _, written = action.subject.partition(" ")
    period = parse_period(written)
    obligation = next(item for item in plan.obligations if item.key == key)
    due = due_date(obligation, period, plan)
    notes = action_notes().evaluation
    if now.date() > due:
        return ActionResult(note=notes.too_late.format(evaluation=obligation.name))
    title = context.definitions.forms[obligation.form].title
    imprint = imprint_of(plan, roster, now.date())
    notice = evaluation_notice(obligation, period, plan, imprint, title)
    file = document_file(notice, f"{period} {obligation.name}通知")
    facts = {"obligation": obligation, "due": due}
    letter = Letter(kind=KIND, facts=facts, attachments=attached(context, [file]))
    codes = [unit.code for unit in units_owing(obligation, roster, now.date())]
    posts = circulate(context, action, letter, (*codes, plan.campaign.office), now)
    note = notes.announced.format(evaluation=obligation.name, letters=len(posts))
    return ActionResult(note=note, files=(file,), posts=posts)
