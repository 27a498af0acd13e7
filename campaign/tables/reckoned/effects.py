"""What another plan would change: settings, verdicts on reports, duties, scores."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from campaign.deadlines.status import STATE_NAMES, DutyState
from campaign.definitions.definitions import Definitions, period_label
from campaign.definitions.plan import Plan
from campaign.problems.messages import group_problems, problem_text
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
from campaign.values.exact_numbers import number_text, round_half_up
from campaign.what_if.plan_diff import PlanDifference
from campaign.what_if.score_changes import ScoreChange, ScoreValue
from campaign.what_if.verdict_changes import DutyChange, RejudgedReport

_NOTHING = "无"
_MOST_PROBLEMS = 5
_FIGURES = {
    "total": "总分",
    "grade": "等次",
    "base": "基础分",
    "bonus": "加分",
    "deduction": "扣分",
    "ranked": "参加排名",
    "provisional": "暂定",
    "raw_rank": "原始名次",
    "final_rank": "最终名次",
    "shortlisted": "推荐名单",
    "last": "末位",
    "inquiry": "质询",
}

SETTINGS = TableSchema(
    name="changed_settings",
    title="设置",
    keys=("path",),
    columns=(Column("path", "设置项"), Column("before", "现行"), Column("after", "拟改")),
    audience=Audience.OFFICE,
)

VERDICTS = TableSchema(
    name="changed_verdicts",
    title="结论",
    keys=("receipt",),
    columns=(
        Column("receipt", "回执号"),
        Column("report", "报表"),
        Column("verdict", "结论"),
        Column("reasons", "由于这些问题"),
    ),
    audience=Audience.OFFICE,
)

DUTIES = TableSchema(
    name="changed_duties",
    title="报送",
    keys=("duty", "change"),
    columns=(
        Column("duty", "任务"),
        Column("change", "改变"),
        Column("count", "个数", ColumnType.INTEGER, unit="个"),
        Column("units", "单位"),
    ),
    audience=Audience.OFFICE,
)

SCORES = TableSchema(
    name="changed_scores",
    title="成绩",
    keys=(UNIT,),
    columns=(*UNIT_COLUMNS, Column("figures", "成绩和名次"), Column("parts", "渠道和各格")),
    audience=Audience.OFFICE,
)


def setting_table(differences: Sequence[PlanDifference]) -> Table:
    """Return a row for each setting that differs."""
    rows = [(d.path, d.before or _NOTHING, d.after or _NOTHING) for d in differences]
    return build_table(SETTINGS, rows, title=f"两份方案不同之处：{len(rows)}项")


def verdict_table(
    verdicts: Iterable[RejudgedReport],
    examined: int,
    definitions: Definitions,
    captions: Iterable[str],
) -> Table:
    """Return a row for each report that would be judged otherwise.

    Of a confidential report there is its receipt and the verdict alone.
    """
    rows = [
        (
            report.receipt,
            _report(report, definitions),
            "接收→退回" if report.was_accepted else "退回→接收",
            _reasons(report),
        )
        for report in verdicts
    ]
    title = f"重新核对已收报表{examined}份，结论改变{len(rows)}份"
    return build_table(VERDICTS, rows, title=title, captions=captions)


def _report(report: RejudgedReport, definitions: Definitions) -> str:
    if report.confidential:
        return "保密件"
    form = definitions.forms.get(report.form)
    name = definitions.roster.name_of(report.unit)
    parts = (name, form.title if form else "", period_label(report.slot))
    return " ".join(part for part in parts if part)


def _reasons(report: RejudgedReport) -> str:
    if report.confidential:
        return "（略）"
    groups = group_problems(report.decisive)
    lines = [f"{group.where}：{problem_text(group.first)}" for group in groups]
    more = [f"等{len(lines)}项"] if len(lines) > _MOST_PROBLEMS else []
    return "\n".join([*lines[:_MOST_PROBLEMS], *more])


def changed_duty_table(changes: Sequence[DutyChange], definitions: Definitions) -> Table:
    """Return a row for each duty and change, with the units for which it changes so."""
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for change in changes:
        unit, _, period = change.key
        before = _state(change.before, change.was_late)
        after = _state(change.after, change.is_late)
        duty = f"{change.obligation} {period_label(period)}"
        groups[duty, f"{before}→{after}"].append(definitions.roster.name_of(unit))
    rows = [(*group, len(units), "、".join(units)) for group, units in groups.items()]
    return build_table(DUTIES, rows, title=f"报送情况改变{len(changes)}项")


def _state(state: DutyState | None, late: bool) -> str:
    if state is None:
        return "不要求"
    return "逾期零报告" if state is DutyState.NIL and late else STATE_NAMES[state]


def changed_score_table(
    changes: Sequence[ScoreChange],
    plans: tuple[Plan, Plan],
    definitions: Definitions,
    captions: Iterable[str],
) -> Table:
    """Return a row for each unit whose score or rank changes, from the one plan to the other."""
    rows = [
        (
            change.unit,
            definitions.roster.name_of(change.unit),
            "\n".join(_figures(change.values, plans)),
            "\n".join(_parts(change.values, plans)),
        )
        for change in changes
    ]
    title = f"成绩、名次改变{len(rows)}个单位"
    return build_table(SCORES, rows, title=title, captions=captions)


ValuePair = tuple[ScoreValue, ScoreValue]


def _figures(values: Mapping[str, ValuePair], plans: tuple[Plan, Plan]) -> Iterator[str]:
    """Yield what changes of the unit's score as a whole."""
    for name, pair in values.items():
        if name == "vetoes":
            yield f"否决 {_vetoes(pair[0], plans)}→{_vetoes(pair[1], plans)}"
        elif name in _FIGURES:
            yield f"{_FIGURES[name]} {_pair(pair)}"


def _parts(values: Mapping[str, ValuePair], plans: tuple[Plan, Plan]) -> Iterator[str]:
    """Yield what changes in channels and cells."""
    for name, pair in values.items():
        kind, *keys = name.split(".")
        if kind == "weight_present":
            where = "" if keys == ["whole"] else _channel(keys[1], plans)
            yield f"{where}已有权重 {_pair(pair)}"
        elif keys:
            names = [_channel(keys[0], plans), *(_dimension(key, plans) for key in keys[1:])]
            yield f"{'·'.join(names)} {_pair(pair)}"


def _vetoes(keys: ScoreValue, plans: tuple[Plan, Plan]) -> str:
    names = {veto.key: veto.name for plan in plans for veto in plan.appraisal.vetoes}
    return "、".join(names[key] for key in str(keys).split("、")) if keys else _NOTHING


def _channel(key: str, plans: tuple[Plan, Plan]) -> str:
    """Return a channel's name, the other plan's first."""
    channels = (channel for plan in reversed(plans) for channel in plan.appraisal.channels)
    return next(channel.name for channel in channels if channel.key == key)


def _dimension(key: str, plans: tuple[Plan, Plan]) -> str:
    """Return a dimension's name, the other plan's first; either may lack it."""
    dimensions = (d for plan in reversed(plans) for d in plan.appraisal.dimensions)
    return next(dimension.name for dimension in dimensions if dimension.key == key)


def _pair(pair: ValuePair) -> str:
    before, after = map(_value, pair)
    if before == after and isinstance(pair[0], Fraction) and isinstance(pair[1], Fraction):
        before, after = map(number_text, (pair[0], pair[1]))
    return f"{before}→{after}"


def _value(value: ScoreValue) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return f"{round_half_up(value):f}"
    return _NOTHING if value is None else str(value)
