"""Sends each unit its own score sheet, to it alone, with the ranking that everybody gets."""

import datetime as dt

from adapters.files.atomic_write import write_durably
from adapters.mail.messages import render_message
from adapters.store.engine import reading
from adapters.store.outbox import Post
from adapters.workbooks.report_tables import table_workbook
from campaign.deadlines.agenda import Action
from campaign.definitions.definitions import addresses
from campaign.results.document import ResultDocument
from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.score_facts import explain_to_unit
from campaign.scoring.explain.unit_facts import JsonFacts
from campaign.tables import Audience
from campaign.tables.score_sheet import score_sheet_tables
from services.agenda.action import OutputFile
from services.context import AppContext
from services.publishing.circulars import Circular, attached, letterhead
from services.results.publish.public_notice import Approved
from services.results.register.sources import assessment_of

KIND = "circular"


def send_score_sheets(
    context: AppContext, action: Action, approved: Approved, ranking: OutputFile, now: dt.datetime
) -> tuple[Post, ...]:
    """Write each unit's sheet into its own folder and return the mail that brings it."""
    document = approved.document
    with reading(context.engine) as connection:
        assessment = assessment_of(connection, context, document)
    return tuple(
        _post(context, action, explain_to_unit(assessment, unit.code), ranking, now, path)
        for unit in assessment.units
        for path in [_write(context, document, assessment, unit.code)]
    )


def _write(context: AppContext, document: ResultDocument, assessment: Assessment, unit: str) -> str:
    """Write a unit's sheet; return where, relative to the home."""
    facts = explain_to_unit(assessment, unit)
    tables = score_sheet_tables(facts, document, assessment)
    views = [table.for_audience(Audience.UNIT, unit) for table in tables]
    day = dt.date.fromisoformat(document["as_of"])
    name = f"{document['campaign']['year']}年考评成绩单（截至{day}）.xlsx"
    path = context.home.returned_to(unit) / name
    write_durably(path, table_workbook(views, assessment.plan.campaign.issuer, day))
    return path.relative_to(context.home.root).as_posix()


def _post(
    context: AppContext,
    action: Action,
    facts: JsonFacts,
    ranking: OutputFile,
    now: dt.datetime,
    sheet: str,
) -> Post:
    definitions, code = context.definitions, facts["unit"]
    papers = (sheet, *attached(context, [ranking]))
    place = f"第{facts['final_rank']}名" if facts["final_rank"] else "不参加排名"
    words = Circular(
        letterhead=letterhead(definitions, code, now),
        sort="考评成绩",
        title=f"{definitions.plan.campaign.year}年{definitions.plan.campaign.name}考评成绩",
        lines=(
            f"{definitions.plan.campaign.year}年考评成绩已经公布。你单位总分"
            f"{facts['shown_total'] or '（无）'}，在{facts['class']}中{place}。",
            "成绩单只发你单位，列明各项得分、计入份数和依据；全部单位的成绩见考评成绩表。"
            "有疑问的，请与党办联系。",
        ),
        files=tuple(paper.rpartition("/")[2] for paper in papers),
    )
    known = addresses(definitions.plan, definitions.roster)
    return Post(
        key=f"score-sheet:{action.key}:{code}",
        kind=KIND,
        unit=code,
        recipient=known.get(code, ""),
        message=render_message(KIND, words),
        attachments=papers,
        mass=True,
    )
