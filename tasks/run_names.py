"""What runs are called in the Prefect UI: what they do, and for when."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from prefect.runtime import flow_run

_ZONE = ZoneInfo("Asia/Shanghai")


def named(work: str) -> Callable[[], str]:
    """Return what names a run by its work and the time that it was planned for."""

    def name() -> str:
        return f"{work}-{flow_run.scheduled_start_time.astimezone(_ZONE):%-m月%-d日%H时%M分}"

    return name
