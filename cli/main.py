"""The command line zuofeng: its commands, and the end of a command that cannot go on.

Exit code 0: done; 1: a finding (problems, differences) or a failure of disk, database or network;
2: wrong use or broken configuration.
"""

import io
import os
import resource
import sys

import typer

from cli.framework.deferred import DeferredCommand, DeferredGroup
from cli.help_texts import help_text, read_texts

_PLACES = {
    "accept": "cli.manual:accept",
    "backup": "cli.audit.backup:backup",
    "check": "cli.check:check",
    "code": "cli.results.code:code",
    "destroy": "cli.audit.destroy:destroy",
    "explain": "cli.scores:explain",
    "forms": "cli.forms:forms",
    "intake": "cli.intake:intake",
    "password": "cli.up:password",
    "rehearse": "cli.rehearse:rehearse",
    "remind": "cli.remind:remind_",
    "restore": "cli.audit.backup:restore",
    "scores": "cli.scores:scores",
    "status": "cli.status:status",
    "up": "cli.up:up",
    "verify": "cli.audit.verify:verify_",
    "withdraw": "cli.manual:withdraw",
    "tables": "cli.reports.tables:tables",
    "table": "cli.reports.tables:table",
    "original": "cli.reports.originals:original",
    "reports": "cli.reports.summaries:reports",
    "outbox": "cli.outbox:app",
    "result": "cli.results.result:app",
}


def _commands() -> dict[str, DeferredCommand]:
    lines = read_texts("commands.toml")
    return {
        name: DeferredCommand(name, place, str(lines.get(name, "")))
        for name, place in _PLACES.items()
    }


COMMANDS = _commands()
"""Every command by its name, in the order of the list: where it is, and the list's line."""


class _Commands(DeferredGroup):
    deferred = tuple(COMMANDS.values())


app = typer.Typer(
    name="zuofeng",
    cls=_Commands,
    help=help_text("about"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.callback()(lambda: None)  # makes it a group, though no command is registered the usual way


_OTHERS = 0o027
"""The mode bits that nothing we write has: none for others, no writing for the group."""


def main() -> None:
    """Run the command line; what is wrong outside of it ends in words, not in a traceback."""
    os.umask(os.umask(0) | _OTHERS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold what was being read
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a GBK terminal lacks some signs
    try:
        app()
    except Exception as error:
        if (code := _exit_code(error)) is None:
            raise
        sys.exit(code)


def _exit_code(error: Exception) -> int | None:
    """Say what ended the command; None where that is a fault of the software."""
    from campaign.definitions.errors import DefinitionError  # with pydantic: 0.1 s of CPU
    from cli.framework.failures import failure_text
    from services.texts.failures import failure_wordings
    from services.texts.sentences import command_sentences

    if isinstance(error, DefinitionError):
        for fault in error.faults:
            _complain(str(fault), style="red")
        _complain(command_sentences().check.total.format(count=len(error.faults)))
        return 2
    text = None if os.environ.get("ZUOFENG_DEBUG") else failure_text(error)
    if text is None:
        return None
    _complain(text, style="red")
    _complain(failure_wordings().command.details, style="dim")
    return 1


def _complain(text: str, style: str = "") -> None:
    from cli.options import err

    err.print(text, style=style or None, markup=False, highlight=False, soft_wrap=True)
