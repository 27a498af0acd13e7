"""Parses the roster's sheets, and reports every row that contradicts another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from pydantic import ValidationError

from campaign.definitions.errors import Definition, DefinitionError, Fault, fault_message
from campaign.definitions.roster import Member, Person, Roster, Unit
from campaign.problems.definition_faults import RosterFault
from campaign.values.raw_workbook import RawSheet, RawWorkbook, Scalar
from campaign.values.text import name_key

UNITS, PEOPLE, LEADERS = "单位", "人员", "领导小组"

HEADINGS: Mapping[str, tuple[type[Definition], Mapping[str, str]]] = {
    UNITS: (
        Unit,
        {
            "代码": "code",
            "名称": "name",
            "类别": "unit_class",
            "参公": "civil_service",
            "负责人": "head",
            "电子邮箱": "email",
            "电话": "telephone",
            "别名": "aliases",
            "启用日期": "first",
            "停用日期": "last",
            "并入单位": "successor",
        },
    ),
    PEOPLE: (
        Person,
        {
            "人员编号": "code",
            "姓名": "name",
            "单位": "unit",
            "支部": "branch",
            "类别": "category",
            "职务": "post",
            "起始日期": "first",
            "截止日期": "last",
        },
    ),
    LEADERS: (Member, {"姓名": "name", "职务": "role", "审批码": "code_hash"}),
}
"""The model and the headings of each sheet: what the roster's file says, and the model's keys."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row as its model, and the number under which it stands."""

    number: int
    item: Any

    @property
    def name(self) -> str:
        return RosterFault.ROW_NAME.format(row=self.number, code=self.item.code)


RowMessages = Iterator[tuple[int, str]]
"""The number of a row, 0 for the sheet as a whole, and what is wrong with it."""

_Tables = Mapping[str, list[_Entry]]


def parse_roster(workbook: RawWorkbook, source: str) -> Roster:
    """Read the roster's three sheets. Raises DefinitionError, which names every faulty row."""
    tables = _tables(workbook, source)
    if faults := _contradictions(tables, source):
        raise DefinitionError(faults)
    return _roster(tables)


def parse_kept_roster(workbook: RawWorkbook, source: str) -> Roster:
    """Read a roster that was accepted before, without judging again whether its rows agree.

    Raises DefinitionError if a row does not fit its model.
    """
    return _roster(_tables(workbook, source))


def _tables(workbook: RawWorkbook, source: str) -> _Tables:
    faults: list[Fault] = []
    tables = {name: _read_sheet(workbook.sheet(name), name, source, faults) for name in HEADINGS}
    if faults:
        raise DefinitionError(faults)
    return tables


def _contradictions(tables: _Tables, source: str) -> list[Fault]:
    units, people = tables[UNITS], tables[PEOPLE]
    messages: dict[str, Iterable[tuple[int, str]]] = {
        UNITS: (*_unit_faults(units), *_name_faults(units)),
        PEOPLE: (*_person_faults(people, units), *_overlaps(people)),
    }
    return [
        _fault(source, sheet, row, message)
        for sheet, messages_of_sheet in messages.items()
        for row, message in messages_of_sheet
    ]


def _roster(tables: _Tables) -> Roster:
    items = {name: tuple(entry.item for entry in table) for name, table in tables.items()}
    return Roster(units=items[UNITS], people=items[PEOPLE], leading_group=items[LEADERS])


def _fault(source: str, sheet: str, row: int, message: str) -> Fault:
    place = RosterFault.ROW if row else RosterFault.SHEET
    return Fault(source=source, path=place.format(sheet=sheet, row=row), message=message)


def _read_sheet(
    sheet: RawSheet | None, name: str, source: str, faults: list[Fault]
) -> list[_Entry]:
    model, headings = HEADINGS[name]
    if sheet is None or not sheet.rows:
        faults.append(_fault(source, name, 0, RosterFault.SHEET_MISSING))
        return []
    titles = [_text(value) for value in sheet.rows[0]]
    if missing := [title for title in headings if title not in titles]:
        message = RosterFault.COLUMNS_MISSING.format(headings="、".join(missing))
        faults.append(_fault(source, name, 1, message))
        return []
    keys = {titles.index(title): key for title, key in headings.items()}
    entries: list[_Entry] = []
    for number, row in enumerate(sheet.rows[1:], start=2):
        values = {keys[at]: value for at, value in enumerate(row) if at in keys and _text(value)}
        if values:
            item, messages = _read_row(model, values, headings)
            faults += [_fault(source, name, number, message) for message in messages]
            entries += [_Entry(number, item)] if item else []
    return entries


def _text(value: Scalar) -> str:
    return "" if value is None else str(value).strip()


def _read_row(
    model: type[Definition], values: Mapping[str, Scalar], headings: Mapping[str, str]
) -> tuple[Definition | None, list[str]]:
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        titles = {key: heading for heading, key in headings.items()}
        return None, [
            RosterFault.CELL.format(
                heading=titles[str(fault["loc"][0])], message=fault_message(fault)
            )
            for fault in error.errors()
        ]


def _unit_faults(units: list[_Entry]) -> RowMessages:
    codes = {entry.item.code for entry in units}
    for entry in units:
        unit: Unit = entry.item
        yield from _reversed_dates(entry, RosterFault.UNIT_DATES)
        if unit.successor and unit.successor not in codes - {unit.code}:
            yield entry.number, RosterFault.SUCCESSOR_UNKNOWN.format(successor=unit.successor)
        if unit.successor and unit.last is None:
            yield entry.number, RosterFault.SUCCESSOR_WITHOUT_END
    if not any(entry.item.unit_class == "办公室" for entry in units):
        yield 0, RosterFault.NO_OFFICE


def _name_faults(units: list[_Entry]) -> RowMessages:
    owners: dict[str, _Entry] = {}
    for entry in units:
        unit: Unit = entry.item
        names = {name_key(name): name for name in (unit.code, unit.name, *unit.aliases)}
        for key, name in names.items():
            owner = owners.setdefault(key, entry)
            if owner is not entry:
                yield entry.number, RosterFault.NAME_TAKEN.format(name=name, owner=owner.name)


def _person_faults(people: list[_Entry], units: list[_Entry]) -> RowMessages:
    units_by_code = {entry.item.code: entry.item for entry in units}
    for entry in people:
        person: Person = entry.item
        yield from _reversed_dates(entry, RosterFault.PERSON_DATES)
        for heading, code in (("单位", person.unit), ("支部", person.branch)):
            unit = units_by_code.get(code)
            facts = {"heading": heading, "code": code}
            if code and unit is None:
                message = RosterFault.UNIT_OF_PERSON_UNKNOWN.format(**facts, sheet=UNITS)
                yield entry.number, message
            elif unit and unit.last and (person.last or date.max) > unit.last:
                facts |= {"last": str(unit.last), "name": person.name}
                yield entry.number, RosterFault.PERSON_OUTLASTS_UNIT.format(**facts)


def _reversed_dates(entry: _Entry, message: str) -> RowMessages:
    first, last = entry.item.first, entry.item.last
    if first and last and last < first:
        yield entry.number, message


def _overlaps(people: list[_Entry]) -> RowMessages:
    entries: dict[str, list[_Entry]] = {}
    for entry in people:
        entries.setdefault(entry.item.code, []).append(entry)
    pairs = (pair for of_code in entries.values() for pair in combinations(of_code, 2))
    for earlier, later in pairs:
        facts = {"code": later.item.code, "row": earlier.number, "name": earlier.item.name}
        if earlier.item.name != later.item.name:
            yield later.number, RosterFault.PERSON_CODE_TAKEN.format(**facts)
        elif max(_start(earlier), _start(later)) <= min(_end(earlier), _end(later)):
            yield later.number, RosterFault.PERSON_OVERLAPS.format(**facts)


def _start(entry: _Entry) -> date:
    return entry.item.first or date.min


def _end(entry: _Entry) -> date:
    return entry.item.last or date.max
