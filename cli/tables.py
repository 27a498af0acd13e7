"""zuofeng tables and zuofeng table: the year's tables, and one of them."""

from dataclasses import asdict
from typing import Annotated

import typer

from adapters.workbooks.table_files import table_facts
from campaign.tables import Audience, AudienceError, TableView
from campaign.values.acts import Actor
from cli.options import HomeOption, JsonOption, err, find_unit, open_home, out, print_json
from cli.originals import ByOption, WhyOption, actor_of
from cli.render.table import print_table
from cli.render.table_files import OutOption, write_views
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

_FOR = {audience.value: audience for audience in list(Audience)[:-1]}


def _read_audience(text: str) -> Audience:
    if text not in _FOR:
        raise typer.BadParameter(f"“{text}”不在可选范围，可选：{'、'.join(_FOR)}")
    return _FOR[text]


def tables(
    as_of: StatusDayOption = None, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """全部的表：名称、行数、谁可以看、有哪些期间。"""
    context = open_context(open_home(home))
    source = TableSource(
        engine=context.engine,
        definitions=context.definitions,
        day=as_of or context.now().date(),
    )
    with err.status("正在清点……"):
        listed = listed_tables(source)
    if as_json:
        print_json({"tables": [_listed_facts(entry) for entry in listed]})
    else:
        print_table(listing_table(listed).for_audience(Audience.OFFICE), out)


def _listed_facts(entry: ListedTable) -> dict[str, object]:
    return asdict(entry) | {"periods": list(entry.periods)}


def table(
    name: Annotated[str, typer.Argument(help="表的名称或者标识，见zuofeng tables")],
    unit: Annotated[
        str | None, typer.Option("--unit", help="只看一个单位：代码、名称或者别名")
    ] = None,
    period: Annotated[str, typer.Option("--period", help="只看一个期间，如2026-06")] = "",
    audience: Annotated[
        Audience,
        typer.Option(
            "--for",
            help="给谁看：office、unit、everyone",
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
    """一张表：显示，或者存成文件。

    默认显示党办可以看的；给单位看的用--for unit --unit 单位，给所有人看的用--for everyone。
    """
    context = open_context(open_home(home))
    code = find_unit(context.definitions.roster, unit).code if unit else ""
    if audience is Audience.UNIT and not code:
        raise typer.BadParameter("给单位看的，请用--unit指明单位", param_hint="--for")
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
        out.print(f"共{len(view.frame)}行。", highlight=False)


def _view(
    context: AppContext,
    source: TableSource,
    name: str,
    unit: str,
    period: str,
    audience: Audience,
    actor: Actor | None,
) -> TableView:
    try:
        entry = find_table(source.definitions, name)
        loaded = load_table(source, entry.name, unit=unit, period=period)
    except UnknownTableError as error:
        similar = f"，是否指：{'、'.join(error.similar)}" if error.similar else "，见zuofeng tables"
        raise typer.BadParameter(f"没有“{name}”这张表{similar}", param_hint="NAME") from error
    except ValueError as error:
        hint = "--period" if period else "--unit"
        raise typer.BadParameter(f"“{name}”不能按此选择", param_hint=hint) from error
    if actor:
        return open_table(context, loaded, actor, context.now())
    try:
        return loaded.for_audience(audience, unit)
    except AudienceError as error:
        raise typer.BadParameter(f"“{entry.title}”不给{audience}看", param_hint="--for") from error
