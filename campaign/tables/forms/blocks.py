"""Reads a form's reports into blocks: the labelled cells, and each sheet, column by column.

A block knows of which unit each of its rows is, by which columns it is grouped, and how its
columns are summed up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaign.definitions.definitions import Definitions
from campaign.definitions.form import Form, Sheet
from campaign.reports.report import Report
from campaign.tables.forms.rows import header_rows, sheet_rows
from campaign.tables.forms.schemas import (
    FormField,
    header_columns,
    header_schema,
    sheet_fields,
    sheet_schema,
)
from campaign.tables.forms.summaries import SummaryColumn, Values, summary_columns
from campaign.tables.table import TableSchema, TableValue
from campaign.values.periods import PeriodKind

Grouping = tuple[str, ...]
"""The values of the columns by which a row is grouped."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Rows that are summed up together: of a sheet, whose ``key`` and ``name`` it has, or "".

    ``units`` are the names of the units, ``groups`` the grouping of each row. ``by_subject``: the
    unit is one that a column names, not the one that filed.
    """

    key: str
    name: str
    schema: TableSchema
    fields: tuple[FormField, ...]
    columns: Mapping[str, Values]
    units: Sequence[str]
    grouped_by: tuple[FormField, ...]
    groups: Sequence[Grouping]
    summed: tuple[SummaryColumn, ...]
    by_subject: bool

    @property
    def stands_alone(self) -> bool:
        """Whether it is summed up in a table of its own: its rows are not one for a filer."""
        return self.by_subject or bool(self.grouped_by)

    def reckon(self, rows: Sequence[int]) -> Iterator[TableValue]:
        """Yield what the summed columns come to over some of the rows."""
        for item in self.summed:
            values = self.columns[item.source]
            yield item.reckon([values[row] for row in rows], values)


def read_blocks(
    form: Form, reports: Sequence[Report], definitions: Definitions
) -> tuple[Block, ...]:
    """Return the labelled cells, then each sheet that has columns."""
    header = _block(
        "", header_schema(form), header_columns(form), header_rows(form, reports, definitions)
    )
    sheets = (_sheet_block(form, s, reports, definitions) for s in form.sheets if s.columns)
    return header, *sheets


def _sheet_block(
    form: Form, sheet: Sheet, reports: Sequence[Report], definitions: Definitions
) -> Block:
    fields = sheet_fields(form, sheet)
    subject = _subject(form, sheet)
    return _block(
        sheet.key,
        sheet_schema(form, sheet),
        fields,
        sheet_rows(form, sheet, reports, definitions),
        subject=next((item for item in fields if item.field.key == subject), None),
        grouped_by=tuple(
            item for key in sheet.group_by for item in fields if item.field.key == key != subject
        ),
    )


def _block(
    key: str,
    schema: TableSchema,
    fields: tuple[FormField, ...],
    rows: Iterable[Sequence[TableValue]],
    *,
    subject: FormField | None = None,
    grouped_by: tuple[FormField, ...] = (),
) -> Block:
    columns = _columns(schema, list(rows))
    units = columns[subject.column.key if subject else "unit_name"]
    texts = [[str(value or "") for value in columns[item.column.key]] for item in grouped_by]
    apart = {item.field.key for item in (*grouped_by, *([subject] if subject else ()))}
    return Block(
        key=key,
        name=schema.title if key else "",
        schema=schema,
        fields=fields,
        columns=columns,
        units=[str(unit or "") for unit in units],
        grouped_by=grouped_by,
        groups=list(zip(*texts, strict=True)) if texts else [()] * len(units),
        summed=tuple(
            column
            for item in fields
            if item.field.key not in apart
            for column in summary_columns(item.field, item.column)
        ),
        by_subject=subject is not None,
    )


def _columns(schema: TableSchema, rows: Sequence[Sequence[TableValue]]) -> dict[str, Values]:
    values: Iterable[Values] = zip(*rows, strict=True) if rows else ((),) * len(schema.columns)
    return dict(zip((column.key for column in schema.columns), values, strict=True))


def _subject(form: Form, sheet: Sheet) -> str:
    """Return the key of the column that says of which unit a row is; "" for the report's own.

    That of what the office files about several units at once, and any that rows are grouped by.
    """
    column = sheet.unit_column
    if column is None:
        return ""
    of_several = form.filed_by == "office" and form.period in (PeriodKind.EVENT, PeriodKind.ONCE)
    return column.key if of_several or column.key in sheet.group_by else ""
