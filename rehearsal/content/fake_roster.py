"""A made-up roster of any size, for a rehearsal: every name in it is invented."""

from collections.abc import Iterator, Sequence
from random import Random

from campaign.definitions.roster import Member, Person, Roster, Unit

LEAST_UNITS = 6
"""Fewer cannot have a winner and a last place in both classes."""

_STAFF = 5
_OFFICE_STAFF = 4
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻柏水窦章"
_FIRST = "云晓书子清若明思安雨景承知远嘉以文亦怀向望星山一"
_SECOND = "舟宁川禾棠然秋言岚松溪白遥青衡川竹恒昭澄屿朗微和"
_OFFICES = ("办公室", "社会救助科", "社会事务科", "基层政权科", "区划地名科", "社会组织科")
_SERVICES = ("社会福利院", "救助管理站", "殡仪馆", "康复医院", "婚姻登记处", "老年公寓", "军休所")
_DIGITS = "零一二三四五六七八九"
_CATEGORIES = ("党员干部", "党员干部", "党员干部", "党员干部", "入党积极分子")
_POSTS = ("负责人", "副职", "科员", "科员", "科员")


def made_up_roster(size: int, office: str, hashes: Sequence[str], random: Random) -> Roster:
    """Return a roster of so many branches and units, three of five of them branches.

    ``office`` is the office's code, ``hashes`` are those of the leading group's approval codes.
    The last branch has no e-mail address. Raises ValueError for fewer than six.
    """
    if size < LEAST_UNITS:
        raise ValueError(f"a rehearsal takes {LEAST_UNITS} units at least")
    branches = max(3, min(size - 3, round(size * 0.6)))
    units = [*_units("ZB", "支部", branches), *_units("DW", "单位", size - branches)]
    names = _names(random, branches * _STAFF + _OFFICE_STAFF)
    people = tuple(_people(branches, size - branches, office, names))
    heads = {code: person.name for person in reversed(people) for code in _places(person)}
    headed = [unit.model_copy(update={"head": heads[unit.code]}) for unit in units]
    own = Unit(
        code=office,
        name=f"局{office}",
        unit_class="办公室",
        civil_service=True,
        head=heads[office],
        email="dangban@minzheng.example",
        telephone="0590-5550100",
    )
    leaders = [person.name for person in people if person.unit == office]
    group = zip(leaders, ("组长", "副组长", "副组长", "办公室主任"), strict=True)
    members = tuple(
        Member(name=name, role=role, code_hash=hashes[at] if at < len(hashes) else "")
        for at, (name, role) in enumerate(group)
    )
    return Roster(units=(*headed, own), people=people, leading_group=members)


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
    if unit_class == "支部":
        return f"局机关第{_in_words(number)}党支部"
    if number <= len(_OFFICES):
        return _OFFICES[number - 1]
    at = number - len(_OFFICES) - 1
    return f"市第{_in_words(at // len(_SERVICES) + 1)}{_SERVICES[at % len(_SERVICES)]}"


def _in_words(number: int) -> str:
    """Write a number below a thousand as offices are numbered: 十二, 一百零三."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


def _names(random: Random, count: int) -> list[str]:
    """Return so many different names; nobody has a namesake."""
    found: dict[str, None] = {}
    while len(found) < count:
        given = random.choice(_FIRST) + random.choice(_SECOND)
        found[random.choice(_SURNAMES) + given] = None
    return list(found)


def _people(branches: int, units: int, office: str, names: Sequence[str]) -> Iterator[Person]:
    """Give each branch its staff, who work in a unit; the office's belong to the first branch."""
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
            "category": _CATEGORIES[at],
            "post": _POSTS[at],
        }
    )


def _places(person: Person) -> tuple[str, str]:
    return person.unit, person.branch
