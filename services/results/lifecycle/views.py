"""Present results as facts: the list of all, and one with its acts, entries and objections."""

from collections.abc import Iterator
from dataclasses import asdict

from adapters.store.engine import Connection
from adapters.store.events import load_events
from adapters.store.results.objections import Objection
from adapters.store.results.register import Result, result_statuses
from campaign.definitions.definitions import Definitions
from campaign.results.document import ResultDocument, ResultFacts, read_document
from campaign.results.lifecycle import (
    ACT_NAMES,
    STATE_NAMES,
    Beginning,
    ResultAct,
    ResultState,
    possible_acts,
)
from services.results.approval.codes import REFUSED
from services.results.approval.record import roster_changed
from services.results.objections.objections import objections_to, reasons_for_note
from services.results.register.succession import result_in_force

KIND_NAMES = {
    **{f"result.{act}": name for act, name in ACT_NAMES.items()},
    f"result.{Beginning.DRAFT}": "起草",
    f"result.{Beginning.RENEW}": "移出后重新公示",
    REFUSED: "审批码不对",
}


def result_list(connection: Connection) -> list[ResultFacts]:
    """Return the facts of every result, oldest first, and which of them is in force."""
    in_force = result_in_force(connection)
    return [
        {
            "id": row.id,
            "as_of": row.as_of,
            **_state(row.state),
            "supersedes": row.supersedes,
            "created_at": row.created_at,
            "notice_last": row.notice_last,
            "published_at": row.published_at,
            "in_force": row.id == in_force,
        }
        for row in result_statuses(connection)
    ]


def result_view(connection: Connection, result: Result, definitions: Definitions) -> ResultFacts:
    """Return a result's state, its entries, the reasons for a note, and its history."""
    document = read_document(result.document)
    return {
        "id": result.id,
        "as_of": result.as_of,
        **_state(result.state),
        "possible": [str(act) for act in possible_acts(ResultState(result.state))],
        "in_force": result_in_force(connection) == result.id,
        "supersedes": result.supersedes,
        "successor": _successor(connection, result),
        "notice_first": result.notice_first,
        "notice_last": result.notice_last,
        "published_at": result.published_at,
        "software": document["software"],
        "roster_changed": roster_changed(definitions, document),
        "submissions": len(document["submissions"]),
        "unresolved": len(document["unresolved"]),
        "note_reasons": list(reasons_for_note(connection, document)),
        "shortlist": list(_shortlist(document)),
        "nominees": [_nominee(nominee) for nominee in document["people"]["nominees"]],
        "removed": document["removed"],
        "objections": [_objection(objection) for objection in objections_to(connection, result)],
        "history": list(_history(connection, result.id)),
    }


def _successor(connection: Connection, result: Result) -> str | None:
    """Return the id of the result that takes the place of one, None if there is none."""
    for row in result_statuses(connection):
        if (row.supersedes, row.root) == (result.id, result.root):
            return row.id
    return None


def _state(state: str) -> ResultFacts:
    return {"state": state, "state_name": STATE_NAMES[ResultState(state)]}


def _shortlist(document: ResultDocument) -> Iterator[ResultFacts]:
    scores = {score["unit"]: score for score in document["scores"]}
    for entry in document["shortlist"]:
        score = scores[entry["unit"]]
        yield {
            **entry,
            "name": document["units"][entry["unit"]],
            "final_rank": score["final_rank"],
            "total": document["shown_totals"][entry["unit"]],
            "provisional": score["provisional"],
        }


def _nominee(nominee: ResultDocument) -> ResultFacts:
    return {key: nominee[key] for key in ("unit", "person", "name")}


def _objection(objection: Objection) -> ResultFacts:
    left_out = ("id", "result")
    return {key: value for key, value in asdict(objection).items() if key not in left_out}


def _history(connection: Connection, id_: str) -> Iterator[ResultFacts]:
    kinds = (*(f"result.{name}" for name in (*ResultAct, *Beginning)), REFUSED)
    for event in load_events(connection, kinds, subject=id_):
        act = KIND_NAMES[event.kind]
        yield {"at": event.at, "actor": event.actor, "act": act, **event.detail}
