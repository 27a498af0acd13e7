"""Fills the tables of a form with the reports in force, each row with its place in the original."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from campaign.definitions.definitions import Definitions, period_label
from campaign.definitions.form import Field, FieldType, Form, Sheet
from campaign.reports.report import Report
from campaign.tables.forms.schemas import (
    FormField,
    header_columns,
    header_schema,
    sheet_fields,
    sheet_schema,
)
from campaign.tables.table import Table, TableValue, build_table
from campaign.values.periods import PeriodKind

YES = "是"
Reader = Callable[[str], TableValue]


def sheet_table(
    form: Form, sheet: Sheet, reports: Iterable[Report], definitions: Definitions
) -> Table:
    """Return all rows of a sheet, in the order of units, periods and receipt."""
    rows = sheet_rows(form, sheet, reports, definitions)
    title = f"{form.title}·{sheet.name}"
    return build_table(sheet_schema(form, sheet), rows, title=title)


def header_table(form: Form, reports: Iterable[Report], definitions: Definitions) -> Table:
    """Return a row for each report with its labelled cells and how many rows its sheets have."""
    rows = list(header_rows(form, reports, definitions))
    return build_table(header_schema(form), rows, title=f"{form.title}·填报信息")


def sheet_rows(
    form: Form, sheet: Sheet, reports: Iterable[Report], definitions: Definitions
) -> list[tuple[TableValue, ...]]:
    """Return the rows of a sheet's table, a value for each column of its schema."""
    readers = _readers(sheet_fields(form, sheet), definitions)
    return [
        (*frame, sheet.name, row.number, *_values(row.values, readers))
        for report, frame in _framed(form, reports, definitions)
        for row in report.rows(sheet.key)
    ]


def header_rows(
    form: Form, reports: Iterable[Report], definitions: Definitions
) -> Iterator[tuple[TableValue, ...]]:
    """Yield the rows of the table of labelled cells, a value for each column of its schema."""
    fields = header_columns(form)
    counted = [sheet.key for sheet in form.sheets if sheet.columns]
    by_sheet = [(item.sheet.key, *_readers([item], definitions)[0]) for item in fields]
    for report, frame in _framed(form, reports, definitions):
        cells = (
            _value(report.sheets[sheet].header.get(key), read) if sheet in report.sheets else None
            for sheet, key, read in by_sheet
        )
        yield (*frame, *cells, *(len(report.rows(sheet)) for sheet in counted))


def _framed(
    form: Form, reports: Iterable[Report], definitions: Definitions
) -> list[tuple[Report, tuple[TableValue, ...]]]:
    """Return the reports, each with the first columns of its rows."""
    order = {unit.code: place for place, unit in enumerate(definitions.roster.units)}
    return [
        (report, _frame(form, report, definitions))
        for report in sorted(
            reports, key=lambda r: (order.get(r.unit, len(order)), r.unit, r.period, r.receipt)
        )
    ]


def _frame(form: Form, report: Report, definitions: Definitions) -> tuple[TableValue, ...]:
    unit = definitions.roster.unit(report.unit)
    label = "" if form.period is PeriodKind.EVENT else period_label(report.period)
    return (
        report.unit,
        unit.unit_class if unit else "",
        definitions.roster.name_of(report.unit),
        report.period,
        label or report.period,
        report.received_on,
        report.receipt,
    )


def _readers(fields: Sequence[FormField], definitions: Definitions) -> list[tuple[str, Reader]]:
    return [(item.field.key, _reader(item.field, definitions)) for item in fields]


def _values(
    values: Mapping[str, str], readers: Sequence[tuple[str, Reader]]
) -> Iterator[TableValue]:
    return (read(values[key]) if values.get(key) else None for key, read in readers)


def _value(text: str | None, read: Reader) -> TableValue:
    return read(text) if text else None


def _reader(field: Field, definitions: Definitions) -> Reader:
    """Return what makes a stored value one of the table's."""
    match field.type:
        case FieldType.WHOLE:
            return int
        case FieldType.NUMBER | FieldType.SCORE | FieldType.PERCENT:
            return Decimal
        case FieldType.DATE:
            return dt.date.fromisoformat
        case FieldType.YES_NO:
            return lambda text: text == YES
        case FieldType.UNIT:
            return definitions.roster.name_of
        case FieldType.PERIOD | FieldType.MONTH:
            return lambda text: period_label(text) or text
        case FieldType.OBLIGATION:
            names = {item.key: item.name for item in definitions.plan.obligations}
            return lambda text: names.get(text, text)
        case _:
            return str
