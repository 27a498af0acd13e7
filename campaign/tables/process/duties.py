"""How duties stand: counted by obligation and period, unit by unit, and who owes what."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from campaign.deadlines.completeness import Debtor, ReportingRate
from campaign.deadlines.owed_text import duty_name, owed_lines, state_text, status_note
from campaign.deadlines.reminders import Reminder
from campaign.deadlines.status import STATE_NAMES, DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
    build_table,
)

_COUNTED = (
    ("on_time", "按期", (DutyState.ON_TIME,)),
    ("late", "逾期", (DutyState.LATE,)),
    ("nil", "零报告", (DutyState.NIL,)),
    ("waived", "免报", (DutyState.WAIVED,)),
    ("returned", "退回待改", (DutyState.RETURNED,)),
    ("open", "待报", (DutyState.OPEN,)),
    ("missing", "未报", (DutyState.MISSING, DutyState.LOCKED)),
)

TALLIES = TableSchema(
    name="reporting_rates",
    title="报送情况",
    keys=("obligation", "period"),
    columns=(
        Column("obligation", "任务代码", printed=False),
        Column("period", "期间代码", printed=False),
        Column("duty", "任务"),
        Column("due_on", "截止", ColumnType.DATE),
        Column("due", "应报", ColumnType.INTEGER, unit="份"),
        *(Column(key, heading, ColumnType.INTEGER, unit="份") for key, heading, _ in _COUNTED),
    ),
)

_TO_CALL = (
    Column("head", "负责人", audience=Audience.OFFICE),
    Column("telephone", "电话", audience=Audience.OFFICE),
)

DEBTORS = TableSchema(
    name="debtors",
    title="尚待报送",
    keys=(UNIT,),
    columns=(*UNIT_COLUMNS, *_TO_CALL, Column("owed", "尚待报送")),
)

MISSING = TableSchema(
    name="missing",
    title="未报",
    keys=(UNIT, "obligation"),
    columns=(
        *UNIT_COLUMNS,
        Column("unit_class", "类别"),
        Column("obligation", "任务代码", printed=False),
        Column("obligation_name", "任务"),
        Column("due_on", "期限", ColumnType.DATE),
        Column("state_name", "情况"),
        *_TO_CALL,
    ),
    audience=Audience.OFFICE,
)

REMINDERS = TableSchema(
    name="reminders",
    title="提醒",
    keys=(UNIT,),
    columns=(*UNIT_COLUMNS, Column("owed", "提醒"), Column("address", "邮箱")),
    audience=Audience.OFFICE,
)

DUTIES = TableSchema(
    name="duties",
    title="明细",
    keys=(UNIT, "obligation", "period"),
    columns=(
        *UNIT_COLUMNS,
        Column("obligation", "任务代码", printed=False),
        Column("form", "报表代码", printed=False),
        Column("period", "期间代码", printed=False),
        Column("duty", "任务"),
        Column("due_on", "截止", ColumnType.DATE),
        Column("state", "情况代码", printed=False),
        Column("state_name", "情况"),
        Column("received_on", "收到", ColumnType.DATE),
        Column("days_late", "逾期天数", ColumnType.INTEGER, unit="天"),
        Column("note", "说明"),
    ),
)

COVERAGE = TableSchema(
    name="coverage",
    title="报送情况",
    keys=(UNIT,),
    columns=(
        *UNIT_COLUMNS,
        Column("unit_class", "类别"),
        Column("state_name", "报送情况"),
        Column("received_on", "收到日期", ColumnType.DATE),
        Column("due_on", "期限", ColumnType.DATE),
        *_TO_CALL,
    ),
)


def tally_table(rates: Sequence[ReportingRate], definitions: Definitions, day: dt.date) -> Table:
    """Return a row for each period of an obligation that has opened."""
    rows: list[tuple[TableValue, ...]] = [
        (
            rate.obligation,
            rate.period,
            duty_name(rate, definitions),
            rate.due_on,
            rate.due,
            *(sum(rate.counts[state] for state in states) for _, _, states in _COUNTED),
        )
        for rate in rates
        if rate.counts[DutyState.NOT_OPEN] < rate.due
    ]
    later = len(rates) - len(rows)
    captions = [f"另有{later}期尚未开始。"] if later else []
    return build_table(TALLIES, rows, title=f"报送情况（截至{day}）", captions=captions, as_of=day)


def debtor_table(owing: Iterable[Debtor], definitions: Definitions, day: dt.date) -> Table:
    """Return a row for each unit that owes, with whom to call."""
    rows = [
        (
            debtor.unit,
            definitions.roster.name_of(debtor.unit),
            *_to_call(debtor.unit, definitions),
            "\n".join(owed_lines(debtor, definitions)),
        )
        for debtor in owing
    ]
    return build_table(DEBTORS, rows, title="谁还没有报（逾期和近期到期的）", as_of=day)


def missing_table(statuses: Iterable[SubmissionStatus], definitions: Definitions) -> Table:
    """Return a row for each unit that has not filed what it owes, locked or not.

    What the office files about a unit is owed by the office, and stands under the unit.
    """
    rows = [
        (
            status.duty.unit,
            definitions.roster.name_of(status.duty.unit),
            unit.unit_class if (unit := definitions.roster.unit(status.duty.unit)) else "",
            status.duty.obligation.key,
            status.duty.obligation.name,
            status.duty.due,
            STATE_NAMES[status.state],
            *_to_call(status.duty.unit, definitions),
        )
        for status in statuses
        if status.owes or status.state is DutyState.LOCKED
    ]
    return build_table(MISSING, rows)


def reminder_table(
    reminders: Iterable[Reminder],
    without_address: Collection[str],
    definitions: Definitions,
    day: dt.date,
) -> Table:
    """Return a row for each unit that is reminded; ``without_address`` are to be called."""
    rows = [
        (
            reminder.unit,
            definitions.roster.name_of(reminder.unit),
            "\n".join(owed_lines(reminder, definitions)),
            "没有，请电话通知" if reminder.unit in without_address else "有",
        )
        for reminder in reminders
    ]
    return build_table(REMINDERS, rows, title=f"{day}的提醒", as_of=day)


def duty_table(
    statuses: Iterable[SubmissionStatus], definitions: Definitions, day: dt.date
) -> Table:
    """Return a row for each unit, obligation and period."""
    rows = [_duty(status, definitions) for status in statuses]
    return build_table(DUTIES, rows, title=f"报送情况（截至{day}）", as_of=day)


def _duty(status: SubmissionStatus, definitions: Definitions) -> tuple[TableValue, ...]:
    duty = status.duty
    return (
        duty.unit,
        definitions.roster.name_of(duty.unit),
        duty.obligation.key,
        duty.obligation.form,
        str(duty.period),
        duty_name(duty, definitions),
        duty.due,
        status.state,
        STATE_NAMES[status.state],
        status.received_on,
        status.days_late,
        status_note(status),
    )


def coverage_table(
    statuses: Iterable[SubmissionStatus], definitions: Definitions, title: str
) -> Table:
    """Return a row for each unit that owes one period of one obligation."""
    rows = [_coverage(status, definitions) for status in statuses]
    return build_table(COVERAGE, rows, title=title)


def _coverage(status: SubmissionStatus, definitions: Definitions) -> tuple[TableValue, ...]:
    code = status.duty.unit
    unit = definitions.roster.unit(code)
    return (
        code,
        definitions.roster.name_of(code),
        unit.unit_class if unit else "",
        state_text(status),
        status.received_on,
        status.duty.due,
        *_to_call(code, definitions),
    )


def _to_call(code: str, definitions: Definitions) -> tuple[str, str]:
    unit = definitions.roster.unit(code)
    return (unit.head, unit.telephone) if unit else ("", "")
