"""Writes scores as sums that a clerk can follow with a pocket calculator.

``cell_lines`` and ``rater_lines`` are for the office only, because they name raters;
``open_lines`` are for the unit as well. A figure with more decimals is shown with four, after ≈
instead of ＝.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from campaign.definitions.roster import UnitNamer
from campaign.scoring.ballots import GroupPart
from campaign.scoring.evidence import InspectionItem, Source
from campaign.scoring.explain.unit_view import RATING_RULES
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
from campaign.values.exact_numbers import ZERO, exact_sum, number_text, round_half_up

_PLACES = 4

WeightedValues = Sequence[tuple[int | Fraction, Fraction]]
"""Pairs of weight and value."""


def display_number(value: Fraction) -> str:
    """Return a figure as text, with at most four decimal places, rounded half up."""
    exact = number_text(value)
    return exact if _is_short(value) else f"{round_half_up(value, _PLACES):f}"


def equals_text(value: Fraction, terms: Iterable[int | Fraction] = ()) -> str:
    """Return the end of a sum: ＝ and the figure, or ≈ where it or a term is rounded."""
    exact = all(_is_short(Fraction(number)) for number in (value, *terms))
    return f"{'＝' if exact else '≈'}{display_number(value)}"


def _is_short(value: Fraction) -> bool:
    return round_half_up(value, _PLACES) == value


def mean_text(pairs: WeightedValues, mean: Fraction | None) -> str:
    """Write out how a weighted mean was computed; equal weights as a plain mean, None as 缺."""
    if mean is None:
        return "缺"
    weights = {weight for weight, _ in pairs}
    if len(pairs) == 1:
        return display_number(mean)
    if len(weights) == 1:
        end = equals_text(mean, [value for _, value in pairs])
        return f"（{_plus(value for _, value in pairs)}）÷{len(pairs)}{end}"
    terms = "＋".join(
        f"{display_number(Fraction(weight))}×{display_number(value)}" for weight, value in pairs
    )
    divisor = sum((Fraction(weight) for weight, _ in pairs), ZERO)
    shown = [number for pair in pairs for number in pair]
    return f"（{terms}）÷{display_number(divisor)}{equals_text(mean, (*shown, divisor))}"


def _plus(values: Iterable[Fraction]) -> str:
    text = "＋".join(display_number(value) for value in values)
    return text.replace("＋-", "－")


def cell_lines(cell: Cell, name: UnitNamer) -> list[str]:
    """Return the sums of one cell, for the office; ``rater_lines`` give the places of ratings."""
    lines = [line for part in cell.parts for line in _part_lines(part, name)]
    if cell.zeroed:
        return [*lines, _zeroed_line(cell)]
    present = [(part.weight, part.value) for part in cell.parts if part.value is not None]
    if len(present) > 1:
        lines.append(f"合计：{mean_text(present, cell.value)}")
    elif present and cell.present != 1:
        share = display_number(100 * Fraction(cell.present))
        lines.append(f"合计：只有以上一部分，只带该格权重的{share}%")
    return lines or ["没有记录"]


def open_lines(cell: Cell) -> list[str]:
    """Return the sums that a unit may see: own scores, inspections, spot checks; without files."""
    lines = [
        line
        for part in cell.parts
        if isinstance(part, ListedPart)
        for line in _listed_lines(part, files=False)
    ]
    return [*lines, _zeroed_line(cell)] if cell.zeroed else lines


def _zeroed_line(cell: Cell) -> str:
    return f"{cell.zeroed}" + (f"：{display_number(cell.value)}分" if cell.value else "")


def rater_lines(cells: Iterable[Cell], name: UnitNamer) -> list[str]:
    """Return a line per rater or group with the places of its entries in one channel's cells."""
    by_label: defaultdict[str, list[Source]] = defaultdict(list)
    for cell in cells:
        for part in cell.parts:
            secret = isinstance(part, GroupPart) or _is_of_ratings(part)
            for entry in part.entries if secret else ():
                if entry.source:
                    by_label[entry.label].append(entry.source)
    return [f"{name(label)}{_places(sources)}" for label, sources in by_label.items()]


def total_lines(score: Score) -> list[str]:
    """Return the sums of base and total: channels, bonus, deductions."""
    if score.base is None or score.total is None:
        return ["没有成绩"]
    pairs = [
        (score.channel_weight_present[key] * score.weights.total / 100, mean)
        for key, mean in score.channels.items()
        if mean is not None
    ]
    unbounded = score.base + score.bonus - score.deduction
    terms = (score.base, score.bonus, score.deduction)
    total = "{}＋{}－{}".format(*map(display_number, terms)) + equals_text(unbounded, terms)
    if unbounded != score.total:
        total += f"，超出上下限，按{display_number(score.total)}计"
    return [f"基础分：{mean_text(pairs, score.base)}", f"总分：{total}"]


def channel_line(row: Sequence[tuple[int, Cell]], mean: Fraction | None) -> str:
    """Return the sum of a channel's mean from its cells, each with its dimension's weight."""
    pairs = [(w * cell.present, cell.value) for w, cell in row if cell.value is not None]
    return mean_text(pairs, mean)


def extra_lines(entries: Iterable[Contribution], *, files: bool = True) -> list[str]:
    """Return a line per document or lapse with its points; ``files`` with the files' names."""
    return [
        f"{entry.label or '上限'}：{display_number(entry.value * entry.weight)}分（{entry.rule}）"
        + (_places([entry.source], files=files) if entry.source else "")
        for entry in entries
    ]


def _places(sources: Iterable[Source], *, files: bool = True) -> str:
    """Write the places of figures, the rows of one sheet together; ``files`` with their names."""
    rows: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for source in sources:
        file = (source.submission, source.file) if files else (source.submission,)
        rows[(*file, source.sheet)].append(source.row)
    return "".join(
        f"［{' '.join(filter(None, sheet))}{_row_numbers(numbers)}］"
        for sheet, numbers in rows.items()
    )


def _row_numbers(numbers: Iterable[int]) -> str:
    """Write row numbers, neighbours as a range; row 0, above a table, is left out."""
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
    return isinstance(part, ListedPart) and bool(RATING_RULES & {rule for rule, _ in part.by_rule})


def _listed_lines(part: ListedPart, *, files: bool) -> Iterator[str]:
    """Yield the lines of self scores, inspections and spot checks; of ratings none."""
    by_rule = dict(part.by_rule)
    if CountingRule.START in by_rule:
        yield from _spot_lines(part, files)
    elif scores := by_rule.get(CountingRule.SELF):
        pairs = [(1, Fraction(score.value)) for score in scores]
        yield f"自评分：{mean_text(pairs, part.value)}{_places(_sources(scores), files=files)}"
    elif items := by_rule.get(CountingRule.ITEM) or by_rule.get(CountingRule.NOTHING_POSSIBLE):
        yield from _inspection_lines(part, items, files)


def _rating_lines(part: ListedPart, name: UnitNamer) -> Iterator[str]:
    by_rule = dict(part.by_rule)
    values = [(1, Fraction(rating.value)) for rating in by_rule.get(CountingRule.RATING, ())]
    yield f"支部互评：{mean_text(values, part.value)}"
    for rule, entries in by_rule.items():
        listed = "、".join(f"{name(e.label)} {display_number(Fraction(e.value))}" for e in entries)
        yield f"　{rule}：{listed}"


def _inspection_lines(part: ListedPart, items: Sequence[TrailEntry], files: bool) -> Iterator[str]:
    lines = [item for item in items if isinstance(item, InspectionItem)]
    got, possible = exact_sum(i.got for i in lines), exact_sum(i.possible for i in lines)
    by_period: defaultdict[str, list[InspectionItem]] = defaultdict(list)
    for item in sorted(lines, key=lambda item: (item.period, item.source)):
        by_period[item.period].append(item)
    for period, of_period in by_period.items():
        sums = f"得{display_number(exact_sum(i.got for i in of_period))}"
        sums += f"，应得{display_number(exact_sum(i.possible for i in of_period))}"
        yield f"　{period}：{sums}{_places((i.source for i in of_period), files=files)}"
    if part.value is None:
        yield f"季度检查：{CountingRule.NOTHING_POSSIBLE}"
    else:
        held = f"，超出上下限，按{display_number(part.value)}计" if part.adjustment else ""
        percent = 100 * got / possible
        share = f"{display_number(got)}÷{display_number(possible)}"
        yield f"季度检查：{share}×100{equals_text(percent)}{held}"


def _spot_lines(part: ListedPart, files: bool) -> Iterator[str]:
    entries = part.entries
    unbounded = sum((Fraction(entry.value) for entry in entries), ZERO)
    counted = [Fraction(entry.value) for entry in entries if entry.value]
    held = f"，超出上下限，按{display_number(part.value or ZERO)}计" if part.adjustment else ""
    end = equals_text(unbounded) if len(counted) > 1 else ""
    yield f"抽查：{_plus(counted)}{end}{held}"
    by_kind: defaultdict[tuple[str, CountingRule], list[CountedEntry]] = defaultdict(list)
    for entry in entries:
        if entry.source:
            by_kind[entry.label, entry.rule].append(entry)
    for (kind, rule), findings in by_kind.items():
        yield f"　{kind}{len(findings)}次（{rule}）{_places(_sources(findings), files=files)}"


def _group_lines(part: GroupPart) -> Iterator[str]:
    """Yield the sum of a group's marks, with the ballots that did not count, by rule."""
    counted: Counter[Fraction] = Counter()
    not_counted: Counter[CountingRule] = Counter()
    for entry in part.entries:
        if entry.rule is CountingRule.MARK:
            counted[Fraction(entry.value)] += entry.number
        else:
            not_counted[entry.rule] += entry.number
    if part.value is not None:
        terms = "＋".join(
            f"{number}票×{display_number(v)}" for v, number in sorted(counted.items())[::-1]
        )
        sums = f"（{terms}）÷{part.counted}{equals_text(part.value)}"
    else:
        sums = "不计" if not_counted else "没有收回测评票，不计"
    reasons = "；".join(f"{rule}（{number}票）" for rule, number in not_counted.items())
    weight = display_number(Fraction(part.weight))
    if part.weight != part.planned:
        weight = f"{part.planned}，按票数折为{weight}"
    yield f"{part.group}（权重{weight}）：{sums}" + (f"；另有：{reasons}" if reasons else "")


def _sources(entries: Iterable[TrailEntry]) -> list[Source]:
    return [entry.source for entry in entries if entry.source]
