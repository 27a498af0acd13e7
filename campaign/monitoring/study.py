"""Follows attendance at study sessions, make-ups and topics studied (S9 to S15).

For the monthly bulletin and the list of those who still have to make up, from the units' monthly
reports. A person is told apart within the unit that reports: a branch and a unit may both report
the same session.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from campaign.definitions.roster import Person as RosterEntry
from campaign.reading.cells.name import belongs_to
from campaign.reports.report import Report, Row
from campaign.scoring.collect.person_lookup import find_person
from campaign.scoring.collect.reference_data import Ambiguity, ReferenceData, stored_day

STUDY = "study"
ATTENDED, ON_LEAVE, ABSENT, MADE_UP = "出勤", "请假", "缺席", "补学"
"""The form's choices for a person's attendance."""

PersonKey = tuple[str, str]
"""The unit that reports, and the person's code, or the name (and note) where none is certain."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendance:
    """The attendance of one person at one session; ``status`` is 出勤, 请假 or 缺席.

    One who only appears as having made up was absent. ``made_up_on`` is None while the session is
    not made up, and where the date is not stated.
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
    """One person's sessions over the months reported so far, by one unit's reports."""

    unit: str
    name: str
    attended: int
    on_leave: int
    absent: int
    made_up: int
    still_open: tuple[Attendance, ...]


def attendances(reports: Iterable[Report], reference: ReferenceData) -> tuple[Attendance, ...]:
    """Return everybody's attendance at every session, by the roster's units, person and time.

    A make-up settles the session of its own month and number that the person missed. Where the
    person attended that one, or the make-up is earlier than it, it settles an earlier one: that
    of the same number in the latest earlier month, else the oldest that is open.
    """
    by_person: defaultdict[PersonKey, list[Attendance]] = defaultdict(list)
    positions = {code: index for index, code in enumerate(reference.units)}

    def order(report: Report) -> tuple[int, str, str]:
        return positions.get(report.unit, len(positions)), report.unit, report.period

    for report in sorted(_study_reports(reports), key=order):
        days = _session_days(report)
        for person, name, rows in _rows_by_person(report, days, reference):
            of_month, make_ups = _month_attendances(person, name, rows, report, days)
            for make_up in make_ups:
                _settle(by_person[person], make_up)
            by_person[person] += of_month
    return tuple(attendance for of_person in by_person.values() for attendance in of_person)


def still_to_make_up(
    attendances: Iterable[Attendance], reference: ReferenceData, until: str
) -> tuple[Attendance, ...]:
    """Return the sessions that people have missed up to a period and not made up.

    Those of people who have left the unit by the reference's day are left out.
    """
    entries: defaultdict[str, list[RosterEntry]] = defaultdict(list)
    for entry in reference.roster.people:
        entries[entry.code].append(entry)
    return tuple(
        attendance
        for attendance in attendances
        if attendance.is_open
        and attendance.period <= until
        and not _has_left(attendance.person[0], entries[attendance.person[1]], reference.day)
    )


def by_person(
    attendances: Iterable[Attendance], still_open: Iterable[Attendance]
) -> tuple[PersonStudy, ...]:
    """Return the counts of each person, in the order of the attendances.

    ``still_open`` are those of ``still_to_make_up``.
    """
    open_by_person = _group_by_person(still_open)
    return tuple(
        PersonStudy(
            unit=person[0],
            name=of_person[0].name,
            attended=sum(attendance.status == ATTENDED for attendance in of_person),
            on_leave=sum(attendance.status == ON_LEAVE for attendance in of_person),
            absent=sum(attendance.status == ABSENT for attendance in of_person),
            made_up=sum(attendance.made_up for attendance in of_person),
            still_open=tuple(open_by_person.get(person, ())),
        )
        for person, of_person in _group_by_person(attendances).items()
    )


def _group_by_person(attendances: Iterable[Attendance]) -> dict[PersonKey, list[Attendance]]:
    groups: defaultdict[PersonKey, list[Attendance]] = defaultdict(list)
    for attendance in attendances:
        groups[attendance.person].append(attendance)
    return groups


def topics_studied(
    reports: Iterable[Report], topics: Iterable[str], until: str
) -> Mapping[str, Mapping[str, str]]:
    """Return by topic the units that have studied it up to a period, each with its first period."""
    studied: dict[str, dict[str, str]] = {topic: {} for topic in topics}
    for report in sorted(_study_reports(reports), key=lambda report: report.period):
        for row in report.rows("sessions") if report.period <= until else ():
            of_session = f"、{row.values.get('topic', '')}、"
            for topic, units in studied.items():
                if f"、{topic}、" in of_session:
                    units.setdefault(report.unit, report.period)
    return studied


def _study_reports(reports: Iterable[Report]) -> Iterator[Report]:
    return (report for report in reports if report.form == STUDY)


def _rows_by_person(
    report: Report, days: Mapping[str, dt.date], reference: ReferenceData
) -> Iterator[tuple[PersonKey, str, list[Row]]]:
    names: dict[PersonKey, str] = {}
    rows: defaultdict[PersonKey, list[Row]] = defaultdict(list)
    for row in report.rows("attendance"):
        name, note = row.values.get("person", ""), row.values.get("note", "")
        on = days.get(row.values.get("session", ""), report.received_on)
        code = find_person(name, report.unit, on, reference)
        certain = not isinstance(code, Ambiguity)
        shown = name if certain or not note else f"{name}（{note}）"
        person = (report.unit, code if isinstance(code, str) else shown)
        names.setdefault(person, shown)
        rows[person].append(row)
    return ((person, names[person], of_person) for person, of_person in rows.items())


def _session_days(report: Report) -> dict[str, dt.date]:
    return {
        row.values.get("session", ""): stored_day(row.values.get("held_on", ""), report.received_on)
        for row in report.rows("sessions")
    }


def _month_attendances(
    person: PersonKey, name: str, rows: Iterable[Row], report: Report, days: Mapping[str, dt.date]
) -> tuple[list[Attendance], list[Attendance]]:
    """Return a person's sessions of a month, and the make-ups that are for earlier ones."""
    sessions: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        sessions[row.values.get("session", "")][row.values.get("status", "")] = row
    of_month, make_ups = [], []
    for session, by_status in sessions.items():
        missed = by_status.get(ABSENT) or by_status.get(ON_LEAVE)
        make_up = by_status.get(MADE_UP)
        attendance = Attendance(
            person=person,
            name=name,
            period=report.period,
            session=int(session or 0),
            held_on=days.get(session, report.received_on),
            status=ABSENT if ABSENT in by_status else ON_LEAVE if missed else ATTENDED,
            reason=missed.values.get("reason", "") if missed else "",
        )
        made_up = _made_up(attendance, make_up) if make_up else None
        if missed:
            of_month.append(made_up or _made_up_if_dated(attendance, missed))
        elif made_up and (ATTENDED in by_status or _precedes_session(made_up)):
            make_ups.append(made_up)
            of_month += [attendance] if ATTENDED in by_status else []
        else:
            of_month.append(replace(made_up, status=ABSENT) if made_up else attendance)
    return of_month, make_ups


def _made_up_if_dated(attendance: Attendance, missed: Row) -> Attendance:
    """Return a missed session, as made up if its row states the date of the make-up."""
    return _made_up(attendance, missed) if missed.values.get("made_up_on") else attendance


def _made_up(attendance: Attendance, row: Row) -> Attendance:
    on = row.values.get("made_up_on", "")
    return replace(
        attendance,
        made_up=True,
        made_up_on=dt.date.fromisoformat(on) if on else None,
        made_up_how=row.values.get("made_up_how", ""),
    )


def _precedes_session(make_up: Attendance) -> bool:
    return make_up.made_up_on is not None and make_up.made_up_on < make_up.held_on


def _settle(of_person: list[Attendance], make_up: Attendance) -> None:
    """Mark the missed session that a make-up is for as made up; one too many settles none."""
    missed = [index for index, attendance in enumerate(of_person) if attendance.is_open]
    same = [index for index in missed if of_person[index].session == make_up.session]
    if missed:
        index = same[-1] if same else missed[0]
        of_person[index] = replace(
            of_person[index],
            made_up=True,
            made_up_on=make_up.made_up_on,
            made_up_how=make_up.made_up_how,
        )


def _has_left(unit: str, entries: Iterable[RosterEntry], day: dt.date) -> bool:
    of_unit = [entry for entry in entries if belongs_to(entry, unit)]
    return bool(of_unit) and all(entry.last is not None and entry.last < day for entry in of_unit)
