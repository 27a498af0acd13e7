"""Asks about remarks that contradict their row: a name with （请假） beside a status of 出勤.

A remark in brackets behind a name or a choice is not read. Most say nothing against the row, such
as a post; but one that somebody was absent, or stood in for another, must not vanish in silence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from campaign.definitions.form import Field, FieldType
from campaign.problems.codes import Code
from campaign.reading.columns import PRIVATE_MASK
from campaign.reading.problem_collector import ProblemCollector
from campaign.reports.report import Values
from campaign.values.cell_ref import Position
from campaign.values.raw_workbook import RawSheet, Scalar
from campaign.values.text import normalize_text


class _Attendance(StrEnum):
    """What a word says of somebody who was expected."""

    ABSENT = "absent"
    MADE_UP = "made up"
    REPLACED = "replaced"
    BESIDE = "beside"
    PRESENT = "present"


_WORDS: Mapping[_Attendance, re.Pattern[str]] = {
    _Attendance.MADE_UP: re.compile("补学|补课|补训"),
    _Attendance.ABSENT: re.compile(
        "缺席|缺勤|旷|未(?:到|参加|出席|参会|出勤|学)|没(?:有)?(?:到|来|参加|出席|参会)"
        "|(?:请|病|事|公|年休?|产|婚|丧|休|陪产|探亲)假|休养|住院|出差|公出|外出|因公|因病|因事"
    ),
    _Attendance.REPLACED: re.compile(
        "^(?:代|替|代替|代为|替代)$|代(?:会|签|参加|出席|参会|学|为)|替(?:会|签|参加|出席|参会|学)"
        "|由.+[代替]|^(?!第)[^时年后世朝]{2,4}[代替]$|委托"
    ),
    _Attendance.BESIDE: re.compile("列席|旁听"),
    _Attendance.PRESENT: re.compile("出勤|出席|到会|参加|参会|已到|实到"),
}
"""By the order in which a word is tried: 未参加 says absent, though 参加 stands in it."""

_AGREES: Mapping[_Attendance, frozenset[_Attendance]] = {
    _Attendance.ABSENT: frozenset({_Attendance.MADE_UP, _Attendance.REPLACED}),
    _Attendance.MADE_UP: frozenset({_Attendance.ABSENT}),
    _Attendance.REPLACED: frozenset({_Attendance.ABSENT}),
    _Attendance.BESIDE: frozenset(),
    _Attendance.PRESENT: frozenset({_Attendance.MADE_UP, _Attendance.BESIDE}),
}
"""What a status may be beside a remark: who was on leave may have made it up since."""

_REMARK = re.compile(r"[(]([^()]*)[)]")
_NAMED = frozenset({FieldType.PERSON, FieldType.PEOPLE})
_SHORT = 8  # characters: a cell that says no more than that somebody was absent
_PRESENT = frozenset("出勤 出席 到会 参加 参会 已到 实到 已参加 已出席".split())  # noqa: SIM905 - easier to read
_NOT_ONESELF = frozenset({_Attendance.ABSENT, _Attendance.REPLACED})


def report_remarks(
    raw: RawSheet,
    columns: Sequence[tuple[Field, int]],
    values: Mapping[int, Values],
    collector: ProblemCollector,
) -> None:
    """Ask about the remarks in a table's rows that contradict what is recorded of the row.

    In a table of attendance that is the status; elsewhere, that somebody who is named for a matter
    was absent or another stood in. ``values`` are the rows as they were read, by number.
    """
    status = next((field.key for field, _ in columns if _is_status(field)), "")
    for field, column in columns:
        if field.type in _NAMED or (status and field.type in (FieldType.CHOICE, FieldType.TEXT)):
            for number, row in values.items():
                cell = raw.value(number, column)
                registered = row.get(status or field.key, "")
                for remark in _remarks(cell, field, bool(status)) if registered else ():
                    if _contradicts(remark, field, row.get(status, "")):
                        shown = (cell, remark, registered)
                        _ask(collector, field, (number, column), map(str, shown))


def report_label_remarks(
    field: Field, cell: Scalar, at: Position, value: str, collector: ProblemCollector
) -> None:
    """Ask about a remark behind a name above the table, that somebody else was there instead."""
    for remark in _remarks(cell, field, False) if value and field.type in _NAMED else ():
        if _contradicts(remark, field, ""):
            _ask(collector, field, at, map(str, (cell, remark, value)))


def _ask(collector: ProblemCollector, field: Field, at: Position, shown: Iterable[str]) -> None:
    cell, remark, registered = (PRIVATE_MASK if field.private else text for text in shown)
    facts = {"heading": field.heading, "remark": remark, "registered": registered}
    collector.add(Code.PERSON_REMARK, at, cell, **facts)


def _is_status(field: Field) -> bool:
    """Return whether a column says who was there: its choices are of absence and of presence."""
    kinds = {_attendance(choice) for choice in field.choices}
    chosen = field.type is FieldType.CHOICE
    return chosen and {_Attendance.ABSENT, _Attendance.PRESENT} <= kinds


def _attendance(text: str) -> _Attendance | None:
    return next((kind for kind, pattern in _WORDS.items() if pattern.search(text)), None)


def _remarks(cell: Scalar, field: Field, of_attendance: bool) -> Iterator[str]:
    """Yield what stands in brackets in a cell; of a short text beside a status, all of it."""
    if not isinstance(cell, str):
        return
    if "(" in cell or "（" in cell:
        yield from map(str.strip, _REMARK.findall(normalize_text(cell)))
    elif of_attendance and field.type is FieldType.TEXT and len(cell) <= _SHORT:
        yield normalize_text(cell)


def _contradicts(remark: str, field: Field, status: str) -> bool:
    stated, recorded = _attendance(remark), _attendance(status)
    if stated is None or (stated is _Attendance.PRESENT and remark not in _PRESENT):
        return False
    if not status:
        return stated in _NOT_ONESELF
    if field.type is FieldType.TEXT and recorded is not _Attendance.PRESENT:
        return False  # the reason of an absence, such as 参加培训
    return recorded is not None and recorded is not stated and recorded not in _AGREES[stated]
