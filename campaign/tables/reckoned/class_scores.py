"""Scores and ranks at a glance: a table per class, with the sentences to be read with it.

For the office: an unfinished score tells who has rated and how.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from campaign.definitions.appraisal_plan import Channel
from campaign.scoring.assessment import Assessment
from campaign.scoring.rank_uncertainty import CloseCall, RankInterval
from campaign.scoring.ranking import UnitRank
from campaign.scoring.totals import Score
from campaign.tables.reckoned.results import channel_columns, shown_total
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
from campaign.values.exact_numbers import distinct_text, round_half_up

ScoredUnit = tuple[Score, UnitRank]

NOT_RANKED = "-"  # a dash is two columns wide in many Chinese terminals, one in others


def class_tables(assessment: Assessment) -> list[Table]:
    """Return a table for each class, branches first, best first, the unranked last."""
    by_class: defaultdict[str, list[ScoredUnit]] = defaultdict(list)
    for score, rank in zip(assessment.scores, assessment.ranks, strict=True):
        by_class[score.unit_class].append((score, rank))
    return [
        _class_table(sorted(units, key=lambda unit: unit[1].raw_rank or len(units) + 1), assessment)
        for _, units in sorted(by_class.items(), reverse=True)  # 支部 before 单位
    ]


def _class_table(units: Sequence[ScoredUnit], assessment: Assessment) -> Table:
    applied = {channel for score, _ in units for channel in score.weights.channels}
    channels = [c for c in assessment.appraisal.channels if c.key in applied]
    unit_class = units[0][0].unit_class
    rows: list[tuple[TableValue, ...]] = [
        (
            rank_text(rank),
            score.unit,
            assessment.name(score.unit),
            *(score.channels.get(channel.key) for channel in channels),
            shown_total(assessment.shown_totals.get(score.unit, "").partition("（")[0]),
            (score.ranked and score.grade) or NOT_RANKED,
            interval_text(assessment.shown_intervals.get(score.unit)),
            " ".join(_marks(score, rank, assessment.appraisal.least_weight_present)),
        )
        for score, rank in units
    ]
    title = f"{unit_class}成绩　截至{assessment.day}　共{len(units)}个，参加排名{_ranked(units)}个"
    notes, schema = _notes(units, assessment), _schema(unit_class, channels)
    return build_table(schema, rows, title=title, captions=notes, as_of=assessment.day)


def _schema(unit_class: str, channels: Sequence[Channel]) -> TableSchema:
    return TableSchema(
        name="class_scores",
        title=f"{unit_class}成绩",
        keys=(UNIT,),
        columns=(
            Column("rank", "名次", ColumnType.NUMBER),
            *UNIT_COLUMNS,
            *channel_columns(channels),
            Column("total", "总分", ColumnType.NUMBER, unit="分"),
            Column("grade", "等次"),
            Column("interval", "波动区间"),
            Column("marks", "说明"),
        ),
        audience=Audience.OFFICE,
    )


def _ranked(units: Iterable[ScoredUnit]) -> int:
    return sum(score.ranked for score, _ in units)


def rank_text(rank: UnitRank) -> str:
    """Return the final rank, and the raw one in brackets where it differs."""
    if rank.raw_rank is None:
        return NOT_RANKED
    if rank.final_rank == rank.raw_rank:
        return str(rank.final_rank)
    return f"{rank.final_rank or NOT_RANKED}（{rank.raw_rank}）"


def interval_text(interval: RankInterval | None) -> str:
    """Return a rank interval as its median and, in brackets, from where to where."""
    return f"{interval.median}（{interval.low}–{interval.high}）" if interval else NOT_RANKED


def weight_text(present: Fraction, least: int) -> str:
    """Return a weight rounded to one place, or to as many as tell it from the one that it takes."""
    text = distinct_text(present, [Fraction(least), Fraction(100)], 1)
    return text.removesuffix(".0")


def _marks(score: Score, rank: UnitRank, least: int) -> Iterator[str]:
    if rank.shortlisted:
        yield "推荐"
    if rank.vetoes:
        yield "否决"
    if rank.last:
        yield "末位·质询" if rank.inquiry else "末位"
    if score.provisional:
        yield f"暂定{weight_text(score.weight_present, least)}"
    if not score.ranked:
        yield "不排名"


def _notes(units: Sequence[ScoredUnit], assessment: Assessment) -> Iterator[str]:
    """Yield what must be read with a class's table, in the order in which people ask."""
    yield from _shortlist_note(units, assessment)
    yield from _ties(units, assessment)
    yield from _more_places(units, assessment)
    names = {veto.key: veto.name for veto in assessment.appraisal.vetoes}
    for score, rank in units:
        name = assessment.name(score.unit)
        for veto in rank.vetoes:
            yield f"否决：{name}，{names[veto.key]}，{veto.on}，{veto.evidence}。"
    for call in assessment.close_calls:
        if call.unit_class == units[0][0].unit_class:
            yield close_call_text(call, assessment)


def _shortlist_note(units: Sequence[ScoredUnit], assessment: Assessment) -> Iterator[str]:
    listed = [(score, rank) for score, rank in units if rank.shortlisted]
    if listed:
        places = listed[0][1].places
        names = "、".join(
            assessment.name(score.unit) + ("（暂定，须附说明）" if rank.shortlist_note else "")
            for score, rank in listed
        )
        more = f"，界线上并列，共{len(listed)}个" if len(listed) > places else ""
        yield f"推荐名额{places}个{more}：{names}。"


def _ties(units: Sequence[ScoredUnit], assessment: Assessment) -> Iterator[str]:
    sharing: defaultdict[int, list[str]] = defaultdict(list)
    for score, rank in units:
        if rank.raw_rank is not None:
            sharing[rank.raw_rank].append(assessment.name(score.unit))
    for place, names in sharing.items():
        if len(names) > 1:
            yield f"并列：{'、'.join(names)}总分完全相同，原始名次同为第{place}。"


def _more_places(units: Sequence[ScoredUnit], assessment: Assessment) -> Iterator[str]:
    """Yield why some totals are shown with more decimal places than the others."""
    alike: defaultdict[Decimal, list[str]] = defaultdict(list)
    for score, _ in units:
        shown = assessment.shown_totals.get(score.unit, "")
        if score.total is not None and shown != f"{round_half_up(score.total):f}":
            alike[round_half_up(score.total)].append(f"{assessment.name(score.unit)} {shown}")
    for total, names in alike.items():
        words = "，".join(names)
        yield f"总分四舍五入到两位都是{total:f}而实际不同，故多显示几位：{words}。"


def close_call_text(call: CloseCall, assessment: Assessment) -> str:
    """Return in a sentence that two units are too close to call."""
    where = {"shortlist": "推荐名单界线内外", "last": "末位前后"}[call.boundary]
    ahead, behind = assessment.name(call.ahead), assessment.name(call.behind)
    chance = round_half_up(100 * call.chance, 1)
    return f"难分高下：{where}的{ahead}与{behind}，在{chance:f}%的变动中换位，审批时须写明理由。"
