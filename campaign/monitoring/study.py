"""Who attended the month's study, who missed it and has made up for it, which topics are studied.

For the monthly bulletin and the list of those who still have to make up (S9 to S15), from the
units' monthly reports. A person is known within the unit that reports: a branch and a unit may
both report the same session.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from campaign.definitions.roster import Person as RosterEntry
from campaign.reading.cells.name import belongs_to
from campaign.reports.report import Report, Row
from campaign.scoring.collect.person_lookup import find_person
from campaign.scoring.collect.reference_data import Ambiguity, ReferenceData, stored_day

STUDY = "study"
ATTENDED, ON_LEAVE, ABSENT, MADE_UP = "出勤", "请假", "缺席", "补学"
"""The form's choices of what became of a person's attendance."""

PersonKey = tuple[str, str]
"""The unit that reports, and the person's code, or the name and note of one who is not known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendance:
    """What became of one person at one session; ``status`` is 出勤, 请假 or 缺席.

    One who only appears as having made up was absent. ``made_up_on`` is None while that is open,
    or unwritten where ``made_up`` is true.
    """

    person: PersonKey
    name: str
    period: str
    session: int
    held_on: dt.date
    status: str
    reason: str = ""
    made_up: bool = False
    made_up_on: dt.date | None = None
    made_up_how: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the session was missed and not made up."""
        return self.status != ATTENDED and not self.made_up


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonStudy:
    """One person's study over the months reported so far, by a unit's own account."""

    unit: str
    name: str
    attended: int
    on_leave: int
    absent: int
    made_up: int
    still_open: tuple[Attendance, ...]


def attendances(reports: Iterable[Report], reference: ReferenceData) -> tuple[Attendance, ...]:
    """Return what became of everybody at every session, by the roster's units, person and time.

    A make-up settles the session of its own month and number that the person missed. Where the
    person attended that one, or the make-up is earlier than it, it settles an earlier one: that
    of the same number in the latest earlier month, else the oldest that is open.
    """
    found: defaultdict[PersonKey, list[Attendance]] = defaultdict(list)
    places = {code: at for at, code in enumerate(reference.units)}

    def place(report: Report) -> tuple[int, str, str]:
        return places.get(report.unit, len(places)), report.unit, report.period

    for report in sorted(_of_study(reports), key=place):
        days = _days(report)
        for person, name, rows in _by_person(report, days, reference):
            own, loose = _of_month(person, name, rows, report, days)
            for makeup in loose:
                _settle(found[person], makeup)
            found[person] += own
    return tuple(one for some in found.values() for one in some)


def still_to_make_up(
    some: Iterable[Attendance], reference: ReferenceData, until: str
) -> tuple[Attendance, ...]:
    """Return what people have missed up to a period and not made up.

    Who has left the unit by the day of the terms is let off.
    """
    entries: defaultdict[str, list[RosterEntry]] = defaultdict(list)
    for entry in reference.roster.people:
        entries[entry.code].append(entry)
    return tuple(
        one
        for one in some
        if one.is_open
        and one.period <= until
        and not _has_left(one.person[0], entries[one.person[1]], reference.day)
    )


def by_person(
    some: Sequence[Attendance], still_open: Iterable[Attendance]
) -> tuple[PersonStudy, ...]:
    """Return a line for each person, in the order of the attendances."""
    grouped: defaultdict[PersonKey, list[Attendance]] = defaultdict(list)
    for one in some:
        grouped[one.person].append(one)
    left: defaultdict[PersonKey, list[Attendance]] = defaultdict(list)
    for one in still_open:
        left[one.person].append(one)
    return tuple(
        PersonStudy(
            unit=person[0],
            name=mine[0].name,
            attended=sum(one.status == ATTENDED for one in mine),
            on_leave=sum(one.status == ON_LEAVE for one in mine),
            absent=sum(one.status == ABSENT for one in mine),
            made_up=sum(one.made_up for one in mine),
            still_open=tuple(left[person]),
        )
        for person, mine in grouped.items()
    )


def topics_studied(
    reports: Iterable[Report], topics: Iterable[str], until: str
) -> Mapping[str, Mapping[str, str]]:
    """Return by topic the units that have studied it up to a period, each with its first period."""
    found: dict[str, dict[str, str]] = {topic: {} for topic in topics}
    for report in sorted(_of_study(reports), key=lambda report: report.period):
        for row in report.rows("sessions") if report.period <= until else ():
            studied = f"、{row.values.get('topic', '')}、"
            for topic, units in found.items():
                if f"、{topic}、" in studied:
                    units.setdefault(report.unit, report.period)
    return found


def _of_study(reports: Iterable[Report]) -> Iterator[Report]:
    return (report for report in reports if report.form == STUDY)


def _by_person(
    report: Report, days: Mapping[str, dt.date], reference: ReferenceData
) -> Iterator[tuple[PersonKey, str, list[Row]]]:
    names: dict[PersonKey, str] = {}
    rows: defaultdict[PersonKey, list[Row]] = defaultdict(list)
    for row in report.rows("attendance"):
        name, note = row.values.get("person", ""), row.values.get("note", "")
        on = days.get(row.values.get("session", ""), report.received_on)
        found = find_person(name, report.unit, on, reference)
        known = not isinstance(found, Ambiguity)
        shown = name if known or not note else f"{name}（{note}）"
        person = (report.unit, found if isinstance(found, str) else shown)
        names.setdefault(person, shown)
        rows[person].append(row)
    return ((person, names[person], mine) for person, mine in rows.items())


def _days(report: Report) -> dict[str, dt.date]:
    return {
        row.values.get("session", ""): stored_day(row.values.get("held_on", ""), report.received_on)
        for row in report.rows("sessions")
    }


def _of_month(
    person: PersonKey, name: str, rows: Iterable[Row], report: Report, days: Mapping[str, dt.date]
) -> tuple[list[Attendance], list[Attendance]]:
    """Return a person's sessions of a month, and the make-ups that are for earlier ones."""
    sessions: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        sessions[row.values.get("session", "")][row.values.get("status", "")] = row
    own, loose = [], []
    for session, by_status in sessions.items():
        missed = by_status.get(ABSENT) or by_status.get(ON_LEAVE)
        makeup = by_status.get(MADE_UP)
        one = Attendance(
            person=person,
            name=name,
            period=report.period,
            session=int(session or 0),
            held_on=days.get(session, report.received_on),
            status=ABSENT if ABSENT in by_status else ON_LEAVE if missed else ATTENDED,
            reason=missed.values.get("reason", "") if missed else "",
        )
        done = _made_up(one, makeup) if makeup else None
        if missed:
            own.append(done or _noted_beside(one, missed))
        elif done and (ATTENDED in by_status or _is_earlier(done)):
            loose.append(done)
            own += [one] if ATTENDED in by_status else []
        else:
            own.append(replace(done, status=ABSENT) if done else one)
    return own, loose


def _noted_beside(one: Attendance, missed: Row) -> Attendance:
    """Return a missed session, made up where the date of it stands in the same row."""
    return _made_up(one, missed) if missed.values.get("made_up_on") else one


def _made_up(one: Attendance, row: Row) -> Attendance:
    on = row.values.get("made_up_on", "")
    return replace(
        one,
        made_up=True,
        made_up_on=dt.date.fromisoformat(on) if on else None,
        made_up_how=row.values.get("made_up_how", ""),
    )


def _is_earlier(makeup: Attendance) -> bool:
    return makeup.made_up_on is not None and makeup.made_up_on < makeup.held_on


def _settle(mine: list[Attendance], makeup: Attendance) -> None:
    """Settle the missed session that a make-up is for; one too many is for none."""
    missed = [at for at, one in enumerate(mine) if one.is_open]
    same = [at for at in missed if mine[at].session == makeup.session]
    if missed:
        at = same[-1] if same else missed[0]
        mine[at] = replace(
            mine[at], made_up=True, made_up_on=makeup.made_up_on, made_up_how=makeup.made_up_how
        )


def _has_left(unit: str, entries: Iterable[RosterEntry], day: dt.date) -> bool:
    there = [entry for entry in entries if belongs_to(entry, unit)]
    return bool(there) and all(entry.last is not None and entry.last < day for entry in there)
