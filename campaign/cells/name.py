"""Reads names of people and units and holds them against the roster."""

import re
from dataclasses import replace
from difflib import get_close_matches

from campaign.cells.reading import Bad, Context, Read, Reader, Tolerance
from campaign.cells.text import narrow, plain, tidy
from campaign.form import Field
from campaign.problems import Code
from campaign.roster import Person, Roster
from campaign.sheets import Scalar

_SEPARATORS = re.compile(r"[、,，;；/|\n]+")


def person_reader(field: Field, context: Context) -> Reader:
    """Read one name of the roster; of another unit's people where the field allows them."""

    def read(raw: Scalar) -> str | Read | Bad:
        return _person(plain(raw), field, context)

    return read


def people_reader(field: Field, context: Context) -> Reader:
    """Read several names of the roster, joined by 、; the first unknown one is the fault."""

    def read(raw: Scalar) -> str | Read | Bad:
        parts = [part for part in _SEPARATORS.split(plain(raw)) if part.strip()]
        found = [_person(part, field, context) for part in parts]
        value = "、".join(r if isinstance(r, str) else r.value for r in found)
        faults = sorted((r for r in found if isinstance(r, Bad)), key=lambda bad: bool(bad.value))
        if faults:
            return replace(faults[0], value=value if faults[0].value else "")
        return value if value == raw else Read(value, Tolerance.NAME)

    return read


def unit_reader(_field: Field, context: Context) -> Reader:
    """Read a unit's code, name or alias as its code."""

    def read(raw: Scalar) -> str | Read | Bad:
        unit = context.roster.unit(plain(raw))
        if unit is None:
            return Bad(Code.CELL_UNIT_UNKNOWN)
        same = tidy(plain(raw)) in (unit.code, unit.name)
        return unit.code if same else Read(unit.code, Tolerance.NAME)

    return read


def belongs(person: Person, unit: str) -> bool:
    """Return whether a person is of that unit or that branch."""
    return unit in (person.unit, person.branch)


def _person(text: str, field: Field, context: Context) -> str | Read | Bad:
    people = context.roster.people_named(text)
    if not people:
        return Bad(Code.PERSON_UNKNOWN, {"value": tidy(text), "mend": _advice(text, context)})
    name = people[0].name
    if field.own_unit and not any(belongs(person, context.unit) for person in people):
        facts = {"value": name, "unit": _unit_name(people[0], context.roster)}
        return Bad(Code.PERSON_OTHER_UNIT, facts, name)
    return name if name == text else Read(name, Tolerance.NAME)


def _unit_name(person: Person, roster: Roster) -> str:
    unit = roster.unit(person.unit)
    return unit.name if unit else person.unit


def _advice(text: str, context: Context) -> str:
    own = {p.name for p in context.roster.people if belongs(p, context.unit)}
    near = get_close_matches(narrow(text), sorted(own), n=2, cutoff=0.5)
    hint = f"是否为“{'”或“'.join(near)}”？" if near else ""
    return f"{hint}请填写名册中的全名；新进人员请先报党办列入名册。"
