"""Checks an examined file against what is stored: numbers, events, earlier periods, other forms."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.store.engine import Connection
from adapters.store.reports import tables_of
from adapters.store.sheets import unpack_rows
from adapters.store.submissions import (
    SubmissionIndex,
    SubmissionKey,
    Version,
    load_submission_index,
)
from campaign.definitions.form import Form
from campaign.history.links import RowLink, check_links
from campaign.history.lost_rows import EarlierVersion, check_lost_rows
from campaign.history.row_numbers import HistoryScope, NumberCell, Predecessor, check_history
from campaign.problems.codes import Problem, has_errors
from campaign.values.receipt_order import Received, in_order_of_receipt
from services.intake.claim import Claim
from services.intake.examining.examination import Examined


def submission_index_for(
    connection: Connection, examined: Sequence[Examined], forms: Mapping[str, Form]
) -> SubmissionIndex:
    """Load what the files may contradict: submissions of their keys, hashes, events and numbers.

    The versions that they may replace come with their rows.
    """
    index = load_submission_index(
        connection,
        keys={key_of(item) for item in examined},
        hashes={item.claim.sha256 for item in examined},
        events={(item.form, item.event_key) for item in examined if item.event_key},
        numbers={
            *((item.form, number) for item in examined for number, _, _, _ in item.numbers),
            *((link.form, link.number) for item in examined for link in item.links),
        },
        ledgers={(item.unit, item.form) for item in examined if item.carried},
    )
    in_force = [version for item in examined if (version := index.in_force(key_of(item)))]
    form_versions = {form.key: form.version for form in forms.values()}
    tables = tables_of(connection, {version.id for version in in_force}, form_versions)
    for version in in_force:
        version.tables = tables.get(version.id, {})
    return index


def key_of(item: Examined) -> SubmissionKey:
    """Return the key of a file's submission: unit, form, and period or serial number."""
    return item.unit, item.form, item.slot


def cross_report_problems(
    index: SubmissionIndex, item: Examined, forms: Mapping[str, Form], now: dt.datetime
) -> tuple[Problem, ...]:
    """Return the problems of a file that contradicts earlier reports, or refers to none of them.

    ``now`` is when it is recorded.
    """
    loose = check_links(link for link in item.links if not _is_tied(index, item.unit, link))
    return (*_history_problems(index, item), *_lost_rows(index, item, forms, now), *loose)


def _history_problems(index: SubmissionIndex, item: Examined) -> tuple[Problem, ...]:
    owners = {
        number: index.owners[item.form, number]
        for number, _, _, _ in item.numbers
        if (item.form, number) in index.owners
    }
    predecessor = _predecessor(index, item)
    other_event = index.other_event(key_of(item), item.event_key)
    if not (owners or predecessor or other_event):
        return ()
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
    return check_history(scope, predecessor, owners, other_event)


def _lost_rows(
    index: SubmissionIndex, item: Examined, forms: Mapping[str, Form], now: dt.datetime
) -> Iterator[Problem]:
    """Ask about rows of the version in force that a file lacks, if it takes its place."""
    current, form = index.in_force(key_of(item)), forms.get(item.form)
    if not (form and current and current.tables) or has_errors(item.problems):
        return
    if not item.claim.drop_id or _takes_place_of(current, item.claim, now):
        before = {sheet: unpack_rows(rows) for sheet, rows in current.tables.items()}
        after = {sheet: unpack_rows(rows) for sheet, _, rows, _ in item.sheets}
        earlier = EarlierVersion(version=current.version, tables=before)
        yield from check_lost_rows(form, earlier, after)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    """A file that becomes a version if nothing is wrong with it."""

    id: int
    drop_id: int
    received_at: dt.datetime
    accepted_at: dt.datetime


def _takes_place_of(current: Version, claim: Claim, now: dt.datetime) -> bool:
    candidate = _Candidate(
        id=current.id + 1,
        drop_id=claim.drop_id,
        received_at=claim.received_at,
        accepted_at=now,
    )
    versions: list[Received] = [current, candidate]
    return in_order_of_receipt(versions)[-1] is candidate


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
