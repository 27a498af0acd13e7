"""The ratings of the mutual evaluation once more: which count, and their mean."""

from decimal import Decimal
from fractions import Fraction

from campaign.definitions.appraisal_plan import Appraisal
from rehearsal.content.evidence import EvidenceYear


def ratings_mean(
    year: EvidenceYear, unit: str, dimension: str, rules: Appraisal, *, middle: bool = False
) -> Fraction | None:
    """Return the mean of the ratings that count, or the one in the ``middle``."""
    given = valid_ratings(year, unit, dimension, rules)
    if len(given) < 3:
        return None
    if middle:
        given.sort()
        half = len(given) // 2
        return given[half] if len(given) % 2 else (given[half - 1] + given[half]) / 2
    if len(given) > rules.mutual.trim_above:
        given.remove(max(given))
        given.remove(min(given))
    total = Fraction(0)
    for one in given:
        total += one
    return total / len(given)


def valid_ratings(
    year: EvidenceYear, unit: str, dimension: str, rules: Appraisal
) -> list[Fraction]:
    given: list[Fraction] = []
    for rating in year.evidence.ratings:
        if rating.unit != unit or rating.dimension != dimension or rating.rater == unit:
            continue
        rated, scores = [], []
        for other in year.evidence.ratings:
            if other.rater == rating.rater and other.unit != other.rater:
                rated.append(other.unit)
                scores.append(other.value)
        if thrown_out(rated, scores, rules):
            continue
        given.append(Fraction(rating.value))
    return given


def thrown_out(rated: list[str], scores: list[Decimal], rules: Appraisal) -> bool:
    """Say whether a rater's whole paper is void: all alike, or all but two cells nearly so."""
    units: list[str] = []
    for unit in rated:
        if unit not in units:
            units.append(unit)
    if len(units) < rules.mutual.void_least_units:
        return False
    if rules.mutual.void_all_equal and all(score == scores[0] for score in scores):
        return True
    rest = list(scores)
    rest.remove(max(rest))
    rest.remove(min(rest))
    return bool(rest) and max(rest) - min(rest) < rules.mutual.void_spread
