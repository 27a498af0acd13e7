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
        raise DefinitionError([_fault("", "文件不存在，没有定时任务")])
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f"第{mark.line + 1}行第{mark.column + 1}列" if mark else ""
        reason = getattr(error, "problem", None) or error
        raise DefinitionError([_fault(at, f"YAML语法错误（{reason}）")]) from error
    deployments = content.get("deployments") if isinstance(content, dict) else None
    if not isinstance(deployments, list) or not deployments:
        raise DefinitionError([_fault("deployments", "没有任何部署")])
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
            yield path, "应为一组设置项"
            continue
        name = str(deployment.get("name") or "")
        if not name or name in names:
            yield f"{path}.name", f"名称“{name}”为空或者重复"
        names.append(name)
        for key in ("description", "tags", "work_pool"):
            if not deployment.get(key):
                yield f"{path}.{key}", f"“{name}”缺少{key}"
        for key, message in (*_flow(deployment), *_schedules(deployment)):
            yield f"{path}.{key}", message


def _flow(deployment: DeploymentFacts) -> KeyMessages:
    from prefect import Flow  # takes seconds, and only this command needs it

    entrypoint = str(deployment.get("entrypoint") or "")
    match = _ENTRYPOINT.fullmatch(entrypoint)
    if not match:
        yield "entrypoint", f"“{entrypoint}”应写作模块形式，如flows.intake:intake"
        return
    try:
        flow = getattr(importlib.import_module(match[1]), match[2], None)
    except (ImportError, SyntaxError) as error:
        yield "entrypoint", f"{match[1]}不能导入（{error}）"
        return
    if not isinstance(flow, Flow):
        yield "entrypoint", f"{match[1]}中没有流程“{match[2]}”"
        return
    known = inspect.signature(flow.fn).parameters
    for name in deployment.get("parameters") or {}:
        if name not in known:
            yield f"parameters.{name}", f"流程“{match[2]}”没有这个参数"


def _schedules(deployment: DeploymentFacts) -> KeyMessages:
    slugs: list[str] = []
    for index, schedule in enumerate(deployment.get("schedules") or []):
        path = f"schedules[{index}]"
        slug = str(schedule.get("slug") or "")
        if not slug or slug in slugs:
            yield f"{path}.slug", f"slug“{slug}”为空或者重复，重新部署时会重复建立"
        slugs.append(slug)
        if "active" in schedule:
            yield f"{path}.active", "不要写active：重新部署会恢复人工暂停的定时任务"
        kinds = [kind for kind in _KINDS if kind in schedule]
        if len(kinds) != 1:
            yield path, "cron、rrule、interval须写且只写一项"
        elif kinds != ["interval"]:
            if "timezone" not in schedule:
                yield f"{path}.timezone", "缺少时区，定时会按UTC计算"
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
        yield f"{path}.{kind}", f"“{schedule[kind]}”无效（{reasons}）"


def _fault(path: str, message: str) -> Fault:
    return Fault(source=SOURCE, path=path, message=message)
