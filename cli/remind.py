"""zuofeng remind: the reminders and the digest of a day, as the daily run does them."""

import datetime as dt
import sys
from dataclasses import replace
from typing import Annotated

import typer

from adapters.store.engine import open_store, reading
from adapters.store.sql.timestamps import now_in
from campaign.definitions.definitions import Definitions
from campaign.tables import Audience
from campaign.tables.process.duties import reminder_table
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, YesOption, open_home, out, print_json
from cli.render.table import print_table
from cli.status import StatusDayOption, status_facts
from services.deadlines.reminders import Reminding, find_reminders, remind
from services.definitions.loading import load_definitions
from services.texts.reports import report_sentences

DryRunOption = Annotated[bool, typer.Option("--dry-run", help=help_text("remind.dry_run"))]


def remind_(
    as_of: StatusDayOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Queue a day's reminders and the office's digest, once."""
    opened = open_home(home)
    definitions = load_definitions(opened)
    now = now_in(definitions.plan.campaign.time_zone)
    day = as_of or now.date()
    if day > now.date() and not (dry_run or yes):
        _ask_about(day)
    engine = open_store(opened)
    if dry_run:
        with reading(engine) as connection:
            reminding = find_reminders(connection, definitions, day)
    else:
        reminding = remind(engine, definitions, day, now)
    engine.dispose()
    if as_json:
        print_json(_facts(reminding, definitions, dry_run))
    else:
        _print(reminding, definitions, dry_run)


def _ask_about(day: dt.date) -> None:
    """Have a day to come confirmed; raises typer.BadParameter where nobody can be asked.

    Once it is done no day before it is, so that a slip would silence all reminders till then.
    """
    texts = report_sentences().reminders
    if not sys.stdin.isatty():
        raise typer.BadParameter(texts.not_confirmed.format(day=day), param_hint="--as-of")
    typer.confirm(texts.to_come.format(day=day), abort=True)


def _facts(reminding: Reminding, definitions: Definitions, dry_run: bool) -> dict[str, object]:
    effective = reminding if dry_run or not reminding.stale else replace(reminding, reminders=())
    return {
        "as_of": reminding.day,
        "dry_run": dry_run,
        "done_before": reminding.stale,
        "queued": reminding.queued,
        "superseded": len(reminding.superseded) if not reminding.stale else 0,
        "without_address": effective.unreachable(definitions),
        "reminders": [
            {
                "unit": reminder.unit,
                "about": [status_facts(status) for status in reminder.statuses],
                "also_overdue": [status_facts(status) for status in reminder.overdue],
            }
            for reminder in effective.reminders
        ],
    }


def _print(reminding: Reminding, definitions: Definitions, dry_run: bool) -> None:
    texts = report_sentences().reminders
    if reminding.stale:
        done = texts.done.format(last=reminding.stale, day=reminding.day)
        out.print(done, highlight=False)
    if reminding.stale and not dry_run:
        return
    if not reminding.reminders:
        out.print(texts.nobody.format(day=reminding.day), highlight=False)
        return
    table = reminder_table(
        reminding.reminders, reminding.unreachable(definitions), definitions, reminding.day
    )
    print_table(table.for_audience(Audience.OFFICE).without("address"), out)
    _print_totals(reminding, definitions, dry_run)


def _print_totals(reminding: Reminding, definitions: Definitions, dry_run: bool) -> None:
    texts = report_sentences().reminders
    units, queued = len(reminding.reminders), reminding.queued
    tried, done = texts.tried.format(units=units), texts.queued.format(units=units, letters=queued)
    out.print(tried if dry_run else done, highlight=False)
    if unreachable := reminding.unreachable(definitions):
        names = "、".join(definitions.roster.name_of(code) for code in unreachable)
        out.print(texts.to_call.format(units=names), highlight=False)
