"""Decides what follows for people: the ladder of complaints, criticism, who can be proposed.

Everything here is a proposal that the party office confirms. A complaint is known by its case
number alone; nothing about a complainant enters.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from campaign.definitions.appraisal_plan import Ladder
from campaign.definitions.roster import Person, Roster
from campaign.scoring.evidence import Complaint, Criticism

INCOMPETENT = "不称职"
NOT_QUALIFIED = "不合格"
"""The yearly grade after criticism, in and outside of 参公 units (S45)."""

DEEDS, AWARD = "主要事迹", "推荐奖项"
"""Names of the facts that a unit itself states of its nominees."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LadderProposal:
    """The step that the ladder proposes for a person after the n-th complaint found true (S54)."""

    person: str
    count: int
    case: str
    decided_on: dt.date
    consequence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonConsequence:
    """The consequence of criticism published after a spot check (S44, S45): grade, and no awards.

    ``unit`` is where the person is on the day of the assessment, which gives the yearly grade.
    """

    person: str
    unit: str
    yearly_grade: str
    criticism: Criticism


@dataclass(frozen=True, kw_only=True, slots=True)
class Nomination:
    """A person whom a unit nominates (S49), with the facts that are shown beside the name.

    ``facts`` are pairs of name and value: what the unit states (``DEEDS``, ``AWARD``), then what
    is recorded of the person.
    """

    unit: str
    person: str
    facts: tuple[tuple[str, str], ...] = ()


def ladder_proposals(
    complaints: Iterable[Complaint], ladder: Ladder, first: dt.date, last: dt.date
) -> tuple[LadderProposal, ...]:
    """Return every step that complaints found true from ``first`` to ``last`` have led to (S54).

    Sorted by person, then by count. Counted per person, whatever unit the person was in, by the
    day on which the complaint was found true; a case counts once for a person, on its first day.
    The ladder's last step holds from its count on.
    """
    found_true: defaultdict[str, dict[str, dt.date]] = defaultdict(dict)
    for complaint in complaints:
        day = complaint.decided_on
        if day and first <= day <= last and _counts(complaint, ladder):
            cases = found_true[complaint.person]
            cases[complaint.case] = min(day, cases.get(complaint.case, day))
    return tuple(
        LadderProposal(
            person=person,
            count=count,
            case=case,
            decided_on=day,
            consequence=ladder.steps[min(count, len(ladder.steps)) - 1].consequence,
        )
        for person, cases in sorted(found_true.items())
        for count, (day, case) in enumerate(sorted((d, c) for c, d in cases.items()), 1)
    )


def _counts(complaint: Complaint, ladder: Ladder) -> bool:
    return complaint.link in ladder.links and complaint.result in ladder.found_true


def unit_on(person: str, roster: Roster, day: dt.date) -> str | None:
    """Return the code of the unit that a person belongs to on a day, None where there is none."""
    return next((p.unit for p in roster.people if p.code == person and _is_listed(p, day)), None)


def _is_listed(person: Person, day: dt.date) -> bool:
    return (person.first or day) <= day <= (person.last or day)


def person_consequences(
    criticisms: Iterable[Criticism], roster: Roster, day: dt.date
) -> tuple[PersonConsequence, ...]:
    """Return what each criticism of a person, published after a spot check, leads to (S44, S45).

    ``day`` is the day of the yearly assessment: a person who has moved is assessed by the unit
    where they are then; one who is in none any more, by the unit that was criticised. Sorted by
    person, then by the criticism's day and document.
    """
    consequences = []
    for criticism in criticisms:
        if criticism.person and criticism.after_spot_check:
            code = unit_on(criticism.person, roster, day) or criticism.unit
            unit = roster.unit(code)
            grade = INCOMPETENT if unit and unit.civil_service else NOT_QUALIFIED
            consequences.append(
                PersonConsequence(
                    person=criticism.person, unit=code, yearly_grade=grade, criticism=criticism
                )
            )
    consequences.sort(key=lambda c: (c.person, c.criticism.on, c.criticism.document))
    return tuple(consequences)


def people_to_move(proposals: Iterable[LadderProposal], ladder: Ladder) -> frozenset[str]:
    """Return the people for whom complaints have led to the ladder's last step (S54)."""
    return frozenset(step.person for step in proposals if step.count >= len(ladder.steps))


def eligible_nominees(
    nominations: Iterable[Nomination], excluded: Collection[str]
) -> Mapping[str, tuple[Nomination, ...]]:
    """Return the nominees who may be proposed (S49), by unit and without any order of merit.

    ``excluded`` are the people who may not; single complaints are among the facts shown.
    """
    by_unit: defaultdict[str, list[Nomination]] = defaultdict(list)
    for nomination in sorted(set(nominations), key=lambda n: (n.unit, n.person)):
        if nomination.person not in excluded:
            by_unit[nomination.unit].append(nomination)
    return {unit: tuple(nominees) for unit, nominees in by_unit.items()}
