"""What scores are made of, each with its place in its original: inspected items, ratings, ballots.

Who gave which rating or ballot is for the office alone (S38, S42).
"""

from collections.abc import Iterator
from fractions import Fraction

from campaign.scoring.assessment import Assessment
from campaign.scoring.evidence import Source
from campaign.scoring.score_trail import COUNTED, Contribution, contributions
from campaign.tables.table import (
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
    build_table,
)

_PLACE = (
    Column("receipt", "回执号"),
    Column("sheet", "工作表"),
    Column("row", "原件行号", ColumnType.INTEGER),
)
_POINTS = ColumnType.NUMBER

INSPECTED = TableSchema(
    name="inspection_items",
    title="检查得分项",
    keys=("receipt", "sheet", "row"),
    columns=(
        *UNIT_COLUMNS,
        Column("period", "季度"),
        Column("dimension", "五比", source="S22"),
        Column("possible", "应得分", _POINTS, unit="分", source="S39"),
        Column("got", "实得分", _POINTS, unit="分", source="S39"),
        Column("document", "加分依据"),
        *_PLACE,
    ),
    audience=Audience.UNIT,
)

RATINGS = TableSchema(
    name="ratings",
    title="互评逐项",
    keys=("rater", "unit", "dimension"),
    columns=(
        Column("rater", "评分支部代码", printed=False),
        Column("rater_name", "评分支部", source="S38"),
        *UNIT_COLUMNS,
        Column("dimension", "五比", source="S22"),
        Column("value", "评分", _POINTS, unit="分", source="S38"),
        *_PLACE,
    ),
    audience=Audience.OFFICE,
)

BALLOTS = TableSchema(
    name="ballots",
    title="测评票",
    keys=("receipt", "sheet", "row", "dimension"),
    columns=(
        Column("channel", "渠道"),
        *UNIT_COLUMNS,
        Column("group", "群体", source="S42"),
        Column("dimension", "五比", source="S22"),
        Column("marks", "选项", source="S42"),
        Column("count", "相同的票", ColumnType.INTEGER, unit="张"),
        *_PLACE,
    ),
    audience=Audience.OFFICE,
)

CONTRIBUTIONS = TableSchema(
    name="contributions",
    title="得分构成",
    keys=(),
    columns=(
        *UNIT_COLUMNS,
        Column("channel", "渠道"),
        Column("dimension", "五比"),
        Column("label", "依据"),
        Column("value", "分值", _POINTS, unit="分"),
        Column("weight", "权重", _POINTS),
        Column("rule", "怎样计"),
        Column("counted", "计入", ColumnType.YES_NO),
        Column("count", "相同的项", ColumnType.INTEGER),
        *_PLACE,
    ),
    audience=Audience.OFFICE,
)


def inspected_table(assessment: Assessment) -> Table:
    """Return a row for each line of each inspection; a line with a bonus has 0 possible."""
    names = _dimensions(assessment)
    rows = [
        (
            item.unit,
            assessment.name(item.unit),
            item.period,
            names.get(item.dimension, item.dimension),
            item.possible,
            item.got,
            item.document,
            *_place(item.source),
        )
        for item in assessment.collected.evidence.inspections
    ]
    return build_table(INSPECTED, rows, as_of=assessment.day)


def rating_table(assessment: Assessment) -> Table:
    """Return a row for each rating that one unit gave another in one dimension."""
    names = _dimensions(assessment)
    rows = [
        (
            item.rater,
            assessment.name(item.rater),
            item.unit,
            assessment.name(item.unit),
            names.get(item.dimension, item.dimension),
            item.value,
            *_place(item.source),
        )
        for item in assessment.collected.evidence.ratings
    ]
    return build_table(RATINGS, rows, as_of=assessment.day)


def ballot_table(assessment: Assessment) -> Table:
    """Return a row for each ballot, or several equal ones, and dimension that is marked on it."""
    names = _dimensions(assessment)
    channels: dict[str, str] = {c.key: c.name for c in assessment.appraisal.channels}
    rows = [
        (
            channels.get(batch.channel, batch.channel),
            batch.unit,
            assessment.name(batch.unit),
            batch.group,
            names.get(dimension, dimension),
            "、".join(marks),
            ballot.count,
            batch.submission,
            batch.sheet,
            ballot.row or None,
        )
        for batch in assessment.collected.evidence.ballots
        for ballot in batch.ballots
        for dimension, marks in ballot.marks.items()
        if marks
    ]
    return build_table(BALLOTS, rows, as_of=assessment.day)


def contribution_table(assessment: Assessment) -> Table:
    """Return a row for each entry of each cell, of each bonus and of each deduction."""
    return build_table(CONTRIBUTIONS, _contributions(assessment), as_of=assessment.day)


def _contributions(assessment: Assessment) -> Iterator[tuple[TableValue, ...]]:
    names = _dimensions(assessment)
    channels: dict[str, str] = {c.key: c.name for c in assessment.appraisal.channels}
    for score in assessment.scores:
        unit = (score.unit, assessment.name(score.unit))
        for channel, row in score.cells.items():
            for dimension, cell in row.items():
                for item in contributions(cell):
                    yield *unit, channels[channel], names[dimension], *_contribution(item)
        for label, trail in (("加分", score.bonus_trail), ("扣分", score.deduction_trail)):
            for item in trail:
                yield *unit, label, "", *_contribution(item)


def _contribution(item: Contribution) -> tuple[TableValue, ...]:
    return (
        item.label,
        item.value,
        Fraction(item.weight),
        str(item.rule),
        item.rule in COUNTED,
        item.number,
        *_place(item.source),
    )


def _place(source: Source | None) -> tuple[TableValue, ...]:
    if source is None:
        return "", "", None
    return source.submission, source.sheet, source.row or None


def _dimensions(assessment: Assessment) -> dict[str, str]:
    return {entry.key: entry.name for entry in assessment.appraisal.dimensions}
