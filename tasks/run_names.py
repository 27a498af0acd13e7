"""What runs are called in the Prefect UI: what they do, and for when."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Shanghai")


def run_name(work: str, moment: dt.datetime) -> str:
    """Return the name of a run that is planned for a moment."""
    return f"{work}-{moment.astimezone(_ZONE):%-m月%-d日%H时%M分}"


def named(work: str) -> Callable[[], str]:
    """Return what names a run by its work and the time that it was planned for."""

    def name() -> str:
        from prefect.runtime import flow_run  # the watcher names runs too, and has no Prefect

        return run_name(work, flow_run.scheduled_start_time)

    return name


def named_by_result() -> str:
    """Return the name of a run that waits for the approval of a result."""
    from prefect.runtime import flow_run

    return f"审批考评成果-{flow_run.parameters['result']:.8}"
