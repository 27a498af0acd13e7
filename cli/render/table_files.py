"""The option --out: a command's tables as a file, in the format that its suffix names."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from adapters.files.atomic_write import write_durably
from adapters.workbooks.table_files import ONE_TABLE, SUFFIXES, table_file
from campaign.tables import Audience, Table, TableView
from cli.help_texts import help_text
from cli.options import err, out
from services.texts.sentences import command_sentences

_ENDINGS = "、".join(SUFFIXES)


def _checked(path: Path | None) -> Path | None:
    if path and path.suffix.lower() not in SUFFIXES:
        texts = command_sentences().options
        raise typer.BadParameter(texts.suffix.format(name=path.name, endings=_ENDINGS))
    if path and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise typer.BadParameter(command_sentences().options.no_folder.format(path=path))
    return path


OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help=help_text("shared.out").format(endings=_ENDINGS),
        callback=_checked,
        metavar="FILE",
    ),
]


def write_tables(path: Path, tables: Sequence[Table], issuer: str, written_on: dt.date) -> None:
    """Write tables for the office, and name the rest if the format holds the first alone.

    Raises typer.Exit: 1 if there is no table, 2 if the file cannot be written.
    """
    if not tables:
        out.print(command_sentences().options.nothing_to_write)
        raise typer.Exit(1)
    write_views(path, [table.for_audience(Audience.OFFICE) for table in tables], issuer, written_on)


def write_views(path: Path, views: Sequence[TableView], issuer: str, written_on: dt.date) -> None:
    """Write tables as one audience may see them, and name the rest as ``write_tables`` does.

    Raises typer.Exit (2) if the file cannot be written.
    """
    suffix, texts = path.suffix.lower(), command_sentences().options
    try:
        write_durably(path, table_file(suffix, views, issuer, written_on))
    except OSError as error:
        text = texts.not_written.format(path=path, reason=error.strerror)
        err.print(text, style="red", markup=False)
        raise typer.Exit(2) from error
    out.print(texts.written.format(path=path), soft_wrap=True, markup=False, highlight=False)
    if suffix in ONE_TABLE and len(views) > 1:
        other_labels = "、".join(view.label for view in views[1:])
        text = texts.first_only.format(label=views[0].label, others=other_labels)
        out.print(text, highlight=False)
