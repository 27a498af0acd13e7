"""Casts the units and people of a rehearsal; what is planted must show in the year's outputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from campaign.definitions.roster import Person, Roster, Unit

T = TypeVar("T")

_FEW = 6
"""Branches below which neither an all-equal rater nor a reciprocal pair would tell anything."""

_ENOUGH_UNITS = 5
"""Units from which on two in last place leave others before them."""

_SECOND = 2
_PAIR = ("pair_one", "pair_other")
_LAST_BRANCHES = ("unvisited", "flat_rater", "spared")
_CLERKS = ("late", "on_leave", "sloppy", "nil", "waived", "never")


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """The roles of a rehearsal, by unit codes; "" where nobody has it.

    ``levels`` are how good units are, 0 to 100. ``vetoed`` is criticised after a spot check and
    would else be second; ``key_rectified`` is the last of its class by whom 重点整改 was decided,
    ``spared`` the last of the other class, without. ``objected`` is nominated and struck off.
    ``unvisited`` is the branch that no spot check visits, whose score stays provisional.
    ``tied_one`` and ``tied_other`` have equal totals at the shortlist's boundary, ``last_tied``
    that of ``key_rectified``; ``close_behind`` is ``close_ahead`` but for a small finding, at the
    other class's boundary. ``unrating`` hands in no ratings.
    """

    levels: Mapping[str, int]
    winners: Mapping[str, str]
    vetoed: str
    key_rectified: str
    spared: str
    criticised: Person
    laddered: Person
    cleared: Person
    objected: Person
    late: str = ""
    on_leave: str = ""
    sloppy: str = ""
    nil: str = ""
    waived: str = ""
    never: str = ""
    careless: str = ""
    flat_rater: str = ""
    void_batch: str = ""
    unvisited: str = ""
    pair_one: str = ""
    pair_other: str = ""
    tied_one: str = ""
    tied_other: str = ""
    last_tied: str = ""
    close_ahead: str = ""
    close_behind: str = ""
    unrating: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The two who give each other far more than others do."""
        return self.pair_one, self.pair_other

    def model(self, code: str) -> str:
        """Return the unit whose evidence a unit's repeats, which may be itself."""
        models = {
            self.tied_other: self.tied_one,
            self.last_tied: self.key_rectified,
            self.close_behind: self.close_ahead,
        }
        return models.get(code, code)


def make_scenario(
    roster: Roster, random: Random, *, faults: bool, places: Mapping[str, int] | None = None
) -> Scenario:
    """Assign the roles; without ``faults`` every clerk files right and on time.

    ``places`` are those of each class on the shortlist; without them nobody stands at its
    boundary.
    """
    ranked = {
        unit_class: _shuffled([u for u in roster.units if u.unit_class == unit_class], random)
        for unit_class in ("支部", "单位")
    }
    branches, units = ranked["支部"], ranked["单位"]
    alike = _alike(branches, units, places or {})
    middle = _shuffled([*branches[2:-1], *units[1:-1]], random)
    middle.sort(key=lambda unit: unit.code in alike.values())  # the first has a void batch
    ends = [branches[-1], units[0], branches[0], units[-1], branches[1]]
    order = [unit.code for unit in (*middle, *ends)]
    staff = _shuffled([person for person in roster.people if person.unit != "党办"], random)
    set_apart = (branches[0].code, branches[1].code, *alike.values())
    outside = [person for person in staff if person.branch not in set_apart]
    nominees = [p for p in staff if p.branch == branches[0].code]
    levels = dict(level for members in ranked.values() for level in _levels(members))
    scenario = Scenario(
        levels=levels,
        winners={unit_class: members[0].code for unit_class, members in ranked.items()},
        vetoed=branches[1].code,
        key_rectified=units[-1].code,
        spared=branches[-1].code,
        criticised=outside[0],
        laddered=outside[1],
        cleared=outside[2],
        objected=nominees[0],
        unvisited=branches[-3].code if len(branches) >= _FEW else "",
        **alike,
        **(_faulty_roles(order, branches, alike) if faults else {}),
    )
    return replace(scenario, levels={code: levels[scenario.model(code)] for code in levels})


def _alike(
    branches: Sequence[Unit], units: Sequence[Unit], places: Mapping[str, int]
) -> dict[str, str]:
    """Return the roles of units whose evidence is alike, as far as there are units enough.

    The second branch has a veto, so that the boundary lies one place farther down.
    """
    roles: dict[str, str] = {}
    inside, first = places.get("支部", 0), places.get("单位", 0)
    if inside >= _SECOND and inside + len(_PAIR) < len(branches) - len(_LAST_BRANCHES):
        tied = branches[inside : inside + len(_PAIR)]
        roles |= {"tied_one": tied[0].code, "tied_other": tied[1].code}
    if len(units) >= _ENOUGH_UNITS:
        roles["last_tied"] = units[-2].code
    if _SECOND <= first < len(units) - len(_PAIR):
        roles |= {"close_ahead": units[first - 1].code, "close_behind": units[first].code}
    return roles


def _faulty_roles(
    codes: Sequence[str], branches: Sequence[Unit], alike: Mapping[str, str]
) -> dict[str, str]:
    roles = dict(zip(_CLERKS, codes, strict=False))
    roles |= {"careless": codes[-1], "void_batch": codes[0], "unrating": branches[-1].code}
    if len(branches) >= _FEW:
        middle = [unit.code for unit in branches[2:-2] if unit.code not in alike.values()]
        roles["flat_rater"] = branches[-2].code
        roles |= dict(zip(_PAIR, middle, strict=False))
    return roles


def _levels(ranked: Sequence[Unit]) -> list[tuple[str, int]]:
    """Return how good each is: the first clearly best, the last clearly worst."""
    last = len(ranked) - 1
    between = {at: 88 - round(20 * at / last) for at in range(1, last)}
    levels = {**between, 0: 98, 1: 92, last: 52}
    return [(unit.code, levels[at]) for at, unit in enumerate(ranked)]


def _shuffled(items: Sequence[T], random: Random) -> list[T]:
    return random.sample(items, len(items))
