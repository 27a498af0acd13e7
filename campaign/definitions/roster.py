"""Holds the roster: units, people and the leading group, each with the dates of its validity."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator
from pydantic import Field as Setting

from campaign.definitions.errors import Definition
from campaign.definitions.plan import UnitClass
from campaign.problems.definition_faults import RosterFault
from campaign.values.approval_codes import is_code_hash
from campaign.values.mail_address import clean_address
from campaign.values.text import clean_code, clean_name, clean_text, name_key

UnitNamer = Callable[[str], str]
"""Returns the name of a unit, by its code."""


def _text(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else clean_text(str(value))


def _name(value: object) -> object:
    return clean_name(str(_text(value)))


def _code(value: object) -> object:
    return clean_code(str(_text(value)))


def _day(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.date()
    text = clean_text(value) if isinstance(value, str) else value
    return None if text in (None, "") else text


_YES_NO = {"是": True, "√": True, "否": False, "×": False, "": False}


def _yes(value: object) -> object:
    if isinstance(value, bool):
        return value
    text = str(_text(value))
    if text not in _YES_NO:
        raise ValueError(RosterFault.YES_OR_NO.format(text=text))
    return _YES_NO[text]


def _names(value: object) -> object:
    if isinstance(value, tuple):
        return value
    parts = re.split(r"[、,，;；\s]+", str(_text(value)))
    return tuple(name for part in parts if (name := clean_name(part)))


def is_unit_code(text: str) -> bool:
    """Return whether a text can be a unit's code."""
    return bool(re.fullmatch(r"[A-Z0-9]{2,12}|党办", text))


def _unit_code(text: str) -> str:
    if not is_unit_code(text):
        raise ValueError(RosterFault.UNIT_CODE.format(text=text))
    return text


def _email(value: object) -> object:
    return clean_address(str(_text(value)))


def _code_hash(text: str) -> str:
    if text and not is_code_hash(text):
        raise ValueError(RosterFault.CODE_HASH)
    return text


UNKNOWN_UNIT = "未识别的单位"
"""The name of a unit of which not even a code is known."""

Text = Annotated[str, BeforeValidator(_text)]
RequiredText = Annotated[str, BeforeValidator(_text), Setting(min_length=1)]
Name = Annotated[str, BeforeValidator(_name), Setting(min_length=1)]
OfficialCode = Annotated[str, BeforeValidator(_code), Setting(min_length=1)]
Day = Annotated[dt.date | None, BeforeValidator(_day)]
YesNo = Annotated[bool, BeforeValidator(_yes)]


class Unit(Definition):
    """A branch, a unit or the office; ``first`` and ``last`` bound the time in which it takes part.

    ``successor`` is the code of the unit into which it was merged.
    """

    code: Annotated[str, AfterValidator(_unit_code), BeforeValidator(_code)]
    name: Name
    unit_class: Annotated[Literal["支部", "单位", "办公室"], BeforeValidator(_text)]
    civil_service: YesNo = False
    head: Annotated[str, BeforeValidator(_name)] = ""
    email: Annotated[str, BeforeValidator(_email)] = ""
    telephone: Text = ""
    aliases: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()
    first: Day = None
    last: Day = None
    successor: Annotated[str, BeforeValidator(_code)] = ""

    def active_on(self, day: dt.date) -> bool:
        """Return whether the unit takes part on a day."""
        return (self.first or day) <= day <= (self.last or day)


class Person(Definition):
    """A member of staff; a person who moved has several entries with the same code."""

    code: OfficialCode
    name: Name
    unit: OfficialCode
    branch: Annotated[str, BeforeValidator(_code)] = ""
    category: Annotated[Literal["党员干部", "入党积极分子", "其他"], BeforeValidator(_text)] = (
        "其他"
    )
    post: Text = ""
    first: Day = None
    last: Day = None

    def is_listed(self, days: tuple[dt.date, dt.date]) -> bool:
        """Return whether this entry holds on any day from the first of ``days`` to the last."""
        first, last = days
        return (self.first or first) <= last and first <= (self.last or last)


class Member(Definition):
    """A member of the leading group; ``code_hash`` is "" for one who does not approve."""

    name: Name
    role: RequiredText
    code_hash: Annotated[str, AfterValidator(_code_hash), BeforeValidator(_text)] = ""


class Roster(Definition):
    """All units, people and members of the leading group, former ones included."""

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
        people: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            people[name_key(person.name)].append(person)
        return {name: tuple(namesakes) for name, namesakes in people.items()}

    def unit(self, name: str) -> Unit | None:
        """Return the unit with that code, name or alias, None if there is none."""
        return self._units_by_name.get(name_key(name))

    def name_of(self, code: str) -> str:
        """Return the name of the unit with that code, the code itself if the roster has none."""
        unit = self.unit(code)
        return unit.name if unit else code

    def people_named(self, name: str) -> tuple[Person, ...]:
        """Return every entry of that name, former ones of people who moved included."""
        return self._people_by_name.get(name_key(name), ())

    def of_classes(self, classes: Iterable[UnitClass], day: dt.date) -> tuple[Unit, ...]:
        """Return the units of these classes that take part on a day, in the roster's order."""
        names = set(classes)
        return tuple(u for u in self.units if u.unit_class in names and u.active_on(day))
