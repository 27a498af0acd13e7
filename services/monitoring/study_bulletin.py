"""The month's study: the bulletin to everybody, and to the office who still has to make up.

How things stand is that of now: a run that was late counts what has come in meanwhile.
"""

import datetime as dt
from dataclasses import dataclass

from adapters.mail.messages import render_message
from adapters.store.duty_histories import statuses_on
from adapters.store.engine import reading
from adapters.store.reports import load_reports_of
from adapters.workbooks.report_tables import table_workbook
from campaign.deadlines.agenda import Action
from campaign.documents.imprint import imprint_of
from campaign.documents.study_bulletin import (
    StudyMonth,
    sessions_in_words,
    study_bulletin,
    study_month,
)
from campaign.monitoring.study import STUDY
from campaign.scoring.collect.reference_data import ReferenceData
from campaign.tables import Audience
from campaign.tables.study import study_tables
from campaign.values.message import Letterhead
from campaign.values.periods import parse_period
from services.agenda.action import ActionResult, OutputFile
from services.context import AppContext
from services.publishing.circulars import (
    CircularContent,
    circulate,
    document_paper,
    letterhead,
    receivers,
    to_office,
)

KIND = "study_warning"
FOLDER = "学习"


@dataclass(frozen=True, kw_only=True, slots=True)
class StillToMakeUp:
    """A person who missed sessions and has not made up for them."""

    unit: str
    name: str
    sessions: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyWarning:
    """The facts of ``study_warning``: who has to make up, which reports and topics lack.

    ``topics`` are those that not all have studied yet, with how many lack them.
    """

    letterhead: Letterhead
    period: str
    people: tuple[StillToMakeUp, ...]
    not_filed: tuple[str, ...]
    topics: tuple[tuple[str, int], ...]
    paper: str


def report_study(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write a month's bulletin and its tables, send the one to all and the other to the office."""
    definitions, today = context.definitions, now.date()
    plan, roster = definitions.plan, definitions.roster
    reference = ReferenceData(plan=plan, roster=roster, day=today)
    with reading(context.engine) as connection:
        statuses = statuses_on(connection, definitions, today)
        reports = load_reports_of(connection, definitions, STUDY)
    month = study_month(action.subject, statuses, reports, reference)
    bulletin = study_bulletin(month, imprint_of(plan, roster, today), reference)
    paper = document_paper(bulletin, f"{action.subject} 学习情况通报")
    views = [table.for_audience(Audience.OFFICE) for table in study_tables(month, reference)]
    data = table_workbook(views, plan.campaign.issuer, today)
    tables = OutputFile(name=f"{FOLDER}/{action.subject} 学习情况表.xlsx", data=data)
    warning = _warning(month, tables, context, now)
    codes = receivers(definitions, parse_period(action.subject).last)
    posts = (
        *circulate(context, action, _sending(month, paper), codes, now),
        to_office(context, action, KIND, render_message(KIND, warning), [tables]),
    )
    note = (
        f"应报{bulletin.owed}，已报{bulletin.filed_on_time + bulletin.filed_late}，"
        f"待补学{len(month.open)}人次；通报发出{len(codes)}份"
    )
    return ActionResult(note=note, files=(paper, tables), posts=posts)


def _sending(month: StudyMonth, file: OutputFile) -> CircularContent:
    told = "并将补学情况报活动领导小组办公室" if month.is_last else "并在下月月报中登记"
    lacking = f"仍有{len(month.open)}人次缺席未补学，请有关支部、单位督促补学，{told}。"
    return CircularContent(
        sort="学习通报",
        title=f"{month.label}学习教育情况的通报",
        lines=(
            f"现将{month.label}学习教育情况的通报印发给你们，见附件。",
            *((lacking,) if month.open else ()),
        ),
        files=(file,),
    )


def _warning(
    month: StudyMonth, tables: OutputFile, context: AppContext, now: dt.datetime
) -> StudyWarning:
    definitions = context.definitions
    owing = {standing.duty.unit for standing in month.statuses}
    lacking = {topic: len(owing - set(units)) for topic, units in month.studied.items()}
    return StudyWarning(
        letterhead=letterhead(definitions, definitions.plan.campaign.office, now),
        period=month.label,
        people=tuple(
            StillToMakeUp(
                unit=definitions.roster.name_of(person.unit),
                name=person.name,
                sessions=sessions_in_words(person.still_open),
                count=len(person.still_open),
            )
            for person in month.people
            if person.still_open
        ),
        not_filed=tuple(definitions.roster.name_of(one.duty.unit) for one in month.not_filed),
        topics=tuple((topic, count) for topic, count in lacking.items() if count),
        paper=tables.name.rpartition("/")[2],
    )
