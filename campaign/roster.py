"""The roster: units, people and the leading group, with the dates from and to which they hold."""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationError
from pydantic import Field as Setting

from campaign.definitions import Definition, DefinitionError, Fault, fault_message
from campaign.plan import UnitClass
from campaign.sheets import RawSheet, RawWorkbook, Scalar


def name_key(text: str) -> str:
    """Reduce a name to what tells it from others: width, spaces and inner dots do not count."""
    return re.sub(r"[\s·・.]", "", unicodedata.normalize("NFKC", text)).casefold()


def _text(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _day(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.date()
    return None if value in (None, "") else value


def _yes(value: object) -> object:
    text = _text(value)
    return {"是": True, "√": True, "否": False, "": False}.get(str(text), value)


def _names(value: object) -> object:
    return tuple(part for part in re.split(r"[、,，;；\s]+", str(_text(value))) if part)


Text = Annotated[str, BeforeValidator(_text)]
Needed = Annotated[str, BeforeValidator(_text), Setting(min_length=1)]
Day = Annotated[dt.date | None, BeforeValidator(_day)]
YesNo = Annotated[bool, BeforeValidator(_yes)]


class Unit(Definition):
    """A branch or a unit; ``first`` and ``last`` bound the time in which it takes part."""

    code: Annotated[str, BeforeValidator(_text), Setting(pattern=r"^([A-Z0-9]{2,12}|党办)$")]
    name: Needed
    unit_class: Annotated[Literal["支部", "单位", "办公室"], BeforeValidator(_text)]
    civil_service: YesNo = False
    head: Text = ""
    email: Annotated[
        str, BeforeValidator(_text), Setting(pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")
    ] = ""
    telephone: Text = ""
    aliases: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()
    first: Day = None
    last: Day = None
    successor: Text = ""

    def active_on(self, day: dt.date) -> bool:
        """Return whether the unit takes part on that day."""
        return (self.first or day) <= day <= (self.last or day)


class Person(Definition):
    """A member of staff; the same person code may stand in several rows with dates of moves."""

    code: Needed
    name: Needed
    unit: Needed
    branch: Text = ""
    category: Annotated[Literal["党员干部", "入党积极分子", "其他"], BeforeValidator(_text)] = (
        "其他"
    )
    post: Text = ""
    first: Day = None
    last: Day = None


class Member(Definition):
    """A member of the leading group and the hash of the code with which they approve."""

    name: Needed
    role: Needed
    code_hash: Text = ""


HEADINGS: Mapping[str, tuple[type[Definition], Mapping[str, str]]] = {
    "单位": (
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
    "人员": (
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
    "领导小组": (Member, {"姓名": "name", "职务": "role", "审批码": "code_hash"}),
}
"""The roster's sheets and headings; the same names in the file, the code and the messages."""


class Roster(Definition):
    """Who takes part. ``people`` may repeat a person who moved, with dates."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    leading_group: tuple[Member, ...]

    @cached_property
    def _units_by_name(self) -> dict[str, Unit]:
        return {
            name_key(name): unit
            for unit in self.units
            for name in (unit.code, unit.name, *unit.aliases)
        }

    @cached_property
    def _people_by_name(self) -> dict[str, tuple[Person, ...]]:
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            found[name_key(person.name)].append(person)
        return {name: tuple(people) for name, people in found.items()}

    def unit(self, name: str) -> Unit | None:
        """Return the unit with that code, name or alias."""
        return self._units_by_name.get(name_key(name))

    def people_named(self, name: str) -> tuple[Person, ...]:
        """Return everybody of that name, former entries of people who moved included."""
        return self._people_by_name.get(name_key(name), ())

    def of_classes(self, classes: Iterable[UnitClass], day: dt.date) -> tuple[Unit, ...]:
        """Return the units of these classes that take part on a day, in the roster's order."""
        wanted = set(classes)
        return tuple(u for u in self.units if u.unit_class in wanted and u.active_on(day))


def parse_roster(workbook: RawWorkbook, source: str) -> Roster:
    """Read the roster's three sheets; raises DefinitionError naming every faulty cell's row."""
    faults: list[Fault] = []
    tables = {name: _read_sheet(workbook.sheet(name), name, source, faults) for name in HEADINGS}
    units, people, members = tables.values()
    if not faults:
        faults += _contradictions(units, people, source)
    if faults:
        raise DefinitionError(faults)
    return Roster(units=tuple(units), people=tuple(people), leading_group=tuple(members))


def _read_sheet(sheet: RawSheet | None, name: str, source: str, faults: list[Fault]) -> list[Any]:
    model, headings = HEADINGS[name]
    if sheet is None or not sheet.rows:
        faults.append(Fault(source=source, path=f"工作表“{name}”", message="缺少这张工作表"))
        return []
    titles = [str(_text(value)) for value in sheet.rows[0]]
    if missing := [title for title in headings if title not in titles]:
        message = f"第1行缺少栏目：{'、'.join(missing)}"
        faults.append(Fault(source=source, path=f"工作表“{name}”", message=message))
        return []
    keys = {titles.index(title): key for title, key in headings.items()}
    read: list[Any] = []
    for number, row in enumerate(sheet.rows[1:], start=2):
        if any(_text(value) for value in row):
            values = {keys[at]: value for at, value in enumerate(row) if at in keys}
            read += _read_row(model, values, f"工作表“{name}”第{number}行", source, faults)
    return read


def _read_row(
    model: type[Definition], row: Mapping[str, Scalar], path: str, source: str, faults: list[Fault]
) -> list[Definition]:
    try:
        return [model.model_validate({k: v for k, v in row.items() if v is not None})]
    except ValidationError as error:
        title = {key: name for _, keys in HEADINGS.values() for name, key in keys.items()}
        for fault in error.errors():
            heading = title[str(fault["loc"][0])]
            message = f"“{heading}”{fault_message(fault)}"
            faults.append(Fault(source=source, path=path, message=message))
        return []


def _contradictions(units: list[Unit], people: list[Person], source: str) -> list[Fault]:
    messages: list[tuple[str, str]] = []
    owners: dict[str, str] = {}
    for unit in units:
        for name in dict.fromkeys(name_key(n) for n in (unit.code, unit.name, *unit.aliases)):
            if name in owners:
                messages.append(("单位", f"“{name}”同时用于{owners[name]}和{unit.code}"))
            owners[name] = unit.code
    codes = {unit.code for unit in units}
    messages += [
        ("单位", f"{unit.code}的并入单位“{unit.successor}”不存在")
        for unit in units
        if unit.successor and unit.successor not in codes
    ]
    messages += [
        ("人员", f"{person.code}的“{what}”“{code}”不在工作表“单位”的代码中")
        for person in people
        for what, code in (("单位", person.unit), ("支部", person.branch))
        if code and code not in codes
    ]
    if not any(unit.unit_class == "办公室" for unit in units):
        messages.append(("单位", "没有类别为“办公室”的单位（党办）"))
    return [Fault(source=source, path=f"工作表“{s}”", message=text) for s, text in messages]
