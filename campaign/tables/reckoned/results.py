"""A result in tables: the ranking for all, the list of results, its entries and its history."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from campaign.definitions.appraisal_plan import Channel
from campaign.definitions.plan import Plan
from campaign.documents.result_announcements import class_and_rank
from campaign.results.document import ResultDocument, ResultFacts
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
    build_table,
)
from campaign.values.exact_numbers import SHOWN_PLACES, round_half_up
from campaign.values.text import day_text

ScoreFacts = Mapping[str, Any]
"""A unit's entry of a result's scores: numbers are decimal strings."""

EXTRAS = (
    Column("bonus", "加分", ColumnType.NUMBER, places=SHOWN_PLACES, unit="分"),
    Column("deduction", "扣分", ColumnType.NUMBER, places=SHOWN_PLACES, unit="分"),
    Column("total", "总分", ColumnType.NUMBER, unit="分"),
    Column("grade", "等次"),
)
"""The total has as many places as tell it from its neighbours."""


def ranking_tables(
    document: ResultDocument, plan: Plan, note: str, *, draft: bool = False
) -> list[Table]:
    """Return the ranking, a table for each class, as it may be seen by everybody.

    ``note`` is the leading group's, beside provisional scores; a ``draft`` says what it is.
    """
    scores = sorted(document["scores"], key=class_and_rank)
    year, day = document["campaign"]["year"], _day(document["as_of"])
    ends = "（送审稿，不得外传）" if draft else ""
    return [
        _ranking(
            [score for score in scores if score["class"] == unit_class],
            document,
            plan.appraisal.channels,
            note,
            f"{year}年{unit_class}考评成绩（截至{day_text(day)}）{ends}",
        )
        for unit_class in dict.fromkeys(score["class"] for score in scores)
    ]


def _ranking(
    scores: Sequence[ScoreFacts],
    document: ResultDocument,
    channels: Iterable[Channel],
    note: str,
    title: str,
) -> Table:
    """Return the ranking of one class by the channels that apply to it."""
    applied = [c for c in channels if any(score["channels"][c.key] is not None for score in scores)]
    schema = _ranking_schema(scores[0]["class"], applied)
    rows = [
        (
            score["final_rank"],
            score["unit"],
            document["units"][score["unit"]],
            *(exact(score["channels"][channel.key]) for channel in applied),
            exact(score["bonus"]),
            exact(score["deduction"]),
            shown_total(document["shown_totals"].get(score["unit"])),
            score["grade"] if score["ranked"] else "",
            score["shortlisted"],
            "；".join(_remarks(score, document, note)),
        )
        for score in scores
    ]
    return build_table(schema, rows, title=title, as_of=_day(document["as_of"]))


def _ranking_schema(unit_class: str, channels: Iterable[Channel]) -> TableSchema:
    return TableSchema(
        name="ranking",
        title=unit_class,
        keys=(UNIT,),
        columns=(
            Column("final_rank", "名次", ColumnType.INTEGER, source="S49"),
            *UNIT_COLUMNS,
            *channel_columns(channels),
            *EXTRAS,
            Column("shortlisted", "推荐表彰", ColumnType.YES_NO, no="", source="S49"),
            Column("remarks", "说明"),
        ),
    )


def channel_columns(channels: Iterable[Channel]) -> tuple[Column, ...]:
    """Return a column of points for each channel."""
    return tuple(
        Column(c.key, c.name, ColumnType.NUMBER, places=SHOWN_PLACES, unit="分") for c in channels
    )


def exact(text: str | None) -> Fraction | None:
    """Return a number of a document as what it is."""
    return None if text is None else Fraction(text)


def shown_total(text: str | None) -> TableValue:
    """Return a total with the places that it is shown with; what is no number stays text."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return text


def _remarks(score: ScoreFacts, document: ResultDocument, note: str) -> Iterator[str]:
    if not score["ranked"]:
        weight = round_half_up(Fraction(score["weight_present"]["whole"]))
        yield f"已有成绩的权重为{weight:f}（满分100），不参加排名"
    elif score["provisional"]:
        yield f"成绩为暂定。{note}" if note else "成绩为暂定"
    for veto in score["vetoes"]:
        yield f"一票否决：{veto['name']}（{veto['evidence']}），原名次第{score['raw_rank']}名"
    for removed in document["removed"]:
        if (removed["unit"], removed["person"]) == (score["unit"], ""):
            yield "公示期内异议成立，取消推荐资格"
    if score["last"]:
        yield "末位"


def _day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


_ID_SHOWN = 12
"""So many signs of a result's id tell it from others, and the commands take them."""

RESULTS = TableSchema(
    name="results",
    title="考评成果",
    keys=("id",),
    columns=(
        Column("id", "成果编号", printed=False),
        Column("short_id", "编号"),
        Column("as_of", "计分截至", ColumnType.DATE),
        Column("state_name", "状态"),
        Column("notice_last", "公示至", ColumnType.DATE),
        Column("supersedes", "取代"),
        Column("created_at", "起草时间", ColumnType.MOMENT),
    ),
    audience=Audience.OFFICE,
)

ENTRIES = TableSchema(
    name="shortlist",
    title="推荐名单",
    keys=(UNIT,),
    columns=(
        Column(UNIT, "代码"),
        Column("unit_name", "单位"),
        Column("unit_class", "类别"),
        Column("final_rank", "名次", ColumnType.INTEGER, source="S49"),
        Column("total", "总分", ColumnType.NUMBER, unit="分"),
        Column("provisional", "暂定", ColumnType.YES_NO, no=""),
    ),
    audience=Audience.OFFICE,
)

OBJECTIONS = TableSchema(
    name="objections",
    title="异议",
    keys=(UNIT, "person", "document"),
    columns=(
        Column(UNIT, "单位"),
        Column("person", "人员"),
        Column("document", "文号"),
        Column("why", "事由"),
        Column("decision", "认定"),
    ),
    audience=Audience.OFFICE,
)

HISTORY = TableSchema(
    name="result_history",
    title="办理经过",
    keys=("at", "act"),
    columns=(
        Column("at", "时间", ColumnType.MOMENT),
        Column("act", "事项"),
        Column("actor", "经办"),
        Column("words", "理由、意见"),
    ),
    audience=Audience.OFFICE,
)


def result_table(results: Iterable[ResultFacts]) -> Table:
    """Return a row for each result, and which of them is in force."""
    rows = [
        (
            result["id"],
            result["id"][:_ID_SHOWN],
            result["as_of"],
            result["state_name"] + ("（现行）" if result["in_force"] else ""),
            result["notice_last"],
            (result["supersedes"] or "")[:_ID_SHOWN],
            _wall_clock(result["created_at"]),
        )
        for result in results
    ]
    return build_table(RESULTS, rows)


def result_tables(result: ResultFacts) -> list[Table]:
    """Return whom a result proposes, the objections if any, and what was done to it."""
    objections = _objections(result["objections"])
    return [
        _entries(result),
        *([objections] if result["objections"] else []),
        _history(result["history"]),
    ]


def _entries(result: ResultFacts) -> Table:
    rows = [
        (
            entry["unit"],
            entry["name"],
            entry["class"],
            entry["final_rank"],
            shown_total(entry["total"]),
            entry["provisional"],
        )
        for entry in result["shortlist"]
    ]
    nominees = "、".join(f"{person['name']}（{person['unit']}）" for person in result["nominees"])
    captions = [f"推荐个人：{nominees}"] if nominees else []
    for removed in result["removed"]:
        captions.append(f"已移出：{_subject(removed)}，{removed['on']}，{removed['why']}")
    return build_table(ENTRIES, rows, captions=captions)


def _objections(objections: Iterable[ResultFacts]) -> Table:
    decisions = {None: "未认定", True: "成立", False: "不成立"}
    rows = [
        (
            objection["unit"],
            objection["person"],
            objection["document"],
            objection["why"],
            decisions[objection["upheld"]],
        )
        for objection in objections
    ]
    return build_table(OBJECTIONS, rows)


def _history(events: Iterable[ResultFacts]) -> Table:
    rows = []
    for event in events:
        codes = "、".join(event.get("codes_changed", ()))
        changed = f"起草以后审批码改动过的：{codes}" if codes else ""
        words = filter(None, (_subject(event), event.get("why", ""), changed))
        rows.append((_wall_clock(event["at"]), event["act"], event["actor"], "　".join(words)))
    return build_table(HISTORY, rows)


def _subject(facts: ResultFacts) -> str:
    """Return what an act is about: a unit, a person of it, a document."""
    return " ".join(facts[key] for key in ("unit", "person", "document") if facts.get(key))


def _wall_clock(at: dt.datetime) -> dt.datetime:
    """Return a time as the bureau's clock shows it."""
    return at.replace(tzinfo=None)
