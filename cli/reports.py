"""zuofeng reports: brings 汇总 and 原件库 up to date by hand."""

from dataclasses import asdict
from typing import Annotated

import typer

from cli.options import HomeOption, JsonOption, err, open_home, out, print_json
from services.context import open_context
from services.reports.update import update_reports


def reports(
    everything: Annotated[bool, typer.Option("--all", help="全部重写")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """更新汇总表和原件库：只写有变化的。"""
    context = open_context(open_home(home))
    with err.status("正在更新……"):
        updated = update_reports(context, context.now().date(), everything=everything)
    if as_json:
        print_json(asdict(updated))
    else:
        for name in updated.written:
            out.print(name, markup=False, highlight=False)
        text = f"更新汇总表{len(updated.written)}份，放入原件库{updated.originals}份。"
        out.print(text, highlight=False)
        for name in updated.busy:
            err.print(f"有人正在使用，没有更新：{name}", style="yellow", markup=False)
    if updated.busy or updated.originals_busy:
        raise typer.Exit(1)
