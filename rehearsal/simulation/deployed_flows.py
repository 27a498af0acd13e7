"""When flows run in a rehearsal: as prefect.yaml wakes them.

Flows are taken as they are deployed: one that is not in prefect.yaml does nothing in a rehearsal.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from campaign.deadlines.agenda import PhaseFlow
from rehearsal.simulation.year import Schedule, ScheduledRun
from services.definitions.prefect_yaml import ScheduleFacts, load_deployments
from services.definitions.prefect_yaml_coverage import planned_times

_DAILY = "daily"
_PHASES = frozenset(PhaseFlow)
_SECOND = dt.timedelta(seconds=1)


def deployed_flows(project: Path) -> Schedule:
    """Return what says when a project's phases and its daily run wake; only a cron wakes them.

    Raises DefinitionError where prefect.yaml cannot be read.
    """
    schedules = [
        (PhaseFlow(name) if name in _PHASES else None, schedule)
        for deployment in load_deployments(project)
        if (name := deployment["name"]) in _PHASES or name == _DAILY
        for schedule in deployment.get("schedules") or ()
        if "cron" in schedule
    ]

    def planned_runs(first: dt.date, last: dt.date) -> list[ScheduledRun]:
        return [
            ScheduledRun(at=moment, flow=flow)
            for flow, schedule in schedules
            for moment in _times(schedule, first, last)
        ]

    return planned_runs


def _times(schedule: ScheduleFacts, first: dt.date, last: dt.date) -> Iterator[dt.datetime]:
    zone = ZoneInfo(str(schedule.get("timezone", "UTC")))
    start = dt.datetime.combine(first, dt.time(), zone) - _SECOND
    end = dt.datetime.combine(last, dt.time.max, zone)
    return planned_times(schedule, start, end)
