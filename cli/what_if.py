"""zuofeng check --against: what another plan would change, before anybody puts it in force."""

from collections.abc import Iterator
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from adapters.files.home import Home
from campaign.definitions.definitions import Definitions
from campaign.definitions.errors import DefinitionError
from campaign.problems.codes import make_problem
from campaign.problems.messages import problem_text, problem_title
from campaign.tables import Audience, Table
from campaign.tables.reckoned.effects import (
    changed_duty_table,
    changed_score_table,
    setting_table,
    verdict_table,
)
from campaign.what_if.score_changes import ScoreChange, value_text
from campaign.what_if.verdict_changes import DutyChange, RejudgedReport
from cli.options import err, out, print_json
from cli.render.faults import fault_facts, print_faults
from cli.render.table import print_table
from cli.scores import chosen_day
from services.definitions.loading import load_definitions, load_definitions_with
from services.texts.reports import report_sentences
from services.texts.sentences import command_sentences
from services.what_if import PlanEffects, compute_effects


def compare_plans(home: Home, plan: Path, as_of: str, as_json: bool) -> None:
    """Print the effects of another plan; exits with 1 if there are any, with 2 if it is invalid.

    Raises typer.BadParameter if there is no such file, DefinitionError for the present plan.
    """
    if not plan.is_file():
        message = command_sentences().check.no_file.format(path=plan)
        raise typer.BadParameter(message, param_hint="--against")
    definitions = load_definitions(home)
    proposed = _other(home, plan, as_json)
    day = chosen_day(as_of, definitions)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(command_sentences().check.rejudging, total=None)
        effects = compute_effects(
            home,
            definitions,
            proposed,
            day,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
    if as_json:
        print_json(_facts(effects))
    else:
        print_effects(effects, out)
    if effects.any_change:
        raise typer.Exit(1)


def _other(home: Home, plan: Path, as_json: bool) -> Definitions:
    try:
        return load_definitions_with(home, plan)
    except DefinitionError as error:
        if as_json:
            print_json({"ok": False, "faults": [fault_facts(fault) for fault in error.faults]})
        else:
            print_faults(command_sentences().check.faults, error.faults, "bold red", out)
            broken = report_sentences().what_if.broken.format(count=len(error.faults))
            out.print(broken, style="bold red")
        raise typer.Exit(2) from error


def print_effects(effects: PlanEffects, out: Console) -> None:
    """Print the changes, and name the parts without any."""
    for table in _tables(effects):
        print_table(table.for_audience(Audience.OFFICE), out)
    for line in _closing(effects):
        out.print(line, highlight=False, markup=False)


def _tables(effects: PlanEffects) -> tuple[Table, ...]:
    definitions, plans = effects.after, (effects.before.plan, effects.after.plan)
    examined = len(effects.replay.reports)
    return (
        setting_table(effects.differences),
        verdict_table(effects.verdicts, examined, definitions, _besides(effects)),
        changed_duty_table(effects.duties, definitions),
        changed_score_table(effects.scores, plans, definitions, _people_notes(effects)),
    )


def _besides(effects: PlanEffects) -> Iterator[str]:
    """Yield the changes in reports whose verdict stays."""
    texts = report_sentences().what_if
    if reports := effects.returned_otherwise:
        receipts = "、".join(report.receipt for report in reports)
        yield texts.returned_otherwise.format(count=len(reports), receipts=receipts)
    for change in effects.warnings:
        title = problem_title(make_problem(change.code))
        yield texts.hints.format(hint=title, more=change.more, fewer=change.fewer)


def _people_notes(effects: PlanEffects) -> Iterator[str]:
    texts = report_sentences().what_if
    for name, (before, after) in effects.people.items():
        text = texts.people_count if before != after else texts.people_changed
        yield text.format(people=getattr(texts, name), before=before, after=after)


def _closing(effects: PlanEffects) -> Iterator[str]:
    texts = report_sentences().what_if
    if effects.scores or effects.verdicts:
        yield texts.same_evidence
    if otherwise := effects.replay.not_by_plan:
        yield texts.not_by_plan.format(count=len(otherwise), receipts="、".join(otherwise))
    if failed := effects.replay.failed:
        yield texts.failed.format(count=len(failed), receipts="、".join(failed))
    if destroyed := effects.destroyed:
        yield texts.destroyed.format(count=len(destroyed), receipts="、".join(destroyed))
    yield (texts.changed if effects.any_change else texts.unchanged).format(day=effects.day)


def _facts(effects: PlanEffects) -> dict[str, object]:
    replay = effects.replay
    return {
        "ok": True,
        "changes": effects.any_change,
        "as_of": effects.day,
        "settings": [
            {"key": setting.path, "before": setting.before, "after": setting.after}
            for setting in effects.differences
        ],
        "examined": len(replay.reports),
        "verdicts": [_verdict(report) for report in effects.verdicts],
        "returned_otherwise": [report.receipt for report in effects.returned_otherwise],
        "warnings": [
            {"code": change.code, "more": change.more, "fewer": change.fewer}
            for change in effects.warnings
        ],
        "not_by_the_plan": list(replay.not_by_plan),
        "not_examined": list(replay.failed),
        "destroyed": list(effects.destroyed),
        "duties": [_duty(change) for change in effects.duties],
        "scores": [_score(change) for change in effects.scores],
        "people": {
            name: {"before": old, "after": new} for name, (old, new) in effects.people.items()
        },
    }


def _verdict(report: RejudgedReport) -> dict[str, object]:
    """Return a changed verdict; of a confidential report the receipt's number alone."""
    facts = {"receipt": report.receipt, "confidential": report.confidential}
    facts |= {"before": _word(report.was_accepted), "after": _word(report.is_accepted)}
    if report.confidential:
        return facts
    return facts | {
        "unit": report.unit,
        "form": report.form,
        "period": report.slot,
        "problems": [
            {"code": p.code, "sheet": p.sheet, "cell": p.cell, "what": problem_text(p)}
            for p in report.decisive
        ],
    }


def _word(accepted: bool) -> str:
    return "accepted" if accepted else "returned"


def _duty(change: DutyChange) -> dict[str, object]:
    unit, form, period = change.key
    return {
        "unit": unit,
        "form": form,
        "period": period,
        "before": change.before,
        "before_late": change.was_late,
        "after": change.after,
        "after_late": change.is_late,
    }


def _score(change: ScoreChange) -> dict[str, object]:
    return {
        "unit": change.unit,
        "class": change.unit_class,
        "changes": {
            name: {"before": value_text(old), "after": value_text(new)}
            for name, (old, new) in change.values.items()
        },
    }
