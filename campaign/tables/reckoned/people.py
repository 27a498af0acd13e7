"""What is proposed about people, each for the leading group to confirm; for the office alone."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from campaign.documents.result_announcements import facts_in_words
from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.score_facts import people_facts
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    build_table,
)

PersonFacts = Mapping[str, Any]
"""A person's entry of a result; days are dates, or in ISO 8601 where it was stored."""

_VETOED = "已被否决，不得推荐"
_NOT_ELIGIBLE = "不得推荐（被通报批评，或者投诉查实应当交流换岗）"

_NAME = Column("name", "姓名")
_PERSON = Column("person", "人员编号")

CONSEQUENCES = TableSchema(
    name="consequences",
    title="取消评先评优",
    keys=("person", "document"),
    columns=(
        *UNIT_COLUMNS,
        _NAME,
        _PERSON,
        Column("yearly_grade", "年度考核等次", source="S45"),
        Column("document", "通报文号", source="S44"),
        Column("criticised_on", "通报日期", ColumnType.DATE, source="S44"),
    ),
    audience=Audience.OFFICE,
)

LADDER = TableSchema(
    name="accountability",
    title="责任追究建议",
    keys=("person", "count"),
    columns=(
        _NAME,
        _PERSON,
        Column("count", "查实次数", ColumnType.INTEGER, unit="次", source="S54"),
        Column("case", "案件编号", source="S54"),
        Column("decided_on", "认定日期", ColumnType.DATE, source="S54"),
        Column("consequence", "处理建议", source="S54"),
    ),
    audience=Audience.OFFICE,
)

NOMINEES = TableSchema(
    name="nominees",
    title="推荐个人",
    keys=(UNIT, "person"),
    columns=(*UNIT_COLUMNS, _NAME, _PERSON, Column("facts", "主要事迹和有关记录", source="S49")),
    audience=Audience.OFFICE,
)


EXCLUDED = replace(NOMINEES, name="excluded_nominees", title="不得推荐")

NOMINATED_UNITS = TableSchema(
    name="nominated_units",
    title="推荐单位",
    keys=(UNIT, "award"),
    columns=(
        *UNIT_COLUMNS,
        Column("award", "推荐奖项", source="S49"),
        Column("remark", "说明", source="S44"),
    ),
    audience=Audience.OFFICE,
)


def people_tables(
    people: Mapping[str, Iterable[PersonFacts]], name_of: Callable[[str], str]
) -> list[Table]:
    """Return consequences of criticism, proposals after complaints, and nominees.

    ``people`` is that part of a result; ``name_of`` gives the name of a unit by its code.
    """
    return [
        consequence_table(people["consequences"], name_of),
        ladder_table(people["ladder"]),
        nominee_table(people["nominees"], name_of, "推荐表彰的个人（排名不分先后）"),
    ]


def assessed_people_tables(assessment: Assessment) -> list[Table]:
    """Return the same of an assessment, whom criticism excludes, and which units are nominated.

    Tables without rows are left out.
    """
    facts, name_of = people_facts(assessment), assessment.name
    dated = [{**row, "criticised_on": row["on"]} for row in facts["consequences"]]
    nominees, excluded = (
        [
            {**person, "facts": {f["what"]: f["value"] for f in person["facts"]}}
            for person in facts[kind]
        ]
        for kind in ("nominees", "excluded")
    )
    units = [
        (unit["unit"], name_of(unit["unit"]), unit["award"], _VETOED if unit["vetoed"] else "")
        for unit in facts["units"]
    ]
    tables = [
        *people_tables({**facts, "consequences": dated, "nominees": nominees}, name_of),
        nominee_table(
            excluded, name_of, "不得推荐（被通报批评，或者投诉查实应当交流换岗）", EXCLUDED
        ),
        build_table(NOMINATED_UNITS, units),
    ]
    return [table for table in tables if len(table.frame)]


def consequence_table(consequences: Iterable[PersonFacts], name_of: Callable[[str], str]) -> Table:
    """Return a row for each criticism of a person and what follows from it."""
    rows = [
        (
            row["unit"],
            name_of(row["unit"]),
            row["name"],
            row["person"],
            row["yearly_grade"],
            row["document"],
            _day(row["criticised_on"]),
        )
        for row in consequences
    ]
    title = "被通报批评的个人：不得评先评优，年度考核按所列等次确定"
    return build_table(CONSEQUENCES, rows, title=title)


def ladder_table(proposals: Iterable[PersonFacts]) -> Table:
    """Return a row for each complaint found true and what is proposed after it."""
    rows = [
        (
            proposal["name"],
            proposal["person"],
            proposal["count"],
            proposal["case"],
            _day(proposal["decided_on"]),
            proposal["consequence"],
        )
        for proposal in proposals
    ]
    return build_table(LADDER, rows, title="举报投诉查实的处理建议（由领导小组确认）")


def nominee_table(
    nominees: Iterable[PersonFacts],
    name_of: Callable[[str], str],
    title: str,
    schema: TableSchema = NOMINEES,
) -> Table:
    """Return a row for each nominee with what is recorded of them."""
    rows = [
        (
            nominee["unit"],
            name_of(nominee["unit"]),
            nominee["name"],
            nominee["person"],
            facts_in_words(nominee["facts"]),
        )
        for nominee in nominees
    ]
    return build_table(schema, rows, title=title)


def _day(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
