"""A quarter's inspection (S39): who stands where, and what each unit has to put right."""

from collections.abc import Mapping, Sequence

from campaign.definitions.roster import Roster
from campaign.monitoring.inspections import InspectionRank, QuarterInspection
from campaign.monitoring.rectification import RectificationDemand
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
from campaign.values.exact_numbers import SHOWN_PLACES

RANKING = TableSchema(
    name="inspection_ranking",
    title="名次",
    keys=(UNIT,),
    columns=(
        Column("rank", "名次", ColumnType.INTEGER, source="S39"),
        *UNIT_COLUMNS,
        Column("inspected_on", "检查日期", ColumnType.DATE, source="items.inspected_on"),
        Column("points", "得分", ColumnType.NUMBER, unit="分", places=SHOWN_PLACES, source="S39"),
        Column("findings", "扣分项数", ColumnType.INTEGER, unit="项"),
        Column("red_flag", "流动红旗", ColumnType.YES_NO, no="", source="S39"),
        Column("bonuses", "加分项目", source="bonus.item"),
        Column("disqualified", "一票否决情形", source="red_flags.flag"),
        Column("receipt", "回执号"),
    ),
)

FINDINGS = TableSchema(
    name="inspection_findings",
    title="问题",
    keys=(UNIT, "number"),
    columns=(
        *UNIT_COLUMNS,
        Column("number", "问题编号", source="S39"),
        Column("dimension", "方面", source="items.dimension"),
        Column("item", "检查项目", source="items.item"),
        Column("reason", "扣分原因", source="items.reason"),
        Column("lost", "扣分", ColumnType.NUMBER, unit="分", source="items.got"),
        Column("due_on", "整改期限", ColumnType.DATE),
    ),
)


def inspection_tables(
    quarter: QuarterInspection,
    demands: Mapping[str, Sequence[RectificationDemand]],
    roster: Roster,
    label: str,
    titles: Titles,
) -> list[Table]:
    """Return the ranking, those not inspected last, and the findings as they were numbered.

    ``demands`` are each unit's demands in the order of its deductions; ``titles`` name the
    ``quarter`` by its label. Raises KeyError if a title is missing.
    """
    kinds = (
        (RANKING, _ranking(quarter, roster)),
        (FINDINGS, _findings(quarter, demands, roster)),
    )
    return [
        build_table(schema, rows, title=titles[schema.name].format(quarter=label))
        for schema, rows in kinds
    ]


def _ranking(quarter: QuarterInspection, roster: Roster) -> list[tuple[TableValue, ...]]:
    absent = [
        (None, unit, roster.name_of(unit), *(None,) * 4, "", "未检查", "")
        for unit in quarter.not_inspected
    ]
    return [*(_rank(rank, roster) for rank in quarter.ranks), *absent]


def _findings(
    quarter: QuarterInspection, demands: Mapping[str, Sequence[RectificationDemand]], roster: Roster
) -> list[tuple[TableValue, ...]]:
    return [
        (
            inspected.unit,
            roster.name_of(inspected.unit),
            demand.number,
            deduction.dimension,
            deduction.item,
            deduction.reason,
            deduction.lost,
            demand.due,
        )
        for inspected in (rank.inspected for rank in quarter.ranks)
        for deduction, demand in zip(
            inspected.deductions, demands.get(inspected.unit, ()), strict=True
        )
    ]


def _rank(rank: InspectionRank, roster: Roster) -> tuple[TableValue, ...]:
    inspected = rank.inspected
    return (
        rank.rank,
        inspected.unit,
        roster.name_of(inspected.unit),
        inspected.on,
        inspected.points,
        len(inspected.deductions),
        rank.red_flag,
        "；".join(inspected.bonuses),
        "；".join(inspected.disqualified),
        inspected.receipt,
    )
