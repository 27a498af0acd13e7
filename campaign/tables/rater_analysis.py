"""How the raters of the mutual evaluation rated, for the office alone; no score changes."""

from campaign.scoring.analysis.agreement import agreements
from campaign.scoring.assessment import Assessment
from campaign.tables.table import (
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    build_table,
)

RATERS = TableSchema(
    name="raters",
    title="互评评分情况",
    keys=("rater",),
    columns=(
        Column("rater", "评分方代码", printed=False),
        Column("rater_name", "评分方", source="S38"),
        Column("ratings", "评分项数", ColumnType.INTEGER, unit="项"),
        Column("severity", "偏严", ColumnType.NUMBER, unit="分", signed=True),
        Column("all_equal", "全部相同", ColumnType.YES_NO, no=""),
        Column("flat_units", "五项同分的单位数", ColumnType.INTEGER, unit="个"),
        Column("rated_units", "评分单位数", ColumnType.INTEGER, unit="个"),
    ),
    audience=Audience.OFFICE,
)

AGREEMENT = TableSchema(
    name="rater_agreement",
    title="评分一致程度",
    keys=("dimension",),
    columns=(
        Column("dimension", "项目代码", printed=False),
        Column("dimension_name", "项目"),
        Column("alpha", "一致程度", ColumnType.NUMBER),
        Column("low", "5%", ColumnType.NUMBER),
        Column("high", "95%", ColumnType.NUMBER),
    ),
    audience=Audience.OFFICE,
)

HIGH_PAIRS = TableSchema(
    name="high_pairs",
    title="互打高分",
    keys=("one", "other"),
    columns=(
        Column("one", "甲方代码", printed=False),
        Column("one_name", "甲方"),
        Column("other", "乙方代码", printed=False),
        Column("other_name", "乙方"),
        Column("one_gave", "甲给乙比别家高", ColumnType.NUMBER, unit="分", places=2),
        Column("other_gave", "乙给甲比别家高", ColumnType.NUMBER, unit="分", places=2),
    ),
    audience=Audience.OFFICE,
)


def rater_tables(assessment: Assessment) -> list[Table]:
    """Return the raters, how far they agree, and the pairs who gave each other high scores.

    Without ratings there is none.
    """
    analysis, day = assessment.raters, assessment.day
    if not analysis.raters:
        return []
    raters = [
        (
            rater.unit,
            assessment.name(rater.unit),
            rater.ratings,
            rater.severity,
            rater.all_equal,
            rater.flat_units,
            rater.rated_units,
        )
        for rater in analysis.raters
    ]
    title = "互评评分情况（仅供党办掌握，不改变成绩）"
    return [
        build_table(RATERS, raters, title=title, as_of=day),
        agreement_table(assessment),
        *([_pair_table(assessment)] if analysis.high_pairs else []),
    ]


def _pair_table(assessment: Assessment) -> Table:
    rows = [
        (
            pair.one,
            assessment.name(pair.one),
            pair.other,
            assessment.name(pair.other),
            pair.one_gave_over_others,
            pair.other_gave_over_others,
        )
        for pair in assessment.raters.high_pairs
    ]
    return build_table(HIGH_PAIRS, rows, as_of=assessment.day)


def agreement_table(assessment: Assessment) -> Table:
    """Return how far the raters agree in each dimension; no row without ratings."""
    names = {dimension.key: dimension.name for dimension in assessment.appraisal.dimensions}
    rows = [
        (a.dimension, names[a.dimension], a.alpha, a.low, a.high)
        for a in (agreements(assessment) if assessment.raters.raters else ())
    ]
    scale = "评分一致程度（1为完全一致，0相当于碰巧）"
    return build_table(AGREEMENT, rows, title=scale, as_of=assessment.day)
