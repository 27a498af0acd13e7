"""Scores in full, for the office: every figure of a unit, every cell, what counts for nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from campaign.scoring.assessment import Assessment
from campaign.scoring.rank_uncertainty import RankInterval
from campaign.scoring.ranking import UnitRank
from campaign.scoring.totals import Score
from campaign.tables.reckoned.results import EXTRAS, channel_columns
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
from campaign.values.exact_numbers import SHOWN_PLACES

_INTERVAL = (
    Column("interval_median", "名次中位数", ColumnType.INTEGER),
    Column("interval_low", "名次5%", ColumnType.INTEGER),
    Column("interval_high", "名次95%", ColumnType.INTEGER),
    Column("chance_shortlist", "列入推荐的可能", ColumnType.PERCENT, places=1),
    Column("chance_last", "位居末位的可能", ColumnType.PERCENT, places=1),
)

CELLS = TableSchema(
    name="score_cells",
    title="各格得分",
    keys=(UNIT, "channel", "dimension"),
    columns=(
        *UNIT_COLUMNS,
        Column("unit_class", "类别"),
        Column("channel", "渠道代码", printed=False),
        Column("channel_name", "渠道", source="S33"),
        Column("dimension", "项目代码", printed=False),
        Column("dimension_name", "项目", source="S22"),
        Column("value", "得分", ColumnType.NUMBER, unit="分", places=SHOWN_PLACES),
        Column("present", "已有权重", ColumnType.PERCENT),
    ),
    audience=Audience.OFFICE,
)


UNRESOLVED = TableSchema(
    name="unresolved",
    title="没有计入的记录",
    keys=("submission", "sheet", "row", "value"),
    columns=(
        Column("submission", "回执号"),
        Column("file", "文件"),
        Column("sheet", "工作表"),
        Column("row", "行", ColumnType.INTEGER),
        Column("value", "内容"),
        Column("why", "原因"),
    ),
    audience=Audience.OFFICE,
)


def score_tables(assessment: Assessment) -> list[Table]:
    """Return the scores in full, their cells, and what counts for nobody."""
    return [score_table(assessment), cell_table(assessment), unresolved_table(assessment)]


def score_table(assessment: Assessment) -> Table:
    """Return a row for each unit with every figure of its score, in the roster's order."""
    channels = assessment.appraisal.channels
    schema = TableSchema(
        name="scores",
        title="成绩",
        keys=(UNIT,),
        columns=(
            *UNIT_COLUMNS,
            Column("unit_class", "类别"),
            Column("final_rank", "最终名次", ColumnType.INTEGER, source="S49"),
            Column("raw_rank", "原始名次", ColumnType.INTEGER),
            *channel_columns(channels),
            Column("base", "基础分", ColumnType.NUMBER, unit="分", places=SHOWN_PLACES),
            *_extras(assessment),
            Column("weight_present", "已有权重", ColumnType.NUMBER, places=SHOWN_PLACES),
            Column("provisional", "暂定", ColumnType.YES_NO, no=""),
            Column("ranked", "参加排名", ColumnType.YES_NO),
            Column("vetoes", "否决", source="S44"),
            Column("shortlisted", "推荐", ColumnType.YES_NO, no="", source="S49"),
            Column("last", "末位", ColumnType.YES_NO, no="", source="S50"),
            Column("inquiry", "质询", ColumnType.YES_NO, no="", source="S50"),
            *_INTERVAL,
        ),
        audience=Audience.OFFICE,
    )
    rows = [
        _score(score, rank, assessment)
        for score, rank in zip(assessment.scores, assessment.ranks, strict=True)
    ]
    return build_table(schema, rows, title=f"成绩（截至{assessment.day}）", as_of=assessment.day)


def _extras(assessment: Assessment) -> Iterator[Column]:
    """Yield bonus, deduction, total and grade; the total with the places that tell all apart."""
    shown = (text.partition("（")[0] for text in assessment.shown_totals.values())
    places = max((len(text.partition(".")[2]) for text in shown), default=SHOWN_PLACES)
    for column in EXTRAS:
        yield replace(column, places=places) if column.key == "total" else column


def _score(score: Score, rank: UnitRank, assessment: Assessment) -> tuple[TableValue, ...]:
    names = {veto.key: veto.name for veto in assessment.appraisal.vetoes}
    interval = assessment.shown_intervals.get(score.unit)
    return (
        score.unit,
        assessment.name(score.unit),
        score.unit_class,
        rank.final_rank,
        rank.raw_rank,
        *(score.channels.get(channel.key) for channel in assessment.appraisal.channels),
        score.base,
        score.bonus,
        score.deduction,
        score.total,
        score.grade,
        score.weight_present,
        score.provisional,
        score.ranked,
        "、".join(dict.fromkeys(names[veto.key] for veto in rank.vetoes)),
        rank.shortlisted,
        rank.last,
        rank.inquiry,
        *_interval(interval),
    )


def _interval(interval: RankInterval | None) -> tuple[TableValue, ...]:
    if interval is None:
        return (None,) * len(_INTERVAL)
    ranks = (interval.median, interval.low, interval.high)
    return (*ranks, interval.chance_shortlist, interval.chance_last)


def cell_table(assessment: Assessment) -> Table:
    """Return a row for each unit, channel and dimension that applies to it."""
    appraisal = assessment.appraisal
    rows = [
        (
            score.unit,
            assessment.name(score.unit),
            score.unit_class,
            channel.key,
            channel.name,
            dimension.key,
            dimension.name,
            score.cells[channel.key][dimension.key].value,
            Fraction(score.cells[channel.key][dimension.key].present),
        )
        for score in assessment.scores
        for channel in appraisal.channels
        if channel.key in score.cells
        for dimension in appraisal.dimensions
    ]
    return build_table(CELLS, rows, as_of=assessment.day)


def unit_cell_table(score: Score, assessment: Assessment, hidden: Iterable[str] = ()) -> Table:
    """Return one unit's cells, a row per dimension and a column per channel that applies.

    The cells of ``hidden`` channels are left blank.
    """
    channels = [c for c in assessment.appraisal.channels if c.key in score.cells]
    schema = TableSchema(
        name="unit_cells",
        title="各格得分",
        keys=("dimension",),
        columns=(
            Column("dimension", ""),
            *(
                Column(c.key, f"{c.name}\n权重{c.weight}", ColumnType.NUMBER, places=SHOWN_PLACES)
                for c in channels
            ),
        ),
    )
    secret = set(hidden)
    rows = [
        (
            dimension.name,
            *(
                None if channel.key in secret else score.cells[channel.key][dimension.key].value
                for channel in channels
            ),
        )
        for dimension in assessment.appraisal.dimensions
    ]
    return build_table(schema, rows, as_of=assessment.day)


def unresolved_table(assessment: Assessment) -> Table:
    """Return a row for each record that could not be tied to a unit or a person."""
    rows = [
        (
            record.source.submission,
            record.source.file,
            record.source.sheet,
            record.source.row or None,
            record.value,
            record.why,
        )
        for record in assessment.unresolved
    ]
    title = f"没有计入的记录（{len(rows)}条），请党办核实"
    return build_table(UNRESOLVED, rows, title=title, as_of=assessment.day)
