"""Sends the blank workbooks that open on a day to those who file them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from adapters.mail.messages import Letter
from adapters.mail.posts import post_to_unit
from adapters.store.outbox import Post
from adapters.workbooks.blanks.workbook import Issue
from campaign.deadlines.agenda import Action, issue_day, issued_by
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import units_owing
from campaign.definitions.form import Form
from campaign.definitions.plan import Obligation
from services.agenda.action import ActionResult
from services.context import AppContext
from services.issuing.delivery import deliver_all, numbered
from services.issuing.folder import Delivery
from services.texts.actions import action_notes

KIND = "issued"


def send_workbooks(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Issue what opens on the action's day and write to each unit once, workbooks attached.

    Raises OSError if a workbook cannot be written.
    """
    definitions = context.definitions
    key = context.examiner.recognition.key
    issues = numbered(context.engine, definitions, _issues(definitions, action), key, now)
    deliveries = list(deliver_all(issues, definitions, key, context.home.issued))
    by_folder: defaultdict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_folder[delivery.path.parent.name].append(delivery)
    posts = [_post(context, action, code, sent, now) for code, sent in by_folder.items()]
    sent = action_notes().workbooks.sent
    note = sent.format(workbooks=len(deliveries), units=len(by_folder))
    return ActionResult(note=note, posts=tuple(posts))


def _issues(definitions: Definitions, action: Action) -> list[Issue]:
    return [
        *_of_periods(definitions, action),
        *(
            Issue(form=form, unit=unit)
            for obligation, form in _forms(definitions)
            if not obligation.periods and _goes_out(definitions, action, obligation, None)
            for unit in units_owing(obligation, definitions.roster, action.day)
        ),
    ]


def _of_periods(definitions: Definitions, action: Action) -> list[Issue]:
    return [
        Issue(form=form, unit=unit, period=duty.period, due=duty.due)
        for duty in definitions.duties
        if _goes_out(definitions, action, duty.obligation, duty.opens)
        for form in [definitions.forms[duty.obligation.form]]
        for unit in [definitions.roster.unit(duty.unit)]
        if unit and unit.active_on(action.day)
    ]


def _forms(definitions: Definitions) -> list[tuple[Obligation, Form]]:
    obligations = definitions.plan.obligations
    return [(obligation, definitions.forms[obligation.form]) for obligation in obligations]


def _goes_out(
    definitions: Definitions, action: Action, obligation: Obligation, opens: dt.date | None
) -> bool:
    plan = definitions.plan
    day = issue_day(opens or obligation.opens or plan.campaign.first, plan)
    return day == action.day and issued_by(obligation.form, day, plan) is action.flow


def _post(
    context: AppContext, action: Action, code: str, sent: Sequence[Delivery], now: dt.datetime
) -> Post:
    letter = Letter(
        kind=KIND,
        facts={
            "issues": [delivery.issue for delivery in sent],
            "with_topics": any(_asks_topics(delivery.issue.form) for delivery in sent),
            "folder": f"outputs/issued/{code}",
            "inbox": f"inputs/inbox/{code}",
        },
        attachments=tuple(d.path.relative_to(context.home.root).as_posix() for d in sent),
    )
    key = f"{KIND}:{action.key}:{code}"
    return post_to_unit(context.definitions, code, letter, key, now, mass=True)


def _asks_topics(form: Form) -> bool:
    """Return whether a column of the form offers the campaign's topics of study."""
    return any(field.of_plan == "topics" for sheet in form.sheets for field in sheet.columns)
