"""Words in Chinese what typer itself says in the help of a command; imports nothing dear."""

from collections.abc import Iterator
from functools import cache

import typer
from typer.core import TyperCommand, TyperGroup

from cli.help_texts import help_text

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "panels.arguments",
    "OPTIONS_PANEL_TITLE": "panels.options",
    "COMMANDS_PANEL_TITLE": "panels.commands",
    "DEFAULT_STRING": "panels.default",
    "REQUIRED_LONG_STRING": "panels.required",
}
"""The keys of the words for typer's panels, by their names in typer.rich_utils."""


def localize(command: TyperCommand | TyperGroup) -> None:
    """Set the words that typer gives a command and its subcommands, and name no type of a switch.

    A switch that is shown as <bool> is written with a value, which typer refuses.
    """
    for listed in _with_subcommands(command):
        option = listed.get_help_option(typer.Context(listed))
        for parameter in (*listed.params, *([option] if option else [])):
            if getattr(parameter, "is_flag", False) and not parameter.metavar:
                parameter.metavar = ""
        if option:
            option.help = help_text("panels.help")


@cache
def name_panels() -> None:
    """Set typer's words for the panels of help; imports rich."""
    from typer import rich_utils

    for name, key in _PANELS.items():
        setattr(rich_utils, name, help_text(key).replace("{value}", "{}"))


def _with_subcommands(command: TyperCommand | TyperGroup) -> Iterator[TyperCommand | TyperGroup]:
    yield command
    for subcommand in getattr(command, "commands", {}).values():
        yield from _with_subcommands(subcommand)
