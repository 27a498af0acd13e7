"""A meeting of the plan as it is announced, and what of it is refused."""

import datetime as dt

import pytest

from campaign.definitions.errors import DefinitionError
from campaign.definitions.roster import Roster, Unit
from campaign.documents.imprint import imprint_of
from campaign.documents.meetings import announced, meeting_time
from campaign.validation.consistency import check_consistency
from tests.support.samples.definitions import faults_of, forms, plan, shipped_roster

KICKOFF = "2026-04-15T09:00:00"
OFFICE = Unit(
    code="党办", name="市民政局党办", unit_class="办公室", head="顾砚秋", telephone="0590"
)
ROSTER = Roster(units=(OFFICE,), people=(), leading_group=())


def test_its_times_are_those_of_the_campaign_s_zone() -> None:
    meeting = announced(plan().meetings[0], plan(), "顾砚秋")
    assert meeting.starts.isoformat() == "2026-04-15T09:00:00+08:00"
    assert meeting.ends - meeting.starts == dt.timedelta(minutes=90)
    assert meeting_time(meeting) == "2026年4月15日（星期三）上午9:00"
    assert meeting.attendees == plan().meetings[0].attendees


def test_a_time_with_a_zone_is_refused() -> None:
    with pytest.raises(DefinitionError) as error:
        plan(KICKOFF, f"{KICKOFF}+08:00")
    [(path, message)] = faults_of(error.value)
    assert (path, message) == ("meetings[0].starts", "starts为当地时间，不要写时区")


def test_a_meeting_outside_of_the_campaign_is_a_fault() -> None:
    late = plan(KICKOFF, "2027-04-15T09:00:00")
    found = [fault for fault in check_consistency(late, shipped_roster(), forms()) if fault.path]
    assert [(fault.path, fault.message) for fault in found] == [
        ("meetings[0].starts", "“机关作风建设年”活动动员大会不在活动期间内")
    ]


def test_a_document_names_whom_to_ask_and_leaves_its_serial_to_the_registry() -> None:
    frame = imprint_of(plan(), ROSTER, dt.date(2026, 4, 8), "附表")
    assert frame.contact == "顾砚秋，电话：0590"
    assert frame.number.startswith("示民〔2026〕")
    assert frame.attachments == ("附表",)


def test_a_document_of_an_office_that_nobody_can_call_names_nobody() -> None:
    roster = Roster(units=(), people=(), leading_group=())
    bare = plan('agency = "示民"', 'agency = ""')
    frame = imprint_of(bare, roster, dt.date(2026, 4, 8))
    assert (frame.contact, frame.number) == ("", "")
