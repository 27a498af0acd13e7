"""Calendar invitations: what a calendar program reads from them, the same bytes every time."""

import dataclasses
import datetime as dt

import pytest
from icalendar import Calendar, Event

from adapters.mail.calendar_invitations import Organiser, invitation, uid
from campaign.documents.samples.frame import MEETING

OFFICE = Organiser(name="示例市民政局党办", address="dangban@minzheng.example")
WRITTEN = dt.datetime(2026, 4, 1, 8, 30, tzinfo=dt.UTC)


def event(data: bytes) -> Event:
    (found,) = Calendar.from_ical(data).walk("VEVENT")
    assert isinstance(found, Event)
    return found


def test_a_calendar_reads_time_place_and_name() -> None:
    found = event(invitation(MEETING, OFFICE, WRITTEN))
    assert found["SUMMARY"] == "“机关作风建设年”动员大会"
    assert found["LOCATION"] == "局机关三楼会议室"
    assert found["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert found.decoded("DTSTART") == MEETING.starts
    assert found.decoded("DTEND") == MEETING.ends
    assert "联系人：苏晚晴" in str(found["DESCRIPTION"])
    assert found["ORGANIZER"] == "mailto:dangban@minzheng.example"


def test_the_time_zone_comes_along() -> None:
    (zone,) = Calendar.from_ical(invitation(MEETING, OFFICE, WRITTEN)).walk("VTIMEZONE")
    (standard,) = zone.walk("STANDARD")
    assert zone["TZID"] == "Asia/Shanghai"
    assert standard.decoded("TZOFFSETTO") == dt.timedelta(hours=8)


def test_a_meeting_given_in_another_zone_is_at_the_same_moment() -> None:
    utc = dataclasses.replace(
        MEETING, starts=MEETING.starts.astimezone(dt.UTC), ends=MEETING.ends.astimezone(dt.UTC)
    )
    assert invitation(utc, OFFICE, WRITTEN) == invitation(MEETING, OFFICE, WRITTEN)


def test_the_same_meeting_gives_the_same_bytes() -> None:
    some = ("b@minzheng.example", "a@minzheng.example", "a@minzheng.example")
    first = invitation(MEETING, OFFICE, WRITTEN, attendees=some)
    assert first == invitation(MEETING, OFFICE, WRITTEN, attendees=sorted(set(some)))
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))


def test_a_moved_meeting_keeps_its_identity_and_another_has_its_own() -> None:
    moved = dataclasses.replace(MEETING, starts=MEETING.starts + dt.timedelta(days=3))
    other = dataclasses.replace(MEETING, key="joint_meeting")
    assert uid(moved, OFFICE) == uid(MEETING, OFFICE) != uid(other, OFFICE)
    assert event(invitation(moved, OFFICE, WRITTEN, sequence=1))["SEQUENCE"] == 1


@pytest.mark.parametrize(
    ("attendees", "cancelled", "method", "status"),
    [
        ((), False, "PUBLISH", "CONFIRMED"),
        (("a@minzheng.example",), False, "REQUEST", "CONFIRMED"),
        (("a@minzheng.example",), True, "CANCEL", "CANCELLED"),
    ],
)
def test_the_method_says_what_is_wanted(
    attendees: tuple[str, ...], cancelled: bool, method: str, status: str
) -> None:
    data = invitation(MEETING, OFFICE, WRITTEN, attendees=attendees, cancelled=cancelled)
    assert Calendar.from_ical(data)["METHOD"] == method
    assert event(data)["STATUS"] == status


@pytest.mark.parametrize("name", ["甲\r\nATTENDEE:mailto:x@evil.example", "甲;乙,丙\\n\x00丁"])
def test_a_name_cannot_forge_a_line(name: str) -> None:
    found = event(invitation(dataclasses.replace(MEETING, name=name), OFFICE, WRITTEN))
    assert "ATTENDEE" not in found
    assert found["SUMMARY"] == name.replace("\r\n", "\n").replace("\x00", "")


def test_a_time_without_zone_is_an_error() -> None:
    naive = dataclasses.replace(MEETING, starts=MEETING.starts.replace(tzinfo=None))
    with pytest.raises(ValueError, match="时区"):
        invitation(naive, OFFICE, WRITTEN)
