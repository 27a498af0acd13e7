"""Counts each unit's pieces published by others this year (S61), and those without a copy (S62).

For the party office, which wants at least one of each unit.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.reports.report import Report, Values

PUBLICITY = "publicity"
OUTLETS = ("工委简报", "有关部门简报", "新闻媒体")
"""Bulletins of other bodies, and media; what a unit publishes itself (S59) does not count."""

_PUBLISHED = "已刊登"
_COPIED = ("随表报送", "已寄送")


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicityCount:
    """The numbers of a unit's pieces that bulletins and media have published.

    ``pieces`` counts one that several outlets published, or several reports name, once;
    ``by_outlet`` counts it in each kind of outlet, in the order of OUTLETS. ``without_copy``
    counts the pieces of which no copy has been handed in.
    """

    pieces: int
    by_outlet: tuple[int, ...]
    without_copy: int


def published_pieces(reports: Iterable[Report]) -> Mapping[str, PublicityCount]:
    """Return the counts by code, of each unit that has registered a piece as published."""
    by_unit: dict[str, list[Values]] = defaultdict(list)
    for report in reports:
        for row in report.rows("pieces") if report.form == PUBLICITY else ():
            if _counts(row.values):
                by_unit[report.unit].append(row.values)
    return {unit: _count(rows) for unit, rows in by_unit.items()}


def _counts(row: Values) -> bool:
    return row.get("state") == _PUBLISHED and row.get("outlet") in OUTLETS


def _count(rows: list[Values]) -> PublicityCount:
    pieces = {_title(row) for row in rows}
    copied = {_title(row) for row in rows if row.get("copy") in _COPIED}
    return PublicityCount(
        pieces=len(pieces),
        by_outlet=tuple(
            len({_title(row) for row in rows if row["outlet"] == outlet}) for outlet in OUTLETS
        ),
        without_copy=len(pieces - copied),
    )


def _title(row: Values) -> str:
    """Return the title by which pieces are told apart, without spaces and the marks 《》."""
    return "".join(row.get("title", "").split()).strip("《》")
