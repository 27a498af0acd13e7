"""What a golden case of a form is: a workbook filled in rightly, one filled in wrongly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tasks.filling import Value

Rows = Mapping[str, Sequence[Mapping[str, Value]]]
Read = Mapping[str, Sequence[Mapping[str, str]]]
"""For each sheet's key the rows as they are stored; the row above the tables comes first."""

T = TypeVar("T")

Found = tuple[str, str, str]
"""A sheet's name, the cell, row or nothing, and the code of what is wrong there."""

DIMENSIONS = ("service", "efficiency", "quality", "style", "image")


@dataclass(frozen=True, kw_only=True)
class Golden:
    """One form's case; ``number`` is its event's, where it has no period."""

    form: str
    unit: str
    period: str = ""
    number: int = 1
    header: Mapping[str, Value]
    rows: Rows
    read: Read
    bad_header: Mapping[str, Value] = field(default_factory=dict)
    bad_rows: Rows
    problems: Sequence[Found]


def in_dimensions(*values: T) -> dict[str, T]:
    """Return values by the dimensions' keys, in the plan's order."""
    return dict(zip(DIMENSIONS, values, strict=False))
