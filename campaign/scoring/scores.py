"""Scores every unit from the year's evidence, for the party office and whoever doubts a score.

docs/scoring.md states the rules; each is a function in ``channels``, ``ballots``, ``totals``.
Neither the order of the evidence nor a unit's name changes a number.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
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
from campaign.scoring.ballots import Scale, ballot_cells, is_small_poll, scale_of
from campaign.scoring.channels import (
    ignored_raters,
    inspections_part,
    mutual_cell,
    ratings_part,
    self_part,
    spot_part,
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
from campaign.scoring.score_trail import (
    Cell,
    CountingRule,
    ListedPart,
    cell_of,
    lowest_cell,
    zero_cell,
)
from campaign.scoring.totals import Extras, Score, UnitCells, score_unit
from campaign.values.document_numbers import document_key


def scored_units(roster: Roster, day: dt.date) -> tuple[Unit, ...]:
    """Return the units that are scored: those that take part on the day, in the roster's order.

    A unit that has merged away is not scored, and its evidence is not carried over to its
    successor; what it gave others as a rater stays. A renamed unit keeps its code.
    """
    return roster.of_classes(("支部", "单位"), day)


@dataclass(frozen=True, kw_only=True, slots=True)
class _IndexedEvidence:
    """The evidence by unit, by unit and dimension, by unit and channel (ballots) or form (filings).

    ``faultless`` is the spot cell of every visited unit and dimension without a finding,
    ``unvisited`` that of the others; ``visited`` is None where the plan takes all as visited.
    ``inspected`` are the keys of documents that inspections have counted, by unit.
    """

    self_scores: Mapping[tuple[str, str], Sequence[SelfScore]]
    ratings: Mapping[tuple[str, str], Sequence[Rating]]
    void: frozenset[str]
    inspections: Mapping[tuple[str, str], Sequence[InspectionItem]]
    findings: Mapping[tuple[str, str], Sequence[SpotFinding]]
    ballots: Mapping[tuple[str, str], Sequence[BallotBatch]]
    scale: Scale
    faultless: Cell
    unvisited: Cell
    visited: frozenset[str] | None
    inspected: Mapping[str, Collection[str]]
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

    ``forms`` are the forms that feed each class (``applicability.evidence_forms``). Raises
    KeyError for a unit whose class ``forms`` lacks.
    """
    weights = {name: class_weights(appraisal, of_class) for name, of_class in forms.items()}
    indexed, units = _index(evidence, appraisal), tuple(units)
    cells = [_cells(unit.code, weights[unit.unit_class], indexed, appraisal) for unit in units]
    if appraisal.ballots.small_poll == "lowest":
        _lower_small_polls(units, cells, indexed)
    return tuple(
        _score(unit, weights[unit.unit_class], of_unit, indexed, appraisal)
        for unit, of_unit in zip(units, cells, strict=True)
    )


def _lower_small_polls(
    units: Sequence[Unit], cells: Sequence[dict[str, dict[str, Cell]]], evidence: _IndexedEvidence
) -> None:
    """Let a cell that a unit's own poll was too small for be as low as its class's lowest (S42).

    The lowest is that of the polls that were large enough; where none was, the cell is missing.
    """
    lowest: dict[tuple[str, str], Fraction] = {}
    for unit, of_unit in zip(units, cells, strict=True):
        for dimension, cell in of_unit.get("social", {}).items():
            if cell.value is not None and cell.zeroed is None:
                key = unit.unit_class, dimension
                lowest[key] = min(cell.value, lowest.get(key, cell.value))
    for unit, of_unit in zip(units, cells, strict=True):
        filed = evidence.filings.get((unit.code, SOCIAL)) is Filing.FILED
        row = of_unit.get("social", {})
        for dimension, cell in row.items():
            value = lowest.get((unit.unit_class, dimension))
            if value is not None and is_small_poll(cell, filed=filed):
                row[dimension] = lowest_cell(value, cell.parts)


def _score(
    unit: Unit,
    weights: ClassWeights,
    cells: UnitCells,
    evidence: _IndexedEvidence,
    appraisal: Appraisal,
) -> Score:
    extras = Extras(
        documents=evidence.documents.get(unit.code, ()),
        lapses=evidence.lapses.get(unit.code, ()),
        inspected=evidence.inspected.get(unit.code, ()),
    )
    return score_unit(unit, weights, cells, extras, appraisal)


Item = TypeVar("Item")
GroupKey = TypeVar("GroupKey", bound=Hashable)


def _group(items: Iterable[Item], key: Callable[[Item], GroupKey]) -> dict[GroupKey, list[Item]]:
    groups: defaultdict[GroupKey, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


EvidenceRow = TypeVar("EvidenceRow", SelfScore, Rating, InspectionItem, SpotFinding)


def _by_cell(rows: Iterable[EvidenceRow]) -> dict[tuple[str, str], list[EvidenceRow]]:
    cells: defaultdict[tuple[str, str], list[EvidenceRow]] = defaultdict(list)
    for row in rows:
        cells[row.unit, row.dimension].append(row)
    return cells


def _index(evidence: Evidence, appraisal: Appraisal) -> _IndexedEvidence:
    return _IndexedEvidence(
        self_scores=_by_cell(evidence.self_scores),
        ratings=_by_cell(evidence.ratings),
        void=ignored_raters(evidence.ratings, appraisal.mutual),
        inspections=_by_cell(evidence.inspections),
        findings=_by_cell(evidence.findings),
        ballots=_group(evidence.ballots, lambda batch: (batch.unit, batch.channel)),
        scale=scale_of(appraisal.ballots),
        faultless=cell_of((spot_part((), appraisal),)),
        unvisited=cell_of((spot_part((), appraisal, visited=False),)),
        visited=_visited(evidence) if appraisal.spot_unvisited_missing else None,
        inspected=_inspected(evidence) if appraisal.bonus.skip_inspected else {},
        documents=_group(evidence.documents, lambda item: item.unit),
        lapses=_group(evidence.lapses, lambda item: item.unit),
        filings=evidence.filings,
    )


def _visited(evidence: Evidence) -> frozenset[str]:
    visits = {visit.unit for visit in evidence.visits}
    return frozenset(visits | {finding.unit for finding in evidence.findings})


def _inspected(evidence: Evidence) -> dict[str, set[str]]:
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for item in evidence.inspections:
        if item.document and item.got:
            documents[item.unit].add(document_key(item.document))
    return documents


def _cells(
    unit: str, weights: ClassWeights, evidence: _IndexedEvidence, appraisal: Appraisal
) -> dict[str, dict[str, Cell]]:
    """Return a unit's cells, by channel and dimension, of the channels that apply to its class."""
    dimensions = [dimension.key for dimension in appraisal.dimensions]
    cells_of: dict[str, Callable[[], dict[str, Cell]]] = {
        "self": lambda: {d: _self_cell(unit, d, evidence) for d in dimensions},
        "mutual": lambda: {
            d: _mutual_cell((unit, d), weights, evidence, appraisal) for d in dimensions
        },
        "spot": lambda: {d: _spot_cell((unit, d), evidence, appraisal) for d in dimensions},
        "social": lambda: _social_cells(unit, evidence, dimensions),
        "public": lambda: ballot_cells(
            evidence.ballots.get((unit, "public"), ()), evidence.scale, dimensions, own=False
        ),
    }
    return {channel: cells_of[channel]() for channel in weights.channels}


def _self_cell(unit: str, dimension: str, evidence: _IndexedEvidence) -> Cell:
    cell = cell_of((self_part(evidence.self_scores.get((unit, dimension), ())),))
    return _zero_if_missed(cell, evidence.filings.get((unit, SELF)))


def _spot_cell(key: tuple[str, str], evidence: _IndexedEvidence, appraisal: Appraisal) -> Cell:
    findings = evidence.findings.get(key)
    if findings:
        return cell_of((spot_part(findings, appraisal),))
    unvisited = evidence.visited is not None and key[0] not in evidence.visited
    return evidence.unvisited if unvisited else evidence.faultless


def _social_cells(
    unit: str, evidence: _IndexedEvidence, dimensions: Sequence[str]
) -> dict[str, Cell]:
    batches = evidence.ballots.get((unit, "social"), ())
    cells = ballot_cells(batches, evidence.scale, dimensions, own=True)
    filing = evidence.filings.get((unit, SOCIAL))
    return {dimension: _zero_if_missed(cell, filing) for dimension, cell in cells.items()}


def _zero_if_missed(cell: Cell, filing: Filing | None) -> Cell:
    if cell.value is None and filing is Filing.MISSED:
        return zero_cell(CountingRule.NOT_FILED, cell.parts)
    return cell


def _mutual_cell(
    key: tuple[str, str], weights: ClassWeights, evidence: _IndexedEvidence, appraisal: Appraisal
) -> Cell:
    """Return ratings (S38) and inspections (S39) together, as far as they apply to the class."""
    parts: list[ListedPart] = []
    shares = weights.mutual_parts
    if RATINGS in shares:
        ratings = evidence.ratings.get(key, ())
        parts.append(ratings_part(ratings, evidence.void, appraisal.mutual, shares[RATINGS]))
    if INSPECTIONS in shares:
        items = evidence.inspections.get(key, ())
        parts.append(inspections_part(items, shares[INSPECTIONS]))
    return mutual_cell(parts, shares)
