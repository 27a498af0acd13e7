"""Sends the blank workbooks that open on a day to those who file them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.mail.messages import render_message
from adapters.store.outbox import Post
from adapters.workbooks.blanks.workbook import Issue
from campaign.deadlines.agenda import Action, issue_day, issued_by
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import units_owing
from campaign.definitions.form import Form
from campaign.definitions.plan import Obligation
from campaign.definitions.roster import Unit
from campaign.values.message import Letterhead
from services.agenda.action import ActionResult
from services.context import AppContext
from services.issuing.delivery import deliver_all, numbered
from services.issuing.folder import Delivery

KIND = "issued"


@dataclass(frozen=True, kw_only=True, slots=True)
class SentWorkbook:
    """A blank workbook in words; ``due`` is None for what is filed whenever something happens."""

    form: str
    period: str
    due: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SentWorkbooks:
    """The facts of ``issued``: which blank workbooks come, and where else they lie.

    ``topics`` are the campaign's topics of study, where the monthly report is among the workbooks.
    """

    letterhead: Letterhead
    workbooks: tuple[SentWorkbook, ...]
    folder: str
    inbox: str
    topics: tuple[str, ...] = ()


def send_workbooks(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Issue what opens on the work's day and write to each unit once, workbooks attached."""
    definitions = context.definitions
    key = context.examiner.recognition.key
    issues = numbered(context.engine, definitions, _issues(definitions, action), key, now)
    deliveries = list(deliver_all(issues, definitions, key, context.home.issued))
    by_folder: defaultdict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_folder[delivery.path.parent.name].append(delivery)
    posts = [_post(context, action, code, some, now) for code, some in by_folder.items()]
    note = f"发出空白报表{len(deliveries)}份，{len(by_folder)}个单位"
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
    return [(item, definitions.forms[item.form]) for item in obligations]


def _goes_out(
    definitions: Definitions, action: Action, obligation: Obligation, opens: dt.date | None
) -> bool:
    plan = definitions.plan
    day = issue_day(opens or obligation.opens or plan.campaign.first, plan)
    return day == action.day and issued_by(obligation.form, day, plan) is action.flow


def _post(
    context: AppContext, action: Action, code: str, some: Sequence[Delivery], now: dt.datetime
) -> Post:
    plan, roster = context.definitions.plan, context.definitions.roster
    unit = roster.unit(code)
    paths = (delivery.path.relative_to(context.home.root).as_posix() for delivery in some)
    facts = SentWorkbooks(
        letterhead=Letterhead(
            addressee=roster.name_of(code),
            issuer=plan.campaign.issuer,
            campaign=plan.campaign.name,
            written_at=now,
        ),
        workbooks=tuple(_in_words(delivery.issue) for delivery in some),
        folder=f"outputs/issued/{code}",
        inbox=f"inputs/inbox/{code}",
        topics=_topics(context.definitions, some),
    )
    return Post(
        key=f"{KIND}:{action.key}:{code}",
        kind=KIND,
        unit=code,
        recipient=_address(context.definitions, code, unit),
        message=render_message(KIND, facts),
        attachments=tuple(paths),
        mass=True,
    )


def _address(definitions: Definitions, code: str, unit: Unit | None) -> str:
    plan = definitions.plan
    if code == plan.campaign.office:
        return plan.mail.office_address
    return unit.email if unit else ""


def _topics(definitions: Definitions, some: Sequence[Delivery]) -> tuple[str, ...]:
    has_topics = any(
        field.of_plan == "topics"
        for delivery in some
        for sheet in delivery.issue.form.sheets
        for field in sheet.columns
    )
    return tuple(topic.name for topic in definitions.plan.topics) if has_topics else ()


def _in_words(issue: Issue) -> SentWorkbook:
    about = "" if issue.form.filed_by == "unit" else f"（{issue.unit.name}）"
    return SentWorkbook(
        form=f"《{issue.form.title}》{about}",
        period=issue.period.label if issue.period else "",
        due=issue.due,
    )
