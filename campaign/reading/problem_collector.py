"""Collect the problems and tolerances of a sheet while it is read."""

from collections import Counter
from dataclasses import dataclass, field

from campaign.problems.codes import WARNINGS, Code, Problem, make_problem
from campaign.reading.cells.reading import Tolerance
from campaign.values.cell_ref import Position


@dataclass(slots=True)
class ProblemCollector:
    """The problems and tolerances of one sheet; ``faulty_cells`` are the cells that are in error.

    It is the reader's own while it reads, and given away only as frozen values.
    """

    sheet: str
    problems: list[Problem] = field(default_factory=list)
    tolerated: Counter[Tolerance] = field(default_factory=Counter)
    faulty_cells: set[Position] = field(default_factory=set)

    def add(self, code: Code, at: Position, value: str = "", **facts: str) -> None:
        """Report a problem at a cell; after an error its value is in doubt, for rules too."""
        if code not in WARNINGS:
            self.faulty_cells.add(at)
        self.problems.append(make_problem(code, sheet=self.sheet, at=at, value=value, **facts))
