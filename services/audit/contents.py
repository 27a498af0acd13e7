"""Holds what is stored of each submission against the record of its acceptance."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from adapters.store.content_hashes import stored_hashes
from adapters.store.tables import drops, events, submissions
from adapters.store.timestamps import as_stored
from campaign.values.dispositions import ACCEPTED
from services.audit.finding import AuditCheck, AuditFinding

_ASK = "请保留现场，与备份核对并查明原因。"


def check_contents(connection: Connection) -> Iterator[AuditFinding]:
    """Check the rows and the time of receipt of every submission, and that withdrawals are told."""
    recorded, withdrawn = _recorded(connection)
    query = (
        select(*as_stored(submissions), drops.c.receipt)
        .join(drops, drops.c.id == submissions.c.drop_id)
        .order_by(submissions.c.id)
    )
    stored = connection.execute(query).all()
    found = stored_hashes(connection)
    for row in stored:
        what = f"第{row.version}版"
        if found[row.id] != recorded.get(row.receipt, found[row.id]):  # told elsewhere if missing
            yield _finding(row, f"{what}的内容或收到时间与接收时的记录不符。")
        if (row.withdrawn_at is not None) != (row.receipt in withdrawn):
            yield _finding(row, f"{what}的撤回情况与事件记录不符。")


def _recorded(connection: Connection) -> tuple[dict[str, str], set[str]]:
    """Return the digests of what was accepted, and what was withdrawn, by receipt."""
    digests, withdrawn = {}, set()
    columns = (events.c.kind, events.c.subject, events.c.detail)
    query = select(*columns).where(events.c.kind.in_(("answered", "withdrawn")))
    for row in connection.execute(query):
        if row.kind == "withdrawn":
            withdrawn.add(row.subject)
        elif (detail := json.loads(row.detail)).get("outcome") in ACCEPTED:
            digests[row.subject] = detail.get("content", "")
    return digests, withdrawn


def _finding(row: Any, what: str) -> AuditFinding:
    subject = f"{row.unit} {row.form} {row.period}"
    return AuditFinding(check=AuditCheck.SUBMISSIONS, subject=subject, what=what, mend=_ASK)
