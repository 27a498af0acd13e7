"""A workbook as it was read: the values of its header and rows, its problems and tolerances."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.problems.codes import Problem
from campaign.reading.cells.reading import Tolerance
from campaign.reports.report import Row, Values
from campaign.values.cell_ref import Position


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadSheet:
    """One sheet as it was read.

    ``name`` is the sender's own name for it; ``columns`` and ``header_cells`` say where each key
    was found, so that rules across columns can name cells. ``remark_rows`` are remarks
    and were not read. ``faulty_cells`` are in error. ``missing_columns`` are the columns that
    the table does not have. ``has_table`` is False where the headings were not found.
    """

    key: str
    name: str
    header: Values = field(default_factory=dict)
    header_cells: Mapping[str, Position] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    missing_columns: frozenset[str] = frozenset()
    has_table: bool = False
    remark_rows: tuple[int, ...] = ()
    faulty_cells: frozenset[Position] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """A workbook as it was read, with everything that is wrong and everything tolerated."""

    sheets: tuple[ReadSheet, ...]
    nil: bool
    problems: tuple[Problem, ...]
    tolerated: Counter[Tolerance]

    def sheet(self, key: str) -> ReadSheet | None:
        """Return the sheet of that key, None where it was missing."""
        return next((sheet for sheet in self.sheets if sheet.key == key), None)
