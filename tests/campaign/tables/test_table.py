"""Tables: what their columns hold, how values are written, and who may see what of them."""

import datetime as dt
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import pytest

from campaign.tables import (
    Audience,
    AudienceError,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
    build_table,
    cell_text,
)

DAY = dt.date(2026, 7, 8)
MOMENT = dt.datetime.combine(DAY, dt.time(7, 30))
UNIT, NAME = Column("unit", "单位代码", printed=False), Column("name", "单位")
OPEN = Column("points", "得分", ColumnType.NUMBER, places=2)
OWN = Column("rank", "名次", ColumnType.INTEGER, audience=Audience.UNIT)
SECRET = Column("telephone", "电话", audience=Audience.OFFICE)
ROWS = (("ZB01", "甲", Fraction(90), 1, "0590-1"), ("ZB02", "乙", Fraction(80), 2, "0590-2"))


class State(StrEnum):
    FILED = "按期"


def table(
    columns: Sequence[Column] = (UNIT, NAME, OPEN, OWN, SECRET),
    rows: Sequence[Sequence[TableValue]] = ROWS,
    audience: Audience = Audience.EVERYONE,
) -> Table:
    schema = TableSchema(
        name="t", title="表", keys=("unit",), columns=tuple(columns), audience=audience
    )
    return build_table(schema, rows)


@pytest.mark.parametrize(
    ("type_", "value", "given_back"),
    [
        (ColumnType.TEXT, State.FILED, "按期"),
        (ColumnType.INTEGER, 3, 3),
        (ColumnType.NUMBER, Fraction(520, 7), Fraction(520, 7)),
        (ColumnType.NUMBER, Decimal("89.001"), Decimal("89.001")),
        (ColumnType.NUMBER, "缺", "缺"),
        (ColumnType.PERCENT, Fraction(1, 3), Fraction(1, 3)),
        (ColumnType.DATE, DAY, DAY),
        (ColumnType.MOMENT, MOMENT, MOMENT),
        (ColumnType.YES_NO, False, False),
    ],
)
def test_what_goes_into_a_frame_comes_out_as_it_was(
    type_: ColumnType, value: TableValue, given_back: TableValue
) -> None:
    """Beside a row that holds nothing, which makes integers floats and dates moments in pandas."""
    both = table((UNIT, Column("x", "值", type_)), [("ZB01", value), ("ZB02", None)])
    (_, found), (_, nothing) = both.for_audience(Audience.OFFICE).rows()
    assert found == given_back and nothing is None
    assert isinstance(found, type(given_back))


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (None, OPEN, ""),
        ("缺", OPEN, "缺"),
        (Fraction(5, 1000), OPEN, "0.01"),
        (Fraction(-5, 1000), OPEN, "-0.01"),
        (Decimal("89.001"), Column("x", "值", ColumnType.NUMBER), "89.001"),
        (Decimal("89.00"), Column("x", "值", ColumnType.NUMBER), "89.00"),
        (Fraction(1, 4), Column("x", "值", ColumnType.NUMBER), "0.25"),
        (Fraction(1, 3), Column("x", "值", ColumnType.NUMBER), "0.3333333333"),
        (Decimal("1.42"), Column("x", "值", ColumnType.NUMBER, places=2, signed=True), "+1.42"),
        (Fraction(1, 8), Column("x", "值", ColumnType.PERCENT), "13%"),
        (Fraction(1, 8), Column("x", "值", ColumnType.PERCENT, places=1), "12.5%"),
        (True, Column("x", "值", ColumnType.YES_NO), "是"),
        (False, Column("x", "值", ColumnType.YES_NO), "否"),
        (False, Column("x", "值", ColumnType.YES_NO, no=""), ""),
        (0, OWN, "0"),
        (DAY, Column("x", "值", ColumnType.DATE), "2026-07-08"),
        (MOMENT, Column("x", "值", ColumnType.MOMENT), "2026-07-08 07:30"),
    ],
)
def test_a_value_is_written_as_its_column_says(
    value: TableValue, column: Column, text: str
) -> None:
    assert cell_text(value, column) == text


def test_the_office_sees_everything_and_everybody_only_what_is_for_all() -> None:
    office, everyone = (table().for_audience(a) for a in (Audience.OFFICE, Audience.EVERYONE))
    assert office.rows() == list(ROWS)
    assert [column.key for column in everyone.columns] == ["unit", "name", "points"]
    assert list(everyone.frame.columns) == ["unit", "name", "points"]


def test_a_unit_sees_of_others_what_is_for_all() -> None:
    view = table().for_audience(Audience.UNIT, "ZB02")
    assert view.rows() == [
        ("ZB01", "甲", Fraction(90), None),
        ("ZB02", "乙", Fraction(80), 2),
    ]


def test_a_table_for_the_unit_shows_it_its_own_rows_and_the_public_none() -> None:
    own = table(audience=Audience.UNIT)
    assert own.for_audience(Audience.UNIT, "ZB01").rows() == [("ZB01", "甲", Fraction(90), 1)]
    assert own.for_audience(Audience.UNIT, "ZB09").rows() == []
    assert own.for_audience(Audience.OFFICE).rows() == list(ROWS)
    with pytest.raises(AudienceError):
        own.for_audience(Audience.EVERYONE)


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.UNIT])
def test_a_table_for_the_office_is_for_nobody_else(audience: Audience) -> None:
    with pytest.raises(AudienceError):
        table(audience=Audience.OFFICE).for_audience(audience, "ZB01")


def test_people_are_not_shown_what_is_for_programs_and_columns_can_be_left_out() -> None:
    view = table().for_audience(Audience.OFFICE)
    assert [c.heading for c in view.printed().columns] == ["单位", "得分", "名次", "电话"]
    assert view.printed().without("points", "rank").rows() == [("甲", "0590-1"), ("乙", "0590-2")]


def test_a_table_without_rows_has_its_columns() -> None:
    empty = table(rows=[])
    assert empty.for_audience(Audience.UNIT, "ZB01").rows() == []
    assert empty.for_audience(Audience.UNIT, "ZB01").columns == (UNIT, NAME, OPEN, OWN)


@pytest.mark.parametrize("row", [("ZB01",), ("ZB01", "甲", "乙")])
def test_a_row_that_does_not_fit_the_columns_is_refused(row: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="zip"):
        table((UNIT, NAME), [row])


@pytest.mark.parametrize(
    ("columns", "keys", "audience"),
    [
        ((NAME,), ("unit",), Audience.EVERYONE),
        ((NAME, NAME), ("name",), Audience.EVERYONE),
        ((NAME,), ("name",), Audience.UNIT),
        ((NAME, OWN), ("name",), Audience.EVERYONE),
    ],
    ids=["a key that is no column", "two columns of one key", "whose table", "whose column"],
)
def test_an_unsound_schema_is_refused(
    columns: tuple[Column, ...], keys: tuple[str, ...], audience: Audience
) -> None:
    with pytest.raises(ValueError, match="t:"):
        TableSchema(name="t", title="表", keys=keys, columns=columns, audience=audience)


@pytest.mark.parametrize(
    "module",
    [
        "flows.intake",
        "services.intake.process_inbox",
        "services.deadlines.coverage",
        "adapters.workbooks.report_tables",
        "cli.scores",
        "cli.status",
    ],
)
def test_pandas_is_imported_only_when_a_table_is_built(module: str) -> None:
    code = f"import sys, {module}; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
