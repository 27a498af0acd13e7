"""Statements over many rows or many texts at once, for both databases."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import JSON, BindParameter, Connection, Select, Table, bindparam, cast, func, select


def insert_plainly(
    connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert rows that give every column in the table's order; the driver alone sees each row."""
    if rows:
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        marks = ", ".join([mark] * len(table.columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", list(rows))  # noqa: S608 - a table of our own


def text_list(connection: Connection, values: Iterable[str]) -> Select[tuple[str]]:
    """Return many texts as a subquery with one parameter; a statement takes only so many."""
    document: BindParameter[str] = bindparam("listed", json.dumps(list(values)), unique=True)
    if connection.dialect.name == "sqlite":
        return select(func.json_each(document).table_valued("value").c.value)
    return select(func.json_array_elements_text(cast(document, JSON)).column_valued("value"))
