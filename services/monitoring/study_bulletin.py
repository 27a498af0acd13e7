"""The month's study: the bulletin to everybody, and to the office who still has to make up.

How things stand is that of now: a run that was late counts what has come in meanwhile.
"""

import datetime as dt

from adapters.mail.messages import Letter
from adapters.store.duty_histories import statuses_on
from adapters.store.engine import reading
from adapters.store.reports import load_reports_of
from adapters.workbooks.report_tables import table_workbook
from adapters.workbooks.texts import report_texts
from campaign.deadlines.agenda import Action
from campaign.documents.imprint import imprint_of
from campaign.documents.study_bulletin import StudyMonth, study_bulletin, study_month
from campaign.monitoring.study import STUDY
from campaign.scoring.collect.reference_data import ReferenceData
from campaign.tables import Audience
from campaign.tables.reckoned.study import study_tables
from campaign.values.periods import parse_period
from services.agenda.action import ActionResult, OutputFile
from services.context import AppContext
from services.publishing.circulars import (
    attached,
    circulate,
    document_file,
    receivers,
    to_office,
)
from services.texts.actions import action_notes

CIRCULAR, WARNING = "study_circular", "study_warning"
FOLDER = "学习"


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
    file = document_file(bulletin, f"{action.subject} 学习情况通报")
    tables = _tables(action.subject, month, reference)
    codes = receivers(definitions, parse_period(action.subject).last)
    posts = (
        *circulate(context, action, _letter(CIRCULAR, context, month, file), codes, now),
        to_office(context, action, _letter(WARNING, context, month, tables), now),
    )
    note = action_notes().study.reported.format(
        due=bulletin.owed,
        filed=bulletin.filed_on_time + bulletin.filed_late,
        missed=len(month.open),
        letters=len(codes),
    )
    return ActionResult(note=note, files=(file, tables), posts=posts)


def _tables(period: str, month: StudyMonth, reference: ReferenceData) -> OutputFile:
    tables = study_tables(month, reference, report_texts().titles_by_schema())
    views = [table.for_audience(Audience.OFFICE) for table in tables]
    data = table_workbook(views, reference.plan.campaign.issuer, reference.day)
    return OutputFile(name=f"{FOLDER}/{period} 学习情况表.xlsx", data=data)


def _letter(kind: str, context: AppContext, month: StudyMonth, file: OutputFile) -> Letter:
    return Letter(kind=kind, facts={"month": month}, attachments=attached(context, [file]))
