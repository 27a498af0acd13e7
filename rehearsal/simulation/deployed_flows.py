"""What runs in a rehearsal: each flow's steps, and when prefect.yaml wakes it.

Flows are taken as they are deployed: one that is not in prefect.yaml does nothing in a rehearsal.
"""

import datetime as dt
import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from cronsim import CronSim

from campaign.deadlines.agenda import ActionKind, PhaseFlow
from rehearsal.simulation.year import DeployedFlows, ScheduledRun
from services.agenda.action import Handler

SOURCE = "prefect.yaml"
_DAILY = "flows.daily:daily"
_RESULTS = "flows.results"
_SECOND = dt.timedelta(seconds=1)
_PHASES = frozenset(PhaseFlow)


def deployed_flows(project: Path) -> DeployedFlows:
    """Return the programme of a project's deployments; only those with a cron wake."""
    content = yaml.safe_load((project / SOURCE).read_text(encoding="utf-8"))
    deployments = content["deployments"]
    steps = {
        PhaseFlow(each["name"]): _steps(each["entrypoint"])
        for each in deployments
        if each["name"] in _PHASES
    }
    schedules = [
        (PhaseFlow(each["name"]) if each["name"] in _PHASES else None, schedule)
        for each in deployments
        if each["name"] in _PHASES or each["entrypoint"] == _DAILY
        for schedule in each.get("schedules") or ()
        if "cron" in schedule
    ]

    def wakes(first: dt.date, last: dt.date) -> list[ScheduledRun]:
        return [
            ScheduledRun(at=moment, flow=flow)
            for flow, schedule in schedules
            for moment in _moments(schedule, first, last)
        ]

    return DeployedFlows(wakes=wakes, steps=steps, of_results=_steps(_RESULTS))


def _steps(entrypoint: str) -> Mapping[ActionKind, Handler]:
    """Return the steps that a flow's module lists."""
    module = importlib.import_module(entrypoint.partition(":")[0])
    steps: Mapping[ActionKind, Handler] = module.STEPS
    return steps


def _moments(schedule: Mapping[str, Any], first: dt.date, last: dt.date) -> Iterator[dt.datetime]:
    zone = ZoneInfo(str(schedule.get("timezone", "UTC")))
    start = dt.datetime.combine(first, dt.time(), zone) - _SECOND
    for moment in CronSim(str(schedule["cron"]), start):
        if moment.date() > last:
            return
        yield moment
