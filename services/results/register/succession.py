"""Which result stands, and which may follow it: one campaign has one standing result at a time.

Drafts are free; what goes to the leading group must take up what was published before it.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from adapters.store.tables import results
from campaign.results.document import read_document
from campaign.results.lifecycle import STATE_NAMES, ResultState
from services.errors import WrongActError

_SHORT = 12


def result_in_force(connection: Connection) -> str | None:
    """Return the result that stands: what was published last, taken up again or not."""
    r = results.c
    query = select(r.id).where(r.published_at.is_not(None)).order_by(r.published_at.desc(), r.id)
    return connection.scalar(query.limit(1))


def last_reopened(connection: Connection) -> str:
    """Return the result that the next draft supersedes, "" if none waits for a successor.

    What leads back to the standing result goes before what was drafted beside it, which could
    never be published.
    """
    r = results.c
    query = (
        select(results).where(r.state == ResultState.REOPENED).order_by(r.changed_at.desc(), r.id)
    )
    reopened = connection.execute(query).all()
    standing = result_in_force(connection)
    leading = (row.id for row in reopened if standing in (row.id, *_ids_before(connection, row)))
    return str(next(leading, reopened[0].id if reopened else ""))


def reopened_before(connection: Connection, result: Row[Any]) -> list[Row[Any]]:
    """Return the reopened results that a result corrects, one after the other."""
    return [row for row in _before(connection, result) if row.state == ResultState.REOPENED]


def require_wanted(connection: Connection, result: Row[Any]) -> None:
    """Refuse to go on with a result whose predecessor was replaced by another one.

    Nor with one beside the standing result of the same campaign: two lists would be announced.
    """
    root = connection.execute(select(results).where(results.c.id == result.root)).one()
    before = connection.scalar(select(results.c.state).where(results.c.id == root.supersedes))
    if before == ResultState.SUPERSEDED:
        raise WrongActError(
            f"它所更正的成果{root.supersedes[:_SHORT]}{STATE_NAMES[ResultState.SUPERSEDED]}，请重新起草"
        )
    standing = _standing_of_campaign(connection, result)
    if standing and standing.id not in (result.id, *_ids_before(connection, result)):
        raise WrongActError(_beside(standing))


def _beside(standing: Row[Any]) -> str:
    said = f"本年度现行的成果是{standing.id[:_SHORT]}，本份不取代它，不能办理；"
    if standing.state == ResultState.REOPENED:
        return f"{said}现行的一份已重新办理，请重新起草"
    return f"{said}确需更正的，请先把现行的一份重新办理（zuofeng result reopen），再另行起草"


def _standing_of_campaign(connection: Connection, result: Row[Any]) -> Row[Any] | None:
    year = _campaign_year(result)
    r = results.c
    query = select(results).where(r.published_at.is_not(None))
    published = connection.execute(query.order_by(r.published_at.desc(), r.id)).all()
    return next((row for row in published if _campaign_year(row) == year), None)


def _campaign_year(result: Row[Any]) -> int:
    return int(read_document(result.document)["campaign"]["year"])


def _before(connection: Connection, result: Row[Any]) -> Iterator[Row[Any]]:
    id_ = result.supersedes
    while id_:
        row = connection.execute(select(results).where(results.c.id == id_)).one()
        yield row
        id_ = row.supersedes


def _ids_before(connection: Connection, result: Row[Any]) -> tuple[str, ...]:
    return tuple(row.id for row in _before(connection, result))
