"""zuofeng reports: brings 汇总 and 原件库 up to date by hand."""

from dataclasses import asdict
from typing import Annotated

import typer

from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, err, open_home, out, print_json
from services.context import open_context
from services.reports.update import update_reports
from services.texts.sentences import command_sentences


def reports(
    everything: Annotated[
        bool, typer.Option("--all", help=help_text("reports.everything"))
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring the year's workbooks and originals up to date. Raises typer.Exit 1 for a busy file."""
    context, texts = open_context(open_home(home)), command_sentences().reports
    with err.status(texts.updating):
        updated = update_reports(context, context.now().date(), everything=everything)
    if as_json:
        print_json(asdict(updated))
    else:
        for name in updated.written:
            out.print(name, markup=False, highlight=False)
        text = texts.updated.format(count=len(updated.written), originals=updated.originals)
        out.print(text, highlight=False)
        for name in updated.busy:
            err.print(texts.busy.format(name=name), style="yellow", markup=False)
    if updated.busy or updated.originals_busy:
        raise typer.Exit(1)
