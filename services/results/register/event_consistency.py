"""Compare what the register says of a result with its log of events.

The register holds a result's state and its notice; the log is chained and therefore the one to
be believed. Every act on a result of which the two disagree is refused.
"""

from collections.abc import Iterator, Mapping, Sequence

from adapters.store.audit import ResultRecord, result_texts
from adapters.store.engine import Connection
from adapters.store.events import StoredEvent, load_events
from adapters.store.results.register import Result, load_result
from campaign.results.document import result_id
from campaign.results.lifecycle import FIRST_STATES, Beginning, ResultAct, ResultState, next_state
from services.texts.results import DisagreementWordings, result_wordings

ResultEvents = Sequence[StoredEvent]
"""The events of one result, in their order."""

BEGINNINGS: Mapping[str, Beginning] = {f"result.{beginning}": beginning for beginning in Beginning}
ACTS: Mapping[str, ResultAct] = {f"result.{act}": act for act in ResultAct}
_PUBLISHED = f"result.{ResultAct.PUBLISH}"


def events_of(connection: Connection, id_: str) -> ResultEvents:
    """Return the events of a result's life, in their order."""
    return load_events(connection, (*BEGINNINGS, *ACTS), subject=id_)


def record_disagreements(
    connection: Connection, result: Result | ResultRecord, events: ResultEvents
) -> Iterator[str]:
    """Yield a Chinese sentence for each disagreement of a stored result with its id and events."""
    wordings = result_wordings().disagreements
    if result_id(result.document) != result.id:
        yield wordings.document
    if _state_by(events) != result.state:
        yield wordings.state
        return
    texts, columns = result_texts(connection, result.id), _columns_by(connection, events)
    labels = (
        label for name, label in _column_labels(wordings) if getattr(texts, name) != columns[name]
    )
    if names := "、".join(dict.fromkeys(labels)):
        yield wordings.columns.format(names=names)


def _column_labels(wordings: DisagreementWordings) -> tuple[tuple[str, str], ...]:
    """Return the columns that follow from events, each with its label, in the labels' order."""
    return (
        ("as_of", wordings.as_of),
        ("supersedes", wordings.supersedes),
        ("root", wordings.root),
        ("notice_first", wordings.notice),
        ("notice_last", wordings.notice),
        ("published_at", wordings.published_at),
    )


def was_published(events: ResultEvents) -> bool:
    """Return whether a result was published, by its events."""
    return any(event.kind == _PUBLISHED for event in events)


def _state_by(events: ResultEvents) -> ResultState | None:
    """Return the state that the events of a result lead to, None if the lifecycle forbids them."""
    state: ResultState | None = None
    for number, event in enumerate(events):
        if number == 0:
            beginning = BEGINNINGS.get(event.kind)
            state = FIRST_STATES[beginning] if beginning else None
        else:
            act = ACTS.get(event.kind)
            state = next_state(state, act) if state and act else None
        if state is None or event.detail.get("state") != state:
            return None
    return state


def _columns_by(connection: Connection, events: ResultEvents) -> dict[str, str | None]:
    """Return the columns that the register must hold after these events, a legal sequence."""
    details = [event.detail for event in events]
    supersedes = details[0]["supersedes"]
    columns: dict[str, str | None] = {
        "as_of": details[0]["as_of"],
        "supersedes": supersedes,
        "root": events[0].subject,
        "notice_first": None,
        "notice_last": None,
        "published_at": next((event.at_text for event in events if event.kind == _PUBLISHED), None),
    }
    if BEGINNINGS[events[0].kind] is Beginning.RENEW:
        renewed = load_result(connection, supersedes)
        columns["root"] = renewed.root if renewed else None
    for detail in details:
        columns |= {
            name: detail[name] for name in columns if name.startswith("notice_") and name in detail
        }
    return columns
