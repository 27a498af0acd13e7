"""What the software did: messages and events, for the office alone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from campaign.definitions.roster import Roster
from campaign.tables.table import (
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    build_table,
)

MESSAGES = TableSchema(
    name="messages",
    title="邮件",
    keys=("id",),
    columns=(
        Column("id", "编号", ColumnType.INTEGER),
        Column("kind", "种类"),
        *UNIT_COLUMNS,
        Column("recipient", "收件人"),
        Column("subject", "主题"),
        Column("state", "状态代码", printed=False),
        Column("state_name", "状态"),
        Column("created_at", "写成", ColumnType.MOMENT),
        Column("settled_at", "办结", ColumnType.MOMENT),
        Column("attempts", "发送次数", ColumnType.INTEGER, unit="次"),
        Column("error", "原因"),
    ),
    audience=Audience.OFFICE,
)

EVENTS = TableSchema(
    name="events",
    title="办理记录",
    keys=("position",),
    columns=(
        Column("position", "序号", ColumnType.INTEGER),
        Column("at", "时间", ColumnType.MOMENT),
        Column("actor", "经办"),
        Column("kind", "种类"),
        Column("subject", "事项"),
        Column("detail", "详情"),
    ),
    audience=Audience.OFFICE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageRecord:
    """A message without its text; ``state_name`` is what staff call its state."""

    id: int
    kind: str
    unit: str
    recipient: str
    subject: str
    state: str
    state_name: str
    created_at: dt.datetime
    settled_at: dt.datetime | None
    attempts: int
    error: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class EventRecord:
    """An event as it was recorded; ``detail`` is its JSON."""

    position: int
    at: dt.datetime
    actor: str
    kind: str
    subject: str
    detail: str


def message_table(messages: Iterable[MessageRecord], roster: Roster) -> Table:
    """Return a row for each message, oldest first."""
    rows = [
        (
            message.id,
            message.kind,
            message.unit,
            roster.name_of(message.unit) if message.unit else "",
            message.recipient,
            message.subject,
            message.state,
            message.state_name,
            message.created_at.replace(tzinfo=None),
            message.settled_at and message.settled_at.replace(tzinfo=None),
            message.attempts,
            message.error or "",
        )
        for message in messages
    ]
    return build_table(MESSAGES, rows)


def event_table(events: Iterable[EventRecord]) -> Table:
    """Return a row for each event, in the order of the chain."""
    rows = [
        (
            event.position,
            event.at.replace(tzinfo=None),
            event.actor,
            event.kind,
            event.subject,
            event.detail,
        )
        for event in events
    ]
    return build_table(EVENTS, rows)
