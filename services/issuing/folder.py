"""Writes blank workbooks into the folders from which units take them; never over another file."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from adapters.files.atomic_write import write_durably
from adapters.workbooks.blanks.workbook import Issue

_FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f]")


class DeliveryOutcome(StrEnum):
    """The outcome of a delivery: written, there already, or another file of its name kept."""

    WRITTEN = "written"
    THERE = "there"
    KEPT = "kept"


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """A blank workbook in its folder; ``serial`` is its serial number (填报码)."""

    issue: Issue
    serial: str
    path: Path
    outcome: DeliveryOutcome


def file_name(issue: Issue) -> str:
    """Return the workbook's name, such as 学习教育情况月报表 2026年6月 ZB01.xlsx."""
    slot = issue.period.label if issue.period else issue.slot
    name = f"{issue.form.title} {slot} {issue.unit.code}"
    return _INVISIBLE.sub("", name).translate(_FORBIDDEN) + ".xlsx"


def deliver(path: Path, data: bytes) -> DeliveryOutcome:
    """Write a blank workbook whole; a file that is there already may be filled in and stays.

    Raises OSError if it cannot be written.
    """
    if path.exists():
        return DeliveryOutcome.THERE if path.read_bytes() == data else DeliveryOutcome.KEPT
    write_durably(path, data)
    return DeliveryOutcome.WRITTEN
