"""Holds every stored result against its id, its events and what was published of it."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from adapters.files.home import Home
from adapters.store.tables import events, objections, results
from adapters.store.timestamps import as_stored
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

_ASK = "请保留现场，与备份核对并查明原因。"
_MOVE = "请查明来源后移出，不要直接删除。"
_FROM_BACKUP = "请从备份恢复该文件，并查明原因。"


def check_results(connection: Connection, home: Home) -> Iterator[AuditFinding]:
    """Check the bytes and the state of every result, and that none is missing."""
    told, archived = _events(connection), set[tuple[str, str]]()
    published: set[Path] = set()
    yield from _check_objections(connection, told)
    query = select(*as_stored(results)).order_by(results.c.created_at, results.c.id)
    for row in connection.execute(query.execution_options(yield_per=10)):
        acts = told.pop(row.id, [])
        for what in record_disagreements(connection, row, acts):
            yield _finding(row.id, what, _ASK)
        if result_id(row.document) == row.id:
            archived |= set(read_document(row.document)["definitions"].items())
        if was_published(acts):
            published.add(published_path(home, row.id))
            yield from _check_file(home, row)
    yield from _check_strangers(home, published)
    for id_ in sorted(told):
        yield _finding(id_, "事件记录中有这份成果，登记中却没有。", _ASK)
    for name, sha256 in sorted(archived):
        for wrong in kept_definitions(home, {name: sha256})[1].values():
            yield _finding(name, f"成果所依据的设置：{wrong}（{sha256[:12]}）。", _FROM_BACKUP)


def _check_objections(
    connection: Connection, told: Mapping[str, list[Any]]
) -> Iterator[AuditFinding]:
    """Check that objections and decisions are as often in the register as in the record."""
    acts = [event for some in told.values() for event in some]
    recorded = {
        kind: Counter(_about(json.loads(event.detail)) for event in acts if event.kind == kind)
        for kind in ("result.object", "result.uphold", "result.reject")
    }
    rows = [row._asdict() for row in connection.execute(select(*as_stored(objections)))]
    stored = {
        "result.object": Counter(_about(row) for row in rows),
        "result.uphold": Counter(_about(row) for row in rows if row["upheld"] is True),
        "result.reject": Counter(_about(row) for row in rows if row["upheld"] is False),
    }
    for kind, counts in recorded.items():
        for unit, person, document in sorted((counts - stored[kind]) | (stored[kind] - counts)):
            subject = " ".join(part for part in (unit, person, document) if part)
            yield _finding(subject, "异议的登记、认定与事件记录不符。", _ASK)


def _about(objection: Mapping[str, Any]) -> tuple[str, str, str]:
    return objection["unit"], objection["person"], objection["document"]


def _events(connection: Connection) -> dict[str, list[Any]]:
    query = (
        select(*as_stored(events))
        .where(events.c.kind.in_((*BEGINNINGS, *ACTS)))
        .order_by(events.c.position)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.subject].append(row)
    return dict(found)


def _check_file(home: Home, row: Any) -> Iterator[AuditFinding]:
    path = published_path(home, row.id)
    if not path.is_file():
        what = "已公布，却没有公布的文件。"
    elif path.read_bytes() != row.document:
        what = "公布的文件与登记的成果不同。"
    else:
        return
    yield _finding(path.relative_to(home.root).as_posix(), what, _ASK)


def _check_strangers(home: Home, published: set[Path]) -> Iterator[AuditFinding]:
    """Name the files that lie among the published results and that nobody has published."""
    for path in sorted(published_path(home, "").parent.glob("*.json")):
        if path not in published:
            what = "没有公布过这份成果，文件不是由系统公布的。"
            yield _finding(path.relative_to(home.root).as_posix(), what, _MOVE)


def _finding(subject: str, what: str, mend: str) -> AuditFinding:
    return AuditFinding(check=AuditCheck.RESULTS, subject=subject, what=what, mend=mend)
