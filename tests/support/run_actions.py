"""Works of the agenda carried out in a bureau of a test, and what came of them."""

import datetime as dt
from io import BytesIO
from typing import Any

import openpyxl

from adapters.store.tables import outbox
from campaign.deadlines.agenda import Action, ActionKind, agenda
from services.agenda.action import ActionResult, Handler
from services.agenda.actions import run_action
from tests.support.office import Bureau
from tests.support.open_documents import text_of


def work(bureau: Bureau, kind: ActionKind, subject: str = "") -> Action:
    """Return the one work of that kind whose subject begins so."""
    planned = agenda(bureau.context.definitions.plan)
    [found] = [one for one in planned if one.kind is kind and one.subject.startswith(subject)]
    return found


def carry(
    bureau: Bureau, step: Handler, kind: ActionKind, subject: str = "", late: int = 0
) -> ActionResult:
    """Carry a work out at half past seven on its day, or so many days later."""
    one = work(bureau, kind, subject)
    morning = dt.datetime.combine(one.day, dt.time(7, 30), tzinfo=bureau.now.tzinfo)
    bureau.now = morning + dt.timedelta(days=late)
    return run_action(bureau.context, one, step, bureau.now)


def paper(bureau: Bureau, name: str) -> bytes:
    """Return a paper below outputs/reports/."""
    return (bureau.home.reports / name).read_bytes()


def words(bureau: Bureau, name: str) -> str:
    """Return all text of a document below outputs/reports/."""
    return text_of(paper(bureau, name))


def tables(bureau: Bureau, name: str) -> dict[str, list[list[Any]]]:
    """Return the sheets of a workbook below outputs/reports/, their rows under the headings.

    Dates are dates, and blank cells are "".
    """
    book = openpyxl.load_workbook(BytesIO(paper(bureau, name)))
    return {
        sheet.title: [
            [_plain(cell) for cell in row] for row in sheet.iter_rows(min_row=3, values_only=True)
        ]
        for sheet in book
    }


def _plain(cell: Any) -> Any:
    if cell is None:
        return ""
    return cell.date() if isinstance(cell, dt.datetime) else cell


def posted(bureau: Bureau, kind: str) -> list[Any]:
    """Return the messages of a kind."""
    return [row for row in bureau.rows(outbox) if row.kind == kind]
