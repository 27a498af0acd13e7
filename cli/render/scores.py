"""The score table in a terminal: a table per class, and below it what must be read with it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from campaign.scoring.assessment import Assessment
from campaign.scoring.evidence import Evidence
from campaign.scoring.rank_uncertainty import CloseCall, RankInterval
from campaign.scoring.ranking import UnitRank, shortlist_places
from campaign.scoring.totals import Score
from campaign.values.exact_numbers import SHOWN_PLACES, round_half_up

_WIDE = 100
"""From how many columns on there is room for marks of their own and two decimal places."""

ScoreRow = tuple[Score, UnitRank]
NOTHING = "-"  # a dash is two columns wide in many Chinese terminals, one in others
PLAIN: Any = {
    "box": None,  # its lines are twice as wide as the table in many Chinese terminals
    "padding": (0, 1, 0, 0),
    "pad_edge": False,
    "header_style": "bold",
}
"""How tables look that are wide and full of figures."""

_LEGEND = (
    "名次：最终名次，括号内为与之不同的原始名次。暂定：后面的数是已有成绩的权重（满分100）。"
    "波动区间：权重变动时名次的中位数，括号内为5%至95%的范围，只供参考。"
)


def print_scores(found: Assessment, out: Console) -> None:
    """Print everything that is shown of an assessment's scores."""
    by_class: defaultdict[str, list[ScoreRow]] = defaultdict(list)
    for score, standing in zip(found.scores, found.ranks, strict=True):
        by_class[score.unit_class].append((score, standing))
    for unit_class, rows in sorted(by_class.items(), reverse=True):  # 支部 before 单位
        ordered = sorted(rows, key=lambda row: row[1].raw_rank or len(rows) + 1)
        title = f"{unit_class}成绩　截至{found.day}　共{len(rows)}个，参加排名{_ranked(rows)}个"
        out.print(Text(title, style="bold"))
        out.print(_table(ordered, found, wide=out.width >= _WIDE))
        out.print()
        _print_notes(_notes(ordered, found), out)
        out.print()
    if not by_class:
        out.print("没有参加考评的单位。")
    else:
        out.print(_LEGEND)
    _print_notes(_city_figures(found), out)
    if not _anything(found.collected.evidence):
        out.print("尚未收到任何计分材料；抽查没有发现问题的按100分计，权重不足的不排名。")
    _print_unresolved(found, out)


def _ranked(rows: Iterable[ScoreRow]) -> int:
    return sum(score.ranked for score, _ in rows)


def _anything(evidence: Evidence) -> bool:
    of = evidence
    return bool(of.self_scores or of.ratings or of.inspections or of.findings or of.ballots)


def _table(rows: Sequence[ScoreRow], found: Assessment, *, wide: bool) -> Table:
    applied = {channel for score, _ in rows for channel in score.weights.channels}
    channels = [c for c in found.appraisal.channels if c.key in applied]
    table = Table(*_columns([c.name for c in channels], wide=wide), **PLAIN, expand=True)
    for score, standing in rows:
        marks = _marks(score, standing)
        name = Text(found.name(score.unit))
        if marks and not wide:
            name = Text.assemble(name, "\n", marks)
        means = (score.channels.get(channel.key) for channel in channels)
        table.add_row(
            rank_text(standing),
            name,
            *(rounded_figure(mean, SHOWN_PLACES if wide else 1) for mean in means),
            Text(_bare(found.shown_totals.get(score.unit, NOTHING)), style="bold"),
            (score.ranked and score.grade) or NOTHING,
            band_text(found.rank_intervals.get(score.unit)),
            *([marks] if wide else []),
        )
    return table


def _columns(channels: Iterable[str], *, wide: bool) -> Iterator[Column]:
    yield Column("名次", justify="right", no_wrap=True)
    yield Column("单位", overflow="fold", ratio=1)
    for name in channels:
        yield Column(_halved(name), justify="right", width=6 if wide else 5, overflow="fold")
    yield Column("总分", justify="right", overflow="fold")
    yield Column("等次", overflow="fold", max_width=6)
    yield Column("波动区间", no_wrap=wide, overflow="fold")
    if wide:
        yield Column("说明", overflow="fold")


def _halved(name: str) -> str:
    """Break a long heading in its middle."""
    half = (len(name) + 1) // 2
    return name if len(name) < 3 else f"{name[:half]}\n{name[half:]}"


def rounded_figure(value: Fraction | None, places: int = SHOWN_PLACES) -> str:
    """Write a figure rounded for display, a dash where there is none."""
    return NOTHING if value is None else f"{round_half_up(value, places):f}"


def rank_text(rank: UnitRank) -> str:
    """Write the final rank, and the raw one in brackets where it differs."""
    if rank.raw_rank is None:
        return NOTHING
    if rank.final_rank == rank.raw_rank:
        return str(rank.final_rank)
    return f"{rank.final_rank or NOTHING}（{rank.raw_rank}）"


def band_text(band: RankInterval | None) -> str:
    """Write a band as median and, in brackets, from where to where."""
    return f"{band.median}（{band.low}–{band.high}）" if band else NOTHING


def _bare(total: str) -> str:
    return total.partition("（")[0]


def _marks(score: Score, rank: UnitRank) -> Text:
    marks = []
    if rank.shortlisted:
        marks.append(("推荐", "green"))
    if rank.vetoes:
        marks.append(("否决", "bold red"))
    if rank.last:
        marks.append(("末位·质询" if rank.inquiry else "末位", "red"))
    if score.provisional:
        marks.append((f"暂定{weight_text(score.weight_present)}", "magenta"))
    if not score.ranked:
        marks.append(("不排名", "magenta"))
    return Text(" ").join(Text(*mark) for mark in marks)


def weight_text(present: Fraction) -> str:
    """Write a weight with one place, rounded down, so that 59.96 does not pass for enough."""
    return f"{round_half_up(Fraction(present * 10 // 1, 10), 1):f}".removesuffix(".0")


def _notes(rows: Sequence[ScoreRow], found: Assessment) -> list[str]:
    """List what must be read with a class's table, in the order in which people ask."""
    notes = [*_shortlist_note(rows, found), *_ties(rows, found), *_more_places(rows, found)]
    for score, standing in rows:
        for veto in standing.vetoes:
            names = {each.key: each.name for each in found.appraisal.vetoes}
            notes.append(
                f"否决：{found.name(score.unit)}，{names[veto.key]}，{veto.on}，{veto.evidence}。"
            )
    unit_class = rows[0][0].unit_class
    calls = (call for call in found.close_calls if call.unit_class == unit_class)
    return [*notes, *(call_text(call, found) for call in calls)]


def _shortlist_note(rows: Sequence[ScoreRow], found: Assessment) -> list[str]:
    listed = [(score, standing) for score, standing in rows if standing.shortlisted]
    if not listed:
        return []
    places = shortlist_places(_ranked(rows), found.appraisal)
    names = "、".join(
        found.name(score.unit) + ("（暂定，须附说明）" if standing.shortlist_note else "")
        for score, standing in listed
    )
    more = f"，界线上并列，共{len(listed)}个" if len(listed) > places else ""
    return [f"推荐名额{places}个{more}：{names}。"]


def _ties(rows: Sequence[ScoreRow], found: Assessment) -> list[str]:
    sharing: defaultdict[int, list[str]] = defaultdict(list)
    for score, standing in rows:
        if standing.raw_rank is not None:
            sharing[standing.raw_rank].append(score.unit)
    return [
        f"并列：{'、'.join(map(found.name, units))}总分完全相同，原始名次同为第{rank}。"
        for rank, units in sharing.items()
        if len(units) > 1
    ]


def _more_places(rows: Sequence[ScoreRow], found: Assessment) -> list[str]:
    """Say why some totals are shown with more decimal places than the others."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for score, _ in rows:
        shown = found.shown_totals.get(score.unit, "")
        if score.total is not None and shown != rounded_figure(score.total):
            alike[rounded_figure(score.total)].append(f"{found.name(score.unit)} {shown}")
    return [
        f"总分四舍五入到两位都是{total}而实际不同，故多显示几位：{'，'.join(units)}。"
        for total, units in alike.items()
    ]


def call_text(call: CloseCall, found: Assessment) -> str:
    """Say in a sentence that two units are too close to call."""
    where = {"shortlist": "推荐名单界线内外", "last": "末位前后"}[call.boundary]
    ahead, behind = found.name(call.ahead), found.name(call.behind)
    chance = rounded_figure(100 * call.chance, 1)
    return f"难分高下：{where}的{ahead}与{behind}，在{chance}%的变动中换位，审批时须写明理由。"


def _city_figures(found: Assessment) -> list[str]:
    return [
        f"市里的满意度（只列示，不计分）：{found.name(each.unit) if each.unit else '全局'}"
        f" {each.percent}%，{each.on}，{each.document}。"
        for each in found.collected.city_figures
    ]


def _print_notes(notes: Iterable[str], out: Console) -> None:
    for note in notes:
        grid = Table.grid(Column(), Column(overflow="fold"), padding=(0, 1, 0, 0))
        grid.add_row("-", Text(note))
        out.print(Padding(grid, (0, 0, 0, 1)))


def _print_unresolved(found: Assessment, out: Console) -> None:
    if not found.unresolved:
        return
    out.print(Text(f"没有计入的记录（{len(found.unresolved)}条），请党办核实", style="bold"))
    _print_notes(
        (
            f"{each.source.submission} {each.source.file} {each.source.sheet}"
            + (f"第{each.source.row}行" if each.source.row else "")
            + f"：“{each.value}”，{each.why}"
            for each in found.unresolved
        ),
        out,
    )
