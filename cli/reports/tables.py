"""zuofeng tables and zuofeng table: the year's tables, and one of them."""

from dataclasses import asdict
from typing import Annotated

import typer

from adapters.workbooks.table_files import table_facts
from campaign.tables import Audience, AudienceError, TableView
from campaign.values.acts import Actor
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, err, find_unit, open_home, out, print_json
from cli.render.table import print_table
from cli.render.table_files import OutOption, write_views
from cli.reports.originals import ByOption, WhyOption, actor_of
from cli.status import StatusDayOption
from services.context import AppContext, open_context
from services.reports.catalogue import (
    UnknownTableError,
    find_table,
    load_table,
)
from services.reports.confidential import open_table
from services.reports.listing import ListedTable, listed_tables, listing_table
from services.reports.source import TableSource
from services.texts.sentences import command_sentences

_FOR = {audience.value: audience for audience in list(Audience)[:-1]}


def _read_audience(text: str) -> Audience:
    if text not in _FOR:
        texts = command_sentences()
        choices = texts.options.choices.format(choices="、".join(_FOR))
        raise typer.BadParameter(texts.table.no_audience.format(text=text, choices=choices))
    return _FOR[text]


def tables(
    as_of: StatusDayOption = None, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """List the year's tables: names, rows, audiences, periods."""
    context = open_context(open_home(home))
    source = TableSource(
        engine=context.engine,
        definitions=context.definitions,
        day=as_of or context.now().date(),
    )
    with err.status(command_sentences().table.counting):
        listed = listed_tables(source)
    if as_json:
        print_json({"tables": [_listed_facts(entry) for entry in listed]})
    else:
        print_table(listing_table(listed).for_audience(Audience.OFFICE), out)


def _listed_facts(entry: ListedTable) -> dict[str, object]:
    return asdict(entry) | {"periods": list(entry.periods)}


def table(
    name: Annotated[str, typer.Argument(help=help_text("table.name"))],
    unit: Annotated[str | None, typer.Option("--unit", help=help_text("table.unit"))] = None,
    period: Annotated[str, typer.Option("--period", help=help_text("table.period"))] = "",
    audience: Annotated[
        Audience,
        typer.Option(
            "--for",
            help=help_text("table.audience"),
            parser=_read_audience,
            metavar="AUDIENCE",
        ),
    ] = Audience.OFFICE,
    as_of: StatusDayOption = None,
    path: OutOption = None,
    by: ByOption = "",
    why: WhyOption = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a table, or write it to a file. Raises typer.BadParameter for wrong use."""
    texts = command_sentences().table
    context = open_context(open_home(home))
    code = find_unit(context.definitions.roster, unit).code if unit else ""
    if audience is Audience.UNIT and not code:
        raise typer.BadParameter(texts.unit_wanted, param_hint="--for")
    source = TableSource(
        engine=context.engine,
        definitions=context.definitions,
        day=as_of or context.now().date(),
    )
    view = _view(context, source, name, code, period, audience, actor_of(by, why))
    if path:
        write_views(path, [view], context.definitions.plan.campaign.issuer, source.day)
    elif as_json:
        print_json(table_facts(view))
    else:
        print_table(view.printed(), out)
        out.print(texts.total.format(count=len(view.frame)), highlight=False)


def _view(
    context: AppContext,
    source: TableSource,
    name: str,
    unit: str,
    period: str,
    audience: Audience,
    actor: Actor | None,
) -> TableView:
    texts = command_sentences().table
    try:
        entry = find_table(source.definitions, name)
        loaded = load_table(source, entry.name, unit=unit, period=period)
    except UnknownTableError as error:
        text = texts.similar if error.similar else texts.unknown
        message = text.format(name=name, similar="、".join(error.similar))
        raise typer.BadParameter(message, param_hint="NAME") from error
    except ValueError as error:
        hint = "--period" if period else "--unit"
        raise typer.BadParameter(texts.not_selectable.format(name=name), param_hint=hint) from error
    if actor:
        return open_table(context, loaded, actor, context.now())
    try:
        return loaded.for_audience(audience, unit)
    except AudienceError as error:
        message = texts.not_for.format(title=entry.title, audience=audience)
        raise typer.BadParameter(message, param_hint="--for") from error
