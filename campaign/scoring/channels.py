"""How what is stored becomes cells: self scores, ratings, inspections, spot checks.

Ballots have a module of their own. Each function judges the entries of one unit in one dimension.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from campaign.definitions.appraisal_plan import Appraisal, Mutual
from campaign.scoring.evidence import InspectionItem, Rating, SelfScore, SpotFinding
from campaign.scoring.score_trail import CountedEntry, CountingRule, ListedPart, TrailEntry
from campaign.values.exact_numbers import ONE, ZERO, exact_mean, exact_sum, held, ratio


def self_part(scores: Sequence[SelfScore]) -> ListedPart:
    """Return the unit's own score; the mean, should a form ever carry several (S36)."""
    if not scores:
        return ListedPart(value=None)
    value = exact_mean([s.value for s in scores])
    return ListedPart(
        value=value, each=ratio(1, len(scores)), by_rule=((CountingRule.SELF, scores),)
    )


def void_raters(ratings: Iterable[Rating]) -> frozenset[str]:
    """Return the raters who gave two units or more, without their own, one and the same score."""
    first: dict[str, Rating] = {}
    several: set[str] = set()
    varied: set[str] = set()
    for rating in ratings:
        if rating.rater != rating.unit and rating.rater not in varied:
            before = first.setdefault(rating.rater, rating)
            if rating.value != before.value:
                varied.add(rating.rater)
            elif rating.unit != before.unit:
                several.add(rating.rater)
    return frozenset(several - varied)


def ratings_part(
    ratings: Sequence[Rating], void: frozenset[str], settings: Mutual, weight: int
) -> ListedPart:
    """Return the mean of one unit's ratings in one dimension (S38).

    ``void`` are the raters that ``void_raters`` found, if the plan voids them. Which of several
    equal highest ratings is dropped makes no difference; the first by rater is listed.
    """
    own = [r for r in ratings if r.rater == r.unit]
    flat = [r for r in ratings if r.rater in void and r.rater != r.unit]
    left = [r for r in ratings if r.rater != r.unit and r.rater not in void]
    cut = 1 if len(left) > settings.trim_above else 0
    if cut:
        left.sort(key=lambda r: (r.value, r.rater, r.source))
    counted = left[cut : len(left) - cut]
    enough = len(left) >= settings.least_ratings and bool(counted)
    return ListedPart(
        weight=weight,
        value=exact_mean([r.value for r in counted]) if enough else None,
        each=ratio(1, len(counted)) if enough else ZERO,
        by_rule=_filled(
            (CountingRule.RATING if enough else CountingRule.TOO_FEW_RATINGS, counted),
            (CountingRule.TRIMMED_LOW, left[:cut]),
            (CountingRule.TRIMMED_HIGH, left[len(left) - cut :]),
            (CountingRule.ALL_EQUAL, flat),
            (CountingRule.OWN_RATING, own),
        ),
    )


def _filled(
    *groups: tuple[CountingRule, Sequence[TrailEntry]],
) -> tuple[tuple[CountingRule, Sequence[TrailEntry]], ...]:
    return tuple(group for group in groups if group[1])


def inspections_part(items: Sequence[InspectionItem], weight: int) -> ListedPart:
    """Return points got ÷ points possible × 100 over all quarters inspected, 0 to 100 (S39)."""
    possible = exact_sum(item.possible for item in items)
    if possible <= 0:
        listed = ((CountingRule.NOTHING_POSSIBLE, items),)
        return ListedPart(weight=weight, value=None, each=ZERO, by_rule=listed)
    each = 100 / possible
    got = exact_sum(item.got for item in items) * each
    value = held(got, 0, 100)
    listed = ((CountingRule.ITEM, items),)
    return ListedPart(weight=weight, value=value, each=each, adjusted=value - got, by_rule=listed)


def spot_part(findings: Sequence[SpotFinding], appraisal: Appraisal) -> ListedPart:
    """Return the starting points less what each finding deducts, not below 0 (S41, S43)."""
    points = {deduction.kind: deduction.points for deduction in appraisal.spot_deductions}
    start = CountedEntry(None, appraisal.spot_start, CountingRule.START)
    judged = [_finding(finding, points) for finding in findings]
    bare = exact_sum(entry.value for entry in (start, *judged))
    value = held(bare, 0, 100)
    listed = [(CountingRule.START, [start])]
    for rule in (CountingRule.FINDING, CountingRule.NOT_IN_PLAN):
        listed.append((rule, [entry for entry in judged if entry.rule is rule]))
    return ListedPart(value=value, each=ONE, adjusted=value - bare, by_rule=_filled(*listed))


def _finding(finding: SpotFinding, points: Mapping[str, Decimal]) -> CountedEntry:
    """A finding deducts once, by the kind that weighs most."""
    known = [kind for kind in finding.kinds if kind in points]
    if not known:
        return CountedEntry(
            finding.source, Decimal(0), CountingRule.NOT_IN_PLAN, "、".join(finding.kinds)
        )
    kind = max(known, key=lambda kind: (points[kind], kind))
    return CountedEntry(finding.source, -points[kind], CountingRule.FINDING, kind)
