"""Derives the tables of a form from its definition: one of its labelled cells, one a sheet.

A form that is put in has its tables without code. Private columns are in none of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.definitions.form import NUMERIC, Field, FieldType, Form, Sheet, header_fields
from campaign.definitions.table_words import Audience
from campaign.tables.table import UNIT, Column, ColumnType, TableSchema

HEADER = "header"
"""The last part of the name of the table of labelled cells."""

FRAME = (
    Column(UNIT, "单位代码", printed=False),
    Column("unit_class", "类别"),
    Column("unit_name", "单位"),
    Column("period", "期间代码", printed=False),
    Column("period_name", "期间"),
    Column("received_on", "收到日期", ColumnType.DATE),
    Column("receipt", "回执号"),
)
"""Which report a row is of, before what the form has."""

PLACE = (
    Column("sheet", "工作表", printed=False),
    Column("row", "原件行号", ColumnType.INTEGER),
)
"""Where a row stands in the original."""

_TYPES = {
    FieldType.WHOLE: ColumnType.INTEGER,
    FieldType.NUMBER: ColumnType.NUMBER,
    FieldType.SCORE: ColumnType.NUMBER,
    FieldType.PERCENT: ColumnType.NUMBER,
    FieldType.DATE: ColumnType.DATE,
    FieldType.YES_NO: ColumnType.YES_NO,
}
_UNIT_OF_MEASURE = re.compile(r"[（(]([^（）()]{1,4})[）)]$")
_TAKEN = frozenset(column.key for column in (*FRAME, *PLACE))


@dataclass(frozen=True, kw_only=True, slots=True)
class FormField:
    """A labelled cell or column of a form as a column of a table; ``sheet`` is where it stands."""

    sheet: Sheet
    field: Field
    column: Column


def own_audience(form: Form) -> Audience:
    """Return who may see what was filed on a form, unless a sheet or column says otherwise.

    What a unit files is its own, what the office files is the office's.
    """
    if form.confidential:
        return Audience.CONFIDENTIAL
    return form.audience or (Audience.UNIT if form.filed_by == "unit" else Audience.OFFICE)


def sheet_audience(form: Form, sheet: Sheet) -> Audience:
    """Return who may see the rows of a sheet; no sheet opens a confidential form."""
    return own_audience(form) if form.confidential else sheet.audience or own_audience(form)


def sheet_fields(form: Form, sheet: Sheet) -> tuple[FormField, ...]:
    """Return the columns of a sheet's table, without numbers of lines and private ones."""
    shown = (column for column in sheet.columns if _is_shown(column))
    return tuple(_form_field(form, sheet, field, field.key) for field in shown)


def header_columns(form: Form) -> tuple[FormField, ...]:
    """Return the labelled cells of all sheets, by their sheets; private ones are left out."""
    return tuple(_header_columns(form))


def _header_columns(form: Form) -> Iterator[FormField]:
    taken: set[str] = set()
    for sheet in form.sheets:
        for field in header_fields(form, sheet):
            if _is_shown(field):
                key = f"{sheet.key}_{field.key}" if field.key in taken else field.key
                taken.add(key)
                yield _form_field(form, sheet, field, key)


def sheet_schema(form: Form, sheet: Sheet) -> TableSchema:
    """Return the schema of a sheet's rows, one for each row of every report in force."""
    columns = (*FRAME, *PLACE, *(item.column for item in sheet_fields(form, sheet)))
    return TableSchema(
        name=f"{form.key}.{sheet.key}",
        title=sheet.name,
        keys=("receipt", "row"),
        columns=columns,
        audience=sheet_audience(form, sheet),
    )


def header_schema(form: Form) -> TableSchema:
    """Return the schema of the labelled cells: a row a report, with how many rows its sheets have.

    Nobody may see of it what they may not see of every sheet.
    """
    counts = (
        Column(
            f"rows_{sheet.key}",
            f"{sheet.name}（行）",
            ColumnType.INTEGER,
            unit="行",
            audience=sheet.audience or Audience.EVERYONE,
        )
        for sheet in form.sheets
        if sheet.columns
    )
    return TableSchema(
        name=f"{form.key}.{HEADER}",
        title="填报信息",
        keys=("receipt",),
        columns=(*FRAME, *(item.column for item in header_columns(form)), *counts),
        audience=own_audience(form),
    )


def form_schemas(form: Form) -> tuple[TableSchema, ...]:
    """Return the schemas of a form's tables: its labelled cells, then its sheets with rows."""
    sheets = (sheet_schema(form, sheet) for sheet in form.sheets if sheet.columns)
    return header_schema(form), *sheets


def _is_shown(field: Field) -> bool:
    return not field.private and field.type is not FieldType.SEQUENCE


def _form_field(form: Form, sheet: Sheet, field: Field, key: str) -> FormField:
    audience = (field.audience or _own_audience_of(field)).narrowed(sheet.audience)
    measure = _UNIT_OF_MEASURE.search(field.heading) if field.type in NUMERIC else None
    column = Column(
        f"form_{key}" if key in _TAKEN else key,
        field.heading,
        _TYPES.get(field.type, ColumnType.TEXT),
        unit=measure[1] if measure else "%" if field.type is FieldType.PERCENT else "",
        audience=audience,
        source=f"{form.key}.{sheet.key}.{field.key}",
    )
    return FormField(sheet=sheet, field=field, column=column)


def _own_audience_of(field: Field) -> Audience:
    """Return who may see a column that does not say so: whom to call is not for everyone."""
    return Audience.UNIT if field.type is FieldType.PHONE else Audience.EVERYONE
