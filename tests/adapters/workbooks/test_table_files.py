"""Tables as files for programs: exact numbers, typed columns, no formula in a CSV."""

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from adapters.workbooks.table_files import SUFFIXES, table_file
from campaign.tables import (
    Audience,
    Column,
    ColumnType,
    TableSchema,
    TableView,
    build_table,
)

DAY = dt.date(2026, 7, 8)
SCHEMA = TableSchema(
    name="scores",
    title="成绩",
    keys=("unit",),
    columns=(
        Column("unit", "单位代码", printed=False),
        Column("name", "单位"),
        Column("filed", "份数", ColumnType.INTEGER, unit="份"),
        Column("total", "总分", ColumnType.NUMBER, places=2, unit="分", source="S49"),
        Column("rate", "出勤率", ColumnType.PERCENT),
        Column("on", "日期", ColumnType.DATE),
        Column("at", "时间", ColumnType.MOMENT),
        Column("listed", "推荐", ColumnType.YES_NO, no=""),
    ),
)
MOMENT = dt.datetime.combine(DAY, dt.time(7, 30))
ROWS = [
    ("ZB01", "=1+1", 3, Fraction(520, 7), Fraction(1, 8), DAY, MOMENT, True),
    ("ZB02", "@乙", None, Decimal("-0.34"), None, None, None, False),
]


def view(*rows: tuple[object, ...]) -> TableView:
    table = build_table(SCHEMA, rows or ROWS, title="2026年成绩", as_of=DAY)  # type: ignore[arg-type]  # as drawn from lists of mixed types
    return table.for_audience(Audience.OFFICE)


def file(suffix: str, *views: TableView) -> bytes:
    return table_file(suffix, views or [view()], "局", DAY)


def test_csv_opens_in_excel_and_no_text_in_it_is_a_formula() -> None:
    data = file(".csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines() == [
        "单位代码,单位,份数,总分,出勤率,日期,时间,推荐",
        "ZB01,'=1+1,3,74.2857142857,0.125,2026-07-08,2026-07-08 07:30,是",
        "ZB02,'@乙,,-0.34,,,,",
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_every_sign_that_begins_a_formula_is_guarded(sign: str) -> None:
    row = ("ZB01", f"{sign}cmd|' /C calc'!A0", 0, None, None, None, None, None)
    frame = pd.read_csv(
        BytesIO(file(".csv", view(row))), keep_default_na=False, lineterminator="\n"
    )
    assert frame["单位"][0] == f"'{sign}cmd|' /C calc'!A0"


def test_json_says_what_each_column_is_and_gives_exact_numbers() -> None:
    [table] = json.loads(file(".json"))["tables"]
    assert (table["name"], table["title"], table["as_of"]) == ("scores", "2026年成绩", "2026-07-08")
    assert table["keys"] == ["unit"]
    assert table["columns"][3] == {
        "key": "total",
        "heading": "总分",
        "type": "number",
        "unit": "分",
        "source": "S49",
    }
    first, second = table["rows"]
    assert (first["total"], first["rate"], first["filed"]) == ("74.2857142857", "0.125", 3)
    assert (first["on"], first["at"], first["listed"]) == (
        *("2026-07-08", "2026-07-08T07:30:00"),
        True,
    )
    assert (second["name"], second["total"], second["rate"]) == ("@乙", "-0.34", None)


def test_parquet_keeps_the_types() -> None:
    table = pq.read_table(BytesIO(file(".parquet")))
    types = [str(kind) for kind in table.schema.types]
    assert types[2:] == [
        *("int64", "decimal128(38, 10)", "decimal128(38, 10)"),
        *("date32[day]", "timestamp[ms]", "bool"),
    ]
    first, second = table.to_pylist()
    assert first["total"] == Decimal("74.2857142857") and first["at"] == MOMENT
    assert second["filed"] is None and second["listed"] is False
    assert table.schema.field("total").metadata[b"heading"].decode() == "总分"


def test_a_text_that_stands_in_for_a_number_is_null_in_parquet() -> None:
    row = ("ZB01", "甲", 0, "缺", None, None, None, None)
    assert pq.read_table(BytesIO(file(".parquet", view(row)))).to_pylist()[0]["total"] is None


def test_workbook_and_json_hold_all_tables() -> None:
    other = build_table(
        TableSchema(name="b", title="其他", keys=(), columns=(Column("x", "值"),)), [("甲",)]
    ).for_audience(Audience.OFFICE)
    book = openpyxl.load_workbook(BytesIO(file(".xlsx", view(), other)))
    assert book.sheetnames == ["成绩", "其他"]
    tables = json.loads(file(".json", view(), other))["tables"]
    assert [table["name"] for table in tables] == ["scores", "b"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_tables_give_the_same_bytes(suffix: str) -> None:
    assert file(suffix) == file(suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_table_without_rows_can_be_written(suffix: str) -> None:
    empty = build_table(SCHEMA, []).for_audience(Audience.OFFICE)
    assert file(suffix, empty)
