"""Ask the leading group in the Prefect UI to decide on a result, and act on its answer.

The same acts as ``zuofeng result approve`` and ``return``, by a one-time code. A refusal is
shown and asked again; it never fails a run.
"""

import datetime as dt
from dataclasses import dataclass, field

from adapters.markdown_templates import render_markdown
from adapters.store.engine import reading
from campaign.results.document import read_document
from campaign.results.lifecycle import STATE_NAMES, ResultAct, ResultState
from campaign.values.text import day_text
from services.context import AppContext
from services.errors import WrongActError
from services.results.approval.codes import Signature, WrongCodeError, prove
from services.results.lifecycle.transitions import NoteNeededError, approve_result, return_result
from services.results.objections.objections import reasons_for_note
from services.results.register.register import find_result
from services.texts.results import result_wordings


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalAnswer:
    """An answer of a member of the leading group: agreed or not, who, by which code, and why."""

    agreed: bool
    member: str
    code: str = field(repr=False)
    note: str = ""


def act_on_answer(context: AppContext, id_: str, answer: ApprovalAnswer, now: dt.datetime) -> str:
    """Approve or return a result as answered; return the outcome, in Chinese, refusals too."""
    signature = Signature(
        member=answer.member, code=answer.code, why=answer.note.strip(), one_time=True
    )
    wordings = result_wordings().answer
    try:
        if not answer.agreed and not signature.why:
            return wordings.refused.format(reason=result_wordings().lifecycle.no_reason)
        # spent first: what was typed has been stored where others may read it
        prove(
            context, id_, ResultAct.APPROVE if answer.agreed else ResultAct.RETURN, signature, now
        )
        if answer.agreed:
            notice = approve_result(context, id_, signature, now)
            return wordings.approved.format(
                member=answer.member, first=day_text(notice.first), last=day_text(notice.last)
            )
        return_result(context, id_, signature, now)
    except NoteNeededError:
        return wordings.note_needed
    except (WrongActError, WrongCodeError) as error:
        return wordings.refused.format(reason=error)
    return wordings.returned.format(member=answer.member)


def question(context: AppContext, id_: str, outcome: str = "") -> str:
    """Return the decision to be taken, in Markdown; "" if the result awaits none any more.

    ``outcome`` is the sentence that the answer before led to. Names units, which are going to be
    published, and no person. Raises UnknownResultError.
    """
    with reading(context.engine) as connection:
        result = find_result(connection, id_)
        if result.state != ResultState.SUBMITTED:
            return ""
        document = read_document(result.document)
        reasons = reasons_for_note(connection, document, people=False)
    facts = {
        "outcome": outcome,
        "id": result.id,
        "as_of": result.as_of,
        "document": document,
        "own": [c for c in context.definitions.plan.appraisal.channels if c.key in _OWN_HANDS],
        "scores": {score["unit"]: score for score in document["scores"]},
        "reasons": reasons,
    }
    return render_markdown("prefect/approval.md.j2", facts)


_OWN_HANDS = ("self", "social")
"""The channels that units fill themselves; whoever approves should know what they weigh."""


def state_line(context: AppContext, id_: str) -> str:
    """Return the name of a result's state; raises UnknownResultError."""
    with reading(context.engine) as connection:
        return STATE_NAMES[ResultState(find_result(connection, id_).state)]
