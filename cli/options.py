"""Options and output that commands share: the home, JSON, the two consoles."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from adapters.files.home import Home, find_home

if TYPE_CHECKING:  # with pydantic, which a command may do without
    from campaign.definitions.roster import Roster, Unit

out = Console()
err = Console(stderr=True)


HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="inputs/和outputs/所在的文件夹"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="以JSON输出")]


def open_home(path: Path | None) -> Home:
    """Return the home at a path, or the default one.

    Raises typer.BadParameter (exit code 2) if it has no inputs/.
    """
    home = find_home(path)
    if not home.inputs.is_dir():
        raise typer.BadParameter(f"{home.root}中没有inputs文件夹", param_hint="--home")
    return home


def find_unit(roster: "Roster", name: str) -> "Unit":
    """Return the unit of a code, name or alias; raises typer.BadParameter if there is none."""
    unit = roster.unit(name)
    if unit is None:
        raise typer.BadParameter(f"名册中没有单位“{name}”", param_hint="--unit")
    return unit


def print_json(value: object) -> None:
    """Print a value as one JSON document, Chinese unescaped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_text) + "\n")


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="milliseconds")
    return str(value)
