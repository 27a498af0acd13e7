"""Alarms the office of a clock that was put back: times are what punctuality is judged by."""

import datetime as dt

from adapters.mail.messages import Letter
from adapters.mail.posts import alert_office
from adapters.store.engine import Engine, reading
from adapters.store.events import StoredEvent, newest_event
from campaign.definitions.plan import Plan
from campaign.values.receipt_order import CLOCK_STEP

CLOCK = "clock"


def is_put_back(engine: Engine, now: dt.datetime) -> bool:
    """Return whether now lies before the last event, by more than clocks differ."""
    return _last_before(engine, now) is not None


def alarm_clock(engine: Engine, plan: Plan, now: dt.datetime) -> bool:
    """Alarm the office of a clock that was put back; return whether the alarm is new.

    It is an event itself: the next one follows only if the clock is put back once more.
    """
    if (last := _last_before(engine, now)) is None:
        return False
    letter = Letter(kind=CLOCK, facts={"last": last.at, "now": now})
    return alert_office(engine, plan, letter, str(last.position), now)


def _last_before(engine: Engine, now: dt.datetime) -> StoredEvent | None:
    """Return the last event if it lies ahead."""
    with reading(engine) as connection:
        last = newest_event(connection)
    try:
        return last if last and last.at - now > CLOCK_STEP else None
    except (ValueError, TypeError):  # an altered time, which verify reports
        return None
