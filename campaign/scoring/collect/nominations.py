"""Collects nominees with their recorded facts: study, problems closed, complaints (S49).

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
"""The ledger's choice for a problem that is closed."""

NONE = "无记录"
_ATTENDANCE = ("出勤", "补学", "请假", "缺席")


def collect_nominations(
    report: Report, reference: ReferenceData
) -> Iterator[Nomination | UnitNomination | Unresolved]:
    """Yield the people whom a unit nominates, or the unit itself where no name is written."""
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
            stated = ((DEEDS, row.values.get("deeds", "")), (AWARD, award))
            facts = tuple((name, value) for name, value in stated if value)
            yield Nomination(unit=report.unit, person=person, facts=facts)


def add_recorded_facts(
    nominations: Sequence[Nomination],
    reports: Iterable[Report],
    complaints: Iterable[Complaint],
    reference: ReferenceData,
) -> tuple[Nomination, ...]:
    """Return the nominations, each with the recorded facts of its person appended.

    ``reports`` are all that count, of whatever form; study reports and ledgers are read.
    """
    nominees = {nomination.person for nomination in nominations}
    if not nominees:
        return ()
    records = _Records(nominees, reference)
    for report in sorted(reports, key=lambda report: report.period):
        if report.form == "study":
            _read_study(report, records)
        elif report.form == "rectification":
            _read_ledger(report, records)
    for complaint in complaints:
        if complaint.person in nominees:
            records.cases[complaint.person][complaint.case] = complaint.result
    facts = {person: tuple(_facts(person, records)) for person in nominees}
    return tuple(replace(n, facts=(*n.facts, *facts[n.person])) for n in nominations)


class _Records:
    """The records of the nominees in the reports read so far.

    ``attendance`` by person and reporting unit; ``problems`` by number: owner and status;
    ``cases`` by person and case: the result.
    """

    def __init__(self, nominees: Collection[str], reference: ReferenceData) -> None:
        self.reference = reference
        self.names = {name_key(p.name) for p in reference.roster.people if p.code in nominees}
        self.attendance: defaultdict[str, defaultdict[str, Counter[str]]]
        self.attendance = defaultdict(lambda: defaultdict(Counter))
        self.problems: dict[str, tuple[str | None, str]] = {}
        self.cases: defaultdict[str, dict[str, str]] = defaultdict(dict)

    @cached_property
    def by_owner(self) -> Mapping[str | None, list[str]]:
        """The statuses of each person's problems, once all ledgers have been read."""
        statuses: defaultdict[str | None, list[str]] = defaultdict(list)
        for person, status in self.problems.values():
            statuses[person].append(status)
        return statuses

    def person(self, name: str, unit: str, on: dt.date) -> str | None:
        """Return the code behind a name, if it is the name of a nominee.

        A name that nobody can tell from another's is no record of either.
        """
        if name_key(name) not in self.names:
            return None
        person = find_person(name, unit, on, self.reference)
        return None if isinstance(person, Ambiguity) else person


def _read_study(report: Report, records: _Records) -> None:
    days = {
        row.values.get("session"): row.values.get("held_on", "") for row in report.rows("sessions")
    }
    for row in report.rows("attendance"):
        on = stored_day(days.get(row.values.get("session"), ""), report.received_on)
        person = records.person(row.values.get("person", ""), report.unit, on)
        if person:
            records.attendance[person][report.unit][row.values.get("status", "")] += 1


def _read_ledger(report: Report, records: _Records) -> None:
    """Note each problem's owner and status; of a problem in several ledgers, the last one's."""
    for row in report.rows("ledger"):
        person = records.person(row.values.get("person", ""), report.unit, report.received_on)
        records.problems[row.values.get("number", "")] = person, row.values.get("status", "")


def _facts(person: str, records: _Records) -> Iterator[tuple[str, str]]:
    yield from _attendance_facts(records.attendance[person], records.reference)
    statuses = records.by_owner[person]
    closed = statuses.count(CLOSED)
    yield "问题整改", f"负责{len(statuses)}项，已销号{closed}项" if statuses else NONE
    results = Counter(records.cases[person].values())
    ordered = sorted(results, key=lambda result: (result == OPEN, result))
    yield "举报投诉", "、".join(f"{result}{results[result]}件" for result in ordered) or NONE


def _attendance_facts(
    by_unit: Mapping[str, Counter[str]], reference: ReferenceData
) -> Iterator[tuple[str, str]]:
    """Yield a fact per reporting unit: a branch and a unit may both report the same session."""
    for unit in sorted(by_unit):
        counts = by_unit[unit]
        name = reference.roster.name_of(unit)
        yield (
            f"学习（{name}报）",
            "、".join(f"{status}{counts[status]}次" for status in _ATTENDANCE),
        )
    if not by_unit:
        yield "学习", NONE
