"""A claimed file, as it is passed to workers: without store and without inbox."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A file that one worker answers; ``receipt`` is its number from the first moment on.

    ``path`` is where it lies in the inbox, "" where it is not known to lie there; ``spooled`` is
    the private copy; ``named_serial`` is what looks like a serial number at the
    beginning of its name; ``estimated`` marks a time of receipt taken from the file itself.
    """

    drop_id: int
    receipt: str
    path: str
    spooled: Path
    name: str
    suffix: str
    named_serial: str
    sha256: str
    folder_unit: str
    confidential: bool
    received_at: dt.datetime
    estimated: bool


def receipt_number(drop_id: int, year: int) -> str:
    """Return a drop's receipt number (回执号), such as HZ26-000123."""
    return f"HZ{year % 100:02d}-{drop_id:06d}"
