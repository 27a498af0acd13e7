"""The register of results: each with its bytes, and where it stands."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from adapters.store.rows import columns_of, read_rows, values_of
from adapters.store.tables import results
from campaign.results.lifecycle import ResultState
from campaign.results.notice_period import NoticePeriod


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultStatus:
    """The state of a result; ``root`` is the draft that it is or was renewed from."""

    id: str
    as_of: dt.date
    root: str
    supersedes: str | None
    state: str
    created_at: dt.datetime
    changed_at: dt.datetime
    notice_first: dt.date | None = None
    notice_last: dt.date | None = None
    published_at: dt.datetime | None = None

    @property
    def notice(self) -> NoticePeriod:
        """The notice period; raises ValueError where none has begun."""
        if self.notice_first is None or self.notice_last is None:
            raise ValueError(f"the notice period of {self.id} has not begun")
        return NoticePeriod(first=self.notice_first, last=self.notice_last)

    @property
    def published_on(self) -> dt.date:
        """The day of publication; raises ValueError where there was none."""
        if self.published_at is None:
            raise ValueError(f"{self.id} was not published")
        return self.published_at.date()


@dataclass(frozen=True, kw_only=True, slots=True)
class Result(ResultStatus):
    """A result with its bytes."""

    document: bytes


def result_statuses(
    connection: Connection, states: Collection[ResultState] | None = None
) -> list[ResultStatus]:
    """Return where results stand, those in some states or all, oldest first."""
    query = select(*columns_of(ResultStatus, results))
    if states is not None:
        query = query.where(results.c.state.in_(states))
    query = query.order_by(results.c.created_at, results.c.id)
    return read_rows(connection, query, ResultStatus)


def load_results(
    connection: Connection, states: Collection[ResultState] | None = None
) -> list[Result]:
    """Return the results in some states, or all, oldest first."""
    query = select(*columns_of(Result, results))
    if states is not None:
        query = query.where(results.c.state.in_(states))
    query = query.order_by(results.c.created_at, results.c.id)
    return read_rows(connection, query, Result)


def load_result(connection: Connection, id_: str) -> Result | None:
    """Return the result of an id, None if there is none."""
    query = select(*columns_of(Result, results)).where(results.c.id == id_)
    return next(iter(read_rows(connection, query, Result)), None)


def results_beginning_with(connection: Connection, prefix: str, most: int) -> list[Result]:
    """Return the results whose ids begin so, no more than ``most``."""
    beginning = results.c.id.startswith(prefix, autoescape=True)
    query = select(*columns_of(Result, results)).where(beginning).limit(most)
    return read_rows(connection, query, Result)


def insert_result(connection: Connection, result: Result) -> None:
    """Enter a new result."""
    connection.execute(insert(results).values(values_of(result)))


def change_state(connection: Connection, id_: str, state: ResultState, now: dt.datetime) -> None:
    """Write the state of a result, and when it was changed."""
    _update(connection, id_, {"state": state, "changed_at": now})


def begin_notice(connection: Connection, id_: str, notice: NoticePeriod) -> None:
    """Write the notice period of a result."""
    _update(connection, id_, {"notice_first": notice.first, "notice_last": notice.last})


def note_publication(connection: Connection, id_: str, now: dt.datetime) -> None:
    """Write when a result was published."""
    _update(connection, id_, {"published_at": now})


def _update(connection: Connection, id_: str, values: dict[str, object]) -> None:
    connection.execute(update(results).where(results.c.id == id_).values(values))
