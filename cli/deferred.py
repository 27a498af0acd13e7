"""List commands without importing them: a command's module is imported when it is run.

The help of zuofeng lists every command by the line given here. With all modules imported it took
a second of CPU (docs/performance.md).
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup


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
            single.command()(target)
            command = cast(TyperCommand, typer.main.get_command(single))
        command.name = self.name
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Return the context of the command itself, which is thereby imported."""
        return self.load().make_context(info_name, args, parent, **extra)


class DeferredGroup(TyperGroup):
    """A group whose commands are all deferred; set ``deferred`` in a subclass."""

    deferred: Sequence[DeferredCommand] = ()

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for command in self.deferred:
            self.add_command(command)
