"""A month's study as its bulletin and its workbook state it (S9 to S15): what, by whom, who lacks.

Attendance counts the month; topics and make-ups are what the year has brought up to it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.documents.bulletins import StudyBulletin, StudyLine, TopicProgress
from campaign.documents.imprint import Imprint
from campaign.monitoring.study import (
    ABSENT,
    ATTENDED,
    STUDY,
    Attendance,
    PersonStudy,
    attendances,
    by_person,
    still_to_make_up,
    topics_studied,
)
from campaign.reports.report import Report
from campaign.scoring.collect.reference_data import ReferenceData
from campaign.values.periods import parse_period

_NOT_FILED = frozenset(
    {DutyState.OPEN, DutyState.RETURNED, DutyState.MISSING, DutyState.LOCKED, DutyState.NOT_OPEN}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyMonth:
    """A month's study. ``people`` and ``open`` reach back to the first month.

    ``standings`` are those of the units that owe the month's report; ``studied`` gives by topic
    the units that have studied it and the period in which they first did.
    """

    label: str
    is_last: bool
    statuses: tuple[SubmissionStatus, ...]
    lines: tuple[StudyLine, ...]
    attendances: tuple[Attendance, ...]
    people: tuple[PersonStudy, ...]
    open: tuple[Attendance, ...]
    studied: Mapping[str, Mapping[str, str]]

    @property
    def not_filed(self) -> tuple[SubmissionStatus, ...]:
        """Whose report is missing, sent back and not corrected included."""
        return tuple(one for one in self.statuses if one.state in _NOT_FILED)

    @property
    def unfinished_topics(self) -> tuple[tuple[str, int], ...]:
        """The topics that not all have studied, with how many units lack them."""
        owing = {status.duty.unit for status in self.statuses}
        lacking = ((topic, len(owing - set(units))) for topic, units in self.studied.items())
        return tuple((topic, count) for topic, count in lacking if count)


def study_month(
    period: str,
    statuses: Sequence[SubmissionStatus],
    reports: Sequence[Report],
    reference: ReferenceData,
) -> StudyMonth:
    """Return a month's study from the reports that count and how all duties stand."""
    owed = tuple(
        one
        for one in statuses
        if (one.duty.obligation.form, str(one.duty.period)) == (STUDY, period)
    )
    known = [report for report in reports if report.form == STUDY and report.period <= period]
    everything = attendances([report for report in reports if report.form == STUDY], reference)
    up_to_now = tuple(one for one in everything if one.period <= period)
    of_period = tuple(one for one in up_to_now if one.period == period)
    lacking = still_to_make_up(up_to_now, reference, period)
    topics = [topic.name for topic in reference.plan.topics]
    of_month = [report for report in known if report.period == period]
    return StudyMonth(
        label=parse_period(period).label,
        is_last=period == _last_period(reference),
        statuses=owed,
        lines=tuple(_lines(owed, of_month, of_period, reference)),
        attendances=of_period,
        people=by_person(up_to_now, lacking),
        open=lacking,
        studied=topics_studied(known, topics, period),
    )


def _last_period(reference: ReferenceData) -> str:
    periods = (one.periods for one in reference.plan.obligations_of(STUDY))
    return str(max(chain.from_iterable(periods)))


def study_bulletin(month: StudyMonth, imprint: Imprint, reference: ReferenceData) -> StudyBulletin:
    """Return the bulletin of a month's study."""
    owed = [one for one in month.statuses if one.state is not DutyState.WAIVED]
    filed = [one for one in owed if one.state not in _NOT_FILED]
    late = sum(one.days_late > 0 for one in filed)
    active = {one.duty.unit for one in month.statuses}
    return StudyBulletin(
        imprint=imprint,
        period=month.label,
        owed=len(owed),
        filed_on_time=len(filed) - late,
        filed_late=late,
        lines=month.lines,
        not_filed=tuple(
            (reference.roster.name_of(one.duty.unit), bool(one.returned_on))
            for one in month.not_filed
        ),
        topics=tuple(
            TopicProgress(name=topic, studied=len(active & set(units)), units=len(active))
            for topic, units in month.studied.items()
        ),
        make_up=tuple(_make_up(month.open, reference)),
        last_month=month.is_last,
        absences=any(one.status == ABSENT for one in month.attendances),
        topics_by=_topics_by(month, reference),
    )


def sessions_in_words(missed: Sequence[Attendance]) -> str:
    """Return which sessions were missed, such as 6月第1、3场，7月第2场."""
    by_period: defaultdict[str, list[int]] = defaultdict(list)
    for one in missed:
        by_period[one.period].append(one.session)
    return "，".join(
        f"{parse_period(period).first.month}月第{'、'.join(map(str, sorted(sessions)))}场"
        for period, sessions in sorted(by_period.items())
    )


def timeliness(status: SubmissionStatus) -> str:
    """Return in a word or two when a unit reported."""
    if status.state is DutyState.NIL:
        return "零报告"
    return "逾期" if status.days_late else "按期"


def _lines(
    owed: Sequence[SubmissionStatus],
    reports: Sequence[Report],
    attendances: Sequence[Attendance],
    reference: ReferenceData,
) -> list[StudyLine]:
    filed = {report.unit: report for report in reports}
    by_unit: defaultdict[str, list[Attendance]] = defaultdict(list)
    for one in attendances:
        by_unit[one.person[0]].append(one)
    return [
        _line(status, filed[status.duty.unit], by_unit[status.duty.unit], reference)
        for status in owed
        if status.duty.unit in filed
    ]


def _line(
    status: SubmissionStatus,
    report: Report,
    attendances: Sequence[Attendance],
    reference: ReferenceData,
) -> StudyLine:
    sessions = report.rows("sessions")
    missed = [one for one in attendances if one.status != ATTENDED]
    made_up = sum(one.made_up for one in missed)
    absent = sum(int(row.values.get("absent") or 0) for row in sessions)
    return StudyLine(
        unit=reference.roster.name_of(report.unit),
        sessions=len(sessions),
        should_attend=sum(int(row.values.get("expected") or 0) for row in sessions),
        attended=sum(int(row.values.get("attended") or 0) for row in sessions),
        made_up=made_up,
        still_to_make_up=max(absent, len(missed)) - made_up,
        timeliness=timeliness(status),
    )


def _make_up(missed: Sequence[Attendance], reference: ReferenceData) -> list[tuple[str, int, int]]:
    """Count by unit who has to make up: the bulletin goes to everybody and names nobody."""
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for one in missed:
        unit, person = one.person
        grouped[unit].append(person)
    return [
        (reference.roster.name_of(unit), len(set(people)), len(people))
        for unit, people in grouped.items()
    ]


def _topics_by(month: StudyMonth, reference: ReferenceData) -> dt.date | None:
    """Return until when the topics that not all have studied should be, if they share a day."""
    days = {topic.by for topic in reference.plan.topics if topic.by}
    return days.pop() if month.unfinished_topics and len(days) == 1 else None
