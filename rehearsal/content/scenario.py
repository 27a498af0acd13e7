"""Casts the units and people of a rehearsal; what is planted must show in the year's outputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from campaign.definitions.roster import Person, Roster, Unit

T = TypeVar("T")

_FEW = 6
"""Branches below which neither an all-equal rater nor a reciprocal pair would tell anything."""

_CLERKS = ("late", "on_leave", "sloppy", "nil", "waived", "never")


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """The roles of a rehearsal, by unit codes; "" where nobody has it.

    ``levels`` are how good units are, 0 to 100. ``vetoed`` is criticised after a spot check and
    would else be second; ``key_rectified`` is the last of its class by whom 重点整改 was decided,
    ``spared`` the last of the other class, without. ``objected`` is nominated and struck off.
    ``unvisited`` is the branch that no spot check visits, whose score stays provisional.
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

    @property
    def pair(self) -> tuple[str, str]:
        """The two who give each other far more than others do."""
        return self.pair_one, self.pair_other


def make_scenario(roster: Roster, random: Random, *, faults: bool) -> Scenario:
    """Assign the roles; without ``faults`` every clerk files right and on time."""
    ranked = {
        unit_class: _shuffled([u for u in roster.units if u.unit_class == unit_class], random)
        for unit_class in ("支部", "单位")
    }
    branches, units = ranked["支部"], ranked["单位"]
    middle = _shuffled([*branches[2:-1], *units[1:-1]], random)
    ends = [branches[-1], units[0], branches[0], units[-1], branches[1]]
    order = [unit.code for unit in (*middle, *ends)]
    staff = _shuffled([person for person in roster.people if person.unit != "党办"], random)
    outside = [p for p in staff if p.branch not in (branches[0].code, branches[1].code)]
    nominees = [p for p in staff if p.branch == branches[0].code]
    return Scenario(
        levels=dict(level for members in ranked.values() for level in _levels(members)),
        winners={unit_class: members[0].code for unit_class, members in ranked.items()},
        vetoed=branches[1].code,
        key_rectified=units[-1].code,
        spared=branches[-1].code,
        criticised=outside[0],
        laddered=outside[1],
        cleared=outside[2],
        objected=nominees[0],
        unvisited=branches[-3].code if len(branches) >= _FEW else "",
        **(_faulty_roles(order, branches) if faults else {}),
    )


def _faulty_roles(codes: Sequence[str], branches: Sequence[Unit]) -> dict[str, str]:
    roles = dict(zip(_CLERKS, codes, strict=False))
    roles |= {"careless": codes[-1], "void_batch": codes[0]}
    if len(branches) >= _FEW:
        roles |= {
            "flat_rater": branches[-2].code,
            "pair_one": branches[2].code,
            "pair_other": branches[3].code,
        }
    return roles


def _levels(ranked: Sequence[Unit]) -> list[tuple[str, int]]:
    """Return how good each is: the first clearly best, the last clearly worst."""
    last = len(ranked) - 1
    between = {at: 88 - round(20 * at / last) for at in range(1, last)}
    levels = {**between, 0: 98, 1: 92, last: 52}
    return [(unit.code, levels[at]) for at, unit in enumerate(ranked)]


def _shuffled(items: Sequence[T], random: Random) -> list[T]:
    return random.sample(items, len(items))
