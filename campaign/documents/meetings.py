"""A meeting that the bureau holds, as its notice and its calendar invitation state it (S4, S64)."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from campaign.definitions.plan import Plan, PlannedMeeting


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A meeting; ``starts`` and ``ends`` carry their time zone.

    ``key`` stays the same when the meeting is moved: what was sent before is then replaced.
    """

    key: str
    name: str
    starts: dt.datetime
    ends: dt.datetime
    place: str
    attendees: tuple[str, ...]
    agenda: tuple[str, ...] = ()
    preparations: tuple[str, ...] = ()
    contact: str = ""


_WEEKDAYS = "一二三四五六日"


def announced(planned: PlannedMeeting, plan: Plan, contact: str = "") -> Meeting:
    """Return a meeting of the plan as it is announced, its times in the campaign's zone."""
    starts = planned.starts.replace(tzinfo=ZoneInfo(plan.campaign.time_zone))
    return Meeting(
        key=planned.key,
        name=planned.name,
        starts=starts,
        ends=starts + dt.timedelta(minutes=planned.minutes),
        place=planned.place,
        attendees=planned.attendees,
        agenda=planned.agenda,
        preparations=planned.preparations,
        contact=contact,
    )


def meeting_time(meeting: Meeting) -> str:
    """Return when a meeting begins, such as 2026年4月10日（星期五）上午9:00."""
    starts = meeting.starts
    half = "上午" if starts.hour < 12 else "下午"
    hour = starts.hour - 12 if starts.hour > 12 else starts.hour
    day = f"{starts.year}年{starts.month}月{starts.day}日（星期{_WEEKDAYS[starts.weekday()]}）"
    return f"{day}{half}{hour}:{starts:%M}"
