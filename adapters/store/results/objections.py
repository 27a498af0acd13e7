"""Objections (异议) to entries of results, and what was decided."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from adapters.store.rows import columns_of, read_rows, values_of
from adapters.store.tables import objections, results


@dataclass(frozen=True, kw_only=True, slots=True)
class NewObjection:
    """An objection to an entry of a result; ``person`` is "" where it is to the unit."""

    result: str
    unit: str
    person: str
    document: str
    why: str
    raised_by: str
    raised_at: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionDecision:
    """The decision on an objection: by whom, why and when."""

    upheld: bool
    decided_by: str
    decided_why: str
    decided_at: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Objection:
    """An objection on record; undecided as long as ``upheld`` is None."""

    id: int
    result: str
    unit: str
    person: str
    document: str
    why: str
    raised_by: str
    raised_at: dt.datetime
    upheld: bool | None
    decided_by: str | None
    decided_why: str | None
    decided_at: dt.datetime | None


def add_objection(connection: Connection, objection: NewObjection) -> Objection:
    """Record an objection."""
    values = values_of(objection)
    statement = insert(objections).values(values).returning(*columns_of(Objection, objections))
    return read_rows(connection, statement, Objection)[0]


def decide(connection: Connection, id_: int, decision: ObjectionDecision) -> None:
    """Record what was decided on an objection."""
    statement = update(objections).where(objections.c.id == id_)
    connection.execute(statement.values(values_of(decision)))


def objections_of_root(connection: Connection, root: str) -> list[Objection]:
    """Return the objections to all results of one draft, in their order."""
    query = (
        select(*columns_of(Objection, objections))
        .join(results, results.c.id == objections.c.result)
        .where(results.c.root == root)
        .order_by(objections.c.id)
    )
    return read_rows(connection, query, Objection)


def upheld_objections(connection: Connection) -> list[Objection]:
    """Return the objections to any result that were upheld, in their order."""
    query = select(*columns_of(Objection, objections)).where(objections.c.upheld.is_(True))
    return read_rows(connection, query.order_by(objections.c.id), Objection)
