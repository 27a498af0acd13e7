"""Writes tables as files: a workbook for people, CSV, Parquet and JSON for their programs.

Numbers in CSV and JSON are exact where their decimals end, else rounded half up to ten places, as
the commands give them with ``--json``; in Parquet they are decimals of ten places.
"""

import csv
import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO

from campaign.tables import EXACT, Column, ColumnType, TableValue, TableView, cell_text
from campaign.values.exact_numbers import number_text, round_half_up

SUFFIXES = (".xlsx", ".csv", ".parquet", ".json")
ONE_TABLE = (".csv", ".parquet")
"""Formats that hold one table a file."""

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_DECIMAL_DIGITS, _DECIMAL_PLACES = 38, 10


def table_file(suffix: str, views: Sequence[TableView], issuer: str, written_on: dt.date) -> bytes:
    """Return a file with the tables, in CSV and Parquet with the first alone.

    Raises KeyError if the suffix is none of ``SUFFIXES``.
    """
    if suffix == ".xlsx":
        from adapters.workbooks.report_tables import table_workbook  # with xlsxwriter

        return table_workbook(views, issuer, written_on)
    writers: Mapping[str, Callable[[], bytes]] = {
        ".csv": lambda: _csv(views[0]),
        ".parquet": lambda: _parquet(views[0]),
        ".json": lambda: _json(views),
    }
    return writers[suffix]()


def _csv(view: TableView) -> bytes:
    """Return a table as UTF-8 with a byte order mark, without which Excel takes it for GBK."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_guarded(column.heading) for column in view.columns])
    for row in view.rows():
        writer.writerow(_csv_cell(*pair) for pair in zip(row, view.columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: TableValue, column: Column) -> str:
    if isinstance(value, str):
        return _guarded(value)
    if isinstance(value, Fraction | Decimal):
        return number_text(Fraction(value))
    return cell_text(value, column)


def _guarded(text: str) -> str:
    """Return text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _json(views: Sequence[TableView]) -> bytes:
    document = {"tables": [table_facts(view) for view in views]}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def table_facts(view: TableView) -> dict[str, object]:
    """Return a table as JSON holds it: what it is of, its columns, its rows by their keys."""
    keys = [column.key for column in view.columns]
    return {
        "name": view.name,
        "title": view.title,
        "as_of": view.as_of and view.as_of.isoformat(),
        "keys": list(view.keys),
        "columns": [_column_facts(column) for column in view.columns],
        "captions": list(view.captions),
        "rows": [dict(zip(keys, map(_json_value, row), strict=True)) for row in view.rows()],
    }


def _column_facts(column: Column) -> dict[str, str]:
    """Return what a program must know of a column."""
    return {
        "key": column.key,
        "heading": column.heading,
        "type": column.type.value,
        "unit": column.unit,
        "source": column.source,
    }


def _json_value(value: TableValue) -> str | int | None:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Fraction | Decimal):
        return number_text(Fraction(value))
    return value


def _parquet(view: TableView) -> bytes:
    """Return a table with typed columns; a text among numbers is no number, and left out."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        ColumnType.TEXT: pa.string(),
        ColumnType.INTEGER: pa.int64(),
        ColumnType.NUMBER: pa.decimal128(_DECIMAL_DIGITS, _DECIMAL_PLACES),
        ColumnType.PERCENT: pa.decimal128(_DECIMAL_DIGITS, _DECIMAL_PLACES),
        ColumnType.DATE: pa.date32(),
        ColumnType.MOMENT: pa.timestamp("s"),
        ColumnType.YES_NO: pa.bool_(),
    }
    fields = [pa.field(c.key, types[c.type], metadata=_column_facts(c)) for c in view.columns]
    facts = {"name": view.name, "title": view.title, "as_of": str(view.as_of or "")}
    columns = [
        [_parquet_value(row[place], column) for row in view.rows()]
        for place, column in enumerate(view.columns)
    ]
    schema = pa.schema(fields, metadata=facts)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, fields, strict=True)]
    data = BytesIO()
    pq.write_table(pa.table(arrays, schema=schema), data)
    return data.getvalue()


def _parquet_value(value: TableValue, column: Column) -> TableValue:
    if isinstance(value, Fraction | Decimal):
        return round_half_up(Fraction(value), _DECIMAL_PLACES)
    return None if column.type in EXACT else value
