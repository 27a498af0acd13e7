"""The table of this year's ranking beside that of the year before."""

from campaign.results.document import ResultDocument
from campaign.results.last_year import compare_years
from campaign.scoring.assessment import Assessment
from campaign.tables.analysis.building import build_analysis
from campaign.tables.analysis.wordings import AnalysisWordings
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
)
from campaign.values.exact_numbers import SHOWN_PLACES

YEARS = TableSchema(
    name="last_year",
    title="与上年对照",
    keys=(UNIT,),
    columns=(
        *UNIT_COLUMNS,
        Column("unit_class", "类别"),
        Column("last_rank", "上年名次", ColumnType.INTEGER),
        Column("rank", "本年名次", ColumnType.INTEGER),
        Column("risen", "上升", ColumnType.NUMBER, places=0, signed=True),
        Column("last_total", "上年总分", ColumnType.NUMBER, unit="分", places=SHOWN_PLACES),
        Column("total", "本年总分", ColumnType.NUMBER, unit="分", places=SHOWN_PLACES),
        Column("gained", "增减", ColumnType.NUMBER, unit="分", places=SHOWN_PLACES, signed=True),
        Column("last_grade", "上年等次"),
        Column("grade", "本年等次"),
    ),
    audience=Audience.OFFICE,
)


def year_table(assessment: Assessment, last: ResultDocument, wordings: AnalysisWordings) -> Table:
    """Return a row for each unit of this year, in the roster's order."""
    rows = [
        (
            unit.unit,
            assessment.name(unit.unit),
            unit.unit_class,
            unit.last_rank,
            unit.rank,
            unit.risen,
            unit.last_total,
            unit.total,
            unit.gained,
            unit.last_grade or "",
            unit.grade or "",
        )
        for unit in compare_years(assessment, last)
    ]
    return build_analysis(YEARS, rows, assessment, wordings)
