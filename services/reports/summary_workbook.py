"""The 汇总 of a form for a period: summed up, row by row, who owes it, what does not agree.

The same rows give the same bytes; what stands in it is what the office may see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.files.file_names import shown_name
from adapters.store.engine import reading
from adapters.store.process_rows import open_warnings
from adapters.workbooks.report_tables import table_workbook
from adapters.workbooks.texts import report_texts
from campaign.definitions.definitions import Definitions, period_label
from campaign.definitions.form import Form
from campaign.reports.report import Report
from campaign.tables import Audience, Table, TableView
from campaign.tables.forms.blocks import read_blocks
from campaign.tables.forms.rows import header_table, sheet_table
from campaign.tables.forms.summary_tables import summary_tables
from campaign.tables.process.duties import missing_table
from campaign.tables.process.receipts import doubt_table
from services.reports.source import TableSource


def summary_file_name(form: Form, period: str, definitions: Definitions) -> str:
    """Return the name of a form's workbook for a period, "" for all events of the year."""
    name = report_texts().summary.file.format(form=form.title, period=_label(period, definitions))
    return f"{shown_name(name)}.xlsx"


def summary_workbook(source: TableSource, form: Form, period: str) -> bytes:
    """Return a form's workbook for a period, "" for all events of the year."""
    definitions, reports = source.definitions, source.reports(form.key, period)
    views = list(_views(source, form, period, reports))
    first_day = definitions.plan.campaign.first
    written_on = max((report.received_on for report in reports), default=first_day)
    return table_workbook(views, definitions.plan.campaign.issuer, written_on)


def _views(
    source: TableSource, form: Form, period: str, reports: Sequence[Report]
) -> Iterator[TableView]:
    facts = {"form": form.title, "period": _label(period, source.definitions)}
    without = ("period_name",) if period else ()
    for table in _tables(source, form, period, reports):
        sheet = table.schema.title.removesuffix("汇总")
        title = table.title.format(sheet=sheet, **facts)
        view = replace(table, title=title).for_audience(Audience.OFFICE)
        yield view.without(*without)


def _tables(
    source: TableSource, form: Form, period: str, reports: Sequence[Report]
) -> Iterator[Table]:
    """Yield the tables in the order of the sheets, their titles still to be filled in."""
    texts, definitions = report_texts().summary, source.definitions
    blocks = read_blocks(form, reports, definitions)
    states = source.states_of(form.key, period)
    titles = {f"{form.key}:summary": texts.summary, f"{form.key}:shares": texts.shares}
    for table in summary_tables(form, blocks, states, definitions):
        captions = (texts.confidential,) if form.confidential else ()
        title = titles.get(table.schema.name, texts.group)
        yield replace(table, title=title, captions=captions)
    if not form.confidential:
        yield from _rows(form, reports, definitions)
    yield _missing(source, form, period)
    yield _doubts(source, form, period)


def _rows(form: Form, reports: Sequence[Report], definitions: Definitions) -> Iterator[Table]:
    texts = report_texts().summary
    sheets = [sheet for sheet in form.sheets if sheet.columns]
    for sheet in sheets:
        table = sheet_table(form, sheet, reports, definitions)
        one = len(sheets) == 1
        label = texts.one_sheet if one else texts.sheet.format(sheet=sheet.name)[:31]
        title = texts.rows.replace("{sheet}", sheet.name)
        yield replace(table, schema=replace(table.schema, title=label), title=title)
    yield replace(header_table(form, reports, definitions), title=texts.header)


def _missing(source: TableSource, form: Form, period: str) -> Table:
    texts = report_texts().summary
    statuses = source.duties_of(form.key, period)
    table = missing_table(statuses, source.definitions)
    none = texts.none_missing if statuses else texts.nobody_owes
    captions = () if len(table.frame) else (none,)
    return replace(table, title=texts.missing, captions=captions)


def _doubts(source: TableSource, form: Form, period: str) -> Table:
    texts = report_texts().summary
    with reading(source.engine) as connection:
        warnings = open_warnings(connection, form.key, period)
    table = doubt_table(warnings, source.definitions)
    captions = () if len(table.frame) else (texts.no_doubts,)
    return replace(table, title=texts.doubts, captions=captions)


def _label(period: str, definitions: Definitions) -> str:
    return period_label(period) or f"{definitions.plan.campaign.year}年"
