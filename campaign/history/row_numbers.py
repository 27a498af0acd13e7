"""Holds a submission against what was reported before: numbers belong to one matter for good."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.problems.codes import Code, Problem, make_problem


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberCell:
    """A row's own number and where it stands in the sender's workbook."""

    number: str
    sheet: str
    row: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Owner:
    """Who uses a number already: the unit's code, and the report in words."""

    unit: str
    where: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Predecessor:
    """The version that a submission would replace: its event, and the numbers of its rows."""

    event_key: str
    numbers: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryScope:
    """What a submission says that ties it to others: its unit, serial, event and numbers.

    ``complete`` is False where some of it could not be read: what seems gone may only be misspelt.
    """

    unit: str
    serial: str
    event_key: str
    numbers: tuple[NumberCell, ...]
    complete: bool = True


_MOST_NAMED = 10


def _numbers_taken(matter: HistoryScope, owners: Mapping[str, Owner]) -> Iterator[Problem]:
    for cell in matter.numbers:
        if cell.number in owners and owners[cell.number].unit != matter.unit:
            yield make_problem(
                Code.HISTORY_NUMBER_TAKEN,
                sheet=cell.sheet,
                at=(cell.row, cell.column),
                value=cell.number,
                where=owners[cell.number].where,
            )


def check_history(
    matter: HistoryScope,
    predecessor: Predecessor | None,
    owners: Mapping[str, Owner],
    other_event: Owner | None,
) -> tuple[Problem, ...]:
    """Return what contradicts earlier reports.

    ``owners`` are the owners of the matter's numbers, as far as they are used; ``other_event`` is
    the report under another serial number that carries the same event.
    """
    problems = list(_numbers_taken(matter, owners))
    if other_event:
        problems.append(
            make_problem(Code.HISTORY_NUMBER_TAKEN, value=matter.event_key, where=other_event.where)
        )
    event_read = bool(matter.event_key) or matter.complete
    if predecessor and event_read and predecessor.event_key != matter.event_key:
        problems.append(
            make_problem(
                Code.HISTORY_SERIAL_REUSED,
                value=matter.event_key,
                serial=matter.serial,
                other=predecessor.event_key,
            )
        )
    elif predecessor and matter.complete:
        problems += _rows_gone(matter, predecessor)
    return tuple(problems)


def _rows_gone(matter: HistoryScope, predecessor: Predecessor) -> list[Problem]:
    gone = sorted(predecessor.numbers - {cell.number for cell in matter.numbers})
    if not gone:
        return []
    more = f"等{len(gone)}项" if len(gone) > _MOST_NAMED else ""
    return [make_problem(Code.HISTORY_ROWS_GONE, numbers="、".join(gone[:_MOST_NAMED]) + more)]
