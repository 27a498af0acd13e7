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
from campaign.tables.effects import (
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
from services.what_if import PlanEffects, compute_effects


def compare_plans(home: Home, plan: Path, as_of: str, as_json: bool) -> None:
    """Print the effects of another plan; exits with 1 if there are any, with 2 if it is invalid.

    Raises typer.BadParameter if there is no such file, DefinitionError for the present plan.
    """
    if not plan.is_file():
        raise typer.BadParameter(f"没有文件“{plan}”", param_hint="--against")
    definitions = load_definitions(home)
    proposed = _other(home, plan, as_json)
    day = chosen_day(as_of, definitions)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("正在重新核对已收报表", total=None)
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
            print_faults("错误", error.faults, "bold red", out)
            out.print(f"共{len(error.faults)}处错误，这份方案不能用。", style="bold red")
        raise typer.Exit(2) from error


_PEOPLE = {
    "ladder": "举报投诉的处理建议",
    "consequences": "通报批评的后果",
    "nominees": "可推荐的个人",
    "unresolved": "待核的材料",
}


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
    if effects.returned_otherwise:
        receipts = "、".join(report.receipt for report in effects.returned_otherwise)
        yield f"仍然退回、但问题不同的{len(effects.returned_otherwise)}份：{receipts}"
    for change in effects.warnings:
        title = problem_title(make_problem(change.code))
        yield f"提示“{title}”：新增{change.more}份，消失{change.fewer}份"


def _people_notes(effects: PlanEffects) -> Iterator[str]:
    for name, (before, after) in effects.people.items():
        words = f"{before}项→{after}项" if before != after else f"{after}项，内容改变"
        yield f"{_PEOPLE[name]}：{words}"


def _closing(effects: PlanEffects) -> Iterator[str]:
    if effects.scores or effects.verdicts:
        yield (
            "成绩按截至当日计入的同一批报表分别计算：改用后会退回的，计分时仍然计入；"
            "会接收的，须重新报送后才计入。"
        )
    if otherwise := effects.replay.not_by_plan:
        receipts = "、".join(otherwise)
        words = "现行方案今天核对也与当时不同，不是这次改动引起的"
        yield f"另有{len(otherwise)}份，{words}：{receipts}"
    if failed := effects.replay.failed:
        yield f"有{len(failed)}份没能重新核对，请运行zuofeng verify：{'、'.join(failed)}"
    changed = "以上是改用后的变化" if effects.any_change else "改用后没有任何变化"
    yield f"截至{effects.day}，{changed}；没有改变任何记录。"


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
