"""Finds work of the agenda on days on which no schedule in prefect.yaml wakes its flow.

The plan says what is due; prefect.yaml only says when a flow wakes. Each is edited by itself.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from campaign.deadlines.agenda import LABELS, Action, PhaseFlow, agenda
from campaign.definitions.errors import DefinitionError, Fault
from campaign.definitions.plan import Plan
from campaign.definitions.working_days import UnknownYearError
from services.definitions.prefect_yaml import SOURCE, load_deployments

_MOST_NAMED = 5
_DAY = dt.timedelta(days=1)


def check_schedule_coverage(project: Path, plan: Plan) -> list[Fault]:
    """Return a fault for each flow that has work on days on which it does not wake.

    What prefect.yaml itself has wrong is ``check_deployments``'s to say: nothing is said of a file
    that cannot be read, or of a schedule that cannot be understood.
    """
    try:
        works = agenda(plan)
    except UnknownYearError as error:
        return [_fault("calendar", str(error), "inputs/plan.toml")]
    deployments = _deployments(project)
    if not deployments:
        return []
    return [fault for flow in PhaseFlow for fault in _of_flow(flow, works, deployments, plan)]


def planned_runs(
    schedule: Mapping[str, Any], days: Sequence[dt.date], zone: ZoneInfo
) -> set[dt.date]:
    """Return on which days between the first and the last of these a schedule wakes.

    An interval of more than a day wakes on no day that could be counted on. Raises ValueError for
    a schedule that means nothing.
    """
    first, last = min(days), max(days)
    if "interval" in schedule:
        often = float(schedule["interval"]) <= _DAY.total_seconds()
        return set(days) if often else set()
    own = ZoneInfo(str(schedule.get("timezone", "UTC")))
    start = dt.datetime.combine(first - _DAY, dt.time(), own)
    end = dt.datetime.combine(last + 2 * _DAY, dt.time(), own)
    found: set[dt.date] = set()
    for moment in planned_times(schedule, start, end):
        found.add(moment.astimezone(zone).date())
    return found


def planned_times(
    schedule: Mapping[str, Any], start: dt.datetime, end: dt.datetime
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
    deployments: Mapping[str, Mapping[str, Any]],
    plan: Plan,
) -> Iterator[Fault]:
    mine = [work for work in actions if work.flow is flow]
    if not mine:
        return
    deployment = deployments.get(flow)
    if deployment is None:
        yield _fault("deployments", f"没有部署流程“{flow}”，不能办理{_in_words(mine)}")
        return
    try:
        awake = _awake(deployment, mine, ZoneInfo(plan.campaign.time_zone))
    except (CronSimError, ValueError, KeyError):
        return
    asleep = [work for work in mine if work.day not in awake]
    if asleep:
        yield _fault(
            f"deployments（{flow}）.schedules",
            f"以下日期没有定时运行，不能按期办理{_in_words(asleep)}",
        )


def _awake(
    deployment: Mapping[str, Any], actions: Sequence[Action], zone: ZoneInfo
) -> set[dt.date]:
    days = [work.day for work in actions]
    schedules = deployment.get("schedules") or []
    return {day for schedule in schedules for day in planned_runs(schedule, days, zone)}


def _in_words(actions: Sequence[Action]) -> str:
    named = [f"{LABELS[work.kind]}（{work.day}）" for work in actions[:_MOST_NAMED]]
    more = f"等{len(actions)}件事项" if len(actions) > _MOST_NAMED else ""
    return f"{'、'.join(named)}{more}"


def _deployments(project: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the deployments by name, none where the file cannot be read."""
    try:
        deployments = load_deployments(project)
    except DefinitionError:
        return {}
    return {str(item.get("name")): item for item in deployments if isinstance(item, dict)}


def _fault(path: str, message: str, source: str = SOURCE) -> Fault:
    return Fault(source=source, path=path, message=message)
