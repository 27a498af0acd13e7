"""Sends each unit its own score sheet, to it alone, with the ranking that everybody gets."""

import datetime as dt

from campaign.agenda import Work
from campaign.assessment import Assessment
from campaign.definition_set import addresses
from campaign.facts import Facts
from campaign.results import Document
from campaign.score_facts import explained_to_unit
from tasks.action import Paper
from tasks.context import Office
from tasks.durable import write_durably
from tasks.messages import render
from tasks.outbox import Post
from tasks.result_sources import assessment_of
from tasks.steps.circular import Circular, attached, letterhead
from tasks.steps.public_notice import Approved
from tasks.steps.result_tables import unit_tables
from tasks.store import reading
from tasks.table_workbook import table_workbook

KIND = "circular"


def send_score_sheets(
    office: Office, work: Work, approved: Approved, ranking: Paper, now: dt.datetime
) -> tuple[Post, ...]:
    """Write each unit's sheet into its own folder and return the mail that brings it."""
    document = approved.document
    with reading(office.engine) as connection:
        assessment = assessment_of(connection, office, document)
    return tuple(
        _post(office, work, explained_to_unit(assessment, unit.code), ranking, now, path)
        for unit in assessment.units
        for path in [_write(office, document, assessment, unit.code)]
    )


def _write(office: Office, document: Document, assessment: Assessment, unit: str) -> str:
    """Write a unit's sheet; return where, relative to the home."""
    facts = explained_to_unit(assessment, unit)
    tables = unit_tables(facts, document, assessment)
    day = dt.date.fromisoformat(document["as_of"])
    name = f"{document['campaign']['year']}年考评成绩单（截至{day}）.xlsx"
    path = office.home.returned_to(unit) / name
    write_durably(path, table_workbook(tables, assessment.plan.campaign.issuer, day))
    return path.relative_to(office.home.root).as_posix()


def _post(
    office: Office, work: Work, facts: Facts, ranking: Paper, now: dt.datetime, sheet: str
) -> Post:
    definitions, code = office.definitions, facts["unit"]
    papers = (sheet, *attached(office, [ranking]))
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
        papers=tuple(paper.rpartition("/")[2] for paper in papers),
    )
    known = addresses(definitions.plan, definitions.roster)
    return Post(
        key=f"score-sheet:{work.key}:{code}",
        kind=KIND,
        unit=code,
        recipient=known.get(code, ""),
        message=render(KIND, words),
        attachments=papers,
        mass=True,
    )
