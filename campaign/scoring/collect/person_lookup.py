"""Looks up the person code behind a name in a report, by unit and day, for scoring and study.

Discipline and awards hang on it: whoever cannot be told from another is left to the office.
"""

import datetime as dt
from collections.abc import Iterable

from campaign.definitions.roster import Person
from campaign.reading.cells.name import belongs_to
from campaign.scoring.collect.reference_data import Ambiguity, ReferenceData


def find_person(name: str, unit: str, on: dt.date, reference: ReferenceData) -> str | Ambiguity:
    """Return the code of the person of that name in a unit or branch on a day, or why none.

    Where nobody of that name is listed there on the day, whoever is at another time: reports come
    in after people have moved. ``unit`` is a code, or "" where none is given: then the name must
    be the roster's only one.
    """
    people = reference.roster.people_named(name)
    if not people:
        return Ambiguity(name, "名册中没有此人" if name else "没有填写姓名")
    members = [person for person in people if not unit or belongs_to(person, unit)]
    for candidates in ([person for person in members if _is_listed(person, on)], members):
        codes = {person.code for person in candidates}
        if len(codes) == 1:
            return codes.pop()
        if codes:
            where = reference.roster.name_of(unit) if unit else "名册中"
            why = f"{where}有{len(codes)}名同名人员，不能确定是哪一位"
            return Ambiguity(name, why if unit else f"{why}，请填写单位")
    elsewhere = _unit_names(people, reference)
    return Ambiguity(name, f"此人不在{reference.roster.name_of(unit)}，名册中同名人员在{elsewhere}")


def _is_listed(person: Person, day: dt.date) -> bool:
    return (person.first or day) <= day <= (person.last or day)


def _unit_names(people: Iterable[Person], reference: ReferenceData) -> str:
    return "、".join(dict.fromkeys(reference.roster.name_of(person.unit) for person in people))
