"""Turns self scores, ratings, inspections and spot checks into parts of cells.

Ballots have a module of their own. Each function takes the entries of one unit in one dimension.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.channel_settings import Mutual
from campaign.scoring.evidence import InspectionItem, Rating, SelfScore, SpotFinding
from campaign.scoring.score_trail import (
    Cell,
    CountedEntry,
    CountingRule,
    ListedPart,
    Part,
    TrailEntry,
    cell_of,
)
from campaign.values.exact_numbers import ONE, ZERO, clamp, exact_mean, exact_sum, ratio


def self_part(scores: Sequence[SelfScore]) -> ListedPart:
    """Return the unit's own score (S36): the mean, should several be stored; missing if none is."""
    if not scores:
        return ListedPart(value=None)
    value = exact_mean([s.value for s in scores])
    return ListedPart(
        value=value, entry_weight=ratio(1, len(scores)), by_rule=((CountingRule.SELF, scores),)
    )


def void_raters(ratings: Iterable[Rating]) -> frozenset[str]:
    """Return the raters who gave two units or more, themselves left out, one and the same score.

    All cells of all rated units count together.
    """
    first: dict[str, Rating] = {}
    several: set[str] = set()
    varied: set[str] = set()
    for rating in ratings:
        if rating.rater != rating.unit and rating.rater not in varied:
            earlier = first.setdefault(rating.rater, rating)
            if rating.value != earlier.value:
                varied.add(rating.rater)
            elif rating.unit != earlier.unit:
                several.add(rating.rater)
    return frozenset(several - varied)


def ignored_raters(ratings: Iterable[Rating], settings: Mutual) -> frozenset[str]:
    """Return the raters whose ratings do not count: all equal, or hardly different, if so planned.

    Only a rater of at least ``void_least_units`` units, itself left out, can be void.
    """
    ratings = [rating for rating in ratings if rating.rater != rating.unit]
    flat = void_raters(ratings) if settings.void_all_equal else frozenset()
    if settings.void_spread:
        flat |= _narrow_raters(ratings, settings.void_spread)
    if not flat or settings.void_least_units <= _SEVERAL:
        return flat
    rated = defaultdict(set)
    for rating in ratings:
        rated[rating.rater].add(rating.unit)
    return frozenset(rater for rater in flat if len(rated[rater]) >= settings.void_least_units)


_SEVERAL = 2
"""Units from which on ``void_raters`` speaks of all equal."""


def _narrow_raters(ratings: Iterable[Rating], spread: Decimal) -> frozenset[str]:
    """Return the raters whose cells, but one highest and one lowest, differ by less than that.

    One odd cell, whatever its height, does not make a rater tell units apart.
    """
    values: defaultdict[str, list[Decimal]] = defaultdict(list)
    for rating in ratings:
        values[rating.rater].append(rating.value)
    narrow = set()
    for rater, cells in values.items():
        kept = sorted(cells)[1:-1]
        if kept and kept[-1] - kept[0] < spread:
            narrow.add(rater)
    return frozenset(narrow)


def ratings_part(
    ratings: Sequence[Rating], void: frozenset[str], settings: Mutual, weight: int
) -> ListedPart:
    """Return the mean of one unit's ratings in one dimension (S38); missing if there are too few.

    ``void`` are the ``ignored_raters``. Which of several equal
    highest ratings is dropped makes no difference; the last by rater is listed.
    """
    own = [r for r in ratings if r.rater == r.unit]
    flat = [r for r in ratings if r.rater in void and r.rater != r.unit]
    valid = [r for r in ratings if r.rater != r.unit and r.rater not in void]
    trim = 1 if len(valid) > settings.trim_above else 0
    if trim:
        valid.sort(key=lambda r: (r.value, r.rater, r.source))
    counted = valid[trim : len(valid) - trim]
    enough = len(valid) >= settings.least_ratings and bool(counted)
    return ListedPart(
        weight=weight,
        value=exact_mean([r.value for r in counted]) if enough else None,
        entry_weight=ratio(1, len(counted)) if enough else ZERO,
        by_rule=_not_empty(
            (CountingRule.RATING if enough else CountingRule.TOO_FEW_RATINGS, counted),
            (CountingRule.TRIMMED_LOW, valid[:trim]),
            (CountingRule.TRIMMED_HIGH, valid[len(valid) - trim :]),
            (CountingRule.ALL_EQUAL, flat),
            (CountingRule.OWN_RATING, own),
        ),
    )


def _not_empty(
    *groups: tuple[CountingRule, Sequence[TrailEntry]],
) -> tuple[tuple[CountingRule, Sequence[TrailEntry]], ...]:
    return tuple(group for group in groups if group[1])


def inspections_part(items: Sequence[InspectionItem], weight: int) -> ListedPart:
    """Return points got ÷ points possible × 100 over all quarters inspected, 0 to 100 (S39).

    Missing where nothing was possible.
    """
    possible = exact_sum(item.possible for item in items)
    if possible <= 0:
        by_rule = ((CountingRule.NOTHING_POSSIBLE, items),)
        return ListedPart(weight=weight, value=None, entry_weight=ZERO, by_rule=by_rule)
    percent = 100 / possible
    got = exact_sum(item.got for item in items) * percent
    value = clamp(got, 0, 100)
    return ListedPart(
        weight=weight,
        value=value,
        entry_weight=percent,
        adjustment=value - got,
        by_rule=((CountingRule.ITEM, items),),
    )


def mutual_cell(parts: Sequence[Part], shares: Mapping[str, int]) -> Cell:
    """Combine the parts of 互评, in the order of their ``shares``.

    A part that applies but is missing is left out like a missing cell: only the share of the
    part that is there counts as present.
    """
    present = sum(part.weight for part in parts if part.value is not None)
    whole = sum(shares.values())
    return cell_of(tuple(parts), present=1 if present == whole else Fraction(present, whole))


def spot_part(
    findings: Sequence[SpotFinding], appraisal: Appraisal, *, visited: bool = True
) -> ListedPart:
    """Return the starting points less what each finding deducts, not below 0 (S41, S43).

    Missing where nobody visited the unit.
    """
    if not visited and not findings:
        return ListedPart(value=None, entry_weight=ZERO)
    points = {deduction.kind: deduction.points for deduction in appraisal.spot_deductions}
    start = CountedEntry(None, appraisal.spot_start, CountingRule.START)
    entries = [_deduct(finding, points) for finding in findings]
    unbounded = exact_sum(entry.value for entry in (start, *entries))
    value = clamp(unbounded, 0, 100)
    by_rule = [(CountingRule.START, [start])]
    for rule in _FINDING_RULES:
        by_rule.append((rule, [entry for entry in entries if entry.rule is rule]))
    return ListedPart(
        value=value,
        entry_weight=ONE,
        adjustment=value - unbounded,
        by_rule=_not_empty(*by_rule),
    )


def heaviest_kind(finding: SpotFinding, points: Mapping[str, Decimal]) -> str:
    """Return the kind of a finding that costs most, by the plan's points; "" if none costs."""
    planned = (kind for kind in finding.deductible if kind in points)
    return max(planned, key=lambda kind: (points[kind], kind), default="")


def _deduct(finding: SpotFinding, points: Mapping[str, Decimal]) -> CountedEntry:
    """Deduct once for a finding, by the kind that costs most."""
    kind = heaviest_kind(finding, points)
    if kind and not finding.repeated:
        return CountedEntry(finding.source, -points[kind], CountingRule.FINDING, kind)
    rule = CountingRule.SAME_MATTER if finding.repeated else CountingRule.NOT_IN_PLAN
    if finding.personal and not finding.deductible:
        rule = CountingRule.PERSONAL
    return CountedEntry(finding.source, Decimal(0), rule, "、".join(finding.kinds))


_FINDING_RULES = (
    CountingRule.FINDING,
    CountingRule.SAME_MATTER,
    CountingRule.PERSONAL,
    CountingRule.NOT_IN_PLAN,
)
