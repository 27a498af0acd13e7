"""Decides what a unit may see of its own cells: values and counts, never who gave what.

Ratings and ballots are reduced to how many counted and how many did not. Self scores,
inspections and spot checks are shown row by row.
"""

from dataclasses import dataclass
from fractions import Fraction

from campaign.scoring.score_trail import COUNTED, Cell, Contribution, CountingRule, contributions

BALLOT_CHANNELS = frozenset(("social", "public"))
RATING_RULES = frozenset(
    (
        CountingRule.RATING,
        CountingRule.OWN_RATING,
        CountingRule.ALL_EQUAL,
        CountingRule.TRIMMED_HIGH,
        CountingRule.TRIMMED_LOW,
        CountingRule.TOO_FEW_RATINGS,
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitCell:
    """One cell as its unit sees it.

    ``counted`` and ``not_counted`` are numbers of ratings and ballots; ``rows`` are the
    contributions that the unit may see.
    """

    value: Fraction | None
    counted: int
    not_counted: int
    rows: tuple[Contribution, ...]


def unit_cell(channel: str, cell: Cell) -> UnitCell:
    """Return what a unit may see of one of its cells."""
    entries = list(contributions(cell))
    secret = [entry for entry in entries if _is_secret(channel, entry)]
    counted = sum(entry.number for entry in secret if entry.rule in COUNTED)
    return UnitCell(
        value=cell.value,
        counted=counted,
        not_counted=sum(entry.number for entry in secret) - counted,
        rows=tuple(entry for entry in entries if not _is_secret(channel, entry)),
    )


def _is_secret(channel: str, entry: Contribution) -> bool:
    if channel in BALLOT_CHANNELS:
        return entry.source is not None
    return entry.rule in RATING_RULES
