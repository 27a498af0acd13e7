"""Whom units nominate, with what is recorded of them: study, problems closed, complaints (S49).

The facts are shown beside a name and order nobody.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from campaign.reports.report import Report
from campaign.scoring.accountability import AWARD, DEEDS, Nomination
from campaign.scoring.collect.collected import UnitNomination, Unresolved
from campaign.scoring.collect.complaints import OPEN
from campaign.scoring.collect.person_lookup import find_person
from campaign.scoring.collect.reference_data import (
    Ambiguity,
    ReferenceData,
    header_value,
    source_in,
    stored_day,
)
from campaign.scoring.evidence import Complaint
from campaign.values.text import name_key

CLOSED = "销号"
NONE = "无记录"
_PRESENT = ("出勤", "补学", "请假", "缺席")


def nomination(
    report: Report, reference: ReferenceData
) -> Iterator[Nomination | UnitNomination | Unresolved]:
    """Give the people whom a unit nominates, or the unit itself where no name is written."""
    award = header_value(report, "nominees", "award")
    on = stored_day(header_value(report, "nominees", "nominated_on"), report.received_on)
    for row in report.rows("nominees"):
        source = source_in(report, "nominees", row.number)
        name = row.values.get("person", "")
        if not name:
            yield UnitNomination(unit=report.unit, award=award, source=source)
            continue
        person = find_person(name, report.unit, on, reference)
        if isinstance(person, Ambiguity):
            yield person.at(source)
        else:
            told = ((DEEDS, row.values.get("deeds", "")), (AWARD, award))
            facts = tuple((what, said) for what, said in told if said)
            yield Nomination(unit=report.unit, person=person, facts=facts)


def with_facts(
    nominations: Sequence[Nomination],
    reports: Iterable[Report],
    complaints: Iterable[Complaint],
    reference: ReferenceData,
) -> tuple[Nomination, ...]:
    """Return the nominations, each with the recorded facts of its person.

    ``reports`` are all that count; of those, study reports and ledgers are looked through.
    """
    wanted = {item.person for item in nominations}
    if not wanted:
        return ()
    seen = _Seen(wanted, reference)
    for report in sorted(reports, key=lambda report: report.period):
        if report.form == "study":
            _look_at_study(report, seen)
        elif report.form == "rectification":
            _look_at_ledger(report, seen)
    for item in complaints:
        if item.person in wanted:
            seen.cases[item.person][item.case] = item.result
    facts = {person: tuple(_facts(person, seen)) for person in wanted}
    return tuple(replace(item, facts=(*item.facts, *facts[item.person])) for item in nominations)


class _Seen:
    """The people asked about, and what has been found of them so far.

    ``attendance`` by person and reporting unit; ``problems`` by number: whose, and how it stands;
    ``cases`` by person and case.
    """

    def __init__(self, wanted: Collection[str], reference: ReferenceData) -> None:
        self.wanted, self.terms = wanted, reference
        self.names = {name_key(p.name) for p in reference.roster.people if p.code in wanted}
        self.attendance: defaultdict[str, defaultdict[str, Counter[str]]]
        self.attendance = defaultdict(lambda: defaultdict(Counter))
        self.problems: dict[str, tuple[str | None, str]] = {}
        self.cases: defaultdict[str, dict[str, str]] = defaultdict(dict)

    @cached_property
    def by_owner(self) -> Mapping[str | None, list[str]]:
        """How the problems of each person stand, once all ledgers have been looked at."""
        found: defaultdict[str | None, list[str]] = defaultdict(list)
        for person, status in self.problems.values():
            found[person].append(status)
        return found

    def person(self, name: str, unit: str, on: dt.date) -> str | None:
        """Return the code behind a name that one of those asked about bears.

        A name that nobody can tell from another's is no record of either.
        """
        if name_key(name) not in self.names:
            return None
        found = find_person(name, unit, on, self.terms)
        return None if isinstance(found, Ambiguity) else found


def _look_at_study(report: Report, seen: _Seen) -> None:
    days = {
        row.values.get("session"): row.values.get("held_on", "") for row in report.rows("sessions")
    }
    for row in report.rows("attendance"):
        on = stored_day(days.get(row.values.get("session"), ""), report.received_on)
        person = seen.person(row.values.get("person", ""), report.unit, on)
        if person:
            seen.attendance[person][report.unit][row.values.get("status", "")] += 1


def _look_at_ledger(report: Report, seen: _Seen) -> None:
    """A ledger repeats every problem; the latest period says who has it and how it stands."""
    for row in report.rows("ledger"):
        person = seen.person(row.values.get("person", ""), report.unit, report.received_on)
        seen.problems[row.values.get("number", "")] = person, row.values.get("status", "")


def _facts(person: str, seen: _Seen) -> Iterator[tuple[str, str]]:
    yield from _attendance(seen.attendance[person], seen.terms)
    stand = seen.by_owner[person]
    closed = stand.count(CLOSED)
    yield "问题整改", f"负责{len(stand)}项，已销号{closed}项" if stand else NONE
    results = Counter(seen.cases[person].values())
    ordered = sorted(results, key=lambda result: (result == OPEN, result))
    yield "举报投诉", "、".join(f"{each}{results[each]}件" for each in ordered) or NONE


def _attendance(
    by_unit: Mapping[str, Counter[str]], reference: ReferenceData
) -> Iterator[tuple[str, str]]:
    """Give what each unit reported: a branch and a unit may both report the same session."""
    for unit in sorted(by_unit):
        counts = by_unit[unit]
        name = reference.roster.name_of(unit)
        yield f"学习（{name}报）", "、".join(f"{each}{counts[each]}次" for each in _PRESENT)
    if not by_unit:
        yield "学习", NONE
