"""Read names of people and units and check them against the roster."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from campaign.definitions.form import Field
from campaign.definitions.roster import Person
from campaign.problems.codes import Code
from campaign.reading.cells.lettering import without_letters
from campaign.reading.cells.reading import (
    CellContext,
    CellFault,
    CellReader,
    Tolerance,
    ToleratedValue,
)
from campaign.values.raw_workbook import Scalar
from campaign.values.text import clean_name, clean_text, normalize_text, scalar_text

_SEPARATORS = re.compile(r"[、,，;；/／|｜\n]+")
_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]$")
_LONGEST = 20
_MOST_NAMED = 5


def person_reader(field: Field, context: CellContext) -> CellReader:
    """Return a reader of one name of the roster, with a warning if of another unit or time."""
    names = _Names(field, context)

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        return names.judge([names.find(scalar_text(raw))], raw)

    return read


def people_reader(field: Field, context: CellContext) -> CellReader:
    """Return a reader of several names of the roster, each once, joined by 、."""
    names = _Names(field, context)

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        matches: list[_NameMatch] = []
        for part in _SEPARATORS.split(clean_text(scalar_text(raw))):
            whole, words = names.find(part), [names.find(word) for word in part.split()]
            are_several = not whole.people and all(word.people for word in words)
            matches += words if are_several else [whole]
        return names.judge(matches, raw)

    return read


def unit_reader(_field: Field, context: CellContext) -> CellReader:
    """Return a reader of a unit's code, name or alias as its code."""

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        text = scalar_text(raw)
        unit = context.roster.unit(text) or context.roster.unit(without_letters(text))
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
class _NameMatch:
    """A text and the people it may mean: nobody, one person, or namesakes."""

    text: str
    people: tuple[Person, ...]


def _named(matches: Sequence[_NameMatch]) -> dict[str, str]:
    return {"value": "、".join(match.people[0].name for match in matches)}


class _Names:
    """The roster's names, as the cells of one column are checked against them."""

    def __init__(self, field: Field, context: CellContext) -> None:
        self._roster, self._unit, self._own_unit = context.roster, context.unit, field.own_unit
        self._days = context.days
        self._period = context.period.label if context.period else "活动期间"

    def find(self, text: str) -> _NameMatch:
        """Find a name in the roster, ignoring a remark in brackets behind it, such as a post."""
        text, named = normalize_text(clean_name(text)), self._roster.people_named
        return _NameMatch(text, named(text) or named(_REMARK.sub("", text)))

    def judge(self, matches: Sequence[_NameMatch], raw: Scalar) -> str | ToleratedValue | CellFault:
        """Return the names as the roster writes them, or the fault in them."""
        if unknown := [match.text for match in matches if not match.people]:
            facts = {"value": "、".join(unknown[:_MOST_NAMED]), "mend": self._advice(unknown)}
            return CellFault(Code.PERSON_UNKNOWN, facts)
        value = "、".join(dict.fromkeys(match.people[0].name for match in matches))
        if self._own_unit and (
            foreign := [match for match in matches if self._is_others(match.people)]
        ):
            units = dict.fromkeys(
                self._roster.name_of(self._of_then(match.people)[0].unit) for match in foreign
            )
            return CellFault(
                Code.PERSON_OTHER_UNIT, {**_named(foreign), "unit": "、".join(units)}, value
            )
        if absent := [match for match in matches if not self._was_there(match.people)]:
            return CellFault(Code.PERSON_AWAY, {**_named(absent), "period": self._period}, value)
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
