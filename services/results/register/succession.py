"""Decide which result is in force and which may follow it: one at a time in a campaign.

Drafts are free; a result for the leading group must supersede the one published before it.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from adapters.store.engine import Connection
from adapters.store.results.register import (
    Result,
    ResultStatus,
    load_result,
    load_results,
    result_statuses,
)
from campaign.results.document import read_document
from campaign.results.lifecycle import STATE_NAMES, ResultState
from services.errors import WrongActError
from services.texts.results import result_wordings

_SHORT = 12

Status = TypeVar("Status", bound=ResultStatus)


def result_in_force(connection: Connection) -> str | None:
    """Return the id of the result in force, which is the one published last; None without any."""
    published = _last_published_first(result_statuses(connection))
    return published[0].id if published else None


def last_reopened(connection: Connection) -> str:
    """Return the result that the next draft supersedes, "" if none waits for a successor.

    One that leads back to the result in force goes before one that was drafted beside it, which
    could never be published.
    """
    by_id = sorted(result_statuses(connection, [ResultState.REOPENED]), key=lambda row: row.id)
    reopened = sorted(by_id, key=lambda row: row.changed_at, reverse=True)
    in_force = result_in_force(connection)
    leading = (row.id for row in reopened if in_force in (row.id, *_ids_before(connection, row)))
    return next(leading, reopened[0].id if reopened else "")


def reopened_before(connection: Connection, result: Result) -> list[Result]:
    """Return the reopened results that a result corrects, one after the other."""
    return [row for row in _before(connection, result) if row.state == ResultState.REOPENED]


def require_current(connection: Connection, result: Result) -> None:
    """Check that a result may still go on; raises WrongActError if another replaced it.

    Also if it stands beside the campaign's result in force: two lists would be announced.
    """
    root = load_result(connection, result.root)
    corrected = load_result(connection, root.supersedes) if root and root.supersedes else None
    if corrected and corrected.state == ResultState.SUPERSEDED:
        wording, state = result_wordings().registry.corrected_replaced, ResultState.SUPERSEDED
        raise WrongActError(wording.format(id=corrected.id[:_SHORT], state=STATE_NAMES[state]))
    in_force = _in_force_of_campaign(connection, result)
    if in_force and in_force.id not in (result.id, *_ids_before(connection, result)):
        raise WrongActError(_beside(in_force))


def _beside(in_force: Result) -> str:
    wordings = result_wordings().registry
    reopened = in_force.state == ResultState.REOPENED
    wording = wordings.beside_reopened if reopened else wordings.beside
    return wording.format(id=in_force.id[:_SHORT])


def _in_force_of_campaign(connection: Connection, result: Result) -> Result | None:
    year = _campaign_year(result)
    published = _last_published_first(load_results(connection))
    return next((row for row in published if _campaign_year(row) == year), None)


def _last_published_first(results: Iterable[Status]) -> list[Status]:
    """Return the results that were published, the last first."""
    published = [(row.published_at, row) for row in results if row.published_at]
    published.sort(key=lambda pair: pair[1].id)
    published.sort(key=lambda pair: pair[0], reverse=True)
    return [row for _, row in published]


def _campaign_year(result: Result) -> int:
    return int(read_document(result.document)["campaign"]["year"])


def _before(connection: Connection, result: ResultStatus) -> Iterator[Result]:
    before = result
    while before.supersedes and (row := load_result(connection, before.supersedes)):
        yield row
        before = row


def _ids_before(connection: Connection, result: ResultStatus) -> tuple[str, ...]:
    return tuple(row.id for row in _before(connection, result))
