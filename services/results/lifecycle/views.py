"""What is told of results: the list of all, and one with its acts, its entries, its objections."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from adapters.store.events import load_events
from adapters.store.tables import results
from campaign.definitions.definitions import Definitions
from campaign.results.document import ResultDocument, read_document
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
from services.results.register.register import Result
from services.results.register.succession import result_in_force

ResultFacts = dict[str, Any]

KIND_NAMES = {
    **{f"result.{act}": name for act, name in ACT_NAMES.items()},
    f"result.{Beginning.DRAFT}": "起草",
    f"result.{Beginning.RENEW}": "移出后重新公示",
    REFUSED: "审批码不对",
}


def result_list(connection: Connection) -> list[ResultFacts]:
    """Return every result, oldest first, and which of them stands."""
    r = results.c
    columns = (r.id, r.as_of, r.state, r.supersedes, r.created_at)
    query = select(*columns, r.notice_last, r.published_at).order_by(r.created_at, r.id)
    rows = connection.execute(query).all()
    standing = result_in_force(connection)
    return [{**row._asdict(), **_state(row.state), "standing": row.id == standing} for row in rows]


def result_view(connection: Connection, result: Result, definitions: Definitions) -> ResultFacts:
    """Return where a result stands, its entries, what approval needs, and its history."""
    document = read_document(result.document)
    successor = connection.scalar(
        select(results.c.id).where(results.c.supersedes == result.id, results.c.root == result.root)
    )
    return {
        "id": result.id,
        "as_of": result.as_of,
        **_state(result.state),
        "possible": [str(act) for act in possible_acts(ResultState(result.state))],
        "standing": result_in_force(connection) == result.id,
        "supersedes": result.supersedes,
        "successor": successor,
        "notice_first": result.notice_first,
        "notice_last": result.notice_last,
        "published_at": result.published_at,
        "software": document["software"],
        "roster_changed": roster_changed(definitions, document),
        "submissions": len(document["submissions"]),
        "unresolved": len(document["unresolved"]),
        "note_reasons": list(reasons_for_note(connection, document)),
        "shortlist": list(_shortlist(document)),
        "nominees": [_nominee(each) for each in document["people"]["nominees"]],
        "removed": document["removed"],
        "objections": [_objection(each) for each in objections_to(connection, result)],
        "history": list(_history(connection, result.id)),
    }


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


def _objection(row: Any) -> ResultFacts:
    left_out = ("id", "result")
    return {key: value for key, value in row._asdict().items() if key not in left_out}


def _history(connection: Connection, id_: str) -> Iterator[ResultFacts]:
    kinds = (*(f"result.{each}" for each in (*ResultAct, *Beginning)), REFUSED)
    for event in load_events(connection, kinds, subject=id_):
        act = KIND_NAMES[event.kind]
        yield {"at": event.at, "actor": event.actor, "act": act, **event.detail}
