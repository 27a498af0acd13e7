"""zuofeng check: plan, roster, forms, templates, schedules and environment cross-checked."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from adapters.files.home import CHECKOUT, Home
from adapters.mail.smtp import mail_server
from adapters.store.engine import database_url
from campaign.definitions.definitions import Definitions
from campaign.definitions.errors import DefinitionError, Fault
from campaign.validation.hints import plan_hints
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, open_home, out, print_json
from cli.render.faults import fault_facts, print_faults
from services.definitions.loading import load_definitions
from services.definitions.mail_template_checks import check_templates, template_files
from services.definitions.prefect_yaml import check_deployments
from services.definitions.prefect_yaml_coverage import check_schedule_coverage
from services.intake.inbox import check_inbox
from services.texts.sentences import command_sentences

PROJECT = CHECKOUT


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """The outcome of a check: faults that must be mended, hints, and counts by kind.

    ``complete`` is false if a definition could not be read, so that some checks did not run.
    """

    faults: tuple[Fault, ...]
    hints: tuple[Fault, ...]
    counts: dict[str, int]
    complete: bool


def check(
    plan: Annotated[
        Path | None,
        typer.Option("--against", help=help_text("check.plan")),
    ] = None,
    as_of: Annotated[str, typer.Option("--as-of", help=help_text("check.as_of"))] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every setting and list each fault, or what another plan would change.

    Raises typer.BadParameter for wrong use, typer.Exit 2 for faults.
    """
    if plan:
        from cli.what_if import compare_plans  # judges and scores: more than a check needs

        compare_plans(open_home(home), plan, as_of, as_json)
        return
    if as_of:
        raise typer.BadParameter(command_sentences().check.against_only, param_hint="--as-of")
    checkup = check_up(open_home(home), PROJECT)
    if as_json:
        print_json(_facts(checkup))
    else:
        _print(checkup)
    if checkup.faults:
        raise typer.Exit(2)


def _facts(checkup: Checkup) -> dict[str, object]:
    return {
        "ok": not checkup.faults,
        "complete": checkup.complete,
        "faults": [fault_facts(fault) for fault in checkup.faults],
        "remarks": [fault_facts(hint) for hint in checkup.hints],
        "counts": checkup.counts,
    }


def check_up(home: Home, project: Path) -> Checkup:
    """Check the definitions of a home, a project's templates and prefect.yaml, the environment."""
    faults: list[Fault] = []
    hints: list[Fault] = []
    uncovered: list[Fault] = []
    counts: dict[str, int] = {}
    definitions: Definitions | None = None
    try:
        definitions = load_definitions(home)
    except DefinitionError as error:
        faults += error.faults
    else:
        hints = plan_hints(definitions.plan, definitions.roster)
        uncovered = check_schedule_coverage(project, definitions.plan)
        counts = _counts(definitions)
    faults += check_templates(project, definitions)
    faults += _environment(home)
    faults += check_inbox(home)
    deployment_faults, deployments = check_deployments(project)
    counts |= {"模板": len(template_files(project)), "定时任务": deployments}
    return Checkup(
        faults=(*faults, *deployment_faults, *uncovered),
        hints=tuple(hints),
        counts=counts,
        complete="报表" in counts,
    )


def _environment(home: Home) -> list[Fault]:
    faults: list[Fault] = []
    for reader in (mail_server, partial(database_url, home)):
        try:
            reader()
        except DefinitionError as error:
            faults += error.faults
    return faults


def _counts(definitions: Definitions) -> dict[str, int]:
    plan, roster = definitions.plan, definitions.roster
    classes = Counter[str](unit.unit_class for unit in roster.units)
    return {
        "报表": len(definitions.forms),
        "报送任务": len(plan.obligations),
        "全年应报": len(definitions.duties),
        "学习专题": len(plan.topics),
        **classes,
        "人员": len({person.code for person in roster.people}),
    }


def _print(checkup: Checkup) -> None:
    texts = command_sentences().check
    if checkup.faults:
        print_faults(texts.faults, checkup.faults, "bold red", out)
        out.print(texts.total.format(count=len(checkup.faults)), style="bold red")
        if not checkup.complete:
            out.print(texts.incomplete, style="bold red")
    if checkup.hints:
        print_faults(texts.hints, checkup.hints, "yellow", out)
    if not checkup.faults:
        out.print(f"{_tick()}{texts.all_well}", style="bold green", end="：")
        out.print("，".join(f"{name}{count}" for name, count in checkup.counts.items()))


def _tick() -> str:
    """Return a tick, or nothing on a terminal that has no such sign, as under GBK."""
    return "✓ ".encode(out.encoding, "ignore").decode(out.encoding).lstrip()
