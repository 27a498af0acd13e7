"""What another plan would change, in a terminal: settings, verdicts, timeliness, scores."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from campaign.deadlines.status import STATE_NAMES, DutyState
from campaign.definitions.definitions import Definitions, period_label
from campaign.problems.codes import make_problem
from campaign.problems.messages import group_problems, problem_text, problem_title
from campaign.values.exact_numbers import number_text, round_half_up
from campaign.what_if.score_changes import ScoreChange, ScoreValue
from campaign.what_if.verdict_changes import DutyChange, RejudgedReport
from services.what_if.plan_effects import Effects

_NOTHING = "无"
_MOST_FINDINGS = 5
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
_PEOPLE = {
    "ladder": "举报投诉的处理建议",
    "consequences": "通报批评的后果",
    "nominees": "可推荐的个人",
    "unresolved": "待核的材料",
}


def print_effects(found: Effects, out: Console) -> None:
    """Print what changes; what does not is left out."""
    _print_settings(found, out)
    _print_verdicts(found, out)
    _print_duties(found, out)
    _print_scores(found, out)
    for line in _closing(found):
        out.print(line, highlight=False, markup=False)


def _print_settings(found: Effects, out: Console) -> None:
    out.print(f"两份方案不同之处：{len(found.differences)}项", style="bold")
    if found.differences:
        table = Table(*_columns("设置项", "现行", "拟改"), box=SIMPLE_HEAD)
        for each in found.differences:
            row = (each.path, each.before or _NOTHING, each.after or _NOTHING)
            table.add_row(*map(Text, row))
        out.print(table)


def _print_verdicts(found: Effects, out: Console) -> None:
    judged = found.replay.judged
    heading = f"重新核对已收报表{len(judged)}份，结论改变{len(found.verdicts)}份"
    out.print(heading, style="bold")
    if found.verdicts:
        names = (Column("回执号", no_wrap=True), *_columns("报表"), Column("结论", no_wrap=True))
        table = Table(*names, *_columns("由于这些问题"), box=SIMPLE_HEAD)
        for item in found.verdicts:
            verdict = "接收→退回" if item.was_accepted else "退回→接收"
            row = (item.receipt, _report(item, found.after), verdict, _reasons(item))
            table.add_row(*map(Text, row))
        out.print(table)
    if some := found.returned_otherwise:
        receipts = "、".join(item.receipt for item in some)
        out.print(f"仍然退回、但问题不同的{len(some)}份：{receipts}", highlight=False)
    for each in found.warnings:
        words = (
            f"提示“{problem_title(make_problem(each.code))}”：新增{each.more}份，消失{each.fewer}份"
        )
        out.print(words, highlight=False)


def _report(item: RejudgedReport, definitions: Definitions) -> str:
    if item.confidential:
        return "保密件"
    form = definitions.forms.get(item.form)
    parts = (
        definitions.roster.name_of(item.unit),
        form.title if form else "",
        period_label(item.slot),
    )
    return " ".join(part for part in parts if part)


def _reasons(item: RejudgedReport) -> str:
    if item.confidential:
        return "（略）"
    lines = [f"{each.where}：{problem_text(each.first)}" for each in group_problems(item.decisive)]
    more = [f"等{len(lines)}项"] if len(lines) > _MOST_FINDINGS else []
    return "\n".join([*lines[:_MOST_FINDINGS], *more])


def _print_duties(found: Effects, out: Console) -> None:
    out.print(f"报送情况改变{len(found.duties)}项", style="bold")
    if not found.duties:
        return
    table = Table(*_columns("任务", "改变", "单位"), box=SIMPLE_HEAD)
    for (work, change), units in _grouped(found.duties, found.after).items():
        names = "、".join(units)
        table.add_row(Text(work), Text(change), Text(f"{len(units)}个：{names}"))
    out.print(table)


def _grouped(
    changes: Iterable[DutyChange], definitions: Definitions
) -> Mapping[tuple[str, str], list[str]]:
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in changes:
        unit, _, period = each.key
        before, after = _state(each.before, each.was_late), _state(each.after, each.is_late)
        work = f"{each.obligation} {period_label(period)}"
        groups[work, f"{before}→{after}"].append(definitions.roster.name_of(unit))
    return groups


def _state(state: DutyState | None, late: bool) -> str:
    if state is None:
        return "不要求"
    return "逾期零报告" if state is DutyState.NIL and late else STATE_NAMES[state]


def _print_scores(found: Effects, out: Console) -> None:
    out.print(f"成绩、名次改变{len(found.scores)}个单位", style="bold")
    if found.scores:
        table = Table(*_columns("单位", "成绩和名次", "渠道和各格"), box=SIMPLE_HEAD)
        for each in found.scores:
            own, parts = _told(each, found)
            row = (found.after.roster.name_of(each.unit), "\n".join(own), "\n".join(parts))
            table.add_row(*map(Text, row))
        out.print(table)
    for name, (before, after) in found.people.items():
        words = f"{before}项→{after}项" if before != after else f"{after}项，内容改变"
        out.print(f"{_PEOPLE[name]}：{words}", highlight=False)


def _told(change: ScoreChange, found: Effects) -> tuple[list[str], list[str]]:
    own, parts = [], []
    for name, pair in change.values.items():
        kind, *keys = name.split(".")
        if kind == "vetoes":
            own.append(f"否决 {_vetoes(pair[0], found)}→{_vetoes(pair[1], found)}")
        elif kind in _FIGURES:
            own.append(f"{_FIGURES[kind]} {_pair(pair)}")
        else:
            parts.append(f"{_part(kind, keys, found)} {_pair(pair)}")
    return own, parts


def _vetoes(keys: ScoreValue, found: Effects) -> str:
    plans = (found.before.plan, found.after.plan)
    names = {veto.key: veto.name for plan in plans for veto in plan.appraisal.vetoes}
    return "、".join(names[key] for key in str(keys).split("、")) if keys else _NOTHING


def _part(kind: str, keys: Sequence[str], found: Effects) -> str:
    if kind == "weight_present":
        where = "" if keys == ["whole"] else _channel(keys[1], found)
        return f"{where}已有权重"
    return "·".join([_channel(keys[0], found), *(_dimension(key, found) for key in keys[1:])])


def _channel(key: str, found: Effects) -> str:
    channels = found.after.plan.appraisal.channels
    return next(channel.name for channel in channels if channel.key == key)


def _dimension(key: str, found: Effects) -> str:
    plans = (found.after.plan, found.before.plan)
    dimensions = (each for plan in plans for each in plan.appraisal.dimensions)
    return next(each.name for each in dimensions if each.key == key)


def _pair(pair: tuple[ScoreValue, ScoreValue]) -> str:
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


def _closing(found: Effects) -> Iterator[str]:
    if found.scores or found.verdicts:
        yield (
            "成绩按截至当日计入的同一批报表分别计算：改用后会退回的，计分时仍然计入；"
            "会接收的，须重新报送后才计入。"
        )
    if some := found.replay.otherwise:
        receipts = "、".join(some)
        yield f"另有{len(some)}份，现行方案今天核对也与当时不同，不是这次改动引起的：{receipts}"
    if some := found.replay.failed:
        yield f"有{len(some)}份没能重新核对，请运行zuofeng verify：{'、'.join(some)}"
    changed = "以上是改用后的变化" if found.anything else "改用后没有任何变化"
    yield f"截至{found.day}，{changed}；没有改变任何记录。"


def _columns(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, overflow="fold") for name in names)
