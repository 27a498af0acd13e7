"""The digest of what was stored of a submission, by which a later change of it shows."""

import hashlib
from collections.abc import Iterable

from tasks.examining import StoredRow


def content_digest(received_at: str, rows: Iterable[StoredRow]) -> str:
    """Return the SHA-256 of a submission's time of receipt and rows, whatever their order.

    Private values count as they are stored, encrypted.
    """
    digest = hashlib.sha256(received_at.encode())
    for sheet, row, number, data, sealed in sorted(rows, key=lambda stored: stored[:2]):
        digest.update(f"\0{sheet}\0{row}\0{number or ''}\0{data}\0".encode())
        digest.update(sealed or b"")
    return digest.hexdigest()
