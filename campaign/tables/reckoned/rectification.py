"""Problems to put right (S18, S27) by the units' last ledgers: open, overdue, closed."""

import datetime as dt
from collections.abc import Iterable

from campaign.definitions.definitions import period_label
from campaign.definitions.roster import Roster
from campaign.monitoring.rectification import LEDGER, last_ledgers, overdue_rectifications
from campaign.reports.report import Report
from campaign.tables.table import (
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    build_table,
)

_TEXTS = (
    ("category", "问题类别"),
    ("source", "问题来源"),
    ("content", "问题表现"),
    ("measure", "整改措施"),
    ("office", "责任科室"),
    ("person", "整改责任人"),
)

ITEMS = TableSchema(
    name="rectification_items",
    title="整改事项",
    keys=("unit", "number"),
    columns=(
        *UNIT_COLUMNS,
        Column("number", "问题编号", source=f"{LEDGER}.ledger.number"),
        *(Column(key, heading, source=f"{LEDGER}.ledger.{key}") for key, heading in _TEXTS),
        Column("due_on", "整改期限", ColumnType.DATE, source=f"{LEDGER}.ledger.due_on"),
        Column("status", "整改状态", source=f"{LEDGER}.ledger.status"),
        Column("done_on", "完成日期", ColumnType.DATE, source=f"{LEDGER}.ledger.done_on"),
        Column("overdue", "逾期", ColumnType.YES_NO, no="", source="S27"),
        Column("period", "台账期间"),
        Column("receipt", "回执号"),
        Column("row", "原件行号", ColumnType.INTEGER),
    ),
    audience=Audience.UNIT,
)


def rectification_table(reports: Iterable[Report], roster: Roster, day: dt.date) -> Table:
    """Return a row for each problem of each unit's last ledger; overdue is as of a day."""
    ledgers = last_ledgers(reports)
    late = {(item.unit, item.number) for item in overdue_rectifications(ledgers.values(), day)}
    rows = [
        (
            unit,
            roster.name_of(unit),
            (number := row.values.get("number", "")),
            *(row.values.get(key, "") for key, _ in _TEXTS),
            _day(row.values.get("due_on")),
            row.values.get("status", ""),
            _day(row.values.get("done_on")),
            (unit, number) in late,
            period_label(ledger.period) or ledger.period,
            ledger.receipt,
            row.number,
        )
        for unit, ledger in ledgers.items()
        for row in ledger.rows("ledger")
    ]
    return build_table(ITEMS, rows, as_of=day)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
