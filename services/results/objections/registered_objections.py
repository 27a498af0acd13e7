"""Compare the objections registered on decision forms in a notice period with those decided.

A result is published only when each registered one was taken up, and decided as the form says.
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
from services.texts.results import result_wordings

UPHELD = "成立"


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisteredObjection:
    """An objection as a decision form registers it: receipt and row, unit and person's name.

    ``upheld`` is whether the form says that it was upheld.
    """

    receipt: str
    row: int
    document: str
    unit: str
    person: str
    upheld: bool

    def __str__(self) -> str:
        wordings = result_wordings().objections
        about = " ".join(part for part in (self.unit, self.person) if part)
        return wordings.registered.format(
            document=self.document,
            about=about or wordings.no_subject,
            receipt=self.receipt,
            row=self.row,
        )


def not_taken_up(
    connection: Connection,
    definitions: Definitions,
    result: Result,
    objections: Iterable[Objection],
    today: dt.date,
) -> list[RegisteredObjection]:
    """Return the objections registered in the notice period that are not among ``objections``."""
    objections = list(objections)
    return [
        registered
        for registered in _registered(connection, definitions, result, today)
        if not any(_takes_up(objection, registered, definitions.roster) for objection in objections)
    ]


def decided_otherwise(
    connection: Connection,
    definitions: Definitions,
    result: Result,
    objections: Iterable[Objection],
    today: dt.date,
) -> list[str]:
    """Return, as Chinese sentences, the objections that a form registers otherwise than decided.

    Of several decisions on one objection the last counts. ``objections`` are in their order.
    """
    objections = [registered for registered in objections if registered.upheld is not None]
    sentences = []
    for registered in _registered(connection, definitions, result, today):
        decided = [
            objection
            for objection in objections
            if _takes_up(objection, registered, definitions.roster)
        ]
        if decided and decided[-1].upheld != registered.upheld:
            last = decided[-1]
            sentences.append(
                result_wordings().objections.decided_otherwise.format(
                    objection=registered,
                    registered=_outcome_name(registered.upheld),
                    member=last.decided_by,
                    decided=_outcome_name(bool(last.upheld)),
                )
            )
    return sentences


def _outcome_name(upheld: bool) -> str:
    return UPHELD if upheld else "不成立"


def _registered(
    connection: Connection, definitions: Definitions, result: Result, today: dt.date
) -> list[RegisteredObjection]:
    """Return the objections that forms registered in the notice period.

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
    """Return whether an objection is the registered one, by number, and by person or else unit."""
    if not same_number(objection.document, registered.document):
        return False
    if registered.person:
        people = roster.people_named(registered.person)
        return objection.person in {person.code for person in people}
    return bool(objection.unit == registered.unit)


def same_number(first: str, second: str) -> bool:
    """Return whether two texts are the same number of a document, however it is typed."""
    return document_key(first) == document_key(second)
