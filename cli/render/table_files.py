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

_ENDINGS = "、".join(SUFFIXES)


def _checked(path: Path | None) -> Path | None:
    if path and path.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(f"“{path.name}”应以{_ENDINGS}之一结尾")
    if path and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise typer.BadParameter(f"不能写入“{path}”：没有这个文件夹，或者这是一个文件夹")
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
        out.print("没有内容，没有写入文件。")
        raise typer.Exit(1)
    write_views(path, [table.for_audience(Audience.OFFICE) for table in tables], issuer, written_on)


def write_views(path: Path, views: Sequence[TableView], issuer: str, written_on: dt.date) -> None:
    """Write tables as one audience may see them, and name the rest as ``write_tables`` does.

    Raises typer.Exit (2) if the file cannot be written.
    """
    suffix = path.suffix.lower()
    try:
        write_durably(path, table_file(suffix, views, issuer, written_on))
    except OSError as error:
        err.print(f"不能写入“{path}”：{error.strerror}", style="red", markup=False)
        raise typer.Exit(2) from error
    out.print(f"已写入：{path}", soft_wrap=True, markup=False, highlight=False)
    if suffix in ONE_TABLE and len(views) > 1:
        other_labels = "、".join(view.label for view in views[1:])
        out.print(f"只含“{views[0].label}”；{other_labels}见.xlsx、.json。", highlight=False)
