"""What happens in a rehearsed year beside the duties: checks, complaints, decisions, ballots.

Each matter is a day and a paper that the office, or a unit, hands in on it.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from adapters.workbooks.blanks.workbook import Issue
from campaign.deadlines.status import DutyState
from campaign.definitions.plan import Plan
from campaign.definitions.working_days import add_working_days, is_working_day
from rehearsal.content import evaluation_contents, sample_contents
from rehearsal.content.form_contents import FormRow, make_up
from rehearsal.simulation.clerks import Participants, writer_of
from rehearsal.simulation.decisions import (
    DecisionContent,
    commendation_decision,
    key_rectification,
    nominations,
    number,
)
from rehearsal.simulation.simulated_bureau import FilledWorkbook, SimulatedBureau

CRITICISM_OF_UNIT, CRITICISM_OF_PERSON = "示效〔{year}〕9号", "示效〔{year}〕10号"
_UNITS_IN_A_BATCH = 20
_BEFORE_THE_RESULT = dt.timedelta(days=14)

_SLOW: FormRow = {
    "dimension": "效率",
    "kinds": "慢作为",
    "matter": "一件申请超过承诺时限两个工作日办结",
}

Make = Callable[[SimulatedBureau, Participants], Iterator[DecisionContent]]
"""Gives form, unit about which or by which, rows and labelled cells."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SimulatedEvent:
    """Something that happens on a day."""

    day: dt.date
    make: Make


def simulated_events(
    bureau: SimulatedBureau, participants: Participants
) -> tuple[SimulatedEvent, ...]:
    """Return the year's matters by day; what the bureau has no form for does not happen."""
    plan = bureau.context.definitions.plan
    office = plan.campaign.office
    planned: tuple[tuple[int, int, Make], ...] = (
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
        (11, 18, key_rectification),
    )
    waivers = {turn.excused_on for turn in participants.turns if turn.state is DutyState.WAIVED}
    found = [
        *(SimulatedEvent(day=_on(plan, month, day), make=make) for month, day, make in planned),
        *(SimulatedEvent(day=day, make=_waiver(day)) for day in sorted(filter(None, waivers))),
        *_meetings(plan),
    ]
    return tuple(sorted(found, key=lambda matter: matter.day))


def _on(plan: Plan, month: int, day: int) -> dt.date:
    """Return a working day of the campaign, early enough to count in its result."""
    campaign = plan.campaign
    last = (plan.appraisal.result_on or campaign.last) - _BEFORE_THE_RESULT
    wanted = max(campaign.first, min(dt.date(campaign.year, month, day), last))
    known = is_working_day(wanted, plan.calendar)
    return wanted if known else add_working_days(wanted, 1, plan.calendar)


def _meetings(plan: Plan) -> Iterator[SimulatedEvent]:
    for at, meeting in enumerate(plan.meetings, start=1):
        held_on = meeting.starts.date()
        day = add_working_days(held_on, 1, plan.calendar)
        yield SimulatedEvent(day=day, make=_meeting(at, held_on))


def workbooks_of_events(
    bureau: SimulatedBureau,
    participants: Participants,
    planned: Sequence[SimulatedEvent],
    day: dt.date,
) -> Iterator[FilledWorkbook]:
    """Give what is handed in on a day because something has happened."""
    forms = bureau.context.definitions.forms
    bound = {item.form for item in bureau.context.definitions.plan.obligations}
    for matter in planned:
        for form, unit, rows, header in (
            matter.make(bureau, participants) if matter.day == day else ()
        ):
            if form in forms and form in bound:
                yield FilledWorkbook(issue=bureau.issue(form, unit), rows=rows, header=header)


def _office(bureau: SimulatedBureau) -> str:
    return bureau.context.definitions.plan.campaign.office


def _waiver(day: dt.date) -> Make:
    def make(bureau: SimulatedBureau, participants: Participants) -> Iterator[DecisionContent]:
        campaign = bureau.context.definitions.plan.campaign
        spared = [turn.duty for turn in participants.turns if turn.excused_on == day]
        rows: list[FormRow] = [
            {
                "unit": duty.unit,
                "obligation": duty.obligation.name,
                "period": duty.period.label,
                "why": "经核实没有此项工作任务",
                "expires_on": campaign.last,
            }
            for duty in spared
        ]
        header: FormRow = {
            "number": f"MB-{campaign.year}-{day:%m%d}",
            "approved_by": bureau.staff(campaign.office)[0].name,
            "approved_on": day,
        }
        yield "waiver", campaign.office, {"waivers": rows}, header

    return make


def _complaint(case: int, office: str) -> Make:
    """Make the n-th case found true against the same person; case 0 is not found true.

    Nobody says who complained: what is encrypted has a nonce of its own, and a result, which names
    its inputs by their hashes, could not be the same twice.
    """

    def make(bureau: SimulatedBureau, participants: Participants) -> Iterator[DecisionContent]:
        today = bureau.now.date()
        person = participants.parts.laddered if case else participants.parts.cleared
        tables = sample_contents.complaint_rows(person)
        tables["case"][0] |= {
            "result": "属实" if case else "不属实",
            "decided_on": today,
            "finding": "经调阅登记和走访当事人核实",
            "handling": "批评教育，列入整改台账",
        }
        handler = bureau.staff(office)[0].name
        header = sample_contents.complaint_header(handler, today - dt.timedelta(days=20))
        header["case_number"] = f"TS-{today.year}-{case or 9:03d}"
        header["closed_on"] = today
        header |= dict.fromkeys(("complainant", "complainant_phone", "complainant_address"))
        yield "complaint", office, tables, header

    return make


def _spot_check(bureau: SimulatedBureau, participants: Participants) -> Iterator[DecisionContent]:
    """One visit: small findings of two units, a unit criticised, and a person of another."""
    today, parts = bureau.now.date(), participants.parts
    published = add_working_days(today, -1, bureau.context.definitions.plan.calendar)
    unit: FormRow = {
        "unit": parts.vetoed,
        "dimension": "作风",
        "kinds": ("乱作为", "通报批评"),
        "matter": "工作人员在岗期间擅自离岗，群众等候一小时以上",
        "criticised": "单位",
        "document": number(CRITICISM_OF_UNIT, bureau),
        "published_on": published,
    }
    person = unit | {
        "unit": parts.criticised.branch,
        "person": parts.criticised.name,
        "matter": "对来访群众态度粗暴，拒绝说明办理依据",
        "criticised": "个人",
        "document": number(CRITICISM_OF_PERSON, bureau),
    }
    small: list[FormRow] = [{"unit": code, **_SLOW} for code in (parts.spared, parts.key_rectified)]
    header: FormRow = {
        "record_number": f"CC-{today.year}-01",
        "checked_by": "效能办",
        "checked_on": published,
        "manner": "暗访",
    }
    yield "spot_check", _office(bureau), {"findings": [unit, person, *small]}, header


def _public_ballots(
    bureau: SimulatedBureau, participants: Participants
) -> Iterator[DecisionContent]:
    definitions, today = bureau.context.definitions, bureau.now.date()
    roster = definitions.roster
    names = {code: unit.name for code in participants.parts.levels if (unit := roster.unit(code))}
    codes = list(names)
    for at in range(0, len(codes), _UNITS_IN_A_BATCH):
        some = {code: names[code] for code in codes[at : at + _UNITS_IN_A_BATCH]}
        batch = f"MC-{today.year}-{at // _UNITS_IN_A_BATCH + 1:02d}"
        tables = evaluation_contents.ballot_batch(
            some, participants.parts, definitions.plan.appraisal, participants.dice(batch)
        )
        yield (
            "public_ballots",
            _office(bureau),
            tables,
            {
                "batch": batch,
                "held_on": today,
                "manner": "会议测评",
            },
        )


def _publicity(month: int) -> Make:
    """Let every third unit register what it has published, a different third each time."""

    def make(bureau: SimulatedBureau, participants: Participants) -> Iterator[DecisionContent]:
        for at, code in enumerate(participants.parts.levels):
            if at % 3 == month % 3:
                yield from _generic(bureau, participants, "publicity", code)

    return make


def _meeting(meeting: int, held_on: dt.date) -> Make:
    def make(bureau: SimulatedBureau, participants: Participants) -> Iterator[DecisionContent]:
        for form, office, tables, header in _generic(
            bureau, participants, "meeting", _office(bureau)
        ):
            header |= {"matters.number": f"HY-{held_on.year}-{meeting:02d}"}
            header |= {"matters.held_on": held_on, "matters.notified_on": held_on}
            yield form, office, tables, header

    return make


def _generic(
    bureau: SimulatedBureau, participants: Participants, key: str, code: str
) -> Iterator[DecisionContent]:
    """Give a form as its definition says, if the bureau has it."""
    form, unit = (
        bureau.context.definitions.forms.get(key),
        bureau.context.definitions.roster.unit(code),
    )
    if form and unit:
        writer = writer_of(bureau, participants, Issue(form=form, unit=unit))
        yield (key, code, *make_up(form, writer))
