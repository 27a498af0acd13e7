"""zuofeng accept and zuofeng withdraw: manual decisions of the office, always with a reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer

from adapters.store.sql.timestamps import now_in
from campaign.definitions.definitions import period_label
from campaign.definitions.form import Form
from campaign.definitions.roster import Unit
from campaign.problems.codes import Problem, Severity
from campaign.problems.messages import group_problems, problem_text, remedy_text
from campaign.reading.questionnaires.exports import questionnaire_slot
from campaign.recognition.recognition import RecognitionContext
from campaign.values.acts import Actor
from campaign.values.dispositions import DISPOSITION_NAMES
from campaign.values.periods import Period, PeriodKind, find_period
from campaign.values.seal import Identity, find_serial, make_serial
from campaign.values.text import normalize_text
from cli.help_texts import help_text
from cli.options import (
    HomeOption,
    JsonOption,
    err,
    find_form,
    find_unit,
    open_home,
    out,
    print_json,
)
from services.context import AppContext, open_context
from services.definitions.loading import load_plan
from services.errors import WrongActError
from services.intake import manual_acceptance
from services.texts.sentences import command_sentences


def _require_text(why: str) -> str:
    if not why.strip():
        raise typer.BadParameter(command_sentences().accept.no_reason)
    return why.strip()


def _who(context: typer.Context, by: str) -> str:
    """Return the actor: the office's name if nobody is named, never the machine's login."""
    source = context.get_parameter_source("by")
    if source is not None and source.name.startswith("DEFAULT"):
        # a --home that was given has been read before: click leaves defaults to the end
        return load_plan(open_home(context.params.get("home"))).campaign.office
    if not by.strip():
        raise typer.BadParameter(command_sentences().accept.nobody)
    return by.strip()


ReasonOption = Annotated[
    str, typer.Option("--why", help=help_text("shared.reason"), callback=_require_text)
]
ActorOption = Annotated[
    str,
    typer.Option(
        "--by",
        help=help_text("shared.actor"),
        default_factory=str,
        show_default=False,
        callback=_who,
    ),
]


def accept(
    file: Annotated[str, typer.Argument(help=help_text("accept.file"))],
    unit: Annotated[str, typer.Option("--unit", help=help_text("accept.unit"))],
    form: Annotated[str, typer.Option("--form", help=help_text("accept.form"))],
    why: ReasonOption,
    by: ActorOption,
    period: Annotated[
        str,
        typer.Option("--period", help=help_text("accept.period")),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help=help_text("accept.force"))] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Accept a file as the form, unit and period that the office names.

    Raises typer.BadParameter for wrong use, typer.Exit 1 if the file has faults.
    """
    context = open_context(open_home(home))
    with _refusals():  # before anything that has to be looked up for it, such as its period
        manual_acceptance.find_acceptable_file(context, file)
    identity = _identity(context, unit, form, period)
    now = now_in(context.definitions.plan.campaign.time_zone)
    if not json:
        out.print(_identity_text(context, identity), markup=False, highlight=False)
    try:
        with _refusals():
            receipt = manual_acceptance.accept_file(
                context, file, identity, Actor(name=by, reason=why), now, force
            )
    except manual_acceptance.FaultyFileError as error:
        _print_faults(error.problems, json)
        raise typer.Exit(1) from error
    if json:
        print_json(asdict(receipt))
        return
    reasons = f"：{'、'.join(receipt.reasons)}" if receipt.reasons else ""
    out.print(
        f"{receipt.receipt}　{DISPOSITION_NAMES[receipt.disposition]}{reasons}", highlight=False
    )


def withdraw(
    submission: Annotated[str, typer.Argument(help=help_text("withdraw.submission"))],
    why: ReasonOption,
    by: ActorOption,
    force: Annotated[bool, typer.Option("--force", help=help_text("withdraw.force"))] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Take a submission out of force; the version before it counts again."""
    context = open_context(open_home(home))
    now = now_in(context.definitions.plan.campaign.time_zone)
    with _refusals():
        version, in_force = manual_acceptance.withdraw_submission(
            context, submission, Actor(name=by, reason=why), now, force
        )
    if json:
        print_json({"receipt": submission, "withdrawn": version, "in_force": in_force or None})
        return
    texts = command_sentences().withdraw
    state = texts.in_force.format(version=in_force) if in_force else texts.none_in_force
    out.print(
        texts.withdrawn.format(receipt=submission, version=version, state=state), highlight=False
    )


@contextmanager
def _refusals() -> Iterator[None]:
    """Raise typer.BadParameter (exit code 2) for an act that is refused."""
    try:
        yield
    except (manual_acceptance.UnknownFileError, WrongActError) as error:
        raise typer.BadParameter(str(error)) from error


def _identity_text(context: AppContext, identity: Identity) -> str:
    """Return the line that names unit, form and period as which the file is examined."""
    unit = context.definitions.roster.unit(identity.unit)
    name = f"{unit.name}（{unit.code}）" if unit else identity.unit
    title = context.definitions.forms[identity.form].title
    slot = period_label(identity.period) or identity.serial
    return command_sentences().accept.identity.format(unit=name, form=title, slot=slot)


def _print_faults(problems: tuple[Problem, ...], json: bool) -> None:
    blocking = group_problems(p for p in problems if p.severity is Severity.ERROR)
    lines = [(line.where, problem_text(line.first), remedy_text(line.first)) for line in blocking]
    if json:
        faults = [{"where": where, "what": what, "mend": remedy} for where, what, remedy in lines]
        print_json({"accepted": False, "problems": faults})
        return
    for where, what, remedy in lines:
        out.print(f"{where}　{what}{remedy}", markup=False, highlight=False)
    err.print(command_sentences().accept.faulty, style="yellow")


def _identity(context: AppContext, unit_name: str, form_name: str, period: str) -> Identity:
    recognition = context.examiner.recognition
    unit, form = find_unit(recognition.roster, unit_name), find_form(recognition.forms, form_name)
    if form.period is PeriodKind.EVENT:
        serial, period_key = _event_serial(recognition, unit, form, period), ""
    else:
        reported = _period(recognition, form, period)
        period_key = str(reported)
        serial = make_serial(
            recognition.key,
            form_code=form.code,
            year=reported.first.year,
            unit=unit.code,
            slot=reported.slot,
        )
    return Identity(
        form=form.key, version=form.version, unit=unit.code, period=period_key, serial=serial
    )


def _period(context: RecognitionContext, form: Form, text: str) -> Period:
    """Return the period that the office names; a form of the whole year needs no naming."""
    yearly = str(context.plan.campaign.year) if form.period is PeriodKind.ONCE else ""
    period = find_period(text.strip() or yearly)
    if period is not None and period.kind is form.period:
        return period
    obligations = context.plan.obligations_of(form.key)
    periods = {str(period) for obligation in obligations for period in obligation.periods}
    texts = command_sentences().accept
    choice = texts.which_period.format(periods="、".join(sorted(periods)))
    wrong = texts.other_period.format(text=text, choice=choice) if text.strip() else choice
    raise typer.BadParameter(wrong, param_hint="--period")


def _event_serial(context: RecognitionContext, unit: Unit, form: Form, text: str) -> str:
    """Return the serial number under which the office has issued this form to this unit.

    A questionnaire's number stands for the serial number that its exports have.
    """
    texts, hint = command_sentences().accept, "--period"
    number = normalize_text(text).strip().upper()
    if not number:
        raise typer.BadParameter(texts.no_serial, param_hint=hint)
    if slot := questionnaire_slot(form, number):
        code, year = form.code, context.plan.campaign.year
        return make_serial(context.key, form_code=code, year=year, unit=unit.code, slot=slot)
    serial = find_serial(context.key, number)
    if serial is None or serial.text != number:
        raise typer.BadParameter(texts.wrong_serial.format(text=text), param_hint=hint)
    if serial.form_code != form.code:
        message = texts.serial_of_form.format(text=text, form=form.title)
        raise typer.BadParameter(message, param_hint=hint)
    holder = context.roster.unit(serial.unit)
    if holder is None or holder.code != unit.code:
        message = texts.serial_of_unit.format(text=text, unit=unit.name)
        raise typer.BadParameter(message, param_hint=hint)
    return serial.text
