"""zuofeng rehearse: a campaign year with made-up units, checked against its scenario."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from adapters.files.home import Home
from cli.check import PROJECT
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, err, open_home, print_json
from cli.render.rehearsal import months_of, print_timeline
from rehearsal.checks.fingerprints import write_fingerprints
from rehearsal.checks.plan_review import review_plan
from rehearsal.checks.year_checks import YearCheck, check_year
from rehearsal.content.fake_roster import LEAST_UNITS
from rehearsal.simulation.deployed_flows import deployed_flows
from rehearsal.simulation.setup import OccupiedError, set_up_home
from rehearsal.simulation.year import Year, simulate_year
from services.definitions.loading import load_definitions
from services.definitions.prefect_yaml_coverage import check_schedule_coverage
from services.texts.sentences import command_sentences

UnitsOption = Annotated[
    int, typer.Option("--units", min=LEAST_UNITS, max=999, help=help_text("rehearse.units"))
]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help=help_text("rehearse.seed"))]
FaultsOption = Annotated[
    bool, typer.Option("--faults/--no-faults", help=help_text("rehearse.faults"))
]
IntoOption = Annotated[Path | None, typer.Option("--into", help=help_text("rehearse.into"))]
PlanOption = Annotated[
    Path | None,
    typer.Option("--plan", exists=True, dir_okay=False, help=help_text("rehearse.plan")),
]
_OWN = ("ZUOFENG_DATABASE_URL", "ZUOFENG_SMTP_")


def rehearse(
    units: UnitsOption = 20,
    seed: SeedOption = 1,
    faults: FaultsOption = True,
    into: IntoOption = None,
    plan: PlanOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rehearse a year with made-up units, and check its results.

    Raises typer.BadParameter for a folder in use, typer.Exit 1 if a check fails.
    """
    source = open_home(home)
    _keep_to_itself()
    where = (plan or source.inputs / "plan.toml", into or source.outputs / "rehearsal")
    try:
        stage = set_up_home(source, *where, seed, units)
    except OccupiedError as error:
        message = command_sentences().rehearse.occupied.format(error=error)
        raise typer.BadParameter(message, param_hint="--into") from error
    warnings = _warnings(stage)
    year = _play(stage, seed, faults)
    checks = check_year(year)
    year.bureau.close()
    fingerprint = write_fingerprints(stage)
    if as_json:
        print_json(_facts(year, checks, warnings, fingerprint))
    else:
        print_timeline(year, checks, warnings, fingerprint)
    if not all(check.holds for check in checks):
        raise typer.Exit(1)


def _keep_to_itself() -> None:
    """Leave the bureau's own database and mail server out of it, whatever the environment says."""
    for name in list(os.environ):
        if name.startswith(_OWN):
            del os.environ[name]


def _warnings(stage: Home) -> tuple[str, ...]:
    """Return what the office should know of the plan; raises DefinitionError for a broken one."""
    definitions = load_definitions(stage)
    plan, roster = definitions.plan, definitions.roster
    asleep = (fault.message for fault in check_schedule_coverage(PROJECT, plan))
    return (*review_plan(plan, roster, definitions.duties), *asleep)


def _play(stage: Home, seed: int, faults: bool) -> Year:
    columns = (TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        bar = progress.add_task(command_sentences().rehearse.rehearsing, total=None)
        return simulate_year(
            stage,
            deployed_flows(PROJECT),
            seed=seed,
            faults=faults,
            on_day=lambda day: progress.update(bar, description=f"{day}"),
        )


def _facts(
    year: Year, checks: tuple[YearCheck, ...], warnings: tuple[str, ...], fingerprint: str
) -> dict[str, object]:
    return {
        "ok": all(check.holds for check in checks),
        "home": str(year.bureau.home.root),
        "seed": year.participants.seed,
        "units": len(year.participants.scenario.levels),
        "files": len(year.answered),
        "messages": year.bureau.sent,
        "warnings": list(warnings),
        "months": months_of(year),
        "checks": [
            {"what": check.what, "holds": check.holds, "wrong": list(check.deviations)}
            for check in checks
        ],
        "fingerprint": fingerprint,
    }
