"""List commands without importing them: a command's module is imported when it is run.

The help of zuofeng lists every command by the line given here. With all modules imported it took
a second of CPU (docs/performance.md).
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from cli.framework.help import localize, name_panels
from cli.help_texts import help_text


class DeferredCommand(TyperCommand):
    """A command known by its name and one line; ``place`` is "module:attribute".

    The attribute is a function with its options, or a Typer with subcommands.
    """

    def __init__(self, name: str, place: str, short_help: str) -> None:
        super().__init__(name, short_help=short_help)
        self._place = place

    def load(self) -> TyperCommand | TyperGroup:
        """Import the command; raises ImportError or AttributeError if ``place`` is wrong."""
        module, _, attribute = self._place.partition(":")
        target = getattr(import_module(module), attribute)
        if isinstance(target, typer.Typer):
            command: TyperCommand | TyperGroup = typer.main.get_group(target)
        else:
            single = typer.Typer(add_completion=False)
            single.command(help=help_text(f"{self.name}.about") or None)(target)
            command = cast(TyperCommand, typer.main.get_command(single))
        command.name = self.name
        localize(command)
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Return the context of the command itself, which is thereby imported."""
        if not args or "--help" in args:
            name_panels()
        return self.load().make_context(info_name, args, parent, **extra)


class DeferredGroup(TyperGroup):
    """A group whose commands are all deferred; set ``deferred`` in a subclass."""

    deferred: Sequence[DeferredCommand] = ()

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for command in self.deferred:
            self.add_command(command)

    def main(self, *arguments: Any, standalone_mode: bool = True, **extra: Any) -> object:
        """Run a command and end the process; wrong use is refused in words, by exit code 2.

        Without ``standalone_mode`` return what the command gives, and let its exceptions pass.
        """
        options: dict[str, Any] = {**extra, "standalone_mode": False}
        if not standalone_mode:
            return super().main(*arguments, **options)
        try:
            code = super().main(*arguments, **options)
        except typer.Abort:
            code = _end(None)
        except TyperException as error:
            code = _end(error)
        sys.exit(code if isinstance(code, int) else 0)

    def format_help(self, *arguments: Any) -> None:
        """Print the list of commands, under Chinese headings."""
        localize(self)
        name_panels()
        super().format_help(*arguments)


def _end(error: TyperException | None) -> int:
    """Say why a command was not begun, or that it was broken off; return the exit code."""
    if type(error).__name__ == "NoArgsIsHelpError":  # its help has been printed
        return 2
    from cli.framework.usage import aborted_text, refusal_lines
    from cli.options import err

    lines = [aborted_text()] if error is None else refusal_lines(error)
    for line in lines:
        err.print(line, style="red", markup=False, highlight=False, soft_wrap=True)
    return 1 if error is None else error.exit_code
