"""Issue blank workbooks."""

import datetime as dt

from campaign.deadlines.agenda import Action, ActionKind
from services.agenda.action import ActionResult
from services.context import AppContext
from services.issuing import send_workbooks
from tasks.agenda import action_step


@action_step(
    ActionKind.ISSUE,
    "将当天起填报的空白报表编号后放入各单位文件夹，并逐个单位发填报通知。",
    tags=["发放"],
    retries=2,
)
def issue_workbooks(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Issue the blank workbooks that open on the action's day."""
    return send_workbooks.send_workbooks(context, action, now)
