"""Checks an examined file against what is stored: numbers, events, earlier periods, other forms."""

from collections.abc import Sequence

from adapters.store.engine import Connection
from adapters.store.submissions import SubmissionIndex, SubmissionKey, load_submission_index
from campaign.history.links import RowLink, check_links
from campaign.history.row_numbers import HistoryScope, NumberCell, Predecessor, check_history
from campaign.problems.codes import Problem, has_errors
from services.intake.examination import Examined


def submission_index_for(connection: Connection, examined: Sequence[Examined]) -> SubmissionIndex:
    """Load what the files may contradict: submissions of their keys, hashes, events and numbers."""
    return load_submission_index(
        connection,
        keys={key_of(item) for item in examined},
        hashes={item.claim.sha256 for item in examined},
        events={(item.form, item.event_key) for item in examined if item.event_key},
        numbers={
            *((item.form, number) for item in examined for number, *_ in item.numbers),
            *((link.form, link.number) for item in examined for link in item.links),
        },
        ledgers={(item.unit, item.form) for item in examined if item.carried},
    )


def key_of(item: Examined) -> SubmissionKey:
    """Return the key of a file's submission: unit, form, and period or serial number."""
    return item.unit, item.form, item.slot


def cross_report_problems(index: SubmissionIndex, item: Examined) -> tuple[Problem, ...]:
    """Return the problems of a file that contradicts earlier reports, or refers to none of them."""
    owners = {
        number: index.owners[item.form, number]
        for number, *_ in item.numbers
        if (item.form, number) in index.owners
    }
    predecessor = _predecessor(index, item)
    other_event = index.other_event(key_of(item), item.event_key)
    loose = check_links(link for link in item.links if not _is_tied(index, item.unit, link))
    if not (owners or predecessor or other_event):
        return tuple(loose)
    scope = HistoryScope(
        unit=item.unit,
        serial=item.serial,
        event_key=item.event_key,
        numbers=tuple(
            NumberCell(number=number, sheet=sheet, row=row, column=column)
            for number, sheet, row, column in item.numbers
        ),
        complete=not has_errors(item.problems),
    )
    return (*check_history(scope, predecessor, owners, other_event), *loose)


def _predecessor(index: SubmissionIndex, item: Examined) -> Predecessor | None:
    stored = index.predecessor(key_of(item))
    earlier = index.earlier_numbers(key_of(item)) if item.carried else frozenset()
    if not earlier:
        return stored
    numbers = earlier | stored.numbers if stored else earlier
    return Predecessor(event_key=item.event_key, numbers=numbers)


def _is_tied(index: SubmissionIndex, unit: str, link: RowLink) -> bool:
    owner = index.owners.get((link.form, link.number))
    return owner is not None and owner.unit == unit
