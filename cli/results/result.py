"""zuofeng result: the life of a result, each act with who and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from adapters.store.engine import open_store, reading
from adapters.store.sql.timestamps import now_in
from campaign.results.lifecycle import STATE_NAMES, ResultAct
from campaign.values.acts import Actor
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, err, open_home, out, print_json
from cli.render.results import print_reproduction, print_result, print_results
from cli.results.code import ask_code
from services.context import AppContext, open_context
from services.errors import WrongActError
from services.results.approval.codes import Signature, WrongCodeError
from services.results.lifecycle import transitions
from services.results.lifecycle.views import result_list, result_view
from services.results.objections import objections
from services.results.register.register import (
    UnknownResultError,
    draft_result,
    find_result,
    require_possible,
)
from services.results.register.reproduction import reproduce_result as derive_again
from services.texts.sentences import command_sentences

app = typer.Typer(help=help_text("result.about"), no_args_is_help=True)


def _require_text(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter(command_sentences().options.blank)
    return text.strip()


class Decision(StrEnum):
    """The decision of the leading group on an objection."""

    UPHELD = "成立"
    REJECTED = "不成立"


IdArgument = Annotated[str, typer.Argument(metavar="ID", help=help_text("result.id"))]
WhyOption = Annotated[
    str, typer.Option("--why", help=help_text("result.why"), callback=_require_text)
]
ByOption = Annotated[str, typer.Option("--by", help=help_text("result.by"), callback=_require_text)]
MemberOption = Annotated[
    str, typer.Option("--by", help=help_text("result.member"), callback=_require_text)
]


@app.command(help=help_text("result.draft.about"))
def draft(
    by: ByOption,
    why: WhyOption,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help=help_text("result.draft.as_of")),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draft a result of the present plan and reports."""
    context, now = _open(home)
    with _refusals():
        day = as_of.date() if as_of else now.date()
        drafted = draft_result(context, day, Actor(name=by, reason=why), now)
    if as_json:
        print_json({**asdict(drafted), "as_of": day})
        return
    texts, state = command_sentences().result, STATE_NAMES[drafted.state]
    text = texts.drafted if drafted.new else texts.drafted_before
    out.print(text.format(id=drafted.id, state=state), soft_wrap=True, highlight=False)


@app.command(help=help_text("result.submit.about"))
def submit(
    result: IdArgument,
    by: ByOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Submit a result to the leading group."""
    context, now = _open(home)
    with _refusals():
        transitions.submit_result(context, result, Actor(name=by, reason=why), now)
    _print_state(context, result, as_json)


@app.command(help=help_text("result.approve.about"))
def approve(
    result: IdArgument,
    by: MemberOption,
    note: Annotated[str, typer.Option("--note", help=help_text("result.approve.note"))] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Approve a result as a member of the leading group, by an approval code."""
    context, now = _open(home)
    with _refusals():
        transitions.require_approvable(context, result, note)
        signature = _sign(by, note)
        transitions.approve_result(context, result, signature, now)
    _print_state(context, result, as_json)


@app.command("return", help=help_text("result.return.about"))
def return_(
    result: IdArgument,
    by: MemberOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Return a result as a member of the leading group, by an approval code."""
    context, now = _open(home)
    with _refusals():
        _require(context, result, ResultAct.RETURN)
        transitions.return_result(context, result, _sign(by, why), now)
    _print_state(context, result, as_json)


@app.command("object", help=help_text("result.object.about"))
def object_(
    result: IdArgument,
    unit: Annotated[str, typer.Option("--unit", help=help_text("result.object.unit"))],
    by: Annotated[
        str, typer.Option("--by", help=help_text("result.object.by"), callback=_require_text)
    ],
    why: WhyOption,
    person: Annotated[str, typer.Option("--person", help=help_text("result.object.person"))] = "",
    document: Annotated[
        str, typer.Option("--document", help=help_text("result.object.document"))
    ] = "",
    decide: Annotated[
        Decision | None, typer.Option("--decide", help=help_text("result.object.decide"))
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register an objection, or decide on one by an approval code."""
    context, now = _open(home)
    about = objections.ObjectionSubject(unit=unit, person=person, document=document)
    with _refusals():
        if decide is None:
            objections.raise_objection(context, result, about, Actor(name=by, reason=why), now)
        else:
            upheld = decide is Decision.UPHELD
            _require(context, result, ResultAct.UPHOLD if upheld else ResultAct.REJECT)
            signature = _sign(by, why)
            result = objections.decide_objection(context, result, about, upheld, signature, now)
    _print_state(context, result, as_json)


@app.command(help=help_text("result.publish.about"))
def publish(
    result: IdArgument,
    by: ByOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Publish a result after its notice."""
    context, now = _open(home)
    with _refusals():
        path = transitions.publish_approved(context, result, Actor(name=by, reason=why), now)
    _print_state(context, result, as_json, path)


@app.command(help=help_text("result.reopen.about"))
def reopen(
    result: IdArgument,
    by: ByOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Reopen a result, so that another one may be drafted."""
    context, now = _open(home)
    with _refusals():
        transitions.reopen_result(context, result, Actor(name=by, reason=why), now)
    _print_state(context, result, as_json)


@app.command(help=help_text("result.reproduce.about"))
def reproduce(result: IdArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Derive a result again and compare every byte.

    Raises typer.Exit 1 if anything differs.
    """
    opened = open_home(home)
    with _refusals():
        reproduction = derive_again(open_store(opened), opened, result)
    if as_json:
        print_json({**asdict(reproduction), "equal": reproduction.equal})
    else:
        print_reproduction(reproduction)
    if not reproduction.equal:
        raise typer.Exit(1)


@app.command("list", help=help_text("result.list.about"))
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List all results, and which of them is in force."""
    context, _ = _open(home)
    with reading(context.engine) as connection:
        results = result_list(connection)
    if as_json:
        print_json(results)
    else:
        print_results(results)


@app.command(help=help_text("result.show.about"))
def show(result: IdArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show a result: state, entries, notice, objections, history."""
    context, _ = _open(home)
    with _refusals():
        _print_state(context, result, as_json)


def _open(home: Path | None) -> tuple[AppContext, datetime]:
    context = open_context(open_home(home))
    return context, now_in(context.definitions.plan.campaign.time_zone)


@contextmanager
def _refusals() -> Iterator[None]:
    """Print the message of a refused act and exit with 2, as wrong use."""
    refused = (
        UnknownResultError,
        WrongActError,
        WrongCodeError,
        transitions.NoteNeededError,
    )
    try:
        yield
    except refused as error:
        err.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error


def _require(context: AppContext, id_: str, act: ResultAct) -> None:
    """Check that an act is possible, before a member is asked for a code."""
    with reading(context.engine) as connection:
        require_possible(find_result(connection, id_), act)


def _sign(member: str, why: str) -> Signature:
    return Signature(
        member=member,
        code=ask_code(command_sentences().code.of_member.format(member=member)),
        why=why.strip(),
    )


def _print_state(context: AppContext, id_: str, as_json: bool, path: Path | None = None) -> None:
    """Print the present state of a result."""
    with reading(context.engine) as connection:
        facts = result_view(connection, find_result(connection, id_), context.definitions)
    if as_json:
        print_json({**facts, **({"file": path} if path else {})})
        return
    print_result(facts)
    if path:
        text = command_sentences().options.written.format(path=path)
        out.print(text, soft_wrap=True, markup=False, highlight=False)
