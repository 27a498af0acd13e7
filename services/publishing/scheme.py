"""Publishes the implementation scheme (实施方案): to the office and all units (S5, S56, S57)."""

import datetime as dt

from adapters.mail.messages import Letter
from campaign.deadlines.agenda import Action
from campaign.documents.imprint import imprint_of
from campaign.documents.scheme import scheme
from services.agenda.action import ActionResult
from services.context import AppContext
from services.publishing.circulars import attached, circulate, document_file, receivers
from services.texts.actions import action_notes

KIND = "scheme"


def publish_scheme(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write the scheme of the plan as it is now, dated today, and send it to everybody."""
    plan, roster = context.definitions.plan, context.definitions.roster
    today = now.date()
    if today > plan.campaign.last:
        return ActionResult(note=action_notes().scheme.over)
    titles = {form.key: form.title for form in context.definitions.forms.values()}
    frame = imprint_of(plan, roster, today)
    document = scheme(plan, roster, frame, plan.documents.bases, titles)
    file = document_file(document, f"{plan.campaign.year} 实施方案")
    letter = Letter(kind=KIND, attachments=attached(context, [file]))
    posts = circulate(context, action, letter, receivers(context.definitions, today), now)
    note = action_notes().scheme.published.format(letters=len(posts))
    return ActionResult(note=note, files=(file,), posts=posts)
