"""From the year's evidence to every unit's score, for the party office and whoever doubts it.

docs/scoring.md says the rules in words; each is a function in ``channels``, ``ballots``,
``totals``. Neither the order of what came in nor a unit's name changes a number.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from campaign.definitions.applicability import (
    INSPECTIONS,
    RATINGS,
    SELF,
    SOCIAL,
    ClassWeights,
    class_weights,
)
from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.roster import Roster, Unit
from campaign.scoring.ballots import Scale, ballot_cells, scale_of
from campaign.scoring.channels import (
    inspections_part,
    ratings_part,
    self_part,
    spot_part,
    void_raters,
)
from campaign.scoring.evidence import (
    BallotBatch,
    BonusDocument,
    Evidence,
    Filing,
    InspectionItem,
    Lapse,
    Rating,
    SelfScore,
    SpotFinding,
)
from campaign.scoring.score_trail import Cell, CountingRule, ListedPart, cell_of, zero_cell
from campaign.scoring.totals import Score, score
from campaign.values.gc_pause import gc_paused


def scored_units(roster: Roster, day: dt.date) -> tuple[Unit, ...]:
    """Return the units that are scored: those that take part on the day of the score.

    A unit that has merged away is not scored, and what was found about it is not carried over to
    its successor; what it gave others as a rater stays. A renamed unit keeps its code.
    """
    return roster.of_classes(("支部", "单位"), day)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sorted:
    """The evidence by unit, or by unit and dimension, so that each function sees only its own.

    ``faultless`` is the spot cell of everybody in whom nothing was found.
    """

    self_scores: Mapping[tuple[str, str], Sequence[SelfScore]]
    ratings: Mapping[tuple[str, str], Sequence[Rating]]
    void: frozenset[str]
    inspections: Mapping[tuple[str, str], Sequence[InspectionItem]]
    findings: Mapping[tuple[str, str], Sequence[SpotFinding]]
    ballots: Mapping[tuple[str, str], Sequence[BallotBatch]]
    scale: Scale
    faultless: Cell
    documents: Mapping[str, Sequence[BonusDocument]]
    lapses: Mapping[str, Sequence[Lapse]]
    filings: Mapping[tuple[str, str], Filing]


def score_units(
    units: Iterable[Unit],
    forms: Mapping[str, frozenset[str]],
    evidence: Evidence,
    appraisal: Appraisal,
) -> tuple[Score, ...]:
    """Return the score of each unit, in the order of ``units``.

    ``forms`` are the forms that feed each class (``applicability.feeding_forms``).
    """
    by_class = {name: class_weights(appraisal, some) for name, some in forms.items()}
    with gc_paused():
        found = _sort(evidence, appraisal)
        return tuple(_score(unit, by_class[unit.unit_class], found, appraisal) for unit in units)


def _score(unit: Unit, weights: ClassWeights, found: _Sorted, appraisal: Appraisal) -> Score:
    claims = (found.documents.get(unit.code, ()), found.lapses.get(unit.code, ()))
    cells = _cells(unit.code, weights, found, appraisal)
    return score(unit.code, unit.unit_class, weights, cells, claims, appraisal)


Piece = TypeVar("Piece")
GroupKey = TypeVar("GroupKey", bound=Hashable)


def _by(items: Iterable[Piece], key: Callable[[Piece], GroupKey]) -> dict[GroupKey, list[Piece]]:
    found: defaultdict[GroupKey, list[Piece]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


EvidenceRow = TypeVar("EvidenceRow", SelfScore, Rating, InspectionItem, SpotFinding)


def _by_cell(rows: Iterable[EvidenceRow]) -> dict[tuple[str, str], list[EvidenceRow]]:
    found: defaultdict[tuple[str, str], list[EvidenceRow]] = defaultdict(list)
    for row in rows:
        found[row.unit, row.dimension].append(row)
    return found


def _sort(evidence: Evidence, appraisal: Appraisal) -> _Sorted:
    void = void_raters(evidence.ratings) if appraisal.mutual.void_all_equal else frozenset()
    return _Sorted(
        self_scores=_by_cell(evidence.self_scores),
        ratings=_by_cell(evidence.ratings),
        void=void,
        inspections=_by_cell(evidence.inspections),
        findings=_by_cell(evidence.findings),
        ballots=_by(evidence.ballots, lambda batch: (batch.unit, batch.channel)),
        scale=scale_of(appraisal.ballots),
        faultless=cell_of((spot_part((), appraisal),)),
        documents=_by(evidence.documents, lambda item: item.unit),
        lapses=_by(evidence.lapses, lambda item: item.unit),
        filings=evidence.filings,
    )


def _cells(
    unit: str, weights: ClassWeights, found: _Sorted, appraisal: Appraisal
) -> dict[str, dict[str, Cell]]:
    """Return a unit's cells, by channel and dimension, of the channels that apply to its class."""
    dimensions = [dimension.key for dimension in appraisal.dimensions]
    make: dict[str, Callable[[], dict[str, Cell]]] = {
        "self": lambda: {d: _self_cell(unit, d, found) for d in dimensions},
        "mutual": lambda: {
            d: _mutual_cell((unit, d), weights, found, appraisal) for d in dimensions
        },
        "spot": lambda: {d: _spot_cell((unit, d), found, appraisal) for d in dimensions},
        "social": lambda: _social_cells(unit, found, dimensions),
        "public": lambda: ballot_cells(
            found.ballots.get((unit, "public"), ()), found.scale, dimensions, own=False
        ),
    }
    return {channel: make[channel]() for channel in weights.channels}


def _self_cell(unit: str, dimension: str, found: _Sorted) -> Cell:
    cell = cell_of((self_part(found.self_scores.get((unit, dimension), ())),))
    return _zero_if_missed(cell, found.filings.get((unit, SELF)))


def _spot_cell(key: tuple[str, str], found: _Sorted, appraisal: Appraisal) -> Cell:
    findings = found.findings.get(key)
    return cell_of((spot_part(findings, appraisal),)) if findings else found.faultless


def _social_cells(unit: str, found: _Sorted, dimensions: Sequence[str]) -> dict[str, Cell]:
    batches = found.ballots.get((unit, "social"), ())
    cells = ballot_cells(batches, found.scale, dimensions, own=True)
    filing = found.filings.get((unit, SOCIAL))
    return {dimension: _zero_if_missed(cell, filing) for dimension, cell in cells.items()}


def _zero_if_missed(cell: Cell, filing: Filing | None) -> Cell:
    if cell.value is None and filing is Filing.MISSED:
        return zero_cell(CountingRule.NOT_FILED, cell.parts)
    return cell


def _mutual_cell(
    key: tuple[str, str], weights: ClassWeights, found: _Sorted, appraisal: Appraisal
) -> Cell:
    """Put ratings and inspections together, as far as they apply to the class.

    A part that applies but is missing is left out like a missing cell: only the share of the
    part that is there counts as present.
    """
    parts: list[ListedPart] = []
    of_parts = weights.mutual_parts
    if RATINGS in of_parts:
        ratings = found.ratings.get(key, ())
        part = ratings_part(ratings, found.void, appraisal.mutual, of_parts[RATINGS])
        parts.append(part)
    if INSPECTIONS in of_parts:
        parts.append(inspections_part(found.inspections.get(key, ()), of_parts[INSPECTIONS]))
    there = sum(part.weight for part in parts if part.value is not None)
    whole = sum(of_parts.values())
    return cell_of(tuple(parts), present=1 if there == whole else Fraction(there, whole))
