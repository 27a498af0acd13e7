"""What every command shares: its home, its answer as JSON, and where it prints."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from adapters.files.home import Home, find_home

out = Console()
err = Console(stderr=True)


HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="inputs/和outputs/所在的文件夹"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="以JSON输出")]


def open_home(given: Path | None) -> Home:
    """Return the home to work in; wrong use (exit code 2) if it has no inputs/."""
    home = find_home(given)
    if not home.inputs.is_dir():
        raise typer.BadParameter(f"{home.root}中没有inputs文件夹", param_hint="--home")
    return home


def print_json(value: Any) -> None:
    """Print a value as JSON with Chinese as it is, one document per call."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_text) + "\n")


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="milliseconds")
    return str(value)
