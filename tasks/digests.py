"""The digest of what was stored of a submission, by which a later change of it shows."""

import hashlib
from collections.abc import Iterable

from tasks.stored_sheets import StoredSheet


def content_digest(received_at: str, sheets: Iterable[StoredSheet], numbers: Iterable[str]) -> str:
    """Return the SHA-256 of a submission's time of receipt, sheets and numbers in any order.

    Private values count as they are stored, encrypted.
    """
    digest = hashlib.sha256(received_at.encode())
    for sheet, header, rows, sealed in sorted(sheets, key=lambda stored: stored[0]):
        digest.update(f"\0{sheet}\0{header}\0{rows}\0".encode())
        digest.update(sealed or b"")
    digest.update("\0".join(("", *sorted(set(numbers)))).encode())
    return digest.hexdigest()
