"""Whom units nominate, with what is recorded of them: study, problems closed, complaints (S49).

The facts are shown beside a name and order nobody.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from campaign.accountability import Nomination
from campaign.evidence import Complaint
from campaign.gathering.complaints import OPEN
from campaign.gathering.gathered import UnitNomination, Unresolved
from campaign.gathering.people import find_person
from campaign.gathering.terms import Doubt, Terms, day_of, header_of, source_of
from campaign.reports import Report
from campaign.roster import name_key

CLOSED = "销号"
NONE = "无记录"
_PRESENT = ("出勤", "补学", "请假", "缺席")

Facts = tuple[tuple[str, str], ...]


def nomination(report: Report, terms: Terms) -> Iterator[Nomination | UnitNomination | Unresolved]:
    """Give the people whom a unit nominates, or the unit itself where no name is written."""
    award = header_of(report, "nominees", "award")
    on = day_of(header_of(report, "nominees", "nominated_on"), report.received_on)
    for row in report.rows("nominees"):
        source = source_of(report, "nominees", row.number)
        name = row.values.get("person", "")
        if not name:
            yield UnitNomination(unit=report.unit, award=award, source=source)
            continue
        person = find_person(name, report.unit, on, terms)
        if isinstance(person, Doubt):
            yield person.at(source)
        else:
            yield Nomination(unit=report.unit, person=person, facts=(("推荐奖项", award),))


@dataclass(kw_only=True, slots=True)
class _Record:
    """What was found of one person: attendance by reporting unit, problems by number, cases."""

    attendance: dict[str, Counter[str]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)


def with_facts(
    nominations: Sequence[Nomination],
    reports: Iterable[Report],
    complaints: Iterable[Complaint],
    terms: Terms,
) -> tuple[Nomination, ...]:
    """Return the nominations, each with the recorded facts of its person.

    ``reports`` are all that count; of those, study reports and ledgers are looked through.
    """
    wanted = {item.person for item in nominations}
    if not wanted:
        return ()
    seen = _Seen(wanted=wanted, terms=terms)
    for report in sorted(reports, key=lambda report: report.period):
        if report.form == "study":
            _look_at_study(report, seen)
        elif report.form == "rectification":
            _look_at_ledger(report, seen)
    for item in complaints:
        if item.person in wanted:
            seen.records[item.person].cases[item.case] = item.result
    return tuple(
        replace(item, facts=(*item.facts, *_facts(seen.records[item.person], terms)))
        for item in nominations
    )


@dataclass(kw_only=True, slots=True)
class _Seen:
    """The people asked about, and what has been found of them so far."""

    wanted: set[str]
    terms: Terms
    records: defaultdict[str, _Record] = field(default_factory=lambda: defaultdict(_Record))
    names: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        people = self.terms.roster.people
        self.names = frozenset(name_key(p.name) for p in people if p.code in self.wanted)

    def person(self, name: str, unit: str, on: dt.date) -> str | None:
        """Return the code behind a name if it is one of those asked about.

        A name that nobody can tell from another's is no record of either.
        """
        if name_key(name) not in self.names:
            return None
        found = find_person(name, unit, on, self.terms)
        return found if isinstance(found, str) and found in self.wanted else None


def _look_at_study(report: Report, seen: _Seen) -> None:
    days = {
        row.values.get("session"): row.values.get("held_on", "") for row in report.rows("sessions")
    }
    for row in report.rows("attendance"):
        on = day_of(days.get(row.values.get("session"), ""), report.received_on)
        person = seen.person(row.values.get("person", ""), report.unit, on)
        if person:
            counts = seen.records[person].attendance.setdefault(report.unit, Counter())
            counts[row.values.get("status", "")] += 1


def _look_at_ledger(report: Report, seen: _Seen) -> None:
    """A ledger repeats every problem; the latest period says who has it and how it stands."""
    for row in report.rows("ledger"):
        number = row.values.get("number", "")
        for record in seen.records.values():
            record.problems.pop(number, None)
        person = seen.person(row.values.get("person", ""), report.unit, report.received_on)
        if person:
            seen.records[person].problems[number] = row.values.get("status", "")


def _facts(record: _Record, terms: Terms) -> Facts:
    closed = sum(status == CLOSED for status in record.problems.values())
    problems = f"负责{len(record.problems)}项，已销号{closed}项" if record.problems else NONE
    results = Counter(record.cases.values())
    ordered = sorted(results, key=lambda result: (result == OPEN, result))
    cases = "、".join(f"{result}{results[result]}件" for result in ordered)
    return (
        *_attendance(record.attendance, terms),
        ("问题整改", problems),
        ("举报投诉", cases or NONE),
    )


def _attendance(by_unit: Mapping[str, Counter[str]], terms: Terms) -> Iterator[tuple[str, str]]:
    """Give what each unit reported: a branch and a unit may both report the same session."""
    for unit in sorted(by_unit):
        counts = by_unit[unit]
        name = terms.units[unit].name if unit in terms.units else unit
        yield f"学习（{name}报）", "、".join(f"{each}{counts[each]}次" for each in _PRESENT)
    if not by_unit:
        yield "学习", NONE
