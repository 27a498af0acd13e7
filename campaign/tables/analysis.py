"""What can be asked of a ranking beside its rules, for the office alone; no score changes."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.alternatives import channel_effects, poll_qualities, rank_shifts
from campaign.scoring.assessment import Assessment
from campaign.scoring.ranking import Bar
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    build_table,
)

EFFECTS = TableSchema(
    name="channel_effects",
    title="各渠道的实际作用",
    keys=("unit_class", "channel"),
    columns=(
        Column("unit_class", "类别"),
        Column("channel", "渠道代码", printed=False),
        Column("channel_name", "渠道", source="S33"),
        Column("planned", "名义权重", ColumnType.NUMBER, places=2),
        Column("effective", "实际权重", ColumnType.NUMBER, places=2),
        Column("correlation", "与其他渠道相关", ColumnType.NUMBER, places=2),
        Column("halo", "五项之间相关", ColumnType.NUMBER, places=2),
    ),
    audience=Audience.OFFICE,
)

SHIFTS = TableSchema(
    name="rank_shifts",
    title="换一种算法，名次怎样变",
    keys=("rule", UNIT),
    columns=(
        Column("rule", "算法代码", printed=False),
        Column("rule_name", "算法"),
        *UNIT_COLUMNS,
        Column("rank", "原始名次", ColumnType.INTEGER),
        Column("other", "换算法的名次", ColumnType.INTEGER),
        Column("shift", "上升", ColumnType.INTEGER),
    ),
    audience=Audience.OFFICE,
)

POLLS = TableSchema(
    name="poll_qualities",
    title="测评票的质量",
    keys=(UNIT, "channel"),
    columns=(
        *UNIT_COLUMNS,
        Column("channel", "渠道代码", printed=False),
        Column("channel_name", "渠道", source="S42"),
        Column("counted", "有效票项", ColumnType.INTEGER),
        Column("unknown", "不了解和空白", ColumnType.PERCENT, places=1),
        Column("error", "标准误", ColumnType.NUMBER, unit="分", places=2),
    ),
    audience=Audience.OFFICE,
)

LISTING = TableSchema(
    name="shortlist_reasons",
    title="因什么列入、没有列入推荐名单",
    keys=(UNIT,),
    columns=(
        *UNIT_COLUMNS,
        Column("unit_class", "类别"),
        Column("final_rank", "最终名次", ColumnType.INTEGER, source="S49"),
        Column("places", "本类名额", ColumnType.INTEGER),
        Column("shortlisted", "推荐", ColumnType.YES_NO, no=""),
        Column("reason", "原因"),
    ),
    audience=Audience.OFFICE,
)

_BARS: Mapping[str, str] = {
    Bar.UNRANKED: "不参加排名",
    Bar.VETO: "被否决",
    Bar.GRADE: "等次不够",
    Bar.CHANNEL: "有一个渠道分数不够",
}
_RULES = {
    "untrimmed": "互评不去最高最低分",
    "severity": "互评按严宽校正",
    "marks": "票面按100、60、0计",
    "ballots_10": "群体最少10票",
    "ballots_30": "群体最少30票",
    "geometric": "各渠道取几何平均",
    "complete": "只排没有缺项的",
}


def analysis_tables(assessment: Assessment) -> list[Table]:
    """Return the channels' effects, shifts of rank that other rules give, polls, the shortlist."""
    day, names = assessment.day, {c.key: c.name for c in assessment.appraisal.channels}
    channels = {str(key): name for key, name in names.items()}
    effects = [
        (e.unit_class, e.channel, channels[e.channel], *_figures(asdict(e)))
        for e in channel_effects(assessment)
    ]
    shifts = [
        (
            s.rule,
            rule_name(s.rule, assessment.appraisal),
            s.unit,
            assessment.name(s.unit),
            s.rank,
            s.other,
            None if s.other is None else s.rank - s.other,
        )
        for s in rank_shifts(assessment)
        if s.other != s.rank
    ]
    polls = [
        (
            p.unit,
            assessment.name(p.unit),
            p.channel,
            channels[p.channel],
            p.counted,
            p.unknown,
            p.error,
        )
        for p in poll_qualities(assessment)
    ]
    listing = [
        (
            r.unit,
            assessment.name(r.unit),
            r.unit_class,
            r.final_rank,
            r.places,
            r.shortlisted,
            _reason(r.shortlisted, r.barred),
        )
        for r in assessment.ranks
    ]
    rows = ((EFFECTS, effects), (SHIFTS, shifts), (POLLS, polls), (LISTING, listing))
    return [build_table(schema, of, as_of=day) for schema, of in rows if of]


def analysis_facts(assessment: Assessment) -> dict[str, list[dict[str, Any]]]:
    """Return the same for JSON: numbers as decimal strings, every shift, also of no place."""
    return {
        "channels": [_plain(asdict(effect)) for effect in channel_effects(assessment)],
        "shifts": [_plain(asdict(shift)) for shift in rank_shifts(assessment)],
        "polls": [_plain(asdict(poll)) for poll in poll_qualities(assessment)],
        "shortlist": [
            {
                "unit": rank.unit,
                "shortlisted": rank.shortlisted,
                "places": rank.places,
                "barred": rank.barred or None,
            }
            for rank in assessment.ranks
        ],
    }


def rule_name(rule: str, appraisal: Appraisal) -> str:
    """Return another rule in words."""
    if rule.startswith("without_group_"):
        return f"不计{appraisal.ballots.groups[int(rule.rpartition('_')[2])].name}"
    if rule.startswith("without_"):
        names = {str(channel.key): channel.name for channel in appraisal.channels}
        return f"不计{names[rule.removeprefix('without_')]}"
    return _RULES[rule]


def _figures(effect: Mapping[str, Any]) -> tuple[Decimal | None, ...]:
    return tuple(effect[key] for key in ("planned", "effective", "correlation", "halo"))


def _reason(shortlisted: bool, barred: str) -> str:
    if shortlisted:
        return "够条件，名次在名额之内"
    return _BARS.get(barred, "够条件，名次在名额之外")


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: str(v) if isinstance(v, Decimal) else v for key, v in facts.items()}
