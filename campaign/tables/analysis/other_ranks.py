"""Tables of ranks: under other rules, without a channel, a group or a rater, under the draws."""

from collections.abc import Mapping, Sequence

from campaign.scoring.analysis.other_rules import RankShift, rank_shifts
from campaign.scoring.analysis.rater_drops import rater_drops
from campaign.scoring.assessment import Assessment
from campaign.scoring.ranking import UnitRank
from campaign.tables.analysis.building import build_analysis
from campaign.tables.analysis.wordings import (
    CHANNEL_RULE,
    GROUP_RULE,
    AnalysisWordings,
    rule_name,
)
from campaign.tables.reckoned.class_scores import interval_text
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
)

_RANKED = (
    *UNIT_COLUMNS,
    Column("unit_class", "类别"),
    Column("rank", "原始名次", ColumnType.INTEGER),
)

RATER_DROPS = TableSchema(
    name="rater_drops",
    title="去掉一个评分方",
    keys=("rater",),
    columns=(
        Column("rater", "评分方代码", printed=False),
        Column("rater_name", "去掉的评分方", source="S38"),
        Column("rated", "评过的单位", ColumnType.INTEGER, unit="个"),
        Column("moved", "名次变动的", ColumnType.INTEGER, unit="个"),
        Column("unit", "变动最大的代码", printed=False),
        Column("unit_name", "变动最大的"),
        Column("rank", "原始名次", ColumnType.INTEGER),
        Column("other", "去掉以后", ColumnType.INTEGER),
        Column("shortlist", "推荐名单"),
    ),
    audience=Audience.OFFICE,
)

INTERVALS = TableSchema(
    name="rank_intervals",
    title="名次的波动区间",
    keys=(UNIT,),
    columns=(
        *_RANKED,
        Column("weights", "权重变动"),
        Column("sampling", "评分方、填票人变动"),
        Column("joint", "一并变动"),
        Column("chance_shortlist", "列入推荐的可能", ColumnType.PERCENT, places=1),
        Column("chance_last", "位居末位的可能", ColumnType.PERCENT, places=1),
    ),
    audience=Audience.OFFICE,
)


def shift_tables(assessment: Assessment, wordings: AnalysisWordings) -> list[Table]:
    """Return ranks under other rules, without each channel, and without each group."""
    shifts: dict[str, dict[str, RankShift]] = {}
    for shift in rank_shifts(assessment):
        shifts.setdefault(shift.rule, {})[shift.unit] = shift
    groups = [rule for rule in shifts if rule.startswith(GROUP_RULE)]
    channels = [r for r in shifts if r.startswith(CHANNEL_RULE) and r not in groups]
    rules = [rule for rule in shifts if rule not in (*groups, *channels)]
    kinds = (
        ("rank_shifts", "换一种算法的名次", rules),
        ("channel_drops", "不计一个渠道的名次", channels),
        ("group_drops", "不计一个群体的名次", groups),
    )
    return [
        _shift_table(name, title, {rule: shifts[rule] for rule in of_kind}, assessment, wordings)
        for name, title, of_kind in kinds
        if of_kind
    ]


def _shift_table(
    name: str,
    title: str,
    shifts: Mapping[str, Mapping[str, RankShift]],
    assessment: Assessment,
    wordings: AnalysisWordings,
) -> Table:
    """Return a row for each ranked unit and a column for each rule."""
    appraisal = assessment.appraisal
    columns = [
        Column(rule, rule_name(rule, appraisal, wordings), ColumnType.NUMBER) for rule in shifts
    ]
    schema = TableSchema(
        name=name,
        title=title,
        keys=(UNIT,),
        columns=(*_RANKED, *columns),
        audience=Audience.OFFICE,
    )
    rows = [
        (
            *_unit(rank, assessment),
            *(_shifted(of[rank.unit], rank, wordings) for of in shifts.values()),
        )
        for rank in _by_rank(assessment)
    ]
    return build_analysis(schema, rows, assessment, wordings)


def _shifted(shift: RankShift, rank: UnitRank, wordings: AnalysisWordings) -> TableValue:
    """Return the rank under another rule, and whether the shortlist gains or loses the unit."""
    joined = wordings["joined"]
    if shift.other is None:
        return joined["unranked"]
    if shift.listed == rank.shortlisted:
        return shift.other
    return joined["joins" if shift.listed else "leaves"].format(rank=shift.other)


def drop_table(assessment: Assessment, wordings: AnalysisWordings) -> Table:
    """Return a row for each rater whose ratings count."""
    rows = [
        (
            drop.rater,
            assessment.name(drop.rater),
            drop.rated,
            drop.moved,
            drop.unit or "",
            assessment.name(drop.unit) if drop.unit else "",
            drop.rank,
            drop.other,
            _list_changes(drop.joins, drop.leaves, assessment, wordings),
        )
        for drop in rater_drops(assessment)
    ]
    return build_analysis(RATER_DROPS, rows, assessment, wordings)


def _list_changes(
    joins: Sequence[str],
    leaves: Sequence[str],
    assessment: Assessment,
    wordings: AnalysisWordings,
) -> str:
    joined = wordings["joined"]
    changes = [joined["unit_joins"].format(unit=assessment.name(unit)) for unit in joins]
    changes += [joined["unit_leaves"].format(unit=assessment.name(unit)) for unit in leaves]
    return "；".join(changes)


def interval_table(assessment: Assessment, wordings: AnalysisWordings) -> Table:
    """Return a row for each ranked unit: where its rank falls under each kind of draws."""
    rows = []
    for rank in _by_rank(assessment):
        shown = assessment.shown_intervals[rank.unit]
        kinds = (
            assessment.rank_intervals,
            assessment.sampling_intervals,
            assessment.joint_intervals,
        )
        rows.append(
            (
                *_unit(rank, assessment),
                *(interval_text(intervals.get(rank.unit)) for intervals in kinds),
                shown.chance_shortlist,
                shown.chance_last,
            )
        )
    return build_analysis(INTERVALS, rows, assessment, wordings)


def _unit(rank: UnitRank, assessment: Assessment) -> tuple[TableValue, ...]:
    return rank.unit, assessment.name(rank.unit), rank.unit_class, rank.raw_rank


def _by_rank(assessment: Assessment) -> list[UnitRank]:
    """Return the ranked units, 支部 before 单位, best first; equal ones in the roster's order."""
    ranked = [rank for rank in assessment.ranks if rank.raw_rank]
    return sorted(ranked, key=lambda rank: (rank.unit_class != "支部", rank.raw_rank or 0))
