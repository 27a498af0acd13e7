"""What units report beside the year's figures: how they mobilised, what they had published."""

import datetime as dt
from collections.abc import Iterable, Mapping

from campaign.definitions.roster import Roster
from campaign.monitoring.mobilization import MobilizedUnit
from campaign.monitoring.publicity import OUTLETS, PublicityCount
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
    Titles,
    build_table,
)

MOBILIZED = TableSchema(
    name="mobilized_units",
    title="动员情况",
    keys=(UNIT,),
    columns=(
        *UNIT_COLUMNS,
        Column("set_up_on", "机构成立日期", ColumnType.DATE, source="S58"),
        Column("own_scheme", "制定本单位方案", source="S7"),
        Column("met_on", "动员会日期", ColumnType.DATE, source="S7"),
        Column("activities", "活动次数", ColumnType.INTEGER, unit="次", source="S6"),
        Column("participants", "参加人次", ColumnType.INTEGER, unit="人次", source="S6"),
    ),
)

PUBLISHED = TableSchema(
    name="published_pieces",
    title="刊登篇数",
    keys=(UNIT,),
    columns=(
        *UNIT_COLUMNS,
        Column("pieces", "刊登篇数", ColumnType.INTEGER, unit="篇", source="S61"),
        Column("enough", "是否达到一篇", ColumnType.YES_NO, source="S61"),
        *(
            Column(f"outlet_{n}", outlet, ColumnType.INTEGER, unit="篇", source="S61")
            for n, outlet in enumerate(OUTLETS, start=1)
        ),
        Column("without_copy", "复印件未报", ColumnType.INTEGER, unit="篇", source="S62"),
    ),
)


def mobilized_table(
    mobilized: Iterable[MobilizedUnit], units: Iterable[str], roster: Roster, titles: Titles
) -> Table:
    """Return a row for each unit that has reported its mobilisation, in the order of the units.

    Raises KeyError if the title is missing.
    """
    by_unit = {unit.unit: unit for unit in mobilized}
    rows = [
        (
            code,
            roster.name_of(code),
            unit.set_up_on,
            unit.own_scheme,
            unit.met_on,
            unit.activities,
            unit.participants,
        )
        for code in units
        if (unit := by_unit.get(code))
    ]
    return build_table(MOBILIZED, rows, title=titles[MOBILIZED.name])


def published_table(
    counts: Mapping[str, PublicityCount],
    units: Iterable[str],
    roster: Roster,
    day: dt.date,
    titles: Titles,
) -> Table:
    """Return a row for each unit, with nothing published too.

    The title names the ``day``. Raises KeyError if it is missing.
    """
    none = PublicityCount(pieces=0, by_outlet=(0,) * len(OUTLETS), without_copy=0)
    rows: list[tuple[TableValue, ...]] = [
        (
            code,
            roster.name_of(code),
            count.pieces,
            bool(count.pieces),
            *count.by_outlet,
            count.without_copy,
        )
        for code in units
        for count in (counts.get(code, none),)
    ]
    title = titles[PUBLISHED.name].format(day=day)
    return build_table(PUBLISHED, rows, title=title, as_of=day)
