"""What the record of events tells of a result, held against what the register says of it.

The register says where a result stands and when its notice ends; the record, which is chained, is
what can be believed. Nothing is done to a result of which the two say different things.
"""

from collections.abc import Iterator, Mapping, Sequence

from adapters.store.audit import ResultRecord, result_texts
from adapters.store.engine import Connection
from adapters.store.events import StoredEvent, load_events
from adapters.store.results.register import Result, load_result
from campaign.results.document import result_id
from campaign.results.lifecycle import FIRST_STATES, Beginning, ResultAct, ResultState, next_state

ResultEvents = Sequence[StoredEvent]
"""The events of one result, in their order."""

BEGINNINGS: Mapping[str, Beginning] = {f"result.{each}": each for each in Beginning}
ACTS: Mapping[str, ResultAct] = {f"result.{each}": each for each in ResultAct}
_PUBLISHED = f"result.{ResultAct.PUBLISH}"
_COLUMNS = {
    "as_of": "计分截止日",
    "supersedes": "所取代的成果",
    "root": "最初的草稿",
    "notice_first": "公示期",
    "notice_last": "公示期",
    "published_at": "公布时间",
}


def events_of(connection: Connection, id_: str) -> ResultEvents:
    """Return what the record tells of a result."""
    return load_events(connection, (*BEGINNINGS, *ACTS), subject=id_)


def record_disagreements(
    connection: Connection, result: Result | ResultRecord, told: ResultEvents
) -> Iterator[str]:
    """Say in Chinese what of a stored result is not as its id and the record have it."""
    if result_id(result.document) != result.id:
        yield "登记的成果与编号不符，被改动或已损坏。"
    if _state_by(told) != result.state:
        yield "所处状态与事件记录不符。"
        return
    texts, columns = result_texts(connection, result.id), _columns_by(connection, told)
    wrong = (what for name, what in _COLUMNS.items() if getattr(texts, name) != columns[name])
    if names := "、".join(dict.fromkeys(wrong)):
        yield f"登记的{names}与事件记录不符。"


def was_published(told: ResultEvents) -> bool:
    """Return whether the record tells of publication."""
    return any(event.kind == _PUBLISHED for event in told)


def _state_by(told: ResultEvents) -> ResultState | None:
    """Return the state that the events of a result lead to, None where they fit no life."""
    state: ResultState | None = None
    for number, event in enumerate(told):
        if number == 0:
            beginning = BEGINNINGS.get(event.kind)
            state = FIRST_STATES[beginning] if beginning else None
        else:
            act = ACTS.get(event.kind)
            state = next_state(state, act) if state and act else None
        if state is None or event.detail.get("state") != state:
            return None
    return state


def _columns_by(connection: Connection, told: ResultEvents) -> dict[str, str | None]:
    """Return what the register must say by events that fit a life."""
    details = [event.detail for event in told]
    supersedes = details[0]["supersedes"]
    columns: dict[str, str | None] = {
        "as_of": details[0]["as_of"],
        "supersedes": supersedes,
        "root": told[0].subject,
        "notice_first": None,
        "notice_last": None,
        "published_at": next((event.at_text for event in told if event.kind == _PUBLISHED), None),
    }
    if BEGINNINGS[told[0].kind] is Beginning.RENEW:
        renewed = load_result(connection, supersedes)
        columns["root"] = renewed.root if renewed else None
    for detail in details:
        columns |= {
            name: detail[name] for name in columns if name.startswith("notice_") and name in detail
        }
    return columns
