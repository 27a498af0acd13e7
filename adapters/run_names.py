"""What runs are called in the Prefect UI: what they do, and for when."""

import datetime as dt
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Shanghai")


def run_name(title: str, planned: dt.datetime) -> str:
    """Return the name of a run that is planned for a time."""
    return f"{title}-{planned.astimezone(_ZONE):%-m月%-d日%H时%M分}"
