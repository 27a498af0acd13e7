"""How a score was worked out, as sums that a clerk can follow with a pocket calculator.

``cell_lines`` and ``rater_lines`` are for the office only, because they name who gave what;
``open_lines`` are for the unit as well. A figure whose decimals go on is shown with four, after ≈
instead of ＝.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from campaign.scoring.ballots import GroupPart
from campaign.scoring.evidence import InspectionItem, Source
from campaign.scoring.explain.unit_view import OF_RATERS
from campaign.scoring.score_trail import (
    Cell,
    Contribution,
    CountedEntry,
    CountingRule,
    ListedPart,
    Part,
    TrailEntry,
)
from campaign.scoring.totals import Score
from campaign.values.exact_numbers import ZERO, exact_sum, number_text, rounded

_PLACES = 4

UnitNamer = Callable[[str], str]
"""What to call whoever a rating's label names by code."""

Weighed = Sequence[tuple[int | Fraction, Fraction]]


def display_number(value: Fraction) -> str:
    """Write a figure, with at most four decimal places."""
    exact = number_text(value)
    return exact if _is_short(value) else f"{rounded(value, _PLACES):f}"


def result(value: Fraction) -> str:
    """Write the end of a sum: ＝ and the figure, or ≈ where it is rounded."""
    return f"{'＝' if _is_short(value) else '≈'}{display_number(value)}"


def _is_short(value: Fraction) -> bool:
    return rounded(value, _PLACES) == value


def weighed_sum(pairs: Weighed, whole: Fraction | None) -> str:
    """Write a weighted mean as a sum; equal weights as a plain mean."""
    if whole is None:
        return "缺"
    weights = {weight for weight, _ in pairs}
    if len(pairs) == 1:
        return display_number(whole)
    if len(weights) == 1:
        return f"（{_plus(value for _, value in pairs)}）÷{len(pairs)}{result(whole)}"
    terms = "＋".join(
        f"{display_number(Fraction(weight))}×{display_number(value)}" for weight, value in pairs
    )
    divisor = sum((Fraction(weight) for weight, _ in pairs), ZERO)
    return f"（{terms}）÷{display_number(divisor)}{result(whole)}"


def _plus(values: Iterable[Fraction]) -> str:
    text = "＋".join(display_number(value) for value in values)
    return text.replace("＋-", "－")


def cell_lines(cell: Cell, name: UnitNamer) -> list[str]:
    """Say how one cell was worked out; where ratings and ballots stand, ``rater_lines`` say."""
    lines = [line for part in cell.parts for line in _part_lines(part, name)]
    if cell.zeroed:
        return [*lines, f"{cell.zeroed}"]
    there = [(part.weight, part.value) for part in cell.parts if part.value is not None]
    if len(there) > 1:
        lines.append(f"合计：{weighed_sum(there, cell.value)}")
    elif there and cell.present != 1:
        share = display_number(100 * Fraction(cell.present))
        lines.append(f"合计：只有以上一部分，只带该格权重的{share}%")
    return lines or ["没有记录"]


def open_lines(cell: Cell) -> list[str]:
    """Say what was found about a unit openly: own scores, inspections, spot checks, no files."""
    lines = [
        line
        for part in cell.parts
        if isinstance(part, ListedPart)
        for line in _listed_lines(part, files=False)
    ]
    return [*lines, f"{cell.zeroed}"] if cell.zeroed else lines


def rater_lines(cells: Iterable[Cell], name: UnitNamer) -> list[str]:
    """Say where the ratings and ballots stand that enter the cells of one channel."""
    found: defaultdict[str, list[Source]] = defaultdict(list)
    for cell in cells:
        for part in cell.parts:
            secret = isinstance(part, GroupPart) or _is_of_ratings(part)
            for entry in part.judged if secret else ():
                if entry.source:
                    found[entry.label].append(entry.source)
    return [f"{name(label)}{_places(sources)}" for label, sources in found.items()]


def total_lines(score: Score) -> list[str]:
    """Say how channels, bonus and deductions make the total."""
    if score.base is None or score.total is None:
        return ["没有成绩"]
    pairs = [
        (score.channel_weight_present[key] * score.weights.whole / 100, mean)
        for key, mean in score.channels.items()
        if mean is not None
    ]
    bare = score.base + score.bonus - score.deduction
    parts = map(display_number, (score.base, score.bonus, score.deduction))
    sums = "{}＋{}－{}".format(*parts)
    held = f"，超出上下限，按{display_number(score.total)}计" if bare != score.total else ""
    return [f"基础分：{weighed_sum(pairs, score.base)}", f"总分：{sums}{result(bare)}{held}"]


def channel_line(row: Sequence[tuple[int, Cell]], mean: Fraction | None) -> str:
    """Say how the cells of a channel, each with its dimension's weight, make its mean."""
    pairs = [(w * cell.present, cell.value) for w, cell in row if cell.value is not None]
    return weighed_sum(pairs, mean)


def extra_lines(entries: Iterable[Contribution], *, files: bool = True) -> list[str]:
    """Say what each document or lapse was worth."""
    return [
        f"{entry.label or '上限'}：{display_number(entry.value * entry.weight)}分（{entry.rule}）"
        + (_places([entry.source], files=files) if entry.source else "")
        for entry in entries
    ]


def _places(sources: Iterable[Source], *, files: bool = True) -> str:
    """Write where figures stand, the rows of one sheet together; ``files`` with their names."""
    rows: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for source in sources:
        named = (source.submission, source.file) if files else (source.submission,)
        rows[(*named, source.sheet)].append(source.row)
    return "".join(
        f"［{' '.join(filter(None, named))}{_rows(numbers)}］" for named, numbers in rows.items()
    )


def _rows(numbers: Iterable[int]) -> str:
    """Write row numbers, neighbours as a range; row 0 is what stands above a table."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers) - {0}):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    texts = [f"{first}" if first == last else f"{first}–{last}" for first, last in spans]
    return f"第{'、'.join(texts)}行" if texts else ""


def _part_lines(part: Part, name: UnitNamer) -> Iterator[str]:
    if isinstance(part, GroupPart):
        yield from _group_lines(part)
    elif isinstance(part, ListedPart):
        if _is_of_ratings(part):
            yield from _rating_lines(part, name)
        yield from _listed_lines(part, files=True)


def _is_of_ratings(part: Part) -> bool:
    return isinstance(part, ListedPart) and bool(OF_RATERS & {rule for rule, _ in part.by_rule})


def _listed_lines(part: ListedPart, *, files: bool) -> Iterator[str]:
    """Give the lines of self scores, inspections and spot checks; of ratings none."""
    by_rule = dict(part.by_rule)
    if CountingRule.START in by_rule:
        yield from _spot_lines(part, files)
    elif scores := by_rule.get(CountingRule.SELF):
        pairs = [(1, Fraction(score.value)) for score in scores]
        yield f"自评分：{weighed_sum(pairs, part.value)}{_places(_sources(scores), files=files)}"
    elif items := by_rule.get(CountingRule.ITEM) or by_rule.get(CountingRule.NOTHING_POSSIBLE):
        yield from _inspection_lines(part, items, files)


def _rating_lines(part: ListedPart, name: UnitNamer) -> Iterator[str]:
    by_rule = dict(part.by_rule)
    values = [(1, Fraction(rating.value)) for rating in by_rule.get(CountingRule.RATING, ())]
    yield f"支部互评：{weighed_sum(values, part.value)}"
    for rule, entries in by_rule.items():
        listed = "、".join(f"{name(e.label)} {display_number(Fraction(e.value))}" for e in entries)
        yield f"　{rule}：{listed}"


def _inspection_lines(part: ListedPart, items: Sequence[TrailEntry], files: bool) -> Iterator[str]:
    lines = [item for item in items if isinstance(item, InspectionItem)]
    got, possible = exact_sum(i.got for i in lines), exact_sum(i.possible for i in lines)
    by_period: defaultdict[str, list[InspectionItem]] = defaultdict(list)
    for item in sorted(lines, key=lambda item: (item.period, item.source)):
        by_period[item.period].append(item)
    for period, some in by_period.items():
        sums = f"得{display_number(exact_sum(i.got for i in some))}"
        sums += f"，应得{display_number(exact_sum(i.possible for i in some))}"
        yield f"　{period}：{sums}{_places((i.source for i in some), files=files)}"
    if part.value is None:
        yield f"季度检查：{CountingRule.NOTHING_POSSIBLE}"
    else:
        held = f"，超出上下限，按{display_number(part.value)}计" if part.adjusted else ""
        percent = 100 * got / possible
        share = f"{display_number(got)}÷{display_number(possible)}"
        yield f"季度检查：{share}×100{result(percent)}{held}"


def _spot_lines(part: ListedPart, files: bool) -> Iterator[str]:
    judged = part.judged
    bare = sum((Fraction(entry.value) for entry in judged), ZERO)
    counted = [Fraction(entry.value) for entry in judged if entry.value]
    held = f"，超出上下限，按{display_number(part.value or ZERO)}计" if part.adjusted else ""
    ends = result(bare) if len(counted) > 1 else ""
    yield f"抽查：{_plus(counted)}{ends}{held}"
    by_kind: defaultdict[tuple[str, CountingRule], list[CountedEntry]] = defaultdict(list)
    for entry in judged:
        if entry.source:
            by_kind[entry.label, entry.rule].append(entry)
    for (kind, rule), some in by_kind.items():
        yield f"　{kind}{len(some)}次（{rule}）{_places(_sources(some), files=files)}"


def _group_lines(part: GroupPart) -> Iterator[str]:
    """Say what a group marked, mark by mark, and how many ballots did not count and why."""
    counted: Counter[Fraction] = Counter()
    left: Counter[CountingRule] = Counter()
    for entry in part.judged:
        if entry.rule is CountingRule.MARK:
            counted[Fraction(entry.value)] += entry.number
        else:
            left[entry.rule] += entry.number
    if part.value is not None:
        terms = "＋".join(
            f"{number}票×{display_number(v)}" for v, number in sorted(counted.items())[::-1]
        )
        sums = f"（{terms}）÷{part.counted}{result(part.value)}"
    else:
        sums = "不计" if left else "没有收回测评票，不计"
    reasons = "；".join(f"{rule}（{number}票）" for rule, number in left.items())
    yield f"{part.group}（权重{part.weight}）：{sums}" + (f"；另有：{reasons}" if reasons else "")


def _sources(entries: Iterable[TrailEntry]) -> list[Source]:
    return [entry.source for entry in entries if entry.source]
