"""zuofeng outbox: messages by state, sending what is pending, releasing the first mass mailing."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Column, Table
from rich.text import Text

from adapters.mail.smtp import is_configured, mail_server
from adapters.store.engine import open_store, reading, writing
from adapters.store.events import Event, append
from adapters.store.outbox import (
    STATE_NAMES,
    MessageState,
    OutboxMessage,
    counts,
    messages_in,
    release,
    send_again,
)
from adapters.store.outbox.delivery_attempts import make_due
from adapters.store.sql.timestamps import now_in
from campaign.definitions.definitions import Definitions, mail_addresses
from campaign.definitions.roster import Roster
from cli.help_texts import help_text
from cli.manual import ActorOption
from cli.options import HomeOption, JsonOption, YesOption, err, open_home, out, print_json
from services.definitions.loading import load_definitions
from services.notify.sending import SendingResult, send_pending
from services.texts.sentences import command_sentences

app = typer.Typer(help=help_text("outbox.about"))

StateOption = Annotated[
    MessageState | None, typer.Option("--state", help=help_text("outbox.state"))
]
FailedOption = Annotated[bool, typer.Option("--failed", help=help_text("outbox.failed"))]


@app.callback(invoke_without_command=True)
def outbox(
    context: typer.Context,
    state: StateOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the messages that are not sent yet, without their texts."""
    if context.invoked_subcommand:
        return
    opened = open_home(home)
    final = {MessageState.SENT, MessageState.SUPERSEDED}
    states = [state] if state else [open_ for open_ in MessageState if open_ not in final]
    with reading(open_store(opened)) as connection:
        totals, messages = counts(connection), messages_in(connection, states)
    if as_json:
        print_json({"counts": totals, "messages": [asdict(message) for message in messages]})
        return
    _print_messages(messages, load_definitions(opened).roster)
    line = "　".join(f"{STATE_NAMES[name]}{count}封" for name, count in totals.items())
    out.print(line, highlight=False)


@app.command(help=help_text("outbox.send.about"))
def send(
    by: ActorOption,
    failed: FailedOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send all pending messages now. Raises typer.Exit 1 if the office must be alarmed."""
    opened = open_home(home)
    definitions = load_definitions(opened)
    plan, roster = definitions.plan, definitions.roster
    mail_server()  # a wrong one ends the command before anything is changed
    engine = open_store(opened)
    now = now_in(plan.campaign.time_zone)
    with writing(engine) as connection:
        again = send_again(connection, mail_addresses(plan, roster), by, now) if failed else 0
        make_due(connection, now)
        detail = {"again": again}
        act = Event(at=now, actor=by, kind="outbox.send", subject="outbox", detail=detail)
        append(connection, [act])
    result = send_pending(engine, opened, plan, roster, lambda: now_in(plan.campaign.time_zone))
    if as_json:
        print_json(asdict(result))
    else:
        _print_result(result)
    if result.alarms:
        raise typer.Exit(1)


@app.command("release", help=help_text("outbox.release.about"))
def release_(
    by: ActorOption, yes: YesOption = False, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Release the first mass mailing, after showing whom it goes to."""
    opened = open_home(home)
    definitions = load_definitions(opened)
    engine = open_store(opened)
    with reading(engine) as connection:
        messages = messages_in(connection, [MessageState.HELD])
    if not as_json:
        _print_summary(messages, definitions)
    if messages and sys.stdin.isatty() and not yes:
        typer.confirm(command_sentences().outbox.confirm, abort=True)
    with writing(engine) as connection:
        last = messages[-1].id if messages else 0
        released = release(connection, by, now_in(definitions.plan.campaign.time_zone), last)
    if as_json:
        print_json({"released": released, "messages": [asdict(message) for message in messages]})
    elif released:
        out.print(command_sentences().outbox.released.format(count=released))


def _print_messages(messages: Sequence[OutboxMessage], roster: Roster) -> None:
    if not messages:
        return
    table = Table(
        Column("编号", justify="right"),
        "状态",
        "单位",
        Column("主题", overflow="fold"),
        Column("次数", justify="right"),
        "下次发送",
        Column("原因", overflow="fold"),
    )
    for message in messages:
        waits = message.state == MessageState.PENDING and message.attempts
        table.add_row(
            str(message.id),
            STATE_NAMES[MessageState(message.state)],
            roster.name_of(message.unit),
            Text(message.subject),
            str(message.attempts),
            f"{message.next_attempt_at:%Y-%m-%d %H:%M}" if waits else "",
            Text(message.error or ""),
        )
    out.print(table)


def _print_result(result: SendingResult) -> None:
    texts = command_sentences().outbox
    line = texts.sent if is_configured() else texts.written
    counts = {"sent": result.sent, "deferred": result.deferred, "failed": result.failed}
    out.print(line.format(**counts), highlight=False)
    if result.waiting:
        out.print(texts.waiting.format(count=result.waiting), highlight=False)
    for alarm in result.alarms:
        err.print(alarm, style="red", markup=False, highlight=False)


def _print_summary(messages: Sequence[OutboxMessage], definitions: Definitions) -> None:
    texts = command_sentences().outbox
    if not messages:
        out.print(texts.none_held)
        return
    table = Table("主题", Column("封数", justify="right"), Column("发给", overflow="fold"))
    for subject, count in Counter(message.subject for message in messages).items():
        to = [message for message in messages if message.subject == subject]
        names = (
            definitions.roster.name_of(message.unit)
            + ("" if message.recipient else texts.no_address)
            for message in to
        )
        table.add_row(Text(subject), str(count), "、".join(names))
    out.print(table)
    out.print(texts.total.format(count=len(messages)), highlight=False)
