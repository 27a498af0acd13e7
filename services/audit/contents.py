"""Checks the stored content of each submission against the event of its acceptance."""

from collections.abc import Collection, Iterator

from adapters.store.audit import SubmissionRecord, submission_records
from adapters.store.content_hashes import stored_hashes, stored_hashes_of, stray_contents
from adapters.store.engine import Connection
from adapters.store.events import load_events
from adapters.store.integrity.destructions import load_destructions
from campaign.values.dispositions import ACCEPTED
from services.audit.finding import AuditCheck, AuditFinding
from services.texts.verify import verify_texts


def check_contents(
    connection: Connection, ids: Collection[int] | None = None
) -> Iterator[AuditFinding]:
    """Check the rows and time of receipt of submissions, and that withdrawals have their event.

    Of all, or of those of some ids.
    """
    records = submission_records(connection, ids)
    receipts = None if ids is None else [row.receipt for row in records if row.receipt]
    recorded, withdrawn = _recorded(connection, receipts)
    hashes = stored_hashes(connection) if ids is None else stored_hashes_of(connection, ids)
    wordings, destroyed = verify_texts().findings, load_destructions(connection)
    for row in records:
        if row.receipt is None:
            continue  # a finding of the drops
        stored = hashes[row.id]
        accepted = recorded.get(row.receipt, stored)  # records checks for missing events
        destruction = destroyed.get(row.receipt)
        if not (destruction.holds(accepted, stored) if destruction else stored == accepted):
            yield _finding(row, wordings.content_differs.format(version=row.version))
        if (row.withdrawn_at is not None) != (row.receipt in withdrawn):
            yield _finding(row, wordings.withdrawal_differs.format(version=row.version))
    for id_, table in stray_contents(connection):
        yield AuditFinding(
            check=AuditCheck.SUBMISSIONS,
            subject=verify_texts().rows.submissions.format(key=id_),
            what=wordings.stray_contents.format(table=table),
            mend=verify_texts().remedies.ask,
        )


def _recorded(
    connection: Connection, receipts: Collection[str] | None
) -> tuple[dict[str, str], set[str]]:
    """Return the content hashes of accepted reports by receipt, and the receipts withdrawn.

    Of all, or of some receipts.
    """
    hashes, withdrawn = {}, set()
    for event in load_events(connection, ["answered", "withdrawn"], subjects=receipts):
        if event.kind == "withdrawn":
            withdrawn.add(event.subject)
        elif (detail := event.detail).get("disposition") in ACCEPTED:
            hashes[event.subject] = detail.get("content", "")
    return hashes, withdrawn


def _finding(row: SubmissionRecord, what: str) -> AuditFinding:
    subject = f"{row.unit} {row.form} {row.period}"
    mend = verify_texts().remedies.ask
    return AuditFinding(check=AuditCheck.SUBMISSIONS, subject=subject, what=what, mend=mend)
