"""Record and decide objections (异议) to entries of a result in its notice period.

An upheld one removes the entry in a new result, which begins a notice period of its own.
Objections belong to all results of one draft: a renewed result cannot leave one behind.
"""

import datetime as dt
from dataclasses import dataclass

from adapters.store.engine import Connection, writing
from adapters.store.results.objections import (
    NewObjection,
    Objection,
    ObjectionDecision,
    add_objection,
    decide,
    objections_of_root,
    upheld_objections,
)
from adapters.store.results.register import Result
from campaign.definitions.definitions import Definitions
from campaign.definitions.roster import Roster
from campaign.results.document import (
    ResultDocument,
    ResultEntry,
    entries_of,
    note_reasons,
    read_document,
    remove_entry,
)
from campaign.results.lifecycle import ResultAct
from campaign.values.acts import Actor
from campaign.values.text import name_key
from services.context import AppContext
from services.errors import WrongActError
from services.results.approval.codes import Signature, prove
from services.results.objections.notice_periods import notice_of
from services.results.objections.registered_objections import not_taken_up, same_number
from services.results.register.register import (
    apply_act,
    find_result,
    require_possible,
    store_result,
)
from services.texts.results import result_wordings


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionSubject:
    """The subject of an objection as people name it: a unit, a person of it, a document."""

    unit: str
    person: str = ""
    document: str = ""


def raise_objection(
    context: AppContext, id_: str, about: ObjectionSubject, actor: Actor, now: dt.datetime
) -> Objection:
    """Record an objection to a result that is under notice, and return it.

    After the notice period only an objection that a form registered within it is recorded. Raises
    UnknownResultError, and WrongActError if the objection cannot be recorded.
    """
    with writing(context.engine) as connection:
        result = find_result(connection, id_)
        require_possible(result, ResultAct.OBJECT)
        document = read_document(result.document)
        entry = _entry(document, context.definitions.roster, about)
        if result.notice.has_ended(now.date()):
            _require_registered(connection, context.definitions, result, about.document, now)
        open_ones = [earlier for earlier in undecided(connection, result) if _is(earlier, entry)]
        if any(same_number(earlier.document, about.document) for earlier in open_ones):
            raise WrongActError(result_wordings().objections.already_open)
        objection = NewObjection(
            result=result.id,
            unit=entry.unit,
            person=entry.person,
            document=about.document.strip(),
            why=actor.reason,
            raised_by=actor.name,
            raised_at=now,
        )
        recorded = add_objection(connection, objection)
        detail = {"unit": entry.unit, "person": entry.person, "document": recorded.document}
        apply_act(connection, result, ResultAct.OBJECT, actor, now, detail)
        return recorded


def decide_objection(
    context: AppContext,
    id_: str,
    about: ObjectionSubject,
    upheld: bool,
    signature: Signature,
    now: dt.datetime,
) -> str:
    """Decide an objection with a member's code; return the id of the result that now counts.

    Raises UnknownResultError, WrongActError, WrongCodeError.
    """
    act = ResultAct.UPHOLD if upheld else ResultAct.REJECT
    if not signature.why.strip():
        raise WrongActError(result_wordings().objections.no_reason)
    decider = prove(context, id_, act, signature, now)
    with writing(context.engine) as connection:
        result = find_result(connection, id_)
        require_possible(result, act)
        entry = _entry(read_document(result.document), context.definitions.roster, about)
        objection = _only_undecided(connection, result, entry, about)
        decision = ObjectionDecision(
            upheld=upheld, decided_by=decider.name, decided_why=decider.reason, decided_at=now
        )
        decide(connection, objection.id, decision)
        detail = {"unit": entry.unit, "person": entry.person, "document": objection.document}
        if upheld:
            renewed = _renewed(result, objection, decider, now)
            notice = notice_of(context, renewed, now.date())
            successor = store_result(connection, renewed, decider, now, result, notice)
            detail["successor"] = successor
        apply_act(connection, result, act, decider, now, detail)
        return successor if upheld else result.id


def undecided(connection: Connection, result: Result) -> list[Objection]:
    """Return the objections to a result, or to one that it renews, that wait for a decision."""
    return [
        objection for objection in objections_to(connection, result) if objection.upheld is None
    ]


def objections_to(connection: Connection, result: Result) -> list[Objection]:
    """Return all objections to a result and to those that it renews, in their order."""
    return objections_of_root(connection, result.root)


def listed_again(
    connection: Connection, document: ResultDocument, *, people: bool = True
) -> tuple[str, ...]:
    """Return as sentences the entries removed by an upheld objection and listed again here.

    Empty where a result takes over what was removed before it, as a draft does after reopening.
    """
    removed = {
        ResultEntry(unit=objection.unit, person=objection.person): objection
        for objection in upheld_objections(connection)
    }
    wordings = result_wordings().objections
    return tuple(
        wordings.listed_again.format(
            entry=_named(entry, document, people),
            result=removed[entry].result[:12],
            document=removed[entry].document or wordings.no_document,
        )
        for entry in entries_of(document)
        if entry in removed
    )


def reasons_for_note(
    connection: Connection, document: ResultDocument, *, people: bool = True
) -> tuple[str, ...]:
    """Return why approval needs a written note, a sentence each; no names without ``people``."""
    return (*note_reasons(document), *listed_again(connection, document, people=people))


def _named(entry: ResultEntry, document: ResultDocument, people: bool) -> str:
    unit = str(document["units"].get(entry.unit, entry.unit))
    if not entry.person:
        return unit
    names = {nominee["person"]: nominee["name"] for nominee in document["people"]["nominees"]}
    wordings = result_wordings().objections
    name = names[entry.person] if people else wordings.somebody
    return wordings.nominee.format(unit=unit, name=name)


def _require_registered(
    connection: Connection,
    definitions: Definitions,
    result: Result,
    document: str,
    now: dt.datetime,
) -> None:
    objections = objections_to(connection, result)
    waiting = not_taken_up(connection, definitions, result, objections, now.date())
    if not any(same_number(registered.document, document) for registered in waiting):
        wording = result_wordings().objections.notice_over
        raise WrongActError(wording.format(last=result.notice.last))


def _entry(document: ResultDocument, roster: Roster, about: ObjectionSubject) -> ResultEntry:
    """Return the entry that a unit and a person name; raises WrongActError if there is none."""
    unit = roster.unit(about.unit)
    code = unit.code if unit else about.unit
    if code not in document["units"]:
        raise WrongActError(result_wordings().objections.no_unit.format(unit=about.unit))
    if not about.person:
        return ResultEntry(unit=code)
    for nominee in document["people"]["nominees"]:
        if nominee["unit"] == code and about.person in (nominee["person"], nominee["name"]):
            return ResultEntry(unit=code, person=nominee["person"])
    return ResultEntry(unit=code, person=_person(roster, code, about.person))


def _person(roster: Roster, unit: str, name: str) -> str:
    """Return the code of somebody of a unit or branch who is not among its nominees."""
    codes = {
        person.code
        for person in roster.people
        if unit in (person.unit, person.branch)
        and (person.code == name or name_key(person.name) == name_key(name))
    }
    if len(codes) == 1:
        return codes.pop()
    wordings = result_wordings().objections
    if codes:
        numbers, count = "、".join(sorted(codes)), len(codes)
        wording = wordings.several_people
        raise WrongActError(wording.format(unit=unit, count=count, name=name, numbers=numbers))
    raise WrongActError(wordings.no_person.format(unit=unit, name=name))


def _only_undecided(
    connection: Connection, result: Result, entry: ResultEntry, about: ObjectionSubject
) -> Objection:
    candidates = [objection for objection in undecided(connection, result) if _is(objection, entry)]
    if about.document.strip():
        candidates = [
            objection for objection in candidates if same_number(objection.document, about.document)
        ]
    wordings = result_wordings().objections
    if not candidates:
        raise WrongActError(wordings.none_open)
    if len(candidates) > 1:
        documents = (objection.document or wordings.not_numbered for objection in candidates)
        raise WrongActError(wordings.several_open.format(numbers="、".join(documents)))
    return candidates[0]


def _is(objection: Objection, entry: ResultEntry) -> bool:
    return (objection.unit, objection.person) == (entry.unit, entry.person)


def _renewed(
    result: Result, objection: Objection, actor: Actor, now: dt.datetime
) -> ResultDocument:
    document = read_document(result.document)
    entry = ResultEntry(unit=objection.unit, person=objection.person)
    grounds = {"document": objection.document, "why": actor.reason, "on": f"{now:%Y-%m-%d}"}
    if entry not in entries_of(document):
        raise WrongActError(result_wordings().objections.not_listed)
    return remove_entry(document, entry, grounds, result.id)
