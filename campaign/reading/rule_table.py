"""One sheet as the rules of a form see it: its definition beside what was read."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.definitions.form import Field, Sheet
from campaign.problems.codes import Code, Problem, make_problem
from campaign.reading.columns import PRIVATE_MASK
from campaign.reading.submission import ReadSheet
from campaign.reports.report import Row
from campaign.values.cell_ref import Position


@dataclass(frozen=True, slots=True)
class RuleTable:
    """A sheet's definition and the sheet as it was read."""

    sheet: Sheet
    read: ReadSheet

    def field(self, key: str) -> Field:
        """Return the column of that key; the form's own check has made sure that it exists."""
        field = self.sheet.column(key)
        assert field is not None
        return field

    def shown(self, key: str, row: Row) -> str:
        """Return a value as a message may quote it."""
        return PRIVATE_MASK if self.field(key).private else row.values.get(key, "")

    def at(self, key: str, row: Row) -> Position:
        """Return the cell of a key in a row."""
        return row.number, self.read.columns.get(key, 0)

    def problem(self, code: Code, key: str, row: Row, **facts: str) -> Problem:
        """Build a problem at a cell, with its heading and value."""
        facts = {"heading": self.field(key).heading, **facts}
        at, value = self.at(key, row), self.shown(key, row)
        return make_problem(code, sheet=self.read.name, at=at, value=value, **facts)

    def values(self, key: str) -> set[str | None]:
        """Return the different values of a column, None for a blank cell."""
        return {row.values.get(key) for row in self.read.rows}

    def is_reliable(self, row: Row, *keys: str) -> bool:
        """Return whether none of the cells has been reported already."""
        doubtful = self.read.faulty_cells
        return not doubtful or all(self.at(key, row) not in doubtful for key in keys)

    def complete(self, key: str) -> bool:
        """Return whether the column is there and none of its cells has been reported."""
        column = self.read.columns.get(key, 0)
        cells = ((row.number, column) for row in self.read.rows)
        return column > 0 and self.read.faulty_cells.isdisjoint(cells)

    def report_missing(self, key: str) -> Iterator[Problem]:
        """Yield a problem if a rule needs a missing column; required ones are reported anyway."""
        field = self.field(key)
        if key in self.read.missing_columns and not field.required:
            yield make_problem(Code.COLUMN_MISSING, sheet=self.read.name, heading=field.heading)


RuleTables = dict[str, RuleTable]
