"""The inputs that a result names by their hashes.

Apart from the document, so that the store reads them without importing the scoring.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class PinnedSubmission:
    """One accepted report that a result is made of: its file's SHA-256 and its content's hash."""

    receipt: str
    unit: str
    form: str
    period: str
    sha256: str
    content: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PinnedInputs:
    """The inputs of a result: the definitions' files by name and hash, reports, the software."""

    software: str
    definitions: Mapping[str, str]
    submissions: tuple[PinnedSubmission, ...] = field(default=())
