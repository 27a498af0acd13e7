"""Makes up a roster of any size for a rehearsal; every name in it is invented."""

from collections.abc import Iterator, Sequence
from random import Random

from campaign.definitions.roster import Member, Person, Roster, Unit
from campaign.documents.layout import chinese
from rehearsal.content.texts import people_texts

LEAST_UNITS = 6
"""Fewer cannot have a winner and a last place in both classes."""

_STAFF = 5
_OFFICE_STAFF = 4


def make_roster(size: int, office: str, hashes: Sequence[str], random: Random) -> Roster:
    """Return a roster of so many branches and units, three of five of them branches.

    ``office`` is the office's code, ``hashes`` are those of the leading group's approval codes.
    The last branch has no e-mail address. Raises ValueError for fewer than six.
    """
    if size < LEAST_UNITS:
        raise ValueError(f"a rehearsal takes {LEAST_UNITS} units at least")
    texts = people_texts()
    branches = max(3, min(size - 3, round(size * 0.6)))
    units = [*_units("ZB", "支部", branches), *_units("DW", "单位", size - branches)]
    names = _names(random, branches * _STAFF + _OFFICE_STAFF)
    people = tuple(_people(branches, size - branches, office, names))
    heads = {code: person.name for person in reversed(people) for code in _places(person)}
    headed = [unit.model_copy(update={"head": heads[unit.code]}) for unit in units]
    party_office = _party_office(office, heads[office])
    leaders = [person.name for person in people if person.unit == office]
    group = zip(leaders, texts.leader_roles, strict=True)
    members = tuple(
        Member(name=name, role=role, code_hash=hashes[at] if at < len(hashes) else "")
        for at, (name, role) in enumerate(group)
    )
    return Roster(units=(*headed, party_office), people=people, leading_group=members)


def _party_office(code: str, head: str) -> Unit:
    return Unit(
        code=code,
        name=people_texts().office_name.format(office=code),
        unit_class="办公室",
        civil_service=True,
        head=head,
        email="dangban@minzheng.example",
        telephone="0590-5550100",
    )


def _units(prefix: str, unit_class: str, count: int) -> Iterator[Unit]:
    width = max(2, len(str(count)))
    for number in range(1, count + 1):
        code = f"{prefix}{number:0{width}d}"
        without_address = unit_class == "支部" and number == count
        yield Unit.model_validate(
            {
                "code": code,
                "name": _unit_name(unit_class, number),
                "unit_class": unit_class,
                "civil_service": number % 2 == 1,
                "email": "" if without_address else f"{code.lower()}@minzheng.example",
                "telephone": f"0590-555{'1' if prefix == 'ZB' else '2'}{number:03d}",
            }
        )


def _unit_name(unit_class: str, number: int) -> str:
    texts = people_texts()
    if unit_class == "支部":
        return texts.branch_name.format(number=_in_words(number))
    if number <= len(texts.offices):
        return texts.offices[number - 1]
    group, at = divmod(number - len(texts.offices) - 1, len(texts.services))
    return texts.service_name.format(number=_in_words(group + 1), service=texts.services[at])


def _in_words(number: int) -> str:
    """Write a number below a thousand as offices are numbered: 十二, 一百零三."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return chinese(rest)
    joint = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
    return f"{chinese(hundreds)}百{joint}{chinese(rest) if rest else ''}"


def _names(random: Random, count: int) -> list[str]:
    """Return so many different names; nobody has a namesake."""
    texts = people_texts()
    names: dict[str, None] = {}
    while len(names) < count:
        first_name = random.choice(texts.first_characters) + random.choice(texts.second_characters)
        names[random.choice(texts.surnames) + first_name] = None
    return list(names)


def _people(branches: int, units: int, office: str, names: Sequence[str]) -> Iterator[Person]:
    """Assign each branch its staff, who work in a unit; the office's belong to the first branch."""
    drawn = iter(names)
    branch_width, unit_width = max(2, len(str(branches))), max(2, len(str(units)))
    for number in range(branches):
        branch = f"ZB{number + 1:0{branch_width}d}"
        unit = f"DW{number % units + 1:0{unit_width}d}"
        for at in range(_STAFF):
            yield _person(f"{number + 1:03d}{at + 1:02d}", next(drawn), (unit, branch), at)
    for at in range(_OFFICE_STAFF):
        yield _person(f"000{at + 1:02d}", next(drawn), (office, f"ZB{1:0{branch_width}d}"), at)


def _person(code: str, name: str, places: tuple[str, str], at: int) -> Person:
    unit, branch = places
    return Person.model_validate(
        {
            "code": code,
            "name": name,
            "unit": unit,
            "branch": branch,
            "category": people_texts().categories[at],
            "post": people_texts().posts[at],
        }
    )


def _places(person: Person) -> tuple[str, str]:
    return person.unit, person.branch
