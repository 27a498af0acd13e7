"""How what is stored becomes cells: self scores, ratings, inspections, spot checks.

Ballots have a module of their own. Each function judges the entries of one unit in one dimension.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from campaign.appraisal import Appraisal, Mutual
from campaign.evidence import InspectionItem, Rating, SelfScore, SpotFinding
from campaign.figures import ONE, ZERO, exact_sum, held
from campaign.trail import Judged, ListedPart, Rule


def self_part(scores: Sequence[SelfScore]) -> ListedPart:
    """Return the unit's own score; the mean, should a form ever carry several (S36)."""
    judged = tuple(Judged(s.source, Fraction(s.value), Rule.SELF) for s in scores)
    if not scores:
        return ListedPart(value=None)
    value = exact_sum(s.value for s in scores) / len(scores)
    return ListedPart(value=value, each=Fraction(1, len(scores)), judged=judged)


def void_raters(ratings: Iterable[Rating]) -> frozenset[str]:
    """Return the raters who gave two units or more, without their own, one and the same score."""
    units: defaultdict[str, set[str]] = defaultdict(set)
    values: defaultdict[str, set[Decimal]] = defaultdict(set)
    for rating in ratings:
        if rating.rater != rating.unit:
            units[rating.rater].add(rating.unit)
            values[rating.rater].add(rating.value)
    return frozenset(r for r, given in values.items() if len(given) == 1 and len(units[r]) > 1)


def ratings_part(
    ratings: Sequence[Rating], void: frozenset[str], settings: Mutual, weight: int
) -> ListedPart:
    """Return the mean of one unit's ratings in one dimension (S38).

    ``void`` are the raters that ``void_raters`` found, if the plan voids them. Which of several
    equal highest ratings is dropped makes no difference; the first by rater is listed.
    """
    dropped = [
        Judged(r.source, Fraction(r.value), _why_dropped(r), r.rater)
        for r in ratings
        if r.rater == r.unit or r.rater in void
    ]
    left = sorted(
        (r for r in ratings if r.rater != r.unit and r.rater not in void),
        key=lambda r: (r.value, r.rater, r.source),
    )
    trim = len(left) > settings.trim_above
    counted = left[1:-1] if trim else left
    enough = len(left) >= settings.least_ratings and bool(counted)
    rule = Rule.RATING if enough else Rule.TOO_FEW_RATINGS
    judged = [Judged(r.source, Fraction(r.value), rule, r.rater) for r in counted]
    if trim:
        for rating, why in ((left[0], Rule.TRIMMED_LOW), (left[-1], Rule.TRIMMED_HIGH)):
            judged.append(Judged(rating.source, Fraction(rating.value), why, rating.rater))
    return ListedPart(
        weight=weight,
        value=exact_sum(r.value for r in counted) / len(counted) if enough else None,
        each=Fraction(1, len(counted)) if enough else ZERO,
        judged=(*judged, *dropped),
    )


def _why_dropped(rating: Rating) -> Rule:
    return Rule.OWN_RATING if rating.rater == rating.unit else Rule.ALL_EQUAL


def inspections_part(items: Sequence[InspectionItem], weight: int) -> ListedPart:
    """Return points got ÷ points possible × 100 over all quarters inspected, 0 to 100 (S39)."""
    possible = exact_sum(item.possible for item in items)
    rule = Rule.ITEM if possible > 0 else Rule.NOTHING_POSSIBLE
    judged = tuple(Judged(i.source, Fraction(i.got), rule, i.period) for i in items)
    if possible <= 0:
        return ListedPart(weight=weight, value=None, each=ZERO, judged=judged)
    each = 100 / possible
    got = exact_sum(item.got for item in items) * each
    value = held(got, 0, 100)
    return ListedPart(weight=weight, value=value, each=each, adjusted=value - got, judged=judged)


def spot_part(findings: Sequence[SpotFinding], appraisal: Appraisal) -> ListedPart:
    """Return the starting points less what each finding deducts, not below 0 (S41, S43)."""
    points = {deduction.kind: deduction.points for deduction in appraisal.spot_deductions}
    judged = [Judged(None, Fraction(appraisal.spot_start), Rule.START)]
    judged += [_finding(finding, points) for finding in findings]
    bare = sum((entry.value for entry in judged), ZERO)
    value = held(bare, 0, 100)
    return ListedPart(value=value, each=ONE, adjusted=value - bare, judged=tuple(judged))


def _finding(finding: SpotFinding, points: Mapping[str, Decimal]) -> Judged:
    """A finding deducts once, by the kind that weighs most."""
    known = [kind for kind in finding.kinds if kind in points]
    if not known:
        return Judged(finding.source, ZERO, Rule.NOT_IN_PLAN, "、".join(finding.kinds))
    kind = max(known, key=lambda kind: (points[kind], kind))
    return Judged(finding.source, -Fraction(points[kind]), Rule.FINDING, kind)
