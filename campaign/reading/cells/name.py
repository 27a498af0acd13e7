"""Reads names of people and units and holds them against the roster."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from campaign.definitions.form import Field
from campaign.definitions.roster import Person
from campaign.problems.codes import Code
from campaign.reading.cells.reading import (
    CellContext,
    CellFault,
    CellReader,
    Tolerance,
    ToleratedValue,
)
from campaign.values.raw_workbook import Scalar
from campaign.values.text import normalize_text, scalar_text

_SEPARATORS = re.compile(r"[、,;/|\n]+")
_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]$")
_DOTS = re.compile("[•‧∙⋅]")
_LONGEST = 20
_MOST_NAMED = 5


def person_reader(field: Field, context: CellContext) -> CellReader:
    """Read one name of the roster; of another unit's or another time's people with a warning."""
    names = _Names(field, context)

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        return names.judge([names.find(scalar_text(raw))], raw)

    return read


def people_reader(field: Field, context: CellContext) -> CellReader:
    """Read several names of the roster, each once, joined by 、; all unknown ones are named."""
    names = _Names(field, context)

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        found: list[_Found] = []
        for part in _SEPARATORS.split(normalize_text(scalar_text(raw))):
            whole, words = names.find(part), [names.find(word) for word in part.split()]
            apart = not whole.people and all(word.people for word in words)
            found += words if apart else [whole]
        return names.judge(found, raw)

    return read


def unit_reader(_field: Field, context: CellContext) -> CellReader:
    """Read a unit's code, name or alias as its code."""

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        unit = context.roster.unit(normalize_text(scalar_text(raw)))
        if unit is None:
            return CellFault(Code.CELL_UNIT_UNKNOWN)
        return (
            unit.code
            if raw in (unit.code, unit.name)
            else ToleratedValue(unit.code, Tolerance.NAME)
        )

    return read


def belongs_to(person: Person, unit: str) -> bool:
    """Return whether a person is of that unit or that branch."""
    return unit in (person.unit, person.branch)


@dataclass(frozen=True, slots=True)
class _Found:
    """Whom a text may mean: nobody, one person, or namesakes."""

    text: str
    people: tuple[Person, ...]


def _named(found: Sequence[_Found]) -> dict[str, str]:
    return {"value": "、".join(each.people[0].name for each in found)}


class _Names:
    """The roster as one column's cells are held against it."""

    def __init__(self, field: Field, context: CellContext) -> None:
        self._roster, self._unit, self._own_unit = context.roster, context.unit, field.own_unit
        self._days = context.days
        self._period = context.period.label if context.period else "活动期间"

    def find(self, text: str) -> _Found:
        """Look a name up; a remark in brackets behind it, such as a post, is overlooked."""
        text, named = _DOTS.sub("·", normalize_text(text)), self._roster.people_named
        return _Found(text, named(text) or named(_REMARK.sub("", text)))

    def judge(self, found: Sequence[_Found], raw: Scalar) -> str | ToleratedValue | CellFault:
        """Return the names as the roster writes them, or what is wrong with them."""
        if unknown := [each.text for each in found if not each.people]:
            facts = {"value": "、".join(unknown[:_MOST_NAMED]), "mend": self._advice(unknown)}
            return CellFault(Code.PERSON_UNKNOWN, facts)
        value = "、".join(dict.fromkeys(each.people[0].name for each in found))
        if self._own_unit and (others := [e for e in found if self._is_others(e.people)]):
            units = dict.fromkeys(
                self._roster.name_of(self._of_then(e.people)[0].unit) for e in others
            )
            return CellFault(
                Code.PERSON_OTHER_UNIT, {**_named(others), "unit": "、".join(units)}, value
            )
        if away := [each for each in found if not self._was_there(each.people)]:
            return CellFault(Code.PERSON_AWAY, {**_named(away), "period": self._period}, value)
        return value if value == raw else ToleratedValue(value, Tolerance.NAME)

    def _of_then(self, people: Sequence[Person]) -> Sequence[Person]:
        """Return those who were there in the period, or everybody if nobody was."""
        return [person for person in people if person.is_listed(self._days)] or people

    def _is_others(self, people: Sequence[Person]) -> bool:
        return not any(belongs_to(person, self._unit) for person in self._of_then(people))

    def _was_there(self, people: Sequence[Person]) -> bool:
        return any(person.is_listed(self._days) for person in people)

    @cached_property
    def _own_names(self) -> list[str]:
        return sorted({p.name for p in self._roster.people if belongs_to(p, self._unit)})

    def _advice(self, unknown: Sequence[str]) -> str:
        near = [
            name
            for text in unknown[:_MOST_NAMED]
            if len(text) <= _LONGEST
            for name in get_close_matches(text, self._own_names, n=2, cutoff=0.5)
        ]
        hint = f"是否为“{'”或者“'.join(dict.fromkeys(near))}”？" if near else ""
        return f"{hint}请填写名册中的全名；新进人员请先报党办列入名册。"
