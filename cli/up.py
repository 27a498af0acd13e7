"""zuofeng up and password: a home's server, worker and watcher together, and their login."""

import shlex
import shutil
import sys
from typing import Annotated

import typer

from adapters.files.home import CHECKOUT, Home, find_home, private_folder
from adapters.store.engine import open_store, reading
from adapters.store.intake.drops import count_drops
from campaign.definitions.errors import DefinitionError
from cli.help_texts import help_text
from cli.options import HomeOption, err, open_home, out
from services.definitions.loading import load_definitions
from services.stack.home_lock import InUseError, reserve
from services.stack.login import login_file, server_login
from services.stack.settings import ui_url
from services.stack.supervisor import StackError, run_stack
from services.texts.sentences import command_sentences

PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help=help_text("up.port"))]
SampleOption = Annotated[bool, typer.Option("--sample", help=help_text("up.sample"))]


def up(home: HomeOption = None, port: PortOption = 4200, sample: SampleOption = False) -> None:
    """Start the server, the worker and the watcher of a home.

    Raises typer.Exit 2 if the home is in use, 1 if a part does not start.
    """
    opened, texts = find_home(home), command_sentences().up
    _check_inputs(opened, sample)

    def ready() -> None:
        command = shlex.join(["zuofeng", "password", "--home", str(opened.root)])
        _print_line(texts.ui.format(url=ui_url(port)))
        _print_line(texts.login.format(command=command, path=login_file(opened)))
        _print_line(texts.inbox.format(path=opened.inbox))
        _print_line("ready")

    try:
        with reserve(opened, port) as listener:
            _prepare(opened, sample)
            _print_line(texts.starting)
            run_stack(opened, listener, _print_line, ready)
    except InUseError as error:
        _complain(str(error))
        raise typer.Exit(2) from error
    except StackError as error:
        _complain(str(error))
        raise typer.Exit(1) from error
    _print_line(texts.stopped)


def password(home: HomeOption = None) -> None:
    """Print the login of the Prefect UI."""
    _print_line(server_login(open_home(home)))


def _check_inputs(home: Home, sample: bool) -> None:
    if not (sample or home.inputs.is_dir()):
        message = command_sentences().up.no_inputs.format(root=home.root)
        raise typer.BadParameter(message, param_hint="--home")


def _prepare(home: Home, sample: bool) -> None:
    if not home.inputs.is_dir():
        without_inbox = shutil.ignore_patterns("inbox")
        shutil.copytree(CHECKOUT / "inputs", home.inputs, ignore=without_inbox)
    home.confidential_inbox.mkdir(parents=True, exist_ok=True)
    open_store(home).dispose()  # a wrong database ends the command before anything starts
    server_login(home)  # and so does a file that holds no login
    try:
        load_definitions(home)
    except DefinitionError as error:
        if sample:
            raise
        _print_line(command_sentences().up.faulty.format(count=len(error.faults)))
    if sample and _is_new(home):
        from rehearsal.content.samples import drop_samples  # writes workbooks: with openpyxl

        _print_line(command_sentences().up.samples.format(count=len(drop_samples(home))))


def _is_new(home: Home) -> bool:
    """Return whether neither samples nor anything else was ever dropped here."""
    mark = private_folder(home.state) / "samples"
    if mark.exists():
        return False
    mark.touch()
    engine = open_store(home)
    with reading(engine) as connection:
        dropped = count_drops(connection)
    engine.dispose()
    return dropped == 0


def _complain(text: str) -> None:
    err.print(text, style="red", markup=False, highlight=False, soft_wrap=True)


def _print_line(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)
    sys.stdout.flush()
