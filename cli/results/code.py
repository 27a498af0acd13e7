"""zuofeng code: the hash of a personal approval code, and one-time codes for the UI.

A code is typed without being shown, or comes from the environment or standard input for scripts:
never from the command line, where everybody on the machine could read it.
"""

import os
import secrets
import sys
from pathlib import Path
from typing import Annotated

import typer

from campaign.values.approval_codes import hash_code
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, err, open_home, out, print_json

VARIABLE = "ZUOFENG_CODE"
LEAST_LENGTH = 6
_SALT_BYTES = 16


def code(
    once: Annotated[bool, typer.Option("--once", help=help_text("code.once"))] = False,
    by: Annotated[str, typer.Option("--by", help=help_text("code.by"))] = "",
    count: Annotated[int, typer.Option("--count", min=1, max=20, help=help_text("code.count"))] = 5,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the hash of a typed approval code, or one-time codes.

    Raises typer.BadParameter for a code that is too short.
    """
    if once:
        _print_once(by, count, home, as_json)
        return
    from services.texts.sentences import command_sentences

    texts = command_sentences().code
    personal = ask_code(texts.prompt, twice=True)
    if len(personal) < LEAST_LENGTH:
        raise typer.BadParameter(texts.short.format(count=LEAST_LENGTH), param_hint=VARIABLE)
    hashed = hash_code(personal, secrets.token_bytes(_SALT_BYTES))
    if as_json:
        print_json({"hash": hashed})
        return
    out.print(hashed, soft_wrap=True, markup=False, highlight=False)
    err.print(texts.enter, style="yellow")


def _print_once(by: str, count: int, home: Path | None, as_json: bool) -> None:
    # a hash, which the command is for otherwise, needs no store
    from adapters.store.sql.timestamps import now_in
    from services.context import open_context
    from services.errors import WrongActError
    from services.results.approval.codes import Signature, WrongCodeError, one_time_codes
    from services.texts.sentences import command_sentences

    texts, member = command_sentences().code, by.strip()
    if not member:
        raise typer.BadParameter(texts.nobody, param_hint="--by")
    context = open_context(open_home(home))
    now = now_in(context.definitions.plan.campaign.time_zone)
    signature = Signature(member=member, code=ask_code(texts.of_member.format(member=member)))
    try:
        codes, until = one_time_codes(context, signature, count, now)
    except (WrongActError, WrongCodeError) as error:
        err.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error
    if as_json:
        print_json({"codes": codes, "until": until})
        return
    for one_time in codes:
        out.print(one_time, markup=False, highlight=False)
    err.print(texts.once.format(member=member, until=f"{until:%Y-%m-%d %H:%M}"), style="yellow")


def ask_code(prompt: str, *, twice: bool = False) -> str:
    """Return a code from the environment, else from a hidden prompt, else from standard input.

    Raises typer.BadParameter if standard input is no terminal and its line is empty.
    """
    if from_environment := os.environ.get(VARIABLE, ""):
        return from_environment.strip()
    if sys.stdin.isatty():
        answer: str = typer.prompt(prompt, hide_input=True, confirmation_prompt=twice, err=True)
        return answer.strip()
    line = sys.stdin.readline().strip()
    if not line:
        from services.texts.sentences import command_sentences

        raise typer.BadParameter(command_sentences().code.none, param_hint=VARIABLE)
    return line
