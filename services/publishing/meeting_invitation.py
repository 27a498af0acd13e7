"""Invites to a meeting of the plan: a notice, a calendar invitation, a mail to each unit (S4, S64).

A meeting that was moved after its invitation is told again; its calendar entry then takes the
place of the one before.
"""

import datetime as dt

from adapters.files.file_names import shown_name
from adapters.files.home import DOCUMENTS
from adapters.mail.calendar_invitations import Organiser, invitation
from adapters.mail.messages import Letter
from adapters.store.actions import done_actions
from adapters.store.engine import reading
from campaign.deadlines.agenda import Action
from campaign.definitions.plan import PlannedMeeting
from campaign.documents.imprint import contact_of, imprint_of, to_classes
from campaign.documents.meetings import Meeting, announced, meeting_time
from campaign.documents.notices import MeetingNotice
from services.agenda.action import ActionResult, OutputFile
from services.context import AppContext
from services.publishing.circulars import attached, circulate, document_file, receivers
from services.texts.actions import action_notes

KIND = "meeting"


def invite(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Invite the heads of the units that a meeting concerns, unless it has begun."""
    plan, roster = context.definitions.plan, context.definitions.roster
    planned = _planned(context, action)
    meeting = announced(planned, plan, contact_of(plan, roster))
    notes = action_notes().meeting
    if meeting.starts <= now:
        held = notes.held.format(meeting=meeting.name, time=meeting_time(meeting))
        return ActionResult(note=held)
    moved = _told_before(context, action, planned.key)
    files = _files(context, meeting, planned.classes, moved, now)
    facts = {"meeting": meeting, "moved": moved}
    letter = Letter(kind=KIND, facts=facts, attachments=attached(context, files))
    codes = receivers(context.definitions, meeting.starts.date(), planned.classes)
    posts = circulate(context, action, letter, codes, now)
    note = (notes.moved if moved else notes.invited).format(
        meeting=meeting.name, letters=len(posts)
    )
    return ActionResult(note=note, files=files, posts=posts)


def _planned(context: AppContext, action: Action) -> PlannedMeeting:
    key = action.subject.partition(" ")[0]
    return next(meeting for meeting in context.definitions.plan.meetings if meeting.key == key)


def _told_before(context: AppContext, action: Action, meeting: str) -> int:
    """Return how often the meeting was told at other times."""
    with reading(context.engine) as connection:
        done = done_actions(connection, action.kind)
    return sum(row.subject.startswith(f"{meeting} ") and row.key != action.key for row in done)


def _files(
    context: AppContext, meeting: Meeting, classes: tuple[str, ...], moved: int, now: dt.datetime
) -> tuple[OutputFile, OutputFile]:
    plan, roster = context.definitions.plan, context.definitions.roster
    name = f"{meeting.starts:%Y-%m-%d} {meeting.name}"
    frame = to_classes(imprint_of(plan, roster, now.date()), classes)
    notice = MeetingNotice(imprint=frame, meeting=meeting, moved=bool(moved))
    organiser = Organiser(
        name=plan.campaign.issuer, address=plan.mail.office_address or plan.mail.sender
    )
    entry = invitation(meeting, organiser, now, sequence=moved)
    return (
        document_file(notice, f"{name}通知"),
        OutputFile(name=f"{DOCUMENTS}/{shown_name(name)}.ics", data=entry),
    )
