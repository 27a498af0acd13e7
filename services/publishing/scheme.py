"""Publishes the implementation scheme (实施方案): to the office and all units (S5, S56, S57)."""

import datetime as dt

from campaign.deadlines.agenda import Action
from campaign.documents.imprint import imprint_of
from campaign.documents.scheme import scheme
from services.agenda.action import ActionResult
from services.context import AppContext
from services.publishing.circulars import CircularContent, circulate, document_paper, receivers


def publish_scheme(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write the scheme of the plan as it is now, dated today, and send it to everybody."""
    plan, roster = context.definitions.plan, context.definitions.roster
    today = now.date()
    if today > plan.campaign.last:
        return ActionResult(note="活动已经结束，不再印发")
    titles = {form.key: form.title for form in context.definitions.forms.values()}
    frame = imprint_of(plan, roster, today)
    document = scheme(plan, roster, frame, plan.documents.bases, titles)
    paper = document_paper(document, f"{plan.campaign.year} 实施方案")
    sending = CircularContent(
        sort="实施方案",
        title=f"{plan.campaign.name}实施方案",
        lines=(
            f"现将{plan.campaign.name}实施方案印发给你们，见附件，请结合实际，认真贯彻执行。",
            "各项报送任务和期限见方案所附的报送任务及期限表，空白报表按期另行发放。",
        ),
        files=(paper,),
    )
    codes = receivers(context.definitions, today)
    posts = circulate(context, action, sending, codes, now)
    return ActionResult(note=f"印发实施方案，{len(posts)}份", files=(paper,), posts=posts)
