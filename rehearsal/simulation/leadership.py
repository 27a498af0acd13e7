"""What office and leading group do to the year's result in a rehearsal, each act in its time."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from adapters.store.engine import reading
from adapters.store.tables import results
from campaign.definitions.working_days import is_working_day
from campaign.results.document import ResultDocument, read_document
from campaign.results.lifecycle import ResultState
from campaign.values.acts import Actor
from rehearsal.simulation.clerks import Participants
from rehearsal.simulation.decisions import OBJECTION, number, objection
from rehearsal.simulation.setup import approval_code
from rehearsal.simulation.simulated_bureau import SimulatedBureau
from services.results.approval.codes import Signature
from services.results.lifecycle.transitions import approve_result, submit_result
from services.results.objections.objections import (
    ObjectionSubject,
    decide_objection,
    raise_objection,
)
from services.results.register.register import Result, draft_result

_WHY = "按程序办理"
_SETTLED = (ResultState.SUPERSEDED, ResultState.REOPENED)


@dataclass(slots=True)
class ResultProgress:
    """Where the result stands in the rehearsal: what was done, by day, and whether it is over."""

    acts: list[tuple[dt.date, str]]
    published: str = ""


def attend_to_result(
    bureau: SimulatedBureau, participants: Participants, progress: ResultProgress, day: dt.date
) -> None:
    """Do what people have to: draft and submit what the flow has not, approve, decide objections.

    Publication is the flow's own, once the notice is over.
    """
    plan = bureau.context.definitions.plan
    wanted = plan.appraisal.result_on
    if wanted is None or day < wanted or progress.published:
        return
    if not is_working_day(day, plan.calendar):
        return
    office, now = bureau.context, bureau.now
    result = _current(bureau)
    actor = Actor(name=bureau.staff(plan.campaign.office)[-1].name, reason=_WHY)
    if result is None:
        draft_result(office, day, actor, now)
        progress.acts.append((day, "起草全年成果"))
        result = _current(bureau)
        assert result is not None, "a draft was just made"
    if result.state == ResultState.DRAFT:
        submit_result(office, result.id, actor, now)
        progress.acts.append((day, "提请审批"))
    elif result.state == ResultState.SUBMITTED:
        notice = approve_result(office, result.id, _signature(bureau, participants), now)
        progress.acts.append((day, f"批准，公示至{notice.last}"))
    elif result.state == ResultState.NOTICE:
        _under_notice(bureau, participants, progress, (result, actor))
    elif result.state == ResultState.PUBLISHED:
        progress.published = result.id


def _under_notice(
    bureau: SimulatedBureau,
    participants: Participants,
    progress: ResultProgress,
    under: tuple[Result, Actor],
) -> None:
    result, hand = under
    now, office = bureau.now, bureau.context
    about = ObjectionSubject(
        unit=participants.parts.winners["支部"],
        person=participants.parts.objected.code,
        document=number(OBJECTION, bureau),
    )
    if _can_be_objected_to(bureau, participants, read_document(result.document)):
        bureau.hand_in([objection(bureau, participants.parts.objected)])
        raise_objection(office, result.id, about, hand, now)
        decide_objection(office, result.id, about, True, _signature(bureau, participants), now)
        progress.acts.append((now.date(), "一项异议成立，移出后重新公示"))


def _can_be_objected_to(
    bureau: SimulatedBureau, participants: Participants, document: ResultDocument
) -> bool:
    """Return whether the nominee stands there still, and an objection can be registered."""
    nominees = {each["person"] for each in document["people"]["nominees"]}
    known = "decision" in bureau.context.definitions.forms
    return known and participants.parts.objected.code in nominees


def _signature(bureau: SimulatedBureau, participants: Participants) -> Signature:
    member = bureau.context.definitions.roster.leading_group[0].name
    return Signature(member=member, code=approval_code(participants.seed, 1), why="经研究，同意")


def _current(bureau: SimulatedBureau) -> Result | None:
    """Return the result that is on its way, the youngest if there are several."""
    query = select(results).where(results.c.state.not_in(_SETTLED))
    with reading(bureau.context.engine) as connection:
        found = connection.execute(query.order_by(results.c.changed_at.desc(), results.c.id))
        return found.first()
