"""One unit's score in a terminal, cell by cell: to the office whole, to the unit without raters."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import ceil

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.arithmetic import (
    cell_lines,
    channel_line,
    extra_lines,
    open_lines,
    rater_lines,
    total_lines,
)
from campaign.scoring.explain.reasons import (
    missing_lines,
    reason_line,
    total_line,
    veto_lines,
    weight_line,
)
from campaign.scoring.explain.score_facts import LEAST_COUNT, explain_to_unit, secret_channels
from campaign.scoring.explain.unit_facts import JsonFacts
from campaign.scoring.smallest_change import Rise
from campaign.scoring.totals import Score
from campaign.tables import Audience
from campaign.tables.reckoned.class_scores import close_call_text, interval_text
from campaign.tables.reckoned.scores import unit_cell_table
from campaign.values.exact_numbers import round_half_up
from cli.render.table import draw_table
from services.texts.reasons import reason_wordings
from services.texts.reports import report_sentences


def print_to_office(assessment: Assessment, unit: str, out: Console) -> None:
    """Print the derivation of every figure of a unit, with all raters."""
    score, _ = assessment.of(unit)
    _print_head(assessment.name(unit), score.unit_class, assessment.day, out)
    out.print(Text(total_line(score, reason_wordings()), style="bold"))
    _print_lines("为什么", [reason_line(assessment, unit, reason_wordings())], out)
    _print_place(assessment, unit, out)
    out.print()
    _print_cells(score, assessment, out)
    _print_lines("缺项", missing_lines(assessment, unit, reason_wordings()), out)
    out.print(report_sentences().explanation.secret, style="bold red")
    _print_lines("计算", total_lines(score), out)
    for title, trail in (("加分", score.bonus_trail), ("扣分", score.deduction_trail)):
        _print_lines(title, extra_lines(trail), out)
    _print_channels(assessment, score, out)
    _print_beside(assessment, unit, out)


def print_to_unit(assessment: Assessment, unit: str, out: Console) -> None:
    """Print what a unit may see of itself: its cells, its counts, and the open findings."""
    facts = explain_to_unit(assessment, unit)
    _print_head(facts["name"], facts["class"], facts["day"], out)
    score, _ = assessment.of(unit)
    if facts["closed"]:
        out.print(Text(total_line(score, reason_wordings()), style="bold"))
        _print_lines(
            "为什么", [reason_line(assessment, unit, reason_wordings(), for_unit=True)], out
        )
        _print_place(assessment, unit, out)
    else:
        out.print(report_sentences().explanation.not_closed)
        evidence = {veto["evidence"] for veto in facts["vetoes"]}
        lines = [
            line
            for line in veto_lines(assessment, unit, reason_wordings(), with_rank=False)
            if any(e in line for e in evidence)
        ]
        _print_lines("否决", lines, out)
    hidden = () if facts["closed"] else secret_channels(score)
    out.print()
    _print_cells(score, assessment, out, hidden)
    if facts["closed"]:
        _print_lines("缺项", missing_lines(assessment, unit, reason_wordings()), out)
        _print_lines("计算", [*_channel_means(assessment, score), *total_lines(score)], out)
    _print_lines("份数", _unit_counts(assessment, facts), out)
    _print_open(assessment, score, out)
    if facts["closed"]:
        _print_changes(assessment, unit, out)


def _print_head(unit: str, unit_class: str, day: object, out: Console) -> None:
    head = report_sentences().explanation.head
    out.print(Text(head.format(unit=unit, unit_class=unit_class, day=day), style="bold"))


def _print_cells(
    score: Score, assessment: Assessment, out: Console, hidden: Collection[str] = ()
) -> None:
    view = unit_cell_table(score, assessment, hidden).for_audience(Audience.OFFICE)
    out.print(draw_table(view, out.width))
    out.print()


def _print_channels(assessment: Assessment, score: Score, out: Console) -> None:
    for channel in assessment.appraisal.channels:
        if channel.key not in score.cells:
            continue
        row = score.cells[channel.key]
        weighed = [(d.weight, row[d.key]) for d in assessment.appraisal.dimensions]
        means = channel_line(weighed, score.channels[channel.key])
        out.print()
        _print_lines(channel.name, [means], out, style="bold")
        for dimension in assessment.appraisal.dimensions:
            _print_lines(dimension.name, cell_lines(row[dimension.key], assessment.name), out)
        _print_lines("出处", rater_lines(row.values(), assessment.name), out)


def _print_beside(assessment: Assessment, unit: str, out: Console) -> None:
    out.print()
    calls = [call for call in assessment.close_calls if unit in (call.ahead, call.behind)]
    _print_lines("提示", [close_call_text(call, assessment) for call in calls], out)
    _print_changes(assessment, unit, out)


def _print_changes(assessment: Assessment, unit: str, out: Console) -> None:
    change, (_, rank) = assessment.smallest_changes[unit], assessment.of(unit)
    place, shortlist = (
        _rise_text(change.place, assessment),
        _rise_text(change.shortlist, assessment),
    )
    texts = report_sentences().explanation
    if not rank.final_rank:
        place = shortlist = texts.not_competing
    elif rank.final_rank == 1:
        place = texts.first
    if rank.shortlisted:
        shortlist = texts.shortlisted
    lines = [texts.one_place_up.format(change=place), texts.onto_shortlist.format(change=shortlist)]
    _print_lines("差多少", lines, out)


def _rise_text(rises: Mapping[str, Rise | None], assessment: Assessment) -> str:
    """Return the smallest rise per channel as text, or that no single cell suffices."""
    texts = report_sentences().explanation
    channels = {str(channel.key): channel.name for channel in assessment.appraisal.channels}
    dimensions = {dimension.key: dimension.name for dimension in assessment.appraisal.dimensions}
    alternatives = [
        texts.rise.format(
            channel=channels[key], dimension=dimensions[rise.dimension], points=_points(rise)
        )
        for key, rise in rises.items()
        if rise
    ]
    return texts.either.join(alternatives) or texts.no_rise


def _points(rise: Rise) -> str:
    """Return the points of a rise, rounded up so that they suffice."""
    return f"{round_half_up(Fraction(ceil(rise.points * 100), 100)):f}"


def _print_place(assessment: Assessment, unit: str, out: Console) -> None:
    """Print rank, grade, weight present and vetoes."""
    score, rank = assessment.of(unit)
    lines = [weight_line(score, assessment, reason_wordings())]
    if rank.raw_rank:
        texts = report_sentences().explanation
        place = texts.place.format(rank=rank.final_rank) if rank.final_rank else texts.no_place
        if rank.raw_rank != rank.final_rank:
            place += texts.raw_place.format(rank=rank.raw_rank)
        ranked = texts.ranked.format(
            place=place,
            total=assessment.shown_totals[unit],
            grade=score.grade,
            interval=interval_text(assessment.shown_intervals.get(unit)),
        )
        lines = [ranked, *lines]
    _print_lines("名次", lines, out)
    _print_lines("否决", veto_lines(assessment, unit, reason_wordings()), out, style="bold red")


def _channel_means(assessment: Assessment, score: Score) -> list[str]:
    """Return the mean of each channel that applies, with its weight, as its unit may see it."""
    lines = []
    for channel in assessment.appraisal.channels:
        if channel.key in score.cells:
            row = score.cells[channel.key]
            weighed = [(d.weight, row[d.key]) for d in assessment.appraisal.dimensions]
            sums = channel_line(weighed, score.channels[channel.key])
            lines.append(f"{channel.name}（权重{channel.weight}）：{sums}")
    return lines


def _unit_counts(assessment: Assessment, facts: JsonFacts) -> list[str]:
    """Return how many ratings and ballots counted, a line for each channel."""
    if not facts["closed"]:
        return []
    names = {channel.key: channel.name for channel in assessment.appraisal.channels}
    lines, counts = [], report_sentences().explanation.counts
    for channel, row in facts["counts"].items():
        parts = (
            f"{d.name}{_count(row[d.key]['counted'])}/{_count(row[d.key]['not_counted'])}"
            for d in assessment.appraisal.dimensions
        )
        lines.append(counts.format(channel=names[channel], counts="；".join(parts)))
    return lines


def _count(number: int | None) -> str:
    few = report_sentences().explanation.few
    return few.format(least=LEAST_COUNT) if number is None else str(number)


def _print_open(assessment: Assessment, score: Score, out: Console) -> None:
    """Print the open findings channel by channel, then documents and lapses."""
    for channel in assessment.appraisal.channels:
        row = score.cells.get(channel.key, {})
        for dimension in assessment.appraisal.dimensions:
            lines = open_lines(row[dimension.key]) if row else []
            _print_lines(f"{channel.name}·{dimension.name}", lines, out)
    for title, trail in (("加分", score.bonus_trail), ("扣分", score.deduction_trail)):
        _print_lines(title, extra_lines(trail, files=False), out)


def _print_lines(title: str, lines: Sequence[str], out: Console, *, style: str = "") -> None:
    """Print lines beside their title, folded so that they stay to the right of it."""
    grid = Table.grid(Column(no_wrap=True), Column(overflow="fold"), padding=(0, 1, 0, 0))
    for index, line in enumerate(lines):
        grid.add_row(Text("" if index else title, style=style), Text(line, style=style))
    if lines:
        out.print(grid)
