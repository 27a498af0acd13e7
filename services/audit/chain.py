"""Checks the chain of events: each link, and that no event is missing which was there before."""

import re
from collections.abc import Iterator

from adapters.files.chain_key import CHAIN_KEY, Head, fingerprints, noted_head
from adapters.files.home import Home
from adapters.store.engine import Connection
from adapters.store.events import broken_links, event_at, last_event
from adapters.store.integrity.row_records import RowRecords
from services.audit.finding import AuditCheck, AuditFinding
from services.texts.verify import verify_texts

_HEAD = re.compile(r"(\d+)-([0-9a-f]{16,64})")


def parse_head(text: str) -> Head:
    """Read a head as a digest prints it, such as 1234-5f…. Raises ValueError if it is none."""
    match = _HEAD.fullmatch(text.strip().lower())
    if match is None:
        raise ValueError(verify_texts().subjects.head_wanted)
    return Head(position=int(match[1]), hash=match[2])


def check_chain(
    connection: Connection, home: Home, records: RowRecords, since: Head | None = None
) -> Iterator[AuditFinding]:
    """Check each link after an event or all, and that the event noted last is still there."""
    texts, key = verify_texts(), fingerprints(home).get(CHAIN_KEY)
    is_key_new = any(name == CHAIN_KEY and other != key for name, other in records.keys)
    for position in broken_links(connection, since, is_key_new=is_key_new):
        yield _finding(position, texts.findings.broken_link)
    noted = noted_head(home)
    if noted and not _contains(connection, noted):
        what = texts.findings.chain_cut.format(position=noted.position)
        yield _finding(noted.position, what)


def check_head(connection: Connection, head: Head) -> Iterator[AuditFinding]:
    """Check that the chain contains a head that somebody was told, by mail or with a package."""
    wordings, last = verify_texts().findings, last_event(connection)
    if head.position > last.position:
        what = wordings.head_unknown.format(position=head.position, last=last.position)
        yield _finding(head.position, what)
    elif not _contains(connection, head):
        yield _finding(head.position, wordings.head_differs.format(position=head.position))


def _contains(connection: Connection, head: Head) -> bool:
    event = event_at(connection, head.position) if head.position else head
    return event is not None and event.hash.startswith(head.hash)


def _finding(position: int, what: str) -> AuditFinding:
    texts = verify_texts()
    return AuditFinding(
        check=AuditCheck.EVENTS,
        subject=texts.subjects.event.format(position=position),
        what=what,
        mend=texts.remedies.ask,
    )
