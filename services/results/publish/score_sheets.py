"""Send each unit its own score sheet, to it alone, with the ranking that everybody gets."""

import datetime as dt

from adapters.files.atomic_write import write_durably
from adapters.mail.messages import Letter
from adapters.mail.posts import post_to_unit
from adapters.store.engine import reading
from adapters.store.outbox import Post
from adapters.workbooks.report_tables import table_workbook
from campaign.deadlines.agenda import Action
from campaign.results.document import ResultDocument
from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.score_facts import explain_to_unit
from campaign.scoring.explain.unit_facts import JsonFacts
from campaign.tables import Audience
from campaign.tables.reckoned.score_sheet import score_sheet_tables
from services.agenda.action import OutputFile
from services.context import AppContext
from services.publishing.circulars import attached
from services.results.publish.public_notice import Approved
from services.results.register.sources import assessment_of

KIND = "score_sheet"


def send_score_sheets(
    context: AppContext, action: Action, approved: Approved, ranking: OutputFile, now: dt.datetime
) -> tuple[Post, ...]:
    """Write each unit's sheet into its own folder and return the mail that brings it.

    Raises LookupError if the archive or the store lacks a source of the result.
    """
    document = approved.document
    with reading(context.engine) as connection:
        assessment = assessment_of(connection, context, document)
    ranking_path = attached(context, [ranking])
    posts = []
    for unit in assessment.units:
        facts = explain_to_unit(assessment, unit.code)
        letter = Letter(
            kind=KIND,
            facts={"score": facts},
            attachments=(_write(context, document, assessment, facts), *ranking_path),
        )
        key = f"score-sheet:{action.key}:{unit.code}"
        posts.append(post_to_unit(context.definitions, unit.code, letter, key, now, mass=True))
    return tuple(posts)


def _write(
    context: AppContext, document: ResultDocument, assessment: Assessment, facts: JsonFacts
) -> str:
    """Write a unit's sheet; return its path relative to the home."""
    unit = facts["unit"]
    tables = score_sheet_tables(facts, document, assessment)
    views = [table.for_audience(Audience.UNIT, unit) for table in tables]
    day = dt.date.fromisoformat(document["as_of"])
    name = f"{document['campaign']['year']}年考评成绩单（截至{day}）.xlsx"
    path = context.home.returned_to(unit) / name
    write_durably(path, table_workbook(views, assessment.plan.campaign.issuer, day))
    return path.relative_to(context.home.root).as_posix()
