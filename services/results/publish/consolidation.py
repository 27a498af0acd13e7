"""Consolidate the year (S49, S50): draft its result, submit it, ask the office for approval."""

import datetime as dt
from functools import partial

from adapters.mail.messages import Letter
from adapters.store.engine import reading
from adapters.store.results.register import result_statuses
from adapters.workbooks.report_tables import table_workbook
from campaign.deadlines.agenda import Action
from campaign.documents.result_announcements import announced_name
from campaign.results.document import ResultDocument, read_document
from campaign.results.lifecycle import STATE_NAMES, ResultState
from campaign.tables import Audience
from campaign.tables.reckoned.people import people_tables
from campaign.tables.reckoned.results import ranking_tables
from campaign.values.acts import SOFTWARE, Actor
from campaign.values.text import day_text
from services.agenda.action import ActionResult, OutputFile
from services.context import AppContext
from services.publishing.circulars import attached, to_office
from services.publishing.drafts import OWN_FOLDER
from services.results.lifecycle.transitions import submit_result
from services.results.objections.objections import reasons_for_note
from services.results.register.register import (
    DerivedResult,
    DraftedResult,
    derive_result,
    draft_result,
    find_result,
)

KIND = "approval_request"
_UNDER_WAY = (
    ResultState.SUBMITTED,
    ResultState.RETURNED,
    ResultState.NOTICE,
    ResultState.PUBLISHED,
)


def derive(context: AppContext, action: Action, now: dt.datetime) -> DerivedResult | None:
    """Derive the result as of the action's day; None if none is to be drafted now.

    Raises DefinitionError.
    """
    return None if _hindrance(context, action, now) else derive_result(context, action.day, now)


def consolidate(
    context: AppContext, action: Action, now: dt.datetime, result: DerivedResult | None = None
) -> ActionResult:
    """Draft the result as of the action's day and submit it, unless one is under way already.

    ``result`` is what ``derive`` returned; without it the result is derived now. Raises
    DefinitionError, and WrongActError if the draft cannot be submitted.
    """
    if hindrance := _hindrance(context, action, now):
        return hindrance
    why = f"方案规定{day_text(action.day)}汇总全年成绩，提请领导小组审批"
    actor = Actor(name=SOFTWARE, reason=why)
    drafted = _submitted(context, draft_result(context, action.day, actor, now, result), why, now)
    with reading(context.engine) as connection:
        document = read_document(find_result(connection, drafted.id).document)
    file = _draft_workbook(context, action, document)
    letter = Letter(
        kind=KIND,
        facts={
            "id": drafted.id,
            "as_of": action.day,
            "document": document,
            "reasons": _reasons(context, document),
        },
        attachments=attached(context, [file]),
    )
    post = to_office(context, action, letter, now)
    note = f"已起草成果{drafted.id[:12]}并提交领导小组审批"
    return ActionResult(note=note, files=(file,), posts=(post,), facts={"result": drafted.id})


def _draft_workbook(context: AppContext, action: Action, document: ResultDocument) -> OutputFile:
    """Return the ranking and what is proposed about people, as the leading group is shown them."""
    plan = context.definitions.plan
    name_of = partial(announced_name, document=document, roster=context.definitions.roster)
    tables = [
        *ranking_tables(document, plan, "", draft=True),
        *people_tables(document["people"], name_of),
    ]
    views = [table.for_audience(Audience.OFFICE) for table in tables]
    return OutputFile(
        name=f"{OWN_FOLDER}/{action.day} 考评成绩（送审稿）.xlsx",
        data=table_workbook(views, plan.campaign.issuer, action.day),
    )


def _hindrance(context: AppContext, action: Action, now: dt.datetime) -> ActionResult | None:
    if now.date() < action.day:
        return ActionResult(note=f"{day_text(action.day)}才汇总全年成绩，到时再办", deferred=True)
    if state := _under_way(context, action):
        return ActionResult(note=f"已有考评成果，现为“{state}”，不另行起草")
    return None


def _under_way(context: AppContext, action: Action) -> str:
    """Return the state's name of a result that is under way already; "" if none is.

    A draft that this action itself submitted before it was interrupted does not count.
    """
    with reading(context.engine) as connection:
        rows = result_statuses(connection, _UNDER_WAY)
    foreign = [row for row in rows if (row.state, row.as_of) != (ResultState.SUBMITTED, action.day)]
    return STATE_NAMES[ResultState(foreign[0].state)] if foreign else ""


def _submitted(
    context: AppContext, drafted: DraftedResult, why: str, now: dt.datetime
) -> DraftedResult:
    if drafted.state is ResultState.DRAFT:
        submit_result(context, drafted.id, Actor(name=SOFTWARE, reason=why), now)
    return drafted


def _reasons(context: AppContext, document: ResultDocument) -> tuple[str, ...]:
    with reading(context.engine) as connection:
        return reasons_for_note(connection, document)
