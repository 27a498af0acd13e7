"""zuofeng destroy: private contents past their retention, listed first, destroyed on request."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from adapters.store.engine import open_store
from adapters.store.intake.private_contents import PrivateDrop
from adapters.store.sql.timestamps import now_in
from campaign.values.acts import Actor
from campaign.values.dispositions import DISPOSITION_NAMES, Disposition
from campaign.values.text import day_text
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, YesOption, open_home, out, print_json
from services.audit.destruction import Destroyed, destroy_private, find_due
from services.definitions.loading import load_plan
from services.texts.destroy import destroy_wordings


def destroy(
    by: Annotated[str, typer.Option("--by", help=help_text("destroy.by"))] = "",
    why: Annotated[str, typer.Option("--why", help=help_text("destroy.why"))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=help_text("destroy.dry_run"))] = False,
    yes: YesOption = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Destroy private contents past their retention, after listing them."""
    place, wordings = open_home(home), destroy_wordings()
    plan = load_plan(place)
    now, engine = now_in(plan.campaign.time_zone), open_store(place)
    before = plan.retention.private_received_before(now)
    due = find_due(engine, plan.retention, now)
    if not json:
        _print_due(due, before)
    if dry_run:
        if json:
            print_json({"due": [drop.receipt for drop in due], "received_before": before})
        else:
            _say(wordings.dry_run)
        return
    if due:
        actor = _actor(by, why, ask=not json)
        if not yes:
            typer.confirm(wordings.confirm.format(count=len(due)), abort=True)
    else:
        actor = Actor(name=by, reason=why)  # of nothing new: what a call before left is finished
    _print(destroy_private(engine, place, plan.retention, actor, now), json)


def _actor(by: str, why: str, *, ask: bool) -> Actor:
    wordings = destroy_wordings()
    name = by.strip() or (typer.prompt(wordings.ask_who).strip() if ask else "")
    reason = why.strip() or (typer.prompt(wordings.ask_why).strip() if ask else "")
    if not (name and reason):
        raise typer.BadParameter(wordings.who_and_why, param_hint="--by、--why")
    return Actor(name=name, reason=reason)


def _print_due(due: Sequence[PrivateDrop], before: dt.datetime | None) -> None:
    wordings = destroy_wordings()
    if not due or before is None:
        _say(wordings.nothing_due if before else wordings.kept_for_ever)
        return
    _say(wordings.due.format(count=len(due), before=day_text(before)))
    table = Table("回执号", "收到时间", "处理结果")
    for drop in due:
        disposition = DISPOSITION_NAMES[Disposition(drop.disposition)]
        table.add_row(drop.receipt, f"{drop.received_at:%Y-%m-%d %H:%M}", disposition)
    out.print(table)
    _say(wordings.what_goes)


def _print(done: Destroyed, json: bool) -> None:
    if json:
        facts = {"receipts": done.receipts, "files": done.files, "locked": done.locked}
        print_json({**facts, "erased": done.is_erased, "head": str(done.head)})
        return
    wordings = destroy_wordings()
    if done.receipts or done.files:
        _say(wordings.destroyed.format(count=len(done.receipts), files=done.files))
        _say(wordings.head.format(head=done.head))
        _say(wordings.elsewhere)
    if done.locked:
        _say(wordings.locked.format(count=done.locked))
    if not done.is_erased:
        _say(wordings.not_erased)


def _say(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)
