"""Checks that prefect.yaml schedules each flow on every day on which the agenda has its actions.

The plan says what is due, prefect.yaml when a flow runs; each is edited by itself.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from campaign.deadlines.agenda import LABELS, Action, PhaseFlow, agenda
from campaign.definitions.errors import DefinitionError, Fault
from campaign.definitions.plan import Plan
from campaign.definitions.working_days import UnknownYearError
from campaign.problems.template_faults import DeploymentFault
from services.definitions.prefect_yaml import (
    SOURCE,
    DeploymentFacts,
    ScheduleFacts,
    load_deployments,
)

_MOST_NAMED = 5
_DAY = dt.timedelta(days=1)


def check_schedule_coverage(project: Path, plan: Plan) -> list[Fault]:
    """Return a fault for each flow that has actions on days without a scheduled run.

    Faults of prefect.yaml itself are left to ``check_deployments``: a file or a schedule that
    cannot be read gives none here.
    """
    try:
        actions = agenda(plan)
    except UnknownYearError as error:
        return [_fault("calendar", str(error), "inputs/plan.toml")]
    deployments = _deployments(project)
    if not deployments:
        return []
    return [fault for flow in PhaseFlow for fault in _of_flow(flow, actions, deployments, plan)]


def planned_runs(schedule: ScheduleFacts, days: Sequence[dt.date], zone: ZoneInfo) -> set[dt.date]:
    """Return the days between the first and the last of ``days`` on which a schedule runs.

    An interval of more than a day runs on no day that can be relied on. Raises ValueError,
    KeyError or CronSimError for a schedule that cannot be read.
    """
    first, last = min(days), max(days)
    if "interval" in schedule:
        often = float(str(schedule["interval"])) <= _DAY.total_seconds()
        return set(days) if often else set()
    own = ZoneInfo(str(schedule.get("timezone", "UTC")))
    start = dt.datetime.combine(first - _DAY, dt.time(), own)
    end = dt.datetime.combine(last + 2 * _DAY, dt.time(), own)
    planned: set[dt.date] = set()
    for moment in planned_times(schedule, start, end):
        planned.add(moment.astimezone(zone).date())
    return planned


def planned_times(
    schedule: ScheduleFacts, start: dt.datetime, end: dt.datetime
) -> Iterator[dt.datetime]:
    """Yield when a schedule that has a cron or a rule wakes, after the start and up to the end."""
    if "rrule" in schedule:
        from prefect.client.schemas.schedules import RRuleSchedule  # takes seconds

        rule = RRuleSchedule(rrule=str(schedule["rrule"]), timezone=str(start.tzinfo)).to_rrule()
        yield from rule.between(start, end, inc=True)
        return
    for moment in CronSim(str(schedule["cron"]), start):
        if moment > end:
            return
        yield moment


def _of_flow(
    flow: PhaseFlow,
    actions: Iterable[Action],
    deployments: Mapping[str, DeploymentFacts],
    plan: Plan,
) -> Iterator[Fault]:
    of_flow = [action for action in actions if action.flow is flow]
    if not of_flow:
        return
    deployment = deployments.get(flow)
    if deployment is None:
        missing = DeploymentFault.FLOW_NOT_DEPLOYED.format(flow=flow, actions=_in_words(of_flow))
        yield _fault("deployments", missing)
        return
    try:
        scheduled = _scheduled_days(deployment, of_flow, ZoneInfo(plan.campaign.time_zone))
    except (CronSimError, ValueError, KeyError):
        return
    uncovered = [action for action in of_flow if action.day not in scheduled]
    if uncovered:
        yield _fault(
            f"deployments（{flow}）.schedules",
            DeploymentFault.DAYS_UNCOVERED.format(actions=_in_words(uncovered)),
        )


def _scheduled_days(
    deployment: DeploymentFacts, actions: Sequence[Action], zone: ZoneInfo
) -> set[dt.date]:
    days = [action.day for action in actions]
    schedules = deployment.get("schedules") or []
    return {day for schedule in schedules for day in planned_runs(schedule, days, zone)}


def _in_words(actions: Sequence[Action]) -> str:
    named = [f"{LABELS[action.kind]}（{action.day}）" for action in actions[:_MOST_NAMED]]
    more = f"等{len(actions)}件事项" if len(actions) > _MOST_NAMED else ""
    return f"{'、'.join(named)}{more}"


def _deployments(project: Path) -> Mapping[str, DeploymentFacts]:
    """Return the deployments by name, none where the file cannot be read."""
    try:
        deployments = load_deployments(project)
    except DefinitionError:
        return {}
    return {str(item.get("name")): item for item in deployments if isinstance(item, dict)}


def _fault(path: str, message: str, source: str = SOURCE) -> Fault:
    return Fault(source=source, path=path, message=message)
