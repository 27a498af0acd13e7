"""zuofeng forms: the sealed blank workbooks that are due, written for units to fill in."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track
from rich.table import Column, Table

from adapters.files.encryption import seal_key
from adapters.store.engine import open_store
from adapters.store.sql.timestamps import now_in
from adapters.workbooks.blanks.workbook import Issue
from campaign.definitions.definitions import Definitions
from campaign.values.periods import Period, find_period, parse_period
from cli.help_texts import help_text
from cli.options import (
    HomeOption,
    JsonOption,
    err,
    find_form,
    find_unit,
    open_home,
    out,
    print_json,
)
from services.definitions.loading import load_definitions
from services.issuing.delivery import deliver_all, numbered, record_deliveries
from services.issuing.folder import Delivery, DeliveryOutcome
from services.issuing.selection import IssueFilter, select_issues
from services.texts.sentences import command_sentences


def forms(
    home: HomeOption = None,
    unit: Annotated[str, typer.Option(help=help_text("forms.unit"))] = "",
    period: Annotated[str, typer.Option(help=help_text("forms.period"))] = "",
    form: Annotated[str, typer.Option(help=help_text("forms.form"))] = "",
    to: Annotated[Path | None, typer.Option("--out", help=help_text("forms.to"))] = None,
    as_json: JsonOption = False,
) -> None:
    """Write the blank workbooks that are due.

    Raises typer.BadParameter for an unknown unit, form or period.
    """
    opened = open_home(home)
    definitions = load_definitions(opened)
    selection = _selection(definitions, unit, form, period)
    now = now_in(definitions.plan.campaign.time_zone)
    issues = select_issues(definitions, selection, now.date())
    if not issues and period:
        message = command_sentences().forms.none_of_period.format(period=period)
        raise typer.BadParameter(message, param_hint="--period")
    key, fresh = seal_key(opened), bool(unit and form)
    store = open_store(opened)
    issues = numbered(store, definitions, issues, key, now, fresh=fresh)
    deliveries = list(_deliver(issues, definitions, key, to or opened.issued))
    record_deliveries(store, deliveries)
    if as_json:
        print_json([_facts(delivery) for delivery in deliveries])
    else:
        _print(deliveries, to or opened.issued)


def _selection(definitions: Definitions, unit: str, form: str, period: str) -> IssueFilter:
    return IssueFilter(
        unit=find_unit(definitions.roster, unit) if unit else None,
        form=find_form(definitions.forms, form) if form else None,
        period=_period(period) if period else None,
    )


def _period(text: str) -> Period:
    in_words = find_period(text) if "年" in text else None
    try:
        return in_words or parse_period(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--period") from error


def _deliver(
    issues: Sequence[Issue], definitions: Definitions, key: bytes, folder: Path
) -> Iterable[Delivery]:
    return track(
        deliver_all(issues, definitions, key, folder),
        command_sentences().forms.writing,
        total=len(issues),
        console=err,
        disable=not err.is_terminal,
    )


def _facts(delivery: Delivery) -> dict[str, object]:
    issue = delivery.issue
    return {
        "unit": issue.unit.code,
        "form": issue.form.key,
        "period": str(issue.period) if issue.period else "",
        "serial": delivery.serial,
        "due": issue.due,
        "file": str(delivery.path),
        "outcome": delivery.outcome.value,
    }


def _print(deliveries: Sequence[Delivery], folder: Path) -> None:
    texts = command_sentences().forms
    if not deliveries:
        out.print(texts.none_due)
        return
    table = Table(
        Column("文件", overflow="fold"),
        Column("填报码", no_wrap=True),
        Column("报送期限", no_wrap=True),
        Column("结果", no_wrap=True),
    )
    outcomes = {
        DeliveryOutcome.WRITTEN: texts.written,
        DeliveryOutcome.THERE: texts.there,
        DeliveryOutcome.KEPT: texts.kept,
    }
    for delivery in deliveries:
        table.add_row(
            delivery.path.name,
            delivery.serial,
            str(delivery.issue.due or texts.any_time),
            outcomes[delivery.outcome],
        )
    out.print(table, markup=False)
    written = sum(delivery.outcome is DeliveryOutcome.WRITTEN for delivery in deliveries)
    kept = sum(delivery.outcome is DeliveryOutcome.KEPT for delivery in deliveries)
    total = texts.total.format(written=written, count=len(deliveries), folder=folder)
    out.print(total, highlight=False, markup=False)
    if kept:
        out.print(texts.not_replaced.format(count=kept))
