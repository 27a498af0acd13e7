"""A table of the year: a pandas frame with a declared schema, and who may see what of it.

Whatever people or programs are given in rows is one of these, described once and drawn by
renderers. pandas is imported when the first table is built, not before: it takes longer to load
than most commands run, and a sweep of the inbox needs none.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from campaign.definitions.table_words import Audience
from campaign.tables.chart import Chart

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COUNTS",
    "EXACT",
    "UNIT",
    "UNIT_COLUMNS",
    "Audience",
    "AudienceError",
    "Column",
    "ColumnType",
    "Table",
    "TableSchema",
    "TableValue",
    "TableView",
    "Titles",
    "build_table",
]

TableValue = str | int | Fraction | Decimal | dt.date | None
"""One value: a bool is an int, a moment a date with its time; None where there is nothing."""

UNIT = "unit"
"""The key of the column that holds the code of the unit to which a row belongs."""


class ColumnType(StrEnum):
    """What the values of a column are.

    Numbers and percents are exact (percents as shares of 1); a text among them stands in for a
    number that there is not, and says why. A moment is the bureau's own time, without a zone.
    """

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"


EXACT = (ColumnType.NUMBER, ColumnType.PERCENT)

_DTYPES: Mapping[ColumnType, str] = {
    ColumnType.TEXT: "str",
    ColumnType.INTEGER: "Int64",
    ColumnType.NUMBER: "object",
    ColumnType.PERCENT: "object",
    ColumnType.DATE: "date32[day][pyarrow]",
    ColumnType.MOMENT: "datetime64[s]",
    ColumnType.YES_NO: "boolean",
}


class AudienceError(Exception):
    """A table was asked for by an audience that it is not for."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key for programs and its heading, as on the form or the report, for people.

    ``unit`` is what is counted or measured (人次, 分). ``places`` are the decimal places shown;
    None shows as many as each number has. ``source`` is the S-number of the plan, or the form's
    column. What is not ``printed`` is for programs alone, such as codes beside names. ``no`` is
    how a no is shown to people; ``signed`` numbers are shown with their sign.
    """

    key: str
    heading: str
    type: ColumnType = ColumnType.TEXT
    _: KW_ONLY
    unit: str = ""
    places: int | None = None
    audience: Audience = Audience.EVERYONE
    source: str = ""
    printed: bool = True
    no: str = "否"
    signed: bool = False


UNIT_COLUMNS = (Column(UNIT, "单位代码", printed=False), Column("unit_name", "单位"))
"""What most tables begin with: of which unit a row is."""


Titles = Mapping[str, str]
"""Titles of tables by the names of their schemas, with facts in braces."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableSchema:
    """What a table holds: ``keys`` are the columns that tell its rows apart.

    ``title`` is short enough for the name of a sheet. Raises ValueError if keys are no columns,
    if two columns have one key, or if something is for the unit alone and no column says of
    which unit a row is.
    """

    name: str
    title: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    audience: Audience = Audience.EVERYONE

    def __post_init__(self) -> None:
        """Check that the declaration is sound."""
        known = [column.key for column in self.columns]
        audiences = {self.audience, *(column.audience for column in self.columns)}
        if len(set(known)) < len(known) or not set(self.keys) <= set(known):
            raise ValueError(f"{self.name}: keys must be distinct columns")
        if Audience.UNIT in audiences and UNIT not in known:
            raise ValueError(f"{self.name}: no column says of which unit a row is")


COUNTS = TableSchema(
    name="counts",
    title="数量",
    keys=(),
    columns=(Column("rows", "行数（内容保密）", ColumnType.INTEGER, unit="行"),),
)
"""All that the office is shown of a confidential table."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TableView:
    """A table as one audience may see it; this is all that renderers are given.

    ``name`` and ``label`` are the schema's name and title, ``title`` is this table's own. The
    last ``totals`` rows sum up those above.
    """

    name: str
    label: str
    title: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    frame: "pd.DataFrame"
    captions: tuple[str, ...] = ()
    as_of: dt.date | None = None
    chart: Chart | None = None
    totals: int = 0

    def rows(self) -> list[tuple[TableValue, ...]]:
        """Return the rows as plain values in the order of the columns, None for nothing."""
        values = [_plain(self.frame[column.key]) for column in self.columns]
        return list(zip(*values, strict=True))

    def printed(self) -> "TableView":
        """Return what people read: the view without the columns that are for programs alone."""
        return self._of([column for column in self.columns if column.printed])

    def without(self, *keys: str) -> "TableView":
        """Return the view without some columns, where there is no room for them."""
        return self._of([column for column in self.columns if column.key not in keys])

    def _of(self, columns: Sequence[Column]) -> "TableView":
        frame = self.frame[[column.key for column in columns]]
        return replace(self, columns=tuple(columns), frame=frame)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Table:
    """A schema and its rows; ``captions`` are sentences that must be read with the table.

    The last ``totals`` rows sum up those above.
    """

    schema: TableSchema
    frame: "pd.DataFrame"
    title: str
    captions: tuple[str, ...] = ()
    as_of: dt.date | None = None
    chart: Chart | None = None
    totals: int = 0

    def where(self, key: str, value: str) -> "Table":
        """Return the table with the rows alone whose column holds a value, without its chart.

        Raises ValueError if there is no such column.
        """
        if key not in self.frame.columns:
            raise ValueError(f"{self.schema.name} has no column {key}")
        return replace(self, frame=self.frame[self.frame[key] == value], chart=None, totals=0)

    def for_audience(self, audience: Audience, unit: str = "") -> TableView:
        """Return what an audience may see; for a unit, ``unit`` is its code.

        Columns for fewer are left out. A unit sees of a table for the unit its own rows, of a
        column for the unit its own values. The office sees of a confidential table how many rows
        it has. Raises AudienceError if the table is not for the audience.
        """
        schema = self.schema
        if (audience, schema.audience) == (Audience.OFFICE, Audience.CONFIDENTIAL):
            return self._counted()
        if not audience.may_see(schema.audience):
            raise AudienceError(f"{schema.name} is for {schema.audience}, not for {audience}")
        columns = tuple(c for c in schema.columns if audience.may_see(c.audience))
        frame = self.frame[[column.key for column in columns]]
        if audience is Audience.UNIT:
            frame = self._own(frame, columns, unit)
        return TableView(
            name=schema.name,
            label=schema.title,
            title=self.title,
            keys=tuple(key for key in schema.keys if key in frame.columns),
            columns=columns,
            frame=frame,
            captions=self.captions,
            as_of=self.as_of,
            chart=self._chart(frame),
            totals=self.totals if len(frame) == len(self.frame) else 0,
        )

    def _chart(self, frame: "pd.DataFrame") -> Chart | None:
        """Return the chart if all of it may be seen."""
        whole = self.chart and {self.chart.label, *self.chart.series} <= set(frame.columns)
        return self.chart if whole and len(frame) == len(self.frame) else None

    def _counted(self) -> TableView:
        counts = build_table(replace(COUNTS, name=self.schema.name), [(len(self.frame),)])
        view = counts.for_audience(Audience.OFFICE)
        title = self.title
        return replace(view, label=self.schema.title, title=title, captions=self.captions)

    def _own(self, frame: "pd.DataFrame", columns: Iterable[Column], unit: str) -> "pd.DataFrame":
        private = [c.key for c in columns if c.audience is Audience.UNIT]
        if self.schema.audience is Audience.UNIT:
            return frame[frame[UNIT] == unit]
        if not private:
            return frame
        own = frame[UNIT] == unit
        return frame.assign(**{key: frame[key].where(own, None) for key in private})


def build_table(
    schema: TableSchema,
    rows: Iterable[Sequence[TableValue]],
    *,
    title: str = "",
    captions: Iterable[str] = (),
    as_of: dt.date | None = None,
) -> Table:
    """Return a table of rows that hold a value for each column, in the columns' order.

    ``title`` is the schema's unless it is given. Raises ValueError if a row is too long or too
    short.
    """
    frame = _frame(schema, list(rows))
    return Table(
        schema=schema,
        frame=frame,
        title=title or schema.title,
        captions=tuple(captions),
        as_of=as_of,
    )


def _frame(schema: TableSchema, rows: Sequence[Sequence[TableValue]]) -> "pd.DataFrame":
    import pandas as pd  # here, so that only whoever builds a table waits for it

    values = zip(*rows, strict=True) if rows else ((),) * len(schema.columns)
    cells = zip(schema.columns, values, strict=True)
    return pd.DataFrame({c.key: pd.Series(v, dtype=_DTYPES[c.type]) for c, v in cells})


def _plain(values: "pd.Series[Any]") -> list[TableValue]:
    plain = values.astype(object)
    return plain.where(values.notna(), None).tolist()
