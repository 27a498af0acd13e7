"""Write a meeting's calendar invitation (.ics, RFC 5545): the same meeting gives the same bytes.

A calendar identifies a meeting by its UID, which is derived from the meeting's key: an invitation
with a higher ``sequence`` replaces the one before, wherever it has been accepted.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneStandard,
    vCalAddress,
    vText,
)

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition
from campaign.documents.meetings import Meeting
from campaign.values.text import printable_text

CATALOGUE = "mail/calendar.toml"
ZONE = "Asia/Shanghai"
_OFFSET = dt.timedelta(hours=8)
_PRODUCT = "-//zuofeng//meeting//ZH"


class CalendarTexts(Definition):
    """The lines of a meeting's description."""

    attendees: Annotated[str, facts("lines")]
    agenda: Annotated[str, facts("lines")]
    preparations: Annotated[str, facts("lines")]
    contact: Annotated[str, facts("lines")]
    separator: str


@cache
def calendar_texts() -> CalendarTexts:
    """Return the texts of invitations. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue(CATALOGUE, CalendarTexts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Organiser:
    """The organizer of a meeting; ``address`` is an e-mail address."""

    name: str
    address: str


def invitation(
    meeting: Meeting,
    organiser: Organiser,
    written_at: dt.datetime,
    *,
    attendees: Iterable[str] = (),
    sequence: int = 0,
    cancelled: bool = False,
) -> bytes:
    """Return the invitation; ``attendees`` are e-mail addresses, none make it an announcement.

    Raises ValueError if a time of the meeting, or ``written_at``, has no time zone.
    """
    if None in (meeting.starts.tzinfo, meeting.ends.tzinfo, written_at.tzinfo):
        raise ValueError("会议时间须带时区")
    event = _event(meeting, organiser, written_at)
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    addresses = sorted(set(attendees))
    for address in addresses:
        event.add("attendee", _invited(address), encode=False)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST" if addresses else "PUBLISH")
    calendar.add_component(_time_zone())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def uid(meeting: Meeting, organiser: Organiser) -> str:
    """Return the meeting's UID, which a change of its time or place does not change."""
    identity = f"{organiser.address}\n{meeting.key}\n{meeting.starts.year}"
    domain = organiser.address.partition("@")[2]
    return f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@{domain}"


def _event(meeting: Meeting, organiser: Organiser, written_at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", uid(meeting, organiser))
    event.add("dtstamp", written_at.astimezone(dt.UTC))
    event.add("dtstart", _local(meeting.starts), {"TZID": ZONE})
    event.add("dtend", _local(meeting.ends), {"TZID": ZONE})
    event.add("summary", printable_text(meeting.name))
    event.add("location", printable_text(meeting.place))
    event.add("description", _description(meeting))
    by = vCalAddress(f"mailto:{organiser.address}")
    by.params["CN"] = vText(printable_text(organiser.name))
    event.add("organizer", by, encode=False)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", printable_text(meeting.name))
    alarm.add("trigger", dt.timedelta(days=-1))
    event.add_component(alarm)
    return event


def _invited(address: str) -> vCalAddress:
    invited = vCalAddress(f"mailto:{address}")
    invited.params["ROLE"] = vText("REQ-PARTICIPANT")
    invited.params["PARTSTAT"] = vText("NEEDS-ACTION")
    invited.params["RSVP"] = vText("TRUE")
    return invited


def _description(meeting: Meeting) -> str:
    texts = calendar_texts()
    parts = (
        (texts.attendees, meeting.attendees),
        (texts.agenda, meeting.agenda),
        (texts.preparations, meeting.preparations),
        (texts.contact, (meeting.contact,) if meeting.contact else ()),
    )
    return printable_text(
        "\n".join(text.format(lines=texts.separator.join(lines)) for text, lines in parts if lines)
    )


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.timezone(_OFFSET)).replace(tzinfo=None)


def _time_zone() -> Timezone:
    """Return China's time as it has been since 1992, independent of the machine's zone data."""
    standard = TimezoneStandard()
    standard.add("dtstart", dt.datetime(1992, 1, 1))  # noqa: DTZ001 - local by definition
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone
