"""zuofeng intake: the inbox processed once in this process, without a server."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table
from rich.text import Text

from adapters.files.atomic_write import clear_temporaries
from adapters.mail.smtp import is_configured
from adapters.store.sql.timestamps import now_in
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, err, open_home, out, print_json
from services.context import AppContext, open_context
from services.intake import inbox
from services.intake.answering.receipt import Receipt, is_finding, table_of, totals
from services.intake.claim import Claim
from services.intake.inbox import LastingObstacle
from services.intake.process_inbox import answer_claims, clean_spool, collect_files, open_readers
from services.intake.quarantine import requeue
from services.notify.sending import SendingResult, send_pending
from services.reports.process import update_apart
from services.reports.state import is_outdated
from services.texts.sentences import command_sentences

RetryOption = Annotated[bool, typer.Option("--retry", help=help_text("intake.retry"))]
TakeOverOption = Annotated[bool, typer.Option("--take-over", help=help_text("intake.take_over"))]
_SHORT = ("回执号", "结果", "须修改", "提示")

CommandClock = Callable[[], dt.datetime]


def intake(
    home: HomeOption = None,
    retry: RetryOption = False,
    take_over: TakeOverOption = False,
    as_json: JsonOption = False,
) -> None:
    """Process the inbox once, and send the receipts.

    Raises typer.Exit 1 if anything was returned or cannot be taken in.
    """
    context = open_context(open_home(home))
    if take_over:
        inbox.take_over(context.home)
    plan, roster = context.definitions.plan, context.definitions.roster
    clock = partial(now_in, plan.campaign.time_zone)
    receipts = _process(context, clock, retry)
    obstacles = inbox.list_inbox(context.engine, context.home, plan.limits, clock()).obstacles
    sending = send_pending(context.engine, context.home, plan, roster, clock)
    _update_reports(context)
    if as_json:
        rows = [{"path": item.seen.readable_path, "what": item.what} for item in obstacles]
        replies = [asdict(receipt) for receipt in receipts]
        print_json({"replies": replies, "mail": asdict(sending), "obstacles": rows})
    else:
        _print(receipts, sending, context)
        _complain(obstacles)
    if obstacles or any(map(is_finding, receipts)):
        raise typer.Exit(1)


def _process(context: AppContext, clock: CommandClock, retry: bool) -> list[Receipt]:
    clear_temporaries(context.home.outputs)
    clean_spool(context, clock)
    claims = requeue(context, clock()) if retry else []
    receipts: list[Receipt] = []
    while claims := claims or _take_in(context, clock):
        receipts += _answer(context, claims, clock)
        claims = []
    return receipts


def _take_in(context: AppContext, clock: CommandClock) -> list[Claim]:
    with err.status(command_sentences().intake.looking):
        return collect_files(context, clock)


def _answer(context: AppContext, claims: Sequence[Claim], clock: CommandClock) -> list[Receipt]:
    receipts: list[Receipt] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        open_readers(context, len(claims)) as readers,
        Progress(*columns, console=err, transient=True) as progress,
    ):
        bar = progress.add_task(command_sentences().intake.checking, total=len(claims))
        for batch in answer_claims(context, readers, claims, clock):
            receipts += batch
            progress.update(bar, completed=len(receipts))
    return receipts


def _update_reports(context: AppContext) -> None:
    """Bring 汇总 and 原件库 up to date, if anything changed; a workbook in use waits."""
    text, day = command_sentences().reports, context.now().date()
    if is_outdated(context, day):
        with err.status(text.updating):
            updated = update_apart(context, day, lambda: False)
        for name in updated.busy if updated else ():
            err.print(text.busy.format(name=name), style="yellow", markup=False)


def _complain(obstacles: Sequence[LastingObstacle]) -> None:
    text = command_sentences().intake.obstacle
    for item in obstacles:
        place = f"/{item.seen.readable_path}".rstrip("/")
        line = text.format(place=place, what=item.what)
        err.print(line, style="red", markup=False, highlight=False)


def _print(receipts: Sequence[Receipt], sending: SendingResult, context: AppContext) -> None:
    rows, texts = table_of(receipts, context.definitions.roster), command_sentences().intake
    if rows:
        table = Table(*(Column(n, overflow="fold", no_wrap=n in _SHORT) for n in rows[0]))
        for row in rows:
            table.add_row(*(Text(str(value)) for value in row.values()))
        out.print(table)
        total = texts.total.format(count=len(rows), totals=totals(receipts))
        out.print(total, highlight=False)
    else:
        out.print(texts.nothing)
    if sending.sent:
        text = texts.sent if is_configured() else texts.written
        out.print(text.format(count=sending.sent), highlight=False)
    for alarm in sending.alarms:
        err.print(alarm, style="yellow", markup=False, highlight=False)
