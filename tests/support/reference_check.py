"""Compares an assessment with the plain loops of the references: every figure, every analysis.

``python -m tests.support.reference_check HOME DAY`` does so for a home, such as a rehearsed one.
"""

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

from adapters.files.home import Home
from adapters.store.engine import open_store
from campaign.scoring.analysis.agreement import agreements
from campaign.scoring.analysis.cell_errors import cell_errors
from campaign.scoring.analysis.channel_effects import channel_correlations
from campaign.scoring.analysis.other_rules import other_rules, rank_shifts
from campaign.scoring.analysis.rater_drops import rater_drops
from campaign.scoring.assessment import Assessment
from services.assessment import assess_day
from services.definitions.loading import load_definitions
from tests.support import analysis_reference as slow
from tests.support.standing_reference import reckon

_FIGURES = ("base", "bonus", "deduction", "total", "grade", "weight_present", "ranked")
_RANKS = ("raw_rank", "final_rank", "last", "shortlisted")


def disagreements(assessment: Assessment) -> list[str]:
    """Return what the software and the plain loops say otherwise."""
    return [*_scores(assessment), *_shifts(assessment), *_drops(assessment), *_people(assessment)]


def _scores(assessment: Assessment) -> Iterator[str]:
    rows = reckon(slow.year_of(assessment), assessment.appraisal)
    for score, rank, row in zip(assessment.scores, assessment.ranks, rows, strict=True):
        cells = {(c, d): cell.value for c, of in score.cells.items() for d, cell in of.items()}
        found = {name: getattr(score, name) for name in _FIGURES}
        found |= {name: getattr(rank, name) for name in _RANKS}
        found |= {"cells": cells, "channels": dict(score.channels), "vetoed": bool(rank.vetoes)}
        for name, value in found.items():
            if value != row[name]:
                yield f"{score.unit} {name}: {value} != {row[name]}"


def _shifts(assessment: Assessment) -> Iterator[str]:
    year, rules = slow.year_of(assessment), assessment.appraisal
    found: dict[str, slow.Ranked] = {}
    for shift in rank_shifts(assessment):
        if shift.other is not None:
            found.setdefault(shift.rule, {})[shift.unit] = shift.other, shift.listed
    expected = {
        key: slow.by_rules(year, rules, other)
        for key, other in other_rules(rules).items()
        if key in ("untrimmed", "ballots_10", "ballots_30")
    }
    expected["median"] = slow.by_median(year, rules)
    for rule, ranked in expected.items():
        if found.get(rule, {}) != ranked:
            yield f"{rule}: {found.get(rule)} != {ranked}"


def _drops(assessment: Assessment) -> Iterator[str]:
    year, rules = slow.year_of(assessment), assessment.appraisal
    for drop in rater_drops(assessment):
        row = slow.without_rater(year, rules, drop.rater)
        same = drop.moved == row["moved"] and set(drop.joins) == row["joins"]
        if not same or set(drop.leaves) != row["leaves"]:
            yield f"without {drop.rater}: {drop} != {row}"


def _people(assessment: Assessment) -> Iterator[str]:
    year, rules = slow.year_of(assessment), assessment.appraisal
    for agreement in agreements(assessment):
        bounds = (agreement.alpha, agreement.low, agreement.high)
        for value, about in zip(
            bounds, slow.agreement(year, rules, agreement.dimension), strict=True
        ):
            if not _close(value, about, 3):
                yield f"agreement {agreement} != {about}"
    for cell in cell_errors(assessment):
        if cell.channel == "mutual":
            about = slow.ratings_error(year, rules, cell.unit, cell.dimension)
            if not _close(cell.error, about, 2):
                yield f"{cell} != {about}"
    rows = reckon(year, rules)
    for pair in channel_correlations(assessment):
        about = slow.correlated(rows, pair.unit_class, pair.one, pair.other)
        if not _close(pair.correlation, about, 2):
            yield f"{pair} != {about}"


def _close(value: object, about: float | None, places: int) -> bool:
    """Return whether a rounded value is the rounding of the other, or both are nothing."""
    if value is None or about is None:
        return value is None and about is None
    return bool(abs(float(str(value)) - about) <= 0.50001 * 10**-places)


def main() -> int:
    """Print what disagrees; 1 if anything does."""
    home, day = Home(Path(sys.argv[1])), dt.date.fromisoformat(sys.argv[2])
    assessment = assess_day(open_store(home), load_definitions(home), day)
    lines = disagreements(assessment)
    sys.stdout.write("\n".join([*lines, f"{len(assessment.units)} units, {len(lines)} otherwise"]))
    sys.stdout.write("\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
