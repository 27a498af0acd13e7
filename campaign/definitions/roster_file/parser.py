"""Parses the roster's sheets, and reports every row that is faulty or contradicts another."""

from collections.abc import Mapping, Sequence
from operator import itemgetter

from campaign.definitions.errors import DefinitionError, Fault
from campaign.definitions.roster import Roster
from campaign.definitions.roster_file.checks import AddressCheck, contradictions
from campaign.definitions.roster_file.sheets import (
    HEADINGS,
    LEADERS,
    PEOPLE,
    UNITS,
    RosterTable,
    read_table,
)
from campaign.problems.definition_faults import RosterFault
from campaign.values.raw_workbook import RawWorkbook


def parse_roster(workbook: RawWorkbook, source: str, address_fault: AddressCheck) -> Roster:
    """Read the roster's three sheets. Raises DefinitionError, which names every faulty row.

    ``address_fault`` is the test of addresses by which mail is sent.
    """
    tables = _tables(workbook)
    messages = {name: [*table.misfits, *table.damages] for name, table in tables.items()}
    if all(table.is_table for table in tables.values()):
        for name, between_rows in contradictions(tables, address_fault).items():
            messages[name] += between_rows
    if faults := _faults(source, messages):
        raise DefinitionError(faults)
    return _roster(tables)


def parse_kept_roster(workbook: RawWorkbook, source: str) -> Roster:
    """Read a roster that was accepted before, without judging again whether its rows agree.

    Raises DefinitionError if a row does not fit its model.
    """
    tables = _tables(workbook)
    if faults := _faults(source, {name: table.misfits for name, table in tables.items()}):
        raise DefinitionError(faults)
    return _roster(tables)


def _tables(workbook: RawWorkbook) -> Mapping[str, RosterTable]:
    return {name: read_table(workbook.sheet(name), name) for name in HEADINGS}


def _roster(tables: Mapping[str, RosterTable]) -> Roster:
    items = {name: tuple(entry.item for entry in table.entries) for name, table in tables.items()}
    return Roster(units=items[UNITS], people=items[PEOPLE], leading_group=items[LEADERS])


def _faults(source: str, messages: Mapping[str, Sequence[tuple[int, str]]]) -> list[Fault]:
    return [
        _fault(source, sheet, row, message)
        for sheet, of_sheet in messages.items()
        for row, message in sorted(of_sheet, key=itemgetter(0))
    ]


def _fault(source: str, sheet: str, row: int, message: str) -> Fault:
    place = RosterFault.ROW if row else RosterFault.SHEET
    return Fault(source=source, path=place.format(sheet=sheet, row=row), message=message)
