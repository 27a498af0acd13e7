"""Checks every stored result against its id, its events and its published file."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from adapters.files.home import Home
from adapters.store.audit import (
    ObjectionRecord,
    ResultRecord,
    objection_records,
    stored_results,
)
from adapters.store.engine import Connection
from adapters.store.events import StoredEvent, load_events
from campaign.results.document import read_document, result_id
from services.audit.finding import AuditCheck, AuditFinding
from services.definitions.archive import kept_definitions
from services.results.lifecycle.transitions import published_path
from services.results.register.event_consistency import (
    ACTS,
    BEGINNINGS,
    record_disagreements,
    was_published,
)
from services.texts.verify import verify_texts


def check_results(connection: Connection, home: Home) -> Iterator[AuditFinding]:
    """Check the bytes, the state, the definitions and the file of every result; none may lack."""
    events_by_result, archived = _events(connection), set[tuple[str, str]]()
    published: set[Path] = set()
    texts = verify_texts()
    yield from _check_objections(connection, events_by_result)
    for row in stored_results(connection):
        acts = events_by_result.pop(row.id, [])
        for what in record_disagreements(connection, row, acts):
            yield _finding(row.id, what, texts.remedies.ask)
        if result_id(row.document) == row.id:
            archived |= set(read_document(row.document)["definitions"].items())
        if was_published(acts):
            published.add(published_path(home, row.id))
            yield from _check_file(home, row)
    yield from _check_unpublished_files(home, published)
    for id_ in sorted(events_by_result):
        yield _finding(id_, texts.findings.result_missing, texts.remedies.ask)
    for name, sha256 in sorted(archived):
        for wrong in kept_definitions(home, {name: sha256})[1].values():
            what = texts.findings.definition_wrong.format(wrong=wrong, sha256=sha256[:12])
            yield _finding(name, what, texts.remedies.restore_file)


def _check_objections(
    connection: Connection, events_by_result: Mapping[str, list[StoredEvent]]
) -> Iterator[AuditFinding]:
    """Check that each objection and decision has as many rows in the register as events."""
    acts = [event for of_result in events_by_result.values() for event in of_result]
    recorded = {
        kind: Counter(_entry_of(event) for event in acts if event.kind == kind)
        for kind in ("result.object", "result.uphold", "result.reject")
    }
    texts, rows = verify_texts(), objection_records(connection)
    stored = {
        "result.object": Counter(map(_entry, rows)),
        "result.uphold": Counter(_entry(row) for row in rows if row.upheld is True),
        "result.reject": Counter(_entry(row) for row in rows if row.upheld is False),
    }
    for kind, counts in recorded.items():
        for unit, person, document in sorted((counts - stored[kind]) | (stored[kind] - counts)):
            subject = " ".join(part for part in (unit, person, document) if part)
            yield _finding(subject, texts.findings.objections_differ, texts.remedies.ask)


def _entry_of(event: StoredEvent) -> tuple[str, str, str]:
    detail = event.detail
    return detail["unit"], detail["person"], detail["document"]


def _entry(objection: ObjectionRecord) -> tuple[str, str, str]:
    return objection.unit, objection.person, objection.document


def _events(connection: Connection) -> dict[str, list[StoredEvent]]:
    events: dict[str, list[StoredEvent]] = defaultdict(list)
    for event in load_events(connection, (*BEGINNINGS, *ACTS)):
        events[event.subject].append(event)
    return dict(events)


def _check_file(home: Home, row: ResultRecord) -> Iterator[AuditFinding]:
    texts, path = verify_texts(), published_path(home, row.id)
    if not path.is_file():
        what = texts.findings.publication_missing
    elif path.read_bytes() != row.document:
        what = texts.findings.publication_differs
    else:
        return
    yield _finding(path.relative_to(home.root).as_posix(), what, texts.remedies.ask)


def _check_unpublished_files(home: Home, published: set[Path]) -> Iterator[AuditFinding]:
    """Yield a finding for each file among the published results that no act published."""
    texts = verify_texts()
    for path in sorted(published_path(home, "").parent.glob("*.json")):
        if path not in published:
            subject = path.relative_to(home.root).as_posix()
            yield _finding(subject, texts.findings.publication_unknown, texts.remedies.move_out)


def _finding(subject: str, what: str, mend: str) -> AuditFinding:
    return AuditFinding(check=AuditCheck.RESULTS, subject=subject, what=what, mend=mend)
