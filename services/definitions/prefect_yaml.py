"""Reads prefect.yaml and checks it, before a deployment or a schedule fails."""

import importlib
import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from campaign.definitions.errors import DefinitionError, Fault
from campaign.problems.template_faults import DeploymentFault

SOURCE = "prefect.yaml"
_ENTRYPOINT = re.compile(r"(flows(?:\.\w+)+):(\w+)")
_KINDS = ("cron", "rrule", "interval")

DeploymentFacts = Mapping[str, Any]
"""A deployment as it stands in the file, with nothing of it checked."""

ScheduleFacts = Mapping[str, object]
"""A schedule of a deployment as it stands there."""

KeyMessages = Iterator[tuple[str, str]]
"""The path of a key, and what is wrong with its value."""


def load_deployments(project: Path) -> list[Any]:
    """Return the deployments of a project's prefect.yaml as they stand there.

    Raises DefinitionError where the file is missing or holds none.
    """
    path = project / SOURCE
    if not path.is_file():
        raise DefinitionError([_fault("", DeploymentFault.FILE_MISSING)])
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = DeploymentFault.SYNTAX_PLACE
        at = place.format(line=mark.line + 1, column=mark.column + 1) if mark else ""
        reason = getattr(error, "problem", None) or error
        syntax = DeploymentFault.SYNTAX.format(error=reason)
        raise DefinitionError([_fault(at, syntax)]) from error
    deployments = content.get("deployments") if isinstance(content, dict) else None
    if not isinstance(deployments, list) or not deployments:
        raise DefinitionError([_fault("deployments", DeploymentFault.NO_DEPLOYMENT)])
    return deployments


def check_deployments(project: Path) -> tuple[list[Fault], int]:
    """Return the faults of prefect.yaml and the number of its deployments."""
    try:
        deployments = load_deployments(project)
    except DefinitionError as error:
        return list(error.faults), 0
    return [_fault(path, message) for path, message in _all(deployments)], len(deployments)


def _all(deployments: list[object]) -> KeyMessages:
    names: list[str] = []
    for index, deployment in enumerate(deployments):
        path = f"deployments[{index}]"
        if not isinstance(deployment, dict):
            yield path, DeploymentFault.NOT_A_TABLE
            continue
        name = str(deployment.get("name") or "")
        if not name or name in names:
            yield f"{path}.name", DeploymentFault.NAME_REPEATED.format(name=name)
        names.append(name)
        for key in ("description", "tags", "work_pool"):
            if not deployment.get(key):
                yield f"{path}.{key}", DeploymentFault.KEY_MISSING.format(name=name, key=key)
        for key, message in (*_flow(deployment), *_schedules(deployment)):
            yield f"{path}.{key}", message


def _flow(deployment: DeploymentFacts) -> KeyMessages:
    from prefect import Flow  # takes seconds, and only this command needs it

    entrypoint = str(deployment.get("entrypoint") or "")
    match = _ENTRYPOINT.fullmatch(entrypoint)
    if not match:
        yield "entrypoint", DeploymentFault.ENTRYPOINT_SHAPE.format(entrypoint=entrypoint)
        return
    try:
        flow = getattr(importlib.import_module(match[1]), match[2], None)
    except (ImportError, SyntaxError) as error:
        yield "entrypoint", DeploymentFault.NOT_IMPORTED.format(module=match[1], error=error)
        return
    if not isinstance(flow, Flow):
        yield "entrypoint", DeploymentFault.NO_FLOW.format(module=match[1], flow=match[2])
        return
    known = inspect.signature(flow.fn).parameters
    for name in deployment.get("parameters") or {}:
        if name not in known:
            yield f"parameters.{name}", DeploymentFault.UNKNOWN_PARAMETER.format(flow=match[2])


def _schedules(deployment: DeploymentFacts) -> KeyMessages:
    slugs: list[str] = []
    for index, schedule in enumerate(deployment.get("schedules") or []):
        path = f"schedules[{index}]"
        slug = str(schedule.get("slug") or "")
        if not slug or slug in slugs:
            yield f"{path}.slug", DeploymentFault.SLUG_REPEATED.format(slug=slug)
        slugs.append(slug)
        if "active" in schedule:
            yield f"{path}.active", DeploymentFault.ACTIVE_WRITTEN
        kinds = [kind for kind in _KINDS if kind in schedule]
        if len(kinds) != 1:
            yield path, DeploymentFault.ONE_TIMING
        elif kinds != ["interval"]:
            if "timezone" not in schedule:
                yield f"{path}.timezone", DeploymentFault.TIME_ZONE_MISSING
            yield from _timing(schedule, kinds[0], path)


def _timing(schedule: ScheduleFacts, kind: str, path: str) -> KeyMessages:
    from prefect.client.schemas.schedules import CronSchedule, RRuleSchedule

    zone = schedule.get("timezone", "UTC")
    try:
        if kind == "cron":
            CronSchedule(cron=schedule[kind], timezone=zone)
        else:
            RRuleSchedule(rrule=schedule[kind], timezone=zone)
    except ValidationError as error:
        reasons = "；".join(str(fault["msg"]) for fault in error.errors())
        yield (
            f"{path}.{kind}",
            DeploymentFault.TIMING.format(timing=schedule[kind], reasons=reasons),
        )


def _fault(path: str, message: str) -> Fault:
    return Fault(source=SOURCE, path=path, message=message)
