"""Checks the rows of the store and the keys of the home against what events have on record."""

from collections.abc import Iterator, Mapping

from adapters.files.chain_key import fingerprints
from adapters.files.home import Home
from adapters.store.engine import Connection
from adapters.store.integrity.row_digests import WATCHED, count_rows
from adapters.store.integrity.row_records import AlteredRow, RowFault, RowRecords, altered_rows
from services.audit.finding import AuditCheck, AuditFinding
from services.texts.verify import verify_texts


def check_rows(connection: Connection, records: RowRecords) -> Iterator[AuditFinding]:
    """Check that every row is as the last event recorded it, and was when each event changed it."""
    for row in records.touched:
        yield _finding(row)
    for table in WATCHED:
        only = records.changed[table] if records.is_partial else None
        for row in altered_rows(connection, table, records.rows[table], only):
            yield _finding(row)


def check_counts(
    connection: Connection, records: RowRecords, counts: Mapping[str, int]
) -> Iterator[AuditFinding]:
    """Check that each table has as many rows as it had, and as events entered since.

    Tables of which nobody counted the rows before are left out.
    """
    texts = verify_texts()
    for table, now in count_rows(connection).items():
        if table not in counts:
            continue
        expected = counts[table] + records.entered[table]
        if now != expected:
            what = texts.findings.rows_counted.format(count=now, expected=expected)
            mend = texts.remedies.verify_all
            yield AuditFinding(check=AuditCheck.ROWS, subject=table, what=what, mend=mend)


def check_keys(home: Home, records: RowRecords) -> Iterator[AuditFinding]:
    """Check that each of the home's keys is the one that events have on record."""
    texts, present = verify_texts(), fingerprints(home)
    for (name, fingerprint), position in records.keys.items():
        if present.get(name) == fingerprint:
            continue
        wording = texts.findings.key_changed if name in present else texts.findings.key_gone
        yield AuditFinding(
            check=AuditCheck.KEYS,
            subject=(home.state / name).relative_to(home.root).as_posix(),
            what=wording.format(position=position),
            mend=texts.remedies.restore_old_key,
        )


def _finding(row: AlteredRow) -> AuditFinding:
    texts = verify_texts()
    name: str = getattr(texts.rows, row.table)
    return AuditFinding(
        check=AuditCheck.ROWS,
        subject=name.format(key=row.key),
        what=_what(row),
        mend=texts.remedies.ask,
    )


def _what(row: AlteredRow) -> str:
    texts = verify_texts()
    groups = "、".join(getattr(texts.groups, group) for group in row.groups)
    if row.fault is RowFault.DIFFERS:
        return texts.findings.row_differs.format(groups=groups)
    if row.fault is RowFault.TOUCHED:
        return groups + texts.findings.row_touched.format(position=row.position)
    if row.fault is RowFault.MISSING:
        return texts.findings.row_missing
    return texts.findings.row_unrecorded
