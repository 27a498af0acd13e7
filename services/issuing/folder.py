"""Writes blank workbooks into the folders from which units take them; never over another file."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from adapters.files.atomic_write import write_durably
from adapters.workbooks.blanks.workbook import Issue
from adapters.workbooks.texts import blank_texts

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
    """Return the workbook's name, such as 7月7日前 理论学习教育情况月报表 2026年6月 ZB01.xlsx."""
    texts, form, unit = blank_texts().name, issue.form.title, issue.unit.code
    if issue.period and issue.due:
        month, day = issue.due.month, issue.due.day
        name = texts.due.format(
            month=month, day=day, form=form, period=issue.period.label, unit=unit
        )
    else:
        name = texts.any_time.format(form=form, number=issue.number, unit=unit)
    return _allowed(name)


def path_of(folder: Path, issue: Issue) -> Path:
    """Return where the workbook lies in its folder: under its name of 0.2.0 if it lies there."""
    slot = issue.period.label if issue.period else issue.slot
    former = folder / _allowed(f"{issue.form.title} {slot} {issue.unit.code}")
    return former if former.exists() else folder / file_name(issue)


def _allowed(name: str) -> str:
    return _INVISIBLE.sub("", name).translate(_FORBIDDEN) + ".xlsx"


def deliver(path: Path, data: bytes) -> DeliveryOutcome:
    """Write a blank workbook whole; a file that is there already may be filled in and stays.

    Raises OSError if it cannot be written.
    """
    if path.exists():
        return DeliveryOutcome.THERE if path.read_bytes() == data else DeliveryOutcome.KEPT
    write_durably(path, data)
    return DeliveryOutcome.WRITTEN
