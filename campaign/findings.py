"""What reading collects on its way through a sheet."""

from collections import Counter
from dataclasses import dataclass, field

from campaign.cells.reading import Tolerance
from campaign.problems import Code, Problem, problem
from campaign.sheets import Position


@dataclass(slots=True)
class Findings:
    """The problems and tolerances of one sheet; ``doubtful`` are the cells already reported.

    It is the reader's own while it reads, and given away only as frozen values.
    """

    sheet: str
    problems: list[Problem] = field(default_factory=list)
    tolerated: Counter[Tolerance] = field(default_factory=Counter)
    doubtful: set[Position] = field(default_factory=set)

    def add(self, code: Code, at: Position, value: str = "", **facts: str) -> None:
        """Report a problem at a cell, and remember the cell as doubtful."""
        self.doubtful.add(at)
        self.problems.append(problem(code, sheet=self.sheet, at=at, value=value, **facts))
