"""Options and output that commands share: the home, JSON, the two consoles."""

import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from adapters.files.home import Home, find_home
from cli.help_texts import help_text

if TYPE_CHECKING:  # with pydantic, which a command may do without
    from collections.abc import Mapping, Sequence

    from campaign.definitions.form import Form
    from campaign.definitions.roster import Roster, Unit
    from services.texts.sentences import OptionSentences

out = Console()
err = Console(stderr=True)


HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help=help_text("shared.home")),
]
JsonOption = Annotated[bool, typer.Option("--json", help=help_text("shared.as_json"))]
YesOption = Annotated[bool, typer.Option("--yes", help=help_text("shared.yes"))]


def open_home(path: Path | None) -> Home:
    """Return the home at a path, or the default one.

    Raises typer.BadParameter (exit code 2) if it has no inputs/.
    """
    home = find_home(path)
    if not home.inputs.is_dir():
        message = _texts().no_inputs.format(root=home.root)
        raise typer.BadParameter(message, param_hint="--home")
    return home


def find_unit(roster: "Roster", name: str, hint: str = "--unit") -> "Unit":
    """Return the unit of a code, name or alias.

    Raises typer.BadParameter, which names those that may be meant, if there is none.
    """
    unit = roster.unit(name)
    if unit is None:
        choices = [f"{unit.code}（{unit.name}）" for unit in roster.units]
        message = _texts().unknown_unit.format(name=name, meant=_meant(name, choices))
        raise typer.BadParameter(message, param_hint=hint)
    return unit


def find_form(forms: "Mapping[str, Form]", name: str) -> "Form":
    """Return the form of a key, code or title.

    Raises typer.BadParameter, which names those that may be meant, if there is none.
    """
    for form in forms.values():
        if name in (form.key, form.code, form.title):
            return form
    choices = [f"{form.key}（{form.title}）" for form in forms.values()]
    message = _texts().unknown_form.format(name=name, meant=_meant(name, choices))
    raise typer.BadParameter(message, param_hint="--form")


def _meant(name: str, choices: "Sequence[str]") -> str:
    """Return the choices that have the name's characters in its order, or else all of them."""
    pattern = re.compile(".*".join(map(re.escape, name)))
    meant = [choice for choice in choices if name and pattern.search(choice)]
    text = _texts().meant if meant else _texts().choices
    return text.format(choices="、".join(meant or choices))


def _texts() -> "OptionSentences":
    from services.texts.sentences import command_sentences  # with pydantic

    return command_sentences().options


def print_json(value: object) -> None:
    """Print a value as one JSON document, Chinese unescaped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_text) + "\n")


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="milliseconds")
    return str(value)
