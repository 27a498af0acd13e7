"""Counts the year's tables: how many rows each has, who may see it, of which periods."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.definitions.definitions import period_label
from campaign.tables import Audience, Column, ColumnType, Table, TableSchema, build_table
from services.reports.entries import table_entries
from services.reports.source import TableSource

AUDIENCE_NAMES = {
    Audience.EVERYONE: "所有人",
    Audience.UNIT: "本单位",
    Audience.OFFICE: "党办",
    Audience.CONFIDENTIAL: "保密",
}

LISTING = TableSchema(
    name="tables",
    title="全部的表",
    keys=("name",),
    columns=(
        Column("name", "标识"),
        Column("title", "名称"),
        Column("kind", "种类"),
        Column("rows", "行数", ColumnType.INTEGER, unit="行"),
        Column("audience", "谁可以看"),
        Column("periods", "期间"),
    ),
    audience=Audience.OFFICE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedTable:
    """A table with the number of its rows; ``periods`` are those that occur in it."""

    name: str
    title: str
    kind: str
    rows: int
    audience: str
    periods: tuple[str, ...]


def listed_tables(source: TableSource) -> list[ListedTable]:
    """Return every table with its rows counted, which builds each of them once."""
    listed = []
    for entry in table_entries(source.definitions):
        table = entry.build(source, "")
        listed.append(
            ListedTable(
                name=entry.name,
                title=entry.title,
                kind=entry.kind.value,
                rows=len(table.frame),
                audience=entry.audience.value,
                periods=_periods(table),
            )
        )
    return listed


def listing_table(listed: Iterable[ListedTable]) -> Table:
    """Return the list as a table."""
    rows = [
        (
            entry.name,
            entry.title,
            entry.kind,
            entry.rows,
            AUDIENCE_NAMES[Audience(entry.audience)],
            _span(entry.periods),
        )
        for entry in listed
    ]
    return build_table(LISTING, rows)


def _periods(table: Table) -> tuple[str, ...]:
    """Return the periods of the plan that occur, in their order; serial numbers are none."""
    if "period" not in table.frame.columns:
        return ()
    occurring = {str(value) for value in table.frame["period"].dropna().unique()}
    return tuple(sorted(period for period in occurring if period_label(period)))


def _span(periods: tuple[str, ...]) -> str:
    if len(periods) < 3:
        return "、".join(periods)
    return f"{periods[0]}至{periods[-1]}"
