"""zuofeng check: everything that people wrote down, held against itself, before anything runs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import typer
from rich.table import Column, Table
from rich.text import Text

from campaign.definitions import DefinitionError, Fault
from campaign.remarks import remarks
from cli.deployments import check_deployments
from cli.options import HomeOption, JsonOption, open_home, out, print_json
from tasks.definitions import Definitions, load_definitions
from tasks.home import Home
from tasks.smtp import mail_server
from tasks.store import database_url
from tasks.template_checks import check_templates, template_files

PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """What was found: faults that must be mended, remarks, and how much there is of what.

    ``complete`` is false if what the definitions say could not all be held against each other.
    """

    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]
    counts: dict[str, int]
    complete: bool


def check(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """核对全部设置，列出每一处错误。

    包括方案、名册、报表、模板、定时任务和环境变量；每处错误都指明文件和设置项。
    """
    found = check_up(open_home(home), PROJECT)
    if as_json:
        print_json(
            {
                "ok": not found.faults,
                "complete": found.complete,
                "faults": [_facts(fault) for fault in found.faults],
                "remarks": [_facts(remark) for remark in found.remarks],
                "counts": found.counts,
            }
        )
    else:
        _print(found)
    if found.faults:
        raise typer.Exit(2)


def check_up(home: Home, project: Path) -> Checkup:
    """Check the definitions of a home, a project's templates and prefect.yaml, the environment."""
    faults: list[Fault] = []
    noted: list[Fault] = []
    counts: dict[str, int] = {}
    try:
        definitions = load_definitions(home)
    except DefinitionError as error:
        faults += error.faults
    else:
        noted = remarks(definitions.plan, definitions.roster)
        counts = _counts(definitions)
    faults += check_templates(project)
    faults += _environment(home)
    found, deployments = check_deployments(project)
    counts |= {"模板": len(template_files(project)), "定时任务": deployments}
    return Checkup(
        faults=(*faults, *found),
        remarks=tuple(noted),
        counts=counts,
        complete="报表" in counts,
    )


def _environment(home: Home) -> list[Fault]:
    faults: list[Fault] = []
    for read in (mail_server, partial(database_url, home)):
        try:
            read()
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


def _facts(fault: Fault) -> dict[str, Any]:
    return {"file": fault.source, "key": fault.path, "message": fault.message}


def _print(found: Checkup) -> None:
    if found.faults:
        _print_list("错误", found.faults, "bold red")
        out.print(f"共{len(found.faults)}处错误，改正后再运行。", style="bold red")
        if not found.complete:
            out.print("改正以上错误后再次运行，可能还有其他核对项。", style="bold red")
    if found.remarks:
        _print_list("提示（不影响运行）", found.remarks, "yellow")
    if not found.faults:
        out.print(f"{_tick()}核对无误", style="bold green", end="：")
        out.print("，".join(f"{name}{count}" for name, count in found.counts.items()))


def _tick() -> str:
    """Return a tick, or nothing on a terminal that has no such sign, as under GBK."""
    return "✓ ".encode(out.encoding, "ignore").decode(out.encoding).lstrip()


def _print_list(title: str, faults: Iterable[Fault], style: str) -> None:
    out.print(title, style=style)
    for source, group in groupby(faults, key=lambda fault: fault.source):
        out.print(Text(f"  {source}", style="bold cyan"))
        table = Table.grid(Column(width=2), Column(overflow="fold"), Column(overflow="fold"))
        table.padding = (0, 2, 0, 0)
        for fault in group:
            table.add_row("", Text(fault.path, style="cyan"), Text(fault.message))
        out.print(table)
    out.print()
