"""Publish a result when its notice is over, and send the papers that follow (S45, S49, S50).

The software acts on the approval: it publishes only what the leading group approved, after the
whole notice period and with no objection open. Anything else is left to people.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from adapters.mail.messages import Letter
from adapters.store.actions import done_actions
from adapters.store.engine import Connection, reading, writing
from adapters.store.outbox import enqueue
from adapters.workbooks.report_tables import table_workbook
from campaign.deadlines.agenda import Action, ActionKind
from campaign.definitions.roster import Roster
from campaign.documents.imprint import document_number, imprint_of
from campaign.documents.result_announcements import announced_name, commendation
from campaign.results.lifecycle import ResultState
from campaign.scoring.ranking import LAST_PLACE
from campaign.tables import Audience, Table
from campaign.tables.reckoned.people import people_tables
from campaign.tables.reckoned.results import ranking_tables
from campaign.values.acts import SOFTWARE, Actor
from campaign.values.text import day_text
from services.agenda.action import ActionResult, OutputFile
from services.context import AppContext
from services.errors import WrongActError
from services.publishing.circulars import attached, document_file, to_office
from services.publishing.drafts import OWN_FOLDER
from services.results.lifecycle.transitions import publish_approved
from services.results.objections.notice_periods import notice_of
from services.results.objections.objections import objections_to
from services.results.publish.public_notice import Approved, approved_result
from services.results.publish.score_sheets import send_score_sheets

FOLDER = "成果"
PUBLISHED, HINDERED = "result_published", "publication_hindered"


def publish_result(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Publish a result and write to the office and to each unit; defer it if it cannot be yet.

    Raises UnknownResultError, and LookupError if a source of the score sheets is gone.
    """
    with reading(context.engine) as connection:
        approved = approved_result(connection, action.subject)
        hindered = _announced_late(connection, context, approved)
    if approved.result.state == ResultState.NOTICE:
        why = f"{approved.by}已批准，公示期至{day_text(approved.notice.last)}，期满无未办异议"
        try:
            if hindered:
                raise WrongActError(hindered)
            publish_approved(context, action.subject, Actor(name=SOFTWARE, reason=why), now)
        except WrongActError as error:
            _report_hindrance(context, action, str(error), now)
            return ActionResult(note=f"暂缓公布：{error}", deferred=True)
    with reading(context.engine) as connection:
        approved = approved_result(connection, action.subject)
        objections = _objections(connection, approved)
    published_on = approved.result.published_on
    files = _files(context, approved, published_on, objections)
    sheets = send_score_sheets(context, action, approved, files[-1], now)
    letter = Letter(
        kind=PUBLISHED,
        facts={"approved": approved, "inquiries": _inquiries(approved)},
        attachments=attached(context, files),
    )
    return ActionResult(
        note=f"已公布成果{action.subject[:12]}，成绩单发出{len(sheets)}份",
        files=files,
        posts=(to_office(context, action, letter, now), *sheets),
    )


def _announced_late(connection: Connection, context: AppContext, approved: Approved) -> str:
    """Return why the public had less time than the plan prescribes, "" if it had all of it."""
    subject = approved.result.id
    notices = done_actions(connection, ActionKind.PUBLIC_NOTICE)
    announced_on = next((row.noted_at.date() for row in notices if row.subject == subject), None)
    again = "请重新办理（zuofeng result reopen），或者由党办核定后用zuofeng result publish公布"
    if announced_on is None:
        return f"没有发出公示，不能自动公布；{again}"
    eve = announced_on - dt.timedelta(days=1)
    if notice_of(context, approved.document, eve).last > approved.notice.last:
        return f"公示于{day_text(announced_on)}才发出，不足规定的工作日，不能自动公布；{again}"
    return ""


def _report_hindrance(context: AppContext, action: Action, why: str, now: dt.datetime) -> None:
    """Write to the office what keeps a result from being published, once for the same reason."""
    letter = Letter(kind=HINDERED, facts={"id": action.subject, "why": why})
    digest = hashlib.sha256(why.encode()).hexdigest()[:16]
    key = f"hindrance:{action.subject}:{digest}"
    post = replace(to_office(context, action, letter, now), key=key)
    with writing(context.engine) as connection:
        enqueue(connection, [post], context.definitions.plan.mail, now)


def _objections(connection: Connection, approved: Approved) -> tuple[int, int]:
    """Count the objections of the notice period that were upheld, and that were rejected."""
    objections = objections_to(connection, approved.result)
    upheld = sum(bool(objection.upheld) for objection in objections)
    return upheld, len(objections) - upheld


def _files(
    context: AppContext, approved: Approved, published_on: dt.date, objections: tuple[int, int]
) -> tuple[OutputFile, OutputFile, OutputFile]:
    plan, roster = context.definitions.plan, context.definitions.roster
    document, issuer = approved.document, plan.campaign.issuer
    frame = replace(
        imprint_of(plan, roster, published_on),
        addressees=(plan.documents.reports_to,),
        number=document_number(plan.documents.agency, published_on.year, None),
        signer=_signer(roster),
    )
    facts = commendation(document, frame, approved.notice, roster, approved.note, objections)
    ranking = ranking_tables(document, plan, approved.note)
    name_of = partial(announced_name, document=document, roster=roster)
    people = people_tables(document["people"], name_of)
    conclusions = f"{OWN_FOLDER}/{published_on} 涉及个人的结论"
    return (
        document_file(facts, f"{published_on} 推荐报告"),
        _workbook(conclusions, people, Audience.OFFICE, issuer, published_on),
        _workbook(
            f"{FOLDER}/{published_on} 考评成绩", ranking, Audience.EVERYONE, issuer, published_on
        ),
    )


def _workbook(
    name: str, tables: Sequence[Table], audience: Audience, issuer: str, day: dt.date
) -> OutputFile:
    views = [table.for_audience(audience) for table in tables]
    return OutputFile(name=f"{name}.xlsx", data=table_workbook(views, issuer, day))


def _signer(roster: Roster) -> str:
    """Return who signs reports to a higher body: the head of the leading group."""
    heads = (member.name for member in roster.leading_group if member.role.startswith("组长"))
    return next(heads, "")


def _inquiries(approved: Approved) -> list[str]:
    """Return the units in last place that were also made 重点整改, who are to be questioned."""
    return [
        approved.document["units"][score["unit"]]
        for score in approved.document["scores"]
        if any(veto["key"] == LAST_PLACE for veto in score["vetoes"])
    ]
