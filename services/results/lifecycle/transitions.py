"""Submit, approve, return, publish and reopen results; each act is an event."""

import datetime as dt
from pathlib import Path

from adapters.files.atomic_write import write_durably
from adapters.files.home import Home
from adapters.store.engine import Connection, reading, writing
from adapters.store.results.register import Result, begin_notice, note_publication
from campaign.results.document import ResultDocument, read_document
from campaign.results.lifecycle import ResultAct, ResultState
from campaign.results.notice_period import NoticePeriod
from campaign.values.acts import Actor
from services.context import AppContext
from services.errors import WrongActError
from services.results.approval.codes import Signature, prove
from services.results.approval.record import approval_record
from services.results.objections.notice_periods import notice_of
from services.results.objections.objections import objections_to, reasons_for_note, undecided
from services.results.objections.registered_objections import decided_otherwise, not_taken_up
from services.results.register.register import (
    apply_act,
    find_result,
    notice_facts,
    require_possible,
    require_untouched,
)
from services.results.register.succession import reopened_before, require_current
from services.texts.results import result_wordings


class NoteNeededError(Exception):
    """Approval needs a written note; ``reasons`` are Chinese sentences that say for what."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        lines = (f"· {reason}" for reason in reasons)
        super().__init__("\n".join((result_wordings().lifecycle.note_needed, *lines)))
        self.reasons = reasons


def published_path(home: Home, id_: str) -> Path:
    """Return the path of a published result."""
    return home.outputs / "reports" / "results" / f"{id_}.json"


def submit_result(context: AppContext, id_: str, actor: Actor, now: dt.datetime) -> ResultState:
    """Submit a draft, or a returned result, to the leading group.

    Raises UnknownResultError, and WrongActError if the result is in no state for it.
    """
    with writing(context.engine) as connection:
        result = find_result(connection, id_)
        require_possible(result, ResultAct.SUBMIT)
        require_current(connection, result)
        return apply_act(connection, result, ResultAct.SUBMIT, actor, now)


def require_approvable(context: AppContext, id_: str, note: str) -> None:
    """Check that a result can be approved, before a member is asked for a code.

    Raises UnknownResultError, WrongActError, NoteNeededError.
    """
    with reading(context.engine) as connection:
        _require_approvable(connection, find_result(connection, id_), note)


def _require_approvable(connection: Connection, result: Result, note: str) -> None:
    require_possible(result, ResultAct.APPROVE)
    require_untouched(connection, result)
    require_current(connection, result)
    document = read_document(result.document)
    reasons = reasons_for_note(connection, document)
    if reasons and not note.strip():
        raise NoteNeededError(reasons)


def approve_result(
    context: AppContext, id_: str, signature: Signature, now: dt.datetime
) -> NoticePeriod:
    """Approve a result with a member's code; return the notice period, which begins with it.

    Raises also WrongCodeError and, where close calls or provisional scores need a note and there
    is none, NoteNeededError.
    """
    require_approvable(context, id_, signature.why)
    document = _document(context, id_)
    notice = notice_of(context, document, now.date())
    grounds = approval_record(context, document, now)
    approver = prove(context, id_, ResultAct.APPROVE, signature, now)
    with writing(context.engine) as connection:
        result = find_result(connection, id_)
        _require_approvable(connection, result, signature.why)
        detail = {**grounds, **notice_facts(notice)}
        apply_act(connection, result, ResultAct.APPROVE, approver, now, detail)
        begin_notice(connection, result.id, notice)
    return notice


def _document(context: AppContext, id_: str) -> ResultDocument:
    with reading(context.engine) as connection:
        return read_document(find_result(connection, id_).document)


def return_result(
    context: AppContext, id_: str, signature: Signature, now: dt.datetime
) -> ResultState:
    """Return a submitted result with a reason, by a member's code.

    Raises UnknownResultError, WrongCodeError, and WrongActError if the reason is missing or the
    result is in no state for it.
    """
    if not signature.why.strip():
        raise WrongActError(result_wordings().lifecycle.no_reason)
    approver = prove(context, id_, ResultAct.RETURN, signature, now)
    with writing(context.engine) as connection:
        return apply_act(connection, find_result(connection, id_), ResultAct.RETURN, approver, now)


def publish_approved(context: AppContext, id_: str, actor: Actor, now: dt.datetime) -> Path:
    """Publish a result whose notice period is over and to which no objection is open.

    Returns the path of the file, which holds the result's own bytes; the results that it corrects
    are superseded. Raises UnknownResultError, and WrongActError if it cannot be published yet.
    """
    with writing(context.engine) as connection:
        result = find_result(connection, id_)
        require_possible(result, ResultAct.PUBLISH)
        require_untouched(connection, result)
        require_current(connection, result)
        _require_settled(connection, context, result, now.date())
        path = published_path(context.home, result.id)
        write_durably(path, result.document)
        apply_act(connection, result, ResultAct.PUBLISH, actor, now)
        note_publication(connection, result.id, now)
        for before in reopened_before(connection, result):
            reason = result_wordings().lifecycle.superseded.format(id=result.id)
            why = Actor(name=actor.name, reason=reason)
            successor = {"successor": result.id}
            apply_act(connection, before, ResultAct.SUPERSEDE, why, now, successor)
    return path


def _require_settled(
    connection: Connection, context: AppContext, result: Result, today: dt.date
) -> None:
    wordings, last = result_wordings().lifecycle, result.notice.last
    if today <= last:
        day_after = last + dt.timedelta(days=1)
        raise WrongActError(wordings.notice_lasts.format(last=last, next=day_after))
    if waiting := undecided(connection, result):
        names = "、".join(" ".join(filter(None, (o.unit, o.person, o.document))) for o in waiting)
        raise WrongActError(wordings.undecided.format(count=len(waiting), names=names))
    objections = objections_to(connection, result)
    if untaken := not_taken_up(connection, context.definitions, result, objections, today):
        names = "；".join(str(registered) for registered in untaken)
        raise WrongActError(wordings.not_taken_up.format(names=names))
    if disagreements := decided_otherwise(
        connection, context.definitions, result, objections, today
    ):
        sentences = "；".join(disagreements)
        raise WrongActError(wordings.decided_otherwise.format(sentences=sentences))


def reopen_result(context: AppContext, id_: str, actor: Actor, now: dt.datetime) -> ResultState:
    """Reopen a result; the published one stays in force until another is published.

    Raises UnknownResultError, and WrongActError if the result is in no state for it.
    """
    with writing(context.engine) as connection:
        return apply_act(connection, find_result(connection, id_), ResultAct.REOPEN, actor, now)
