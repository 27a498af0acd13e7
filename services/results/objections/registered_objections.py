"""Objections that the office registered on decision forms while a result was under notice.

None of them may be overlooked: a result is published only when each was taken up, and decided as
the form says.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.store.engine import Connection
from adapters.store.reports import load_reports
from adapters.store.results.objections import Objection
from adapters.store.results.register import Result, result_statuses
from campaign.definitions.definitions import Definitions
from campaign.definitions.roster import Roster
from campaign.reports.report import Report
from campaign.values.document_numbers import document_key

UPHELD = "成立"


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisteredObjection:
    """An objection as a decision form registers it: receipt and row, unit and person's name.

    ``upheld`` is what the form says became of it.
    """

    receipt: str
    row: int
    document: str
    unit: str
    person: str
    upheld: bool

    def __str__(self) -> str:
        about = " ".join(part for part in (self.unit, self.person) if part)
        return f"{self.document}（{about or '未写明单位'}，{self.receipt}第{self.row}行）"


def not_taken_up(
    connection: Connection,
    definitions: Definitions,
    result: Result,
    taken: Iterable[Objection],
    today: dt.date,
) -> list[RegisteredObjection]:
    """Return the objections that forms registered in the notice period and that nobody took up.

    ``taken`` are those that were.
    """
    taken = list(taken)
    return [
        each
        for each in _registered(connection, definitions, result, today)
        if not any(_takes_up(objection, each, definitions.roster) for objection in taken)
    ]


def decided_otherwise(
    connection: Connection,
    definitions: Definitions,
    result: Result,
    taken: Iterable[Objection],
    today: dt.date,
) -> list[str]:
    """Say in Chinese which objections a form tells to have ended otherwise than was decided.

    Of several decisions on one objection the last counts. ``taken`` are in their order.
    """
    taken = [each for each in taken if each.upheld is not None]
    found = []
    for each in _registered(connection, definitions, result, today):
        decided = [one for one in taken if _takes_up(one, each, definitions.roster)]
        if decided and decided[-1].upheld != each.upheld:
            last = decided[-1]
            found.append(
                f"{each}登记为{_said(each.upheld)}，"
                f"{last.decided_by}凭审批码认定为{_said(bool(last.upheld))}"
            )
    return found


def _said(upheld: bool) -> str:
    return UPHELD if upheld else "不成立"


def _registered(
    connection: Connection, definitions: Definitions, result: Result, today: dt.date
) -> list[RegisteredObjection]:
    """Return what forms registered in the notice period.

    The period is that of the result and of all those that it renews, from the approval on; the
    day of the document counts as well as the day of receipt.
    """
    statuses = [row for row in result_statuses(connection) if row.root == result.root]
    began = min(row.notice_first for row in statuses if row.notice_first)
    first = began - dt.timedelta(days=1)  # the day of the approval
    last = result.notice.last
    return list(_of_reports(load_reports(connection, definitions, today), first, last))


def _of_reports(
    reports: Iterable[Report], first: dt.date, last: dt.date
) -> Iterator[RegisteredObjection]:
    for report in reports:
        sheet = report.sheets.get("matters") if report.form == "decision" else None
        if sheet is None:
            continue
        stated = sheet.header.get("issued_on", "")
        within = first <= report.received_on <= last or str(first) <= stated <= str(last)
        for row in sheet.rows:
            if within and row.values.get("kind") == "异议":
                yield RegisteredObjection(
                    receipt=report.receipt,
                    row=row.number,
                    document=sheet.header.get("document", ""),
                    unit=row.values.get("unit", ""),
                    person=row.values.get("person", ""),
                    upheld=row.values.get("outcome") == UPHELD,
                )


def _takes_up(objection: Objection, registered: RegisteredObjection, roster: Roster) -> bool:
    """A person is meant by name; whether the unit or the branch stands beside does not matter."""
    if not same_number(objection.document, registered.document):
        return False
    if registered.person:
        people = roster.people_named(registered.person)
        return objection.person in {person.code for person in people}
    return bool(objection.unit == registered.unit)


def same_number(one: str, other: str) -> bool:
    """Return whether two texts are the same number of a document, however it is typed."""
    return document_key(one) == document_key(other)
