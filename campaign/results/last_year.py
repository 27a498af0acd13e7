"""Sets the ranking of one year beside that of the year before, for the office alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from campaign.results.document import ResultDocument
from campaign.scoring.assessment import Assessment


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitYears:
    """One unit's final rank, total and grade this year and the year before, by its code.

    What was not ranked, and a unit that the year before did not have, has None.
    """

    unit: str
    unit_class: str
    rank: int | None
    last_rank: int | None
    total: Fraction | None
    last_total: Fraction | None
    grade: str | None
    last_grade: str | None

    @property
    def risen(self) -> Fraction | None:
        """By how many places the unit has risen; None where it has not two ranks."""
        known = self.rank is not None and self.last_rank is not None
        return Fraction((self.last_rank or 0) - (self.rank or 0)) if known else None

    @property
    def gained(self) -> Fraction | None:
        """By how many points the total has grown; None where there are not two totals."""
        if self.total is None or self.last_total is None:
            return None
        return self.total - self.last_total


def compare_years(assessment: Assessment, last: ResultDocument) -> Iterator[UnitYears]:
    """Yield every unit of this year with its result of the year before, in the roster's order.

    A unit that was in another class then is not compared: its ranks were among others.
    """
    before = {score["unit"]: score for score in last["scores"]}
    for score, rank in zip(assessment.scores, assessment.ranks, strict=True):
        then = before.get(score.unit, {})
        if then.get("class") != score.unit_class:
            then = {}
        total = then.get("total")
        yield UnitYears(
            unit=score.unit,
            unit_class=score.unit_class,
            rank=rank.final_rank,
            last_rank=then.get("final_rank"),
            total=score.total,
            last_total=None if total is None else Fraction(total),
            grade=score.grade,
            last_grade=then.get("grade"),
        )
