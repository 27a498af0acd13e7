"""Reads the roster's sheets, and finds where they contradict themselves; for whoever keeps it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from pydantic import ValidationError

from campaign.definitions.errors import Definition, DefinitionError, Fault, fault_message
from campaign.definitions.roster import Member, Person, Roster, Unit
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
"""The roster's sheets and headings; the same names in the file, the code and the messages."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row that was read, and where it stands."""

    number: int
    item: Any

    @property
    def name(self) -> str:
        return f"第{self.number}行（{self.item.code}）"


RowMessages = Iterator[tuple[int, str]]
_Tables = Mapping[str, list[_Entry]]


def parse_roster(workbook: RawWorkbook, source: str) -> Roster:
    """Read the roster's three sheets; raises DefinitionError naming every faulty row."""
    tables = _tables(workbook, source)
    if faults := _contradictions(tables, source):
        raise DefinitionError(faults)
    return _roster(tables)


def parse_kept_roster(workbook: RawWorkbook, source: str) -> Roster:
    """Read a roster that was accepted before; whether its rows agree was judged then."""
    return _roster(_tables(workbook, source))


def _tables(workbook: RawWorkbook, source: str) -> _Tables:
    faults: list[Fault] = []
    tables = {name: _read_sheet(workbook.sheet(name), name, source, faults) for name in HEADINGS}
    if faults:
        raise DefinitionError(faults)
    return tables


def _contradictions(tables: _Tables, source: str) -> list[Fault]:
    units, people = tables[UNITS], tables[PEOPLE]
    found: dict[str, Iterable[tuple[int, str]]] = {
        UNITS: (*_unit_faults(units), *_name_faults(units)),
        PEOPLE: (*_person_faults(people, units), *_overlaps(people)),
    }
    return [
        _fault(source, name, number, message)
        for name, messages in found.items()
        for number, message in messages
    ]


def _roster(tables: _Tables) -> Roster:
    items = {name: tuple(entry.item for entry in table) for name, table in tables.items()}
    return Roster(units=items[UNITS], people=items[PEOPLE], leading_group=items[LEADERS])


def _fault(source: str, sheet: str, row: int, message: str) -> Fault:
    path = f"工作表“{sheet}”第{row}行" if row else f"工作表“{sheet}”"
    return Fault(source=source, path=path, message=message)


def _read_sheet(
    sheet: RawSheet | None, name: str, source: str, faults: list[Fault]
) -> list[_Entry]:
    model, headings = HEADINGS[name]
    if sheet is None or not sheet.rows:
        faults.append(_fault(source, name, 0, "缺少这张工作表"))
        return []
    titles = [_shown(value) for value in sheet.rows[0]]
    if missing := [title for title in headings if title not in titles]:
        faults.append(_fault(source, name, 1, f"缺少栏目：{'、'.join(missing)}"))
        return []
    keys = {titles.index(title): key for title, key in headings.items()}
    read: list[_Entry] = []
    for number, row in enumerate(sheet.rows[1:], start=2):
        values = {keys[at]: value for at, value in enumerate(row) if at in keys and _shown(value)}
        if values:
            item, messages = _read_row(model, values, headings)
            faults += [_fault(source, name, number, message) for message in messages]
            read += [_Entry(number, item)] if item else []
    return read


def _shown(value: Scalar) -> str:
    return "" if value is None else str(value).strip()


def _read_row(
    model: type[Definition], values: Mapping[str, Scalar], headings: Mapping[str, str]
) -> tuple[Definition | None, list[str]]:
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        title = {key: name for name, key in headings.items()}
        return None, [
            f"“{title[str(fault['loc'][0])]}”{fault_message(fault)}" for fault in error.errors()
        ]


def _unit_faults(units: list[_Entry]) -> RowMessages:
    codes = {entry.item.code for entry in units}
    for entry in units:
        unit: Unit = entry.item
        yield from _backwards(entry, "停用日期早于启用日期")
        if unit.successor and unit.successor not in codes - {unit.code}:
            yield entry.number, f"“并入单位”{unit.successor}不是其他单位的代码"
        if unit.successor and unit.last is None:
            yield entry.number, "填了“并入单位”，须填“停用日期”"
    if not any(entry.item.unit_class == "办公室" for entry in units):
        yield 0, "没有类别为“办公室”的单位（党办）"


def _name_faults(units: list[_Entry]) -> RowMessages:
    owners: dict[str, _Entry] = {}
    for entry in units:
        unit: Unit = entry.item
        for name in {
            name_key(name): name for name in (unit.code, unit.name, *unit.aliases)
        }.values():
            owner = owners.setdefault(name_key(name), entry)
            if owner is not entry:
                yield entry.number, f"代码、名称或别名“{name}”已用于{owner.name}"


def _person_faults(people: list[_Entry], units: list[_Entry]) -> RowMessages:
    known = {entry.item.code: entry.item for entry in units}
    for entry in people:
        person: Person = entry.item
        yield from _backwards(entry, "截止日期早于起始日期")
        for heading, code in (("单位", person.unit), ("支部", person.branch)):
            unit = known.get(code)
            if code and unit is None:
                yield entry.number, f"“{heading}”{code}不在工作表“{UNITS}”的代码中"
            elif unit and unit.last and (person.last or date.max) > unit.last:
                yield (
                    entry.number,
                    f"“{heading}”{code}于{unit.last}停用，{person.name}的截止日期应不晚于这一天",
                )


def _backwards(entry: _Entry, message: str) -> RowMessages:
    first, last = entry.item.first, entry.item.last
    if first and last and last < first:
        yield entry.number, message


def _overlaps(people: list[_Entry]) -> RowMessages:
    rows: dict[str, list[_Entry]] = {}
    for entry in people:
        rows.setdefault(entry.item.code, []).append(entry)
    for one, two in (pair for same in rows.values() for pair in combinations(same, 2)):
        if one.item.name != two.item.name:
            yield two.number, f"人员编号{two.item.code}已用于第{one.number}行的{one.item.name}"
        elif max(_start(one), _start(two)) <= min(_end(one), _end(two)):
            yield two.number, f"与第{one.number}行是同一人，起止日期重叠"


def _start(entry: _Entry) -> date:
    return entry.item.first or date.min


def _end(entry: _Entry) -> date:
    return entry.item.last or date.max
