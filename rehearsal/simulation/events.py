"""Plans and fills in what is filed beside the duties: checks, complaints, decisions, ballots."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from adapters.workbooks.blanks.workbook import Issue
from campaign.deadlines.status import DutyState
from campaign.definitions.plan import Plan
from campaign.definitions.working_days import add_working_days, is_working_day
from rehearsal.content.evaluation_contents import ballot_batch
from rehearsal.content.form_contents import FormRow, fill_form
from rehearsal.content.report_contents import complaint_header, complaint_rows
from rehearsal.content.texts import event_texts
from rehearsal.simulation.clerks import Participants, clerk_of
from rehearsal.simulation.decisions import (
    FormContent,
    commendation_decision,
    corrected_commendation,
    document_number,
    key_rectification_decision,
    nominations,
)
from rehearsal.simulation.simulated_bureau import FilledWorkbook, SimulatedBureau

_UNITS_IN_A_BATCH = 20
_UNITS_IN_A_RECORD = 40
_BEFORE_THE_RESULT = dt.timedelta(days=14)
_COMPLAINT_DAYS = dt.timedelta(days=20)
_UNFOUNDED = 9
"""The number of the complaint that is not found true."""

EventContents = Callable[[SimulatedBureau, Participants], Iterator[FormContent]]
"""Returns what is filed on the day of an event, as the bureau and its staff are on that day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SimulatedEvent:
    """Something that happens on a day, and what is filed of it."""

    day: dt.date
    contents: EventContents


def simulated_events(
    bureau: SimulatedBureau, participants: Participants
) -> tuple[SimulatedEvent, ...]:
    """Return the year's events by day; what the bureau has no form for does not happen."""
    plan = bureau.context.definitions.plan
    office = plan.campaign.office
    planned: tuple[tuple[int, int, EventContents], ...] = (
        (6, 23, _complaint(1, office)),
        (7, 9, _publicity(7)),
        (8, 12, _complaint(2, office)),
        (9, 8, _complaint(0, office)),
        (9, 9, _publicity(9)),
        (9, 16, _spot_check),
        (10, 14, _complaint(3, office)),
        (10, 20, _public_ballots),
        (10, 22, commendation_decision),
        (11, 9, _publicity(11)),
        (11, 12, nominations),
        (11, 18, key_rectification_decision),
    )
    events = [
        *(
            SimulatedEvent(day=_on(plan, month, day), contents=contents)
            for month, day, contents in planned
        ),
        SimulatedEvent(day=_last_day_before_the_result(plan), contents=corrected_commendation),
        *(SimulatedEvent(day=day, contents=_waiver(day)) for day in _waiver_days(participants)),
        *_meetings(plan),
    ]
    return tuple(sorted(events, key=lambda event: event.day))


def _waiver_days(participants: Participants) -> list[dt.date]:
    return sorted(
        {
            report.excused_on
            for report in participants.reports
            if report.state is DutyState.WAIVED and report.excused_on
        }
    )


def _on(plan: Plan, month: int, day: int) -> dt.date:
    """Return a working day of the campaign, early enough to count in its result."""
    campaign = plan.campaign
    last = (plan.appraisal.result_on or campaign.last) - _BEFORE_THE_RESULT
    day_in_time = max(campaign.first, min(dt.date(campaign.year, month, day), last))
    if is_working_day(day_in_time, plan.calendar):
        return day_in_time
    return add_working_days(day_in_time, 1, plan.calendar)


def _last_day_before_the_result(plan: Plan) -> dt.date:
    """Return the last working day whose reports count, after all locks."""
    return add_working_days(plan.appraisal.result_on or plan.campaign.last, -1, plan.calendar)


def _meetings(plan: Plan) -> Iterator[SimulatedEvent]:
    for number, meeting in enumerate(plan.meetings, start=1):
        held_on = meeting.starts.date()
        day = add_working_days(held_on, 1, plan.calendar)
        yield SimulatedEvent(day=day, contents=_meeting(number, held_on))


def workbooks_of_events(
    bureau: SimulatedBureau,
    participants: Participants,
    planned: Sequence[SimulatedEvent],
    day: dt.date,
) -> Iterator[FilledWorkbook]:
    """Return the workbooks that are filed on a day because something has happened."""
    definitions = bureau.context.definitions
    obliged = {obligation.form for obligation in definitions.plan.obligations}
    for event in planned:
        if event.day == day:
            for form, unit, rows, header in event.contents(bureau, participants):
                if form in definitions.forms and form in obliged:
                    issue = bureau.issue(form, unit, str(header.get("document") or ""))
                    yield FilledWorkbook(issue=issue, rows=rows, header=header)


def _office(bureau: SimulatedBureau) -> str:
    return bureau.context.definitions.plan.campaign.office


def _waiver(day: dt.date) -> EventContents:
    def contents(bureau: SimulatedBureau, participants: Participants) -> Iterator[FormContent]:
        texts, campaign = event_texts(), bureau.context.definitions.plan.campaign
        rows: list[FormRow] = [
            {
                "unit": report.duty.unit,
                "obligation": report.duty.obligation.name,
                "period": report.duty.period.label,
                "why": texts.waiver_reason,
                "expires_on": campaign.last,
            }
            for report in participants.reports
            if report.excused_on == day
        ]
        header: FormRow = {
            "number": texts.waiver_number.format(year=campaign.year, day=day),
            "approved_by": bureau.staff(campaign.office)[0].name,
            "approved_on": day,
        }
        yield "waiver", campaign.office, {"waivers": rows}, header

    return contents


def _complaint(case: int, office: str) -> EventContents:
    """Make the n-th case found true against the same person; case 0 is not found true.

    Nobody is named as complainant: what is encrypted differs each time, and a result, which names
    its inputs by their hashes, could not be the same twice.
    """

    def contents(bureau: SimulatedBureau, participants: Participants) -> Iterator[FormContent]:
        texts, today, scenario = event_texts(), bureau.now.date(), participants.scenario
        tables = complaint_rows(scenario.laddered if case else scenario.cleared)
        tables["case"][0] |= {
            **texts.complaint_closed,
            "result": "属实" if case else "不属实",
            "decided_on": today,
        }
        number = texts.complaint_number.format(year=today.year, case=case or _UNFOUNDED)
        header = complaint_header(bureau.staff(office)[0].name, today - _COMPLAINT_DAYS)
        header |= {"case_number": number, "closed_on": today}
        header |= dict.fromkeys(("complainant", "complainant_phone", "complainant_address"))
        yield "complaint", office, tables, header

    return contents


def _spot_check(bureau: SimulatedBureau, participants: Participants) -> Iterator[FormContent]:
    """Every unit is visited: small findings of some, a unit criticised, a person of another."""
    texts, scenario = event_texts(), participants.scenario
    today, plan = bureau.now.date(), bureau.context.definitions.plan
    published_on = add_working_days(today, -1, plan.calendar)

    def criticism(key: str, **subject: str) -> FormRow:
        finding = texts.spot_check[key]
        document = document_number(finding.number, bureau)
        return {**finding.row, **subject, "document": document, "published_on": published_on}

    findings: list[FormRow] = [
        criticism("unit", unit=scenario.vetoed),
        criticism("person", unit=scenario.criticised.branch, person=scenario.criticised.name),
    ]
    for unit in filter(None, (scenario.spared, scenario.key_rectified, scenario.last_tied)):
        findings.append({**texts.spot_check["minor"].row, "unit": unit})
    if scenario.close_behind:
        findings.append({**texts.spot_check["slight"].row, "unit": scenario.close_behind})
    codes = [code for code in scenario.levels if code != scenario.unvisited]
    for number, first in enumerate(range(0, len(codes), _UNITS_IN_A_RECORD), start=1):
        visited = "、".join(codes[first : first + _UNITS_IN_A_RECORD])
        record = texts.spot_check_number.format(year=today.year, number=number)
        header: FormRow = {
            **texts.spot_check_header,
            "record_number": record,
            "checked_on": published_on,
            "visited": visited,
            **({} if number == 1 else {"conclusion": texts.spot_check_nothing}),
        }
        sheets = {"findings": findings if number == 1 else []}
        yield "spot_check", plan.campaign.office, sheets, header


def _public_ballots(bureau: SimulatedBureau, participants: Participants) -> Iterator[FormContent]:
    definitions, today, texts = bureau.context.definitions, bureau.now.date(), event_texts()
    codes = [code for code in participants.scenario.levels if definitions.roster.unit(code)]
    for number, first in enumerate(range(0, len(codes), _UNITS_IN_A_BATCH), start=1):
        units = codes[first : first + _UNITS_IN_A_BATCH]
        batch = texts.ballots_number.format(year=today.year, batch=number)
        tables = ballot_batch(
            {code: definitions.roster.name_of(code) for code in units},
            participants.scenario,
            definitions.plan.appraisal,
            lambda code: participants.random(f"public ballots:{code}"),
        )
        header: FormRow = {"batch": batch, "held_on": today, "manner": texts.ballots_manner}
        yield "public_ballots", definitions.plan.campaign.office, tables, header


def _publicity(month: int) -> EventContents:
    """Return every third unit's register of what it has published, a different third each time."""

    def contents(bureau: SimulatedBureau, participants: Participants) -> Iterator[FormContent]:
        for at, code in enumerate(participants.scenario.levels):
            if at % 3 == month % 3:
                yield from _generic(bureau, participants, "publicity", code)

    return contents


def _meeting(meeting: int, held_on: dt.date) -> EventContents:
    def contents(bureau: SimulatedBureau, participants: Participants) -> Iterator[FormContent]:
        number = event_texts().meeting_number.format(year=held_on.year, meeting=meeting)
        office = bureau.context.definitions.plan.campaign.office
        for form, unit, tables, header in _generic(bureau, participants, "meeting", office):
            header |= {"matters.number": number}
            header |= {"matters.held_on": held_on, "matters.notified_on": held_on}
            yield form, unit, tables, header

    return contents


def _generic(
    bureau: SimulatedBureau, participants: Participants, key: str, code: str
) -> Iterator[FormContent]:
    """Return a form filled in by its definition alone, if the bureau has it."""
    definitions = bureau.context.definitions
    form, unit = definitions.forms.get(key), definitions.roster.unit(code)
    if form and unit:
        clerk = clerk_of(bureau, participants, Issue(form=form, unit=unit))
        yield (key, code, *fill_form(form, clerk))
