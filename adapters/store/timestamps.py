"""Times as the store keeps them: ISO 8601 text with offset, to the millisecond, all of one zone."""

import datetime as dt
from zoneinfo import ZoneInfo


def now_in(zone: str) -> dt.datetime:
    """Return the present time in a zone."""
    return dt.datetime.now(ZoneInfo(zone))


def stamp(moment: dt.datetime) -> str:
    """Write a time so that text order is time order within one zone."""
    return moment.isoformat(timespec="milliseconds")


def moment(text: str) -> dt.datetime:
    """Read a time that ``stamp`` wrote."""
    return dt.datetime.fromisoformat(text)
