"""zuofeng remind: the reminders and the digest of a day, as the daily run does them."""

import sys
from dataclasses import replace
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Column, Table

from adapters.store.engine import open_store, reading
from adapters.store.timestamps import now_in
from campaign.definitions.definitions import Definitions
from cli.options import HomeOption, JsonOption, open_home, out, print_json
from cli.status import StatusDayOption, status_facts
from services.deadlines.reminders import Reminding, find_reminders, remind
from services.deadlines.status_tables import debt_in_words
from services.definitions.loading import load_definitions

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="只看提醒谁，不写入发件箱")]


def remind_(
    as_of: StatusDayOption = None,
    dry_run: DryRunOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """当日提醒：只提醒尚未报送的单位，每单位一封，并给党办每日情况；已办过的不重复。"""
    opened = open_home(home)
    definitions = load_definitions(opened)
    now = now_in(definitions.plan.campaign.time_zone)
    day = as_of or now.date()
    if not dry_run and day > now.date() and sys.stdin.isatty():
        typer.confirm(f"{day}尚未到来。办理后，此前各日不再自动提醒。确认？", abort=True)
    engine = open_store(opened)
    if dry_run:
        with reading(engine) as connection:
            found = find_reminders(connection, definitions, day)
    else:
        found = remind(engine, definitions, day, now)
    engine.dispose()
    if as_json:
        print_json(_facts(found, definitions, dry_run))
    else:
        _print(found, definitions, dry_run)


def _facts(found: Reminding, definitions: Definitions, dry_run: bool) -> dict[str, Any]:
    shown = found if dry_run or not found.stale else replace(found, reminders=())
    return {
        "as_of": found.day,
        "dry_run": dry_run,
        "done_before": found.stale,
        "queued": found.queued,
        "superseded": len(found.superseded) if not found.stale else 0,
        "without_address": shown.unreachable(definitions),
        "reminders": [
            {
                "unit": each.unit,
                "about": [status_facts(standing) for standing in each.statuses],
                "also_overdue": [status_facts(standing) for standing in each.overdue],
            }
            for each in shown.reminders
        ],
    }


def _print(found: Reminding, definitions: Definitions, dry_run: bool) -> None:
    if found.stale:
        out.print(f"{found.stale}的提醒已经办理，{found.day}不再提醒。", highlight=False)
    if found.stale and not dry_run:
        return
    if not found.reminders:
        out.print(f"{found.day}没有需要提醒的单位。", highlight=False)
        return
    table = Table(
        "单位", Column("提醒", overflow="fold"), title=f"{found.day}的提醒", box=SIMPLE_HEAD
    )
    for each in found.reminders:
        table.add_row(
            definitions.roster.name_of(each.unit), "\n".join(debt_in_words(each, definitions))
        )
    out.print(table)
    _print_totals(found, definitions, dry_run)


def _print_totals(found: Reminding, definitions: Definitions, dry_run: bool) -> None:
    done = "试算，未写入发件箱" if dry_run else f"写入发件箱{found.queued}封"
    out.print(f"共{len(found.reminders)}个单位，{done}。", highlight=False)
    if without := found.unreachable(definitions):
        names = "、".join(definitions.roster.name_of(code) for code in without)
        out.print(f"没有邮箱，请电话通知：{names}。", highlight=False)
