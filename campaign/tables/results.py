"""A result in tables: the ranking for all, the list of results, its entries and its history."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from campaign.definitions.appraisal_plan import Channel
from campaign.definitions.plan import Plan
from campaign.documents.result_announcements import class_and_rank, provisional_note
from campaign.results.document import ResultDocument
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Cell,
    Column,
    ColumnType,
    Table,
    TableSchema,
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
    schema = TableSchema(
        name="ranking",
        title=scores[0]["class"],
        keys=(UNIT,),
        columns=(
            Column("final_rank", "名次", ColumnType.INTEGER, source="S49"),
            *UNIT_COLUMNS,
            *channel_columns(applied),
            *EXTRAS,
            Column("shortlisted", "推荐表彰", ColumnType.YES_NO, no="", source="S49"),
            Column("remarks", "说明"),
        ),
    )
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


def channel_columns(channels: Iterable[Channel]) -> tuple[Column, ...]:
    """Return a column of points for each channel."""
    return tuple(
        Column(c.key, c.name, ColumnType.NUMBER, places=SHOWN_PLACES, unit="分") for c in channels
    )


def exact(text: str | None) -> Fraction | None:
    """Return a number of a document as what it is."""
    return None if text is None else Fraction(text)


def shown_total(text: str | None) -> Cell:
    """Return a total with the places that it is shown with; what is no number stays text."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return text


def _remarks(score: ScoreFacts, document: ResultDocument, note: str) -> Iterator[str]:
    if not score["ranked"]:
        weight = round_half_up(Fraction(score["weight_present"]["whole"]))
        yield f"已有成绩的权重为{weight:f}（满分100），不参加排名"
    elif provisional := provisional_note(score, note):
        yield provisional
    for veto in score["vetoes"]:
        yield f"一票否决：{veto['name']}（{veto['evidence']}），原名次第{score['raw_rank']}名"
    for removed in document["removed"]:
        if (removed["unit"], removed["person"]) == (score["unit"], ""):
            yield "公示期内异议成立，取消推荐资格"
    if score["last"]:
        yield "末位"


def _day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)
