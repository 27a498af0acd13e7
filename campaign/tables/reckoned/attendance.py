"""Attendance by person and session over the year (S11), make-ups counted where they belong."""

from collections.abc import Iterable

from campaign.definitions.definitions import period_label
from campaign.definitions.roster import Roster
from campaign.monitoring.study import Attendance
from campaign.tables.table import (
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    build_table,
)

ATTENDANCES = TableSchema(
    name="attendance",
    title="逐人逐场出勤",
    keys=("unit", "person", "period", "session"),
    columns=(
        *UNIT_COLUMNS,
        Column("person", "姓名", source="study.attendance.person"),
        Column("period", "期间代码", printed=False),
        Column("period_name", "月份"),
        Column("session", "场次", ColumnType.INTEGER, source="study.sessions.session"),
        Column("held_on", "学习日期", ColumnType.DATE, source="study.sessions.held_on"),
        Column("status", "出勤情况", source="study.attendance.status"),
        Column("reason", "原因", source="study.attendance.reason"),
        Column("made_up", "已补学", ColumnType.YES_NO, no=""),
        Column("made_up_on", "补学日期", ColumnType.DATE, source="study.attendance.made_up_on"),
        Column("made_up_how", "补学方式", source="study.attendance.made_up_how"),
    ),
    audience=Audience.UNIT,
)


def attendance_table(attended: Iterable[Attendance], roster: Roster) -> Table:
    """Return a row for each person and session, by the roster's units, person and time."""
    rows = [
        (
            item.person[0],
            roster.name_of(item.person[0]),
            item.name,
            item.period,
            period_label(item.period),
            item.session,
            item.held_on,
            item.status,
            item.reason,
            item.made_up,
            item.made_up_on,
            item.made_up_how,
        )
        for item in attended
    ]
    return build_table(ATTENDANCES, rows)
