"""Finds rows of the roster that contradict each other: codes, names, dates, units, addresses."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from campaign.definitions.roster import Person, Unit, is_unit_code
from campaign.definitions.roster_file.sheets import PEOPLE, UNITS, Entry, RosterTable, RowMessages
from campaign.problems.definition_faults import RosterFault
from campaign.values.text import name_key

AddressCheck = Callable[[str], str]
"""Returns why a mail address cannot be sent to, "" if it can."""

_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_DIGITS_AND_O = re.compile("[0-9o]*[0-9][0-9o]*")


def contradictions(
    tables: Mapping[str, RosterTable], address_fault: AddressCheck
) -> Mapping[str, Sequence[tuple[int, str]]]:
    """Return what is wrong between the rows of each sheet, as rows and messages.

    A row that could not be read is not missed: its code counts as known, and while a unit's code
    is unreadable no person's unit is called unknown.
    """
    units, people = tables[UNITS].entries, tables[PEOPLE].entries
    return {
        UNITS: [
            *_unit_faults(tables[UNITS]),
            *_name_faults(units),
            *_codes_alike(units, "代码"),
            *_address_faults(units, address_fault),
        ],
        PEOPLE: [
            *_person_faults(people, tables[UNITS]),
            *_overlaps(people),
            *_codes_alike(people, "人员编号"),
        ],
    }


def _unit_faults(table: RosterTable) -> RowMessages:
    for entry in table.entries:
        unit: Unit = entry.item
        yield from _reversed_dates(entry, RosterFault.UNIT_DATES)
        if unit.successor and unit.successor not in table.codes - {unit.code}:
            yield entry.number, RosterFault.SUCCESSOR_UNKNOWN.format(successor=unit.successor)
        if unit.successor and unit.last is None:
            yield entry.number, RosterFault.SUCCESSOR_WITHOUT_END
    if not table.misfits and not any(entry.item.unit_class == "办公室" for entry in table.entries):
        yield 0, RosterFault.NO_OFFICE


def _name_faults(units: Iterable[Entry]) -> RowMessages:
    owners: dict[str, Entry] = {}
    for entry in units:
        unit: Unit = entry.item
        names = {name_key(name): name for name in (unit.code, unit.name, *unit.aliases)}
        for key, name in names.items():
            owner = owners.setdefault(key, entry)
            if owner is not entry:
                yield entry.number, RosterFault.NAME_TAKEN.format(name=name, owner=owner.name)


def _address_faults(units: Iterable[Entry], address_fault: AddressCheck) -> RowMessages:
    for entry in units:
        unit: Unit = entry.item
        if unit.email and (message := address_fault(unit.email)):
            yield entry.number, RosterFault.EMAIL.format(message=message)


def _person_faults(people: Iterable[Entry], units: RosterTable) -> RowMessages:
    units_by_code = {entry.item.code: entry.item for entry in units.entries}
    all_known = all(map(is_unit_code, units.codes))
    for entry in people:
        person: Person = entry.item
        yield from _reversed_dates(entry, RosterFault.PERSON_DATES)
        for heading, code in (("单位", person.unit), ("支部", person.branch)):
            unit = units_by_code.get(code)
            facts = {"heading": heading, "code": code}
            if code and code not in units.codes and all_known:
                message = RosterFault.UNIT_OF_PERSON_UNKNOWN.format(**facts, sheet=UNITS)
                yield entry.number, message
            elif unit and unit.last and (person.last or date.max) > unit.last:
                facts |= {"last": str(unit.last), "name": person.name}
                yield entry.number, RosterFault.PERSON_OUTLASTS_UNIT.format(**facts)


def _reversed_dates(entry: Entry, message: str) -> RowMessages:
    first, last = entry.item.first, entry.item.last
    if first and last and last < first:
        yield entry.number, message


def _overlaps(people: Iterable[Entry]) -> RowMessages:
    entries: dict[str, list[Entry]] = {}
    for entry in people:
        entries.setdefault(entry.item.code, []).append(entry)
    pairs = (pair for of_code in entries.values() for pair in combinations(of_code, 2))
    for earlier, later in pairs:
        facts = {"code": later.item.code, "row": earlier.number, "name": earlier.item.name}
        if name_key(earlier.item.name) != name_key(later.item.name):
            yield later.number, RosterFault.PERSON_CODE_TAKEN.format(**facts)
        elif max(_start(earlier), _start(later)) <= min(_end(earlier), _end(later)):
            yield later.number, RosterFault.PERSON_OVERLAPS.format(**facts)


def _codes_alike(entries: Iterable[Entry], heading: str) -> RowMessages:
    """Find codes that differ by what a spreadsheet or a hand changes: zeros, case, O for 0."""
    firsts: dict[str, Entry] = {}
    for entry in entries:
        other = firsts.setdefault(_code_key(entry.item.code), entry)
        if other.item.code != entry.item.code:
            wording = (
                RosterFault.CODE_OF_SAME_NAME
                if name_key(other.item.name) == name_key(entry.item.name)
                else RosterFault.CODES_ALIKE
            )
            facts = {"code": entry.item.code, "row": other.number, "other": other.item.code}
            yield entry.number, wording.format(heading=heading, name=other.item.name, **facts)


def _code_key(code: str) -> str:
    key = code.casefold()
    digits = key.replace("o", "0") if _DIGITS_AND_O.fullmatch(key) else key
    return _LEADING_ZEROS.sub("", digits)


def _start(entry: Entry) -> date:
    return entry.item.first or date.min


def _end(entry: Entry) -> date:
    return entry.item.last or date.max
