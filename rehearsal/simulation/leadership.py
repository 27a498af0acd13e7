"""Acts as the office and the leading group on the year's result, each act in its time."""

import datetime as dt
from dataclasses import dataclass, field

from adapters.store.engine import reading
from adapters.store.results.register import Result, load_results
from campaign.definitions.working_days import is_working_day
from campaign.results.document import read_document
from campaign.results.lifecycle import ResultState
from campaign.values.acts import Actor
from rehearsal.content.texts import event_texts, timeline_texts
from rehearsal.simulation.clerks import Participants
from rehearsal.simulation.decisions import document_number, objection_workbook
from rehearsal.simulation.setup import approval_code
from rehearsal.simulation.simulated_bureau import SimulatedBureau
from services.results.approval.codes import Signature
from services.results.lifecycle.transitions import approve_result, submit_result
from services.results.objections.objections import (
    ObjectionSubject,
    decide_objection,
    raise_objection,
)
from services.results.register.register import draft_result

_SETTLED = (ResultState.SUPERSEDED, ResultState.REOPENED)


@dataclass(slots=True)
class ResultProgress:
    """What people did to the result, by day, and the result's id once it is published."""

    acts: list[tuple[dt.date, str]] = field(default_factory=list)
    published: str = ""


def advance_result(
    bureau: SimulatedBureau, participants: Participants, progress: ResultProgress, day: dt.date
) -> None:
    """Perform the next act that people owe: draft, submit, approve, or decide an objection.

    Publication is the flow's own, once the notice period is over.
    """
    plan, context, now = bureau.context.definitions.plan, bureau.context, bureau.now
    result_on = plan.appraisal.result_on
    is_due = result_on is not None and day >= result_on and not progress.published
    if not is_due or not is_working_day(day, plan.calendar):
        return
    texts, result = timeline_texts(), _current_result(bureau)
    actor = Actor(name=bureau.staff(plan.campaign.office)[-1].name, reason=texts.act_reason)
    if result is None:
        draft_result(context, day, actor, now)
        progress.acts.append((day, texts.drafted))
        result = _current_result(bureau)
        assert result is not None, "a draft was just made"
    if result.state == ResultState.DRAFT:
        submit_result(context, result.id, actor, now)
        progress.acts.append((day, texts.submitted))
    elif result.state == ResultState.SUBMITTED:
        notice = approve_result(context, result.id, _signature(bureau, participants), now)
        progress.acts.append((day, texts.approved.format(last=notice.last)))
    elif result.state == ResultState.NOTICE and _is_disputed(bureau, participants, result):
        _uphold_objection(bureau, participants, result, actor)
        progress.acts.append((day, texts.objected))
    elif result.state == ResultState.PUBLISHED:
        progress.published = result.id


def _is_disputed(bureau: SimulatedBureau, participants: Participants, result: Result) -> bool:
    """Return whether the nominee is still on the list, and an objection can be registered."""
    people = read_document(result.document)["people"]
    nominees = {nominee["person"] for nominee in people["nominees"]}
    has_register = "decision" in bureau.context.definitions.forms
    return has_register and participants.scenario.objected.code in nominees


def _uphold_objection(
    bureau: SimulatedBureau, participants: Participants, result: Result, actor: Actor
) -> None:
    context, now, scenario = bureau.context, bureau.now, participants.scenario
    subject = ObjectionSubject(
        unit=scenario.winners["支部"],
        person=scenario.objected.code,
        document=document_number(event_texts().decisions["objection"].number, bureau),
    )
    bureau.file([objection_workbook(bureau, scenario.objected)])
    raise_objection(context, result.id, subject, actor, now)
    decide_objection(context, result.id, subject, True, _signature(bureau, participants), now)


def _signature(bureau: SimulatedBureau, participants: Participants) -> Signature:
    member = bureau.context.definitions.roster.leading_group[0].name
    code = approval_code(participants.seed, 1)
    return Signature(member=member, code=code, why=timeline_texts().approval_opinion)


def _current_result(bureau: SimulatedBureau) -> Result | None:
    """Return the result that is on its way, the youngest if there are several."""
    with reading(bureau.context.engine) as connection:
        results = load_results(connection)
    on_their_way = [result for result in results if result.state not in _SETTLED]
    return max(on_their_way, key=lambda result: result.changed_at, default=None)
