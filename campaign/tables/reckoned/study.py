"""A month's study (S9 to S15), a table for each question: who came, who lacks, what is left."""

from fractions import Fraction

from campaign.deadlines.status import STATE_NAMES, DutyState
from campaign.documents.study_bulletin import StudyMonth, sessions_in_words
from campaign.monitoring.study import Attendance
from campaign.scoring.collect.reference_data import ReferenceData
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
    Titles,
    build_table,
)
from campaign.values.periods import parse_period

ATTENDANCE = TableSchema(
    name="study_units",
    title="各单位",
    keys=(UNIT,),
    columns=(
        *UNIT_COLUMNS,
        Column("timeliness", "报送", source="S9"),
        Column("sessions", "学习次数", ColumnType.INTEGER, unit="次", source="S9"),
        Column("expected", "应到人次", ColumnType.INTEGER, unit="人次", source="sessions.expected"),
        Column("attended", "实到人次", ColumnType.INTEGER, unit="人次", source="sessions.attended"),
        Column("attendance_rate", "出勤率", ColumnType.PERCENT, places=0, source="S11"),
        Column("made_up", "已补学", ColumnType.INTEGER, unit="人次"),
        Column("to_make_up", "待补学", ColumnType.INTEGER, unit="人次"),
    ),
)

PEOPLE = TableSchema(
    name="study_people",
    title="个人出勤",
    keys=(UNIT, "person"),
    columns=(
        *UNIT_COLUMNS,
        Column("person", "姓名", source="attendance.person"),
        Column("attended", "出勤", ColumnType.INTEGER, unit="次", source="S11"),
        Column("on_leave", "请假", ColumnType.INTEGER, unit="次"),
        Column("absent", "缺席", ColumnType.INTEGER, unit="次"),
        Column("made_up", "已补学", ColumnType.INTEGER, unit="次"),
        Column("to_make_up", "待补学", ColumnType.INTEGER, unit="次"),
        Column("missed_sessions", "待补学的场次"),
    ),
    audience=Audience.UNIT,
)

_SESSION = (
    *UNIT_COLUMNS,
    Column("person", "姓名", source="attendance.person"),
    Column("period", "月份"),
    Column("session", "场次", ColumnType.INTEGER, source="sessions.session"),
    Column("held_on", "学习日期", ColumnType.DATE, source="sessions.held_on"),
)

MISSED = TableSchema(
    name="study_missed",
    title="待补学",
    keys=(UNIT, "person", "period", "session"),
    columns=(
        *_SESSION,
        Column("status", "出勤情况", source="attendance.status"),
        Column("reason", "原因", source="attendance.reason"),
    ),
    audience=Audience.UNIT,
)

MADE_UP = TableSchema(
    name="study_made_up",
    title="补学",
    keys=(UNIT, "person", "period", "session"),
    columns=(
        *_SESSION,
        Column("made_up_on", "补学日期", ColumnType.DATE, source="attendance.made_up_on"),
        Column("made_up_how", "补学方式", source="attendance.made_up_how"),
    ),
    audience=Audience.UNIT,
)


def study_tables(month: StudyMonth, reference: ReferenceData, titles: Titles) -> list[Table]:
    """Return the tables of units, people, sessions to make up, sessions made up, and topics.

    ``titles`` name the ``month``. Raises KeyError if a title is missing.
    """
    kinds = (
        (ATTENDANCE, _attendance(month, reference)),
        (PEOPLE, _people(month, reference)),
        (MISSED, _missed(month, reference)),
        (MADE_UP, _made_up(month, reference)),
        (_topic_schema(month), _topics(month, reference)),
    )
    return [
        build_table(schema, rows, title=titles[schema.name].format(month=month.label))
        for schema, rows in kinds
    ]


def _attendance(month: StudyMonth, reference: ReferenceData) -> list[tuple[TableValue, ...]]:
    lines = {line.unit: line for line in month.lines}
    rows: list[tuple[TableValue, ...]] = []
    for status in month.statuses:
        code = status.duty.unit
        name = reference.roster.name_of(code)
        if line := lines.get(name):
            expected, attended = line.should_attend, line.attended
            rate: TableValue = Fraction(attended, expected) if expected else "—"
            counts = (line.sessions, expected, attended, rate, line.made_up, line.still_to_make_up)
            rows.append((code, name, line.timeliness, *counts))
        else:
            rows.append((code, name, _unfiled(status.state), *(None,) * 6))
    return rows


def _unfiled(state: DutyState) -> str:
    return STATE_NAMES[DutyState.WAIVED] if state is DutyState.WAIVED else "未报"


def _people(month: StudyMonth, reference: ReferenceData) -> list[tuple[TableValue, ...]]:
    return [
        (
            person.unit,
            reference.roster.name_of(person.unit),
            person.name,
            person.attended,
            person.on_leave,
            person.absent,
            person.made_up,
            len(person.still_open),
            sessions_in_words(person.still_open),
        )
        for person in month.people
    ]


def _missed(month: StudyMonth, reference: ReferenceData) -> list[tuple[TableValue, ...]]:
    return [(*_session(missed, reference), missed.status, missed.reason) for missed in month.open]


def _made_up(month: StudyMonth, reference: ReferenceData) -> list[tuple[TableValue, ...]]:
    return [
        (*_session(missed, reference), missed.made_up_on, missed.made_up_how)
        for missed in month.attendances
        if missed.made_up
    ]


def _session(missed: Attendance, reference: ReferenceData) -> tuple[TableValue, ...]:
    unit, _ = missed.person
    period = parse_period(missed.period).label
    return (
        unit,
        reference.roster.name_of(unit),
        missed.name,
        period,
        missed.session,
        missed.held_on,
    )


def _topic_schema(month: StudyMonth) -> TableSchema:
    topics = enumerate(month.studied, start=1)
    return TableSchema(
        name="study_topics",
        title="学习专题",
        keys=(UNIT,),
        columns=(
            *UNIT_COLUMNS,
            *(Column(f"topic_{n}", topic, source="S12") for n, topic in topics),
            Column("studied", "已学"),
        ),
    )


def _topics(month: StudyMonth, reference: ReferenceData) -> list[tuple[TableValue, ...]]:
    """Return a row for each unit with the month in which it first studied each topic."""
    topics = list(month.studied)
    rows: list[tuple[TableValue, ...]] = []
    for status in month.statuses:
        unit = status.duty.unit
        firsts = [month.studied[topic].get(unit) for topic in topics]
        months = [f"{parse_period(first).first.month}月" if first else "" for first in firsts]
        studied = f"{sum(map(bool, months))}/{len(topics)}"
        rows.append((unit, reference.roster.name_of(unit), *months, studied))
    return rows
