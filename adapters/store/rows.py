"""Rows of the store as typed values: a frozen dataclass has a field for each column selected."""

from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import ColumnElement, Connection, Executable, Table

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = TypeVar("Value")


def columns_of(row_class: "type[DataclassInstance]", table: Table) -> list[ColumnElement[object]]:
    """Return the columns of a table that are the fields of a row's class."""
    return [table.c[field.name] for field in fields(row_class)]


def values_of(row: "DataclassInstance") -> dict[str, object]:
    """Return the fields of a row by name, to insert it or to bind its values."""
    return {field.name: getattr(row, field.name) for field in fields(row)}


def read_rows(connection: Connection, statement: Executable, row_class: type[Value]) -> list[Value]:
    """Return the rows of a statement, whose columns are named as the fields of the class."""
    return [row_class(**row._mapping) for row in connection.execute(statement)]
