"""Lists the year's tables: of forms, of the process, of what is reckoned, and how each is built."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from adapters.store.engine import Connection, reading
from adapters.store.process_rows import (
    event_records,
    message_records,
    open_warnings,
    receipt_problems,
    received_files,
    submitted_versions,
)
from campaign.deadlines.completeness import debtors, reporting_rates
from campaign.definitions.definitions import Definitions
from campaign.definitions.form import Field, Form, Sheet
from campaign.monitoring.rectification import LEDGER
from campaign.monitoring.study import STUDY, attendances
from campaign.scoring.assessment import Assessment
from campaign.scoring.collect.reference_data import ReferenceData
from campaign.tables import Audience, Table, TableSchema
from campaign.tables.forms.blocks import read_blocks
from campaign.tables.forms.rows import header_table, sheet_table
from campaign.tables.forms.schemas import header_schema, sheet_schema
from campaign.tables.forms.summary_tables import is_distributed, shares_table, unit_summary
from campaign.tables.process import duties, receipts, records, roster
from campaign.tables.reckoned import attendance, evidence, rectification, scores
from services.reports.source import TableSource

Builder = Callable[[TableSource, str], Table]
"""Builds a table; the second argument is a period of the plan, "" for the whole year."""


class TableKind(StrEnum):
    """What a table is of; the value is what staff call it."""

    FORM = "报表"
    PROCESS = "办理"
    RECKONED = "考评"


@dataclass(frozen=True, kw_only=True, slots=True)
class TableEntry:
    """A table that can be asked for by name.

    ``schema`` is None where the plan decides about the columns. ``takes_period``: it can be built
    for one period alone, which is quicker than to leave the others out.
    """

    name: str
    title: str
    kind: TableKind
    audience: Audience
    build: Builder
    schema: TableSchema | None = None
    takes_period: bool = False


def table_entries(definitions: Definitions) -> tuple[TableEntry, ...]:
    """Return every table: those of the forms first, by their order, then the others."""
    forms = (entry for form in definitions.forms.values() for entry in _form_entries(form))
    return (*forms, *PROCESS, *RECKONED)


def _form_entries(form: Form) -> Iterator[TableEntry]:
    header = header_schema(form)
    yield _entry(form, header, f"{form.title}·{header.title}", partial(_header, form))
    for sheet in form.sheets:
        if sheet.columns:
            schema = sheet_schema(form, sheet)
            title = f"{form.title}·{sheet.name}"
            yield _entry(form, schema, title, partial(_sheet, form, sheet))
    yield _derived(form, "summary", "汇总", _summary)
    if any(is_distributed(field) for field in _fields(form)):
        yield _derived(form, "shares", "选项分布", _shares)


def _fields(form: Form) -> Iterator[Field]:
    return (field for sheet in form.sheets for field in (*sheet.header, *sheet.columns))


def _derived(
    form: Form, part: str, word: str, build: Callable[[Form, TableSource, str], Table]
) -> TableEntry:
    return TableEntry(
        name=f"{form.key}:{part}",
        title=f"{form.title}{word}",
        kind=TableKind.FORM,
        audience=Audience.OFFICE,
        build=partial(build, form),
        takes_period=True,
    )


def _entry(form: Form, schema: TableSchema, title: str, build: Builder) -> TableEntry:
    return TableEntry(
        name=schema.name,
        title=title,
        kind=TableKind.FORM,
        audience=schema.audience,
        build=build,
        schema=schema,
        takes_period=True,
    )


def _header(form: Form, source: TableSource, period: str) -> Table:
    return header_table(form, source.reports(form.key, period), source.definitions)


def _sheet(form: Form, sheet: Sheet, source: TableSource, period: str) -> Table:
    return sheet_table(form, sheet, source.reports(form.key, period), source.definitions)


def _summary(form: Form, source: TableSource, period: str) -> Table:
    blocks = read_blocks(form, source.reports(form.key, period), source.definitions)
    states = source.states_of(form.key, period)
    return unit_summary(form, blocks, states, source.definitions)


def _shares(form: Form, source: TableSource, period: str) -> Table:
    blocks = read_blocks(form, source.reports(form.key, period), source.definitions)
    return shares_table(form, blocks, source.definitions)


def _of_store(build: Callable[[Connection, TableSource], Table]) -> Builder:
    def built(source: TableSource, _period: str) -> Table:
        with reading(source.engine) as connection:
            return build(connection, source)

    return built


def _debtors(source: TableSource, _period: str) -> Table:
    definitions = source.definitions
    office = definitions.plan.campaign.office
    owing = debtors(source.statuses, office, definitions.office_forms)
    return duties.debtor_table(owing, definitions, source.day)


def _attendance(source: TableSource, _period: str) -> Table:
    plan, units = source.definitions.plan, source.definitions.roster
    reference = ReferenceData(plan=plan, roster=units, day=source.day)
    return attendance.attendance_table(attendances(source.reports(STUDY), reference), units)


def _process(schema: TableSchema, build: Builder, title: str = "") -> TableEntry:
    return _declared(schema, TableKind.PROCESS, build, title)


def _declared(schema: TableSchema, kind: TableKind, build: Builder, title: str = "") -> TableEntry:
    return TableEntry(
        name=schema.name,
        title=title or schema.title,
        kind=kind,
        audience=schema.audience,
        build=build,
        schema=schema,
    )


def _of_assessment(schema: TableSchema, build: Callable[[Assessment], Table]) -> TableEntry:
    return _declared(schema, TableKind.RECKONED, lambda source, _: build(source.assessment))


PROCESS = (
    _process(roster.UNITS, lambda source, _: roster.unit_table(source.definitions.roster)),
    _process(roster.PEOPLE, lambda source, _: roster.people_table(source.definitions.roster)),
    _process(
        duties.DUTIES,
        lambda source, _: duties.duty_table(source.statuses, source.definitions, source.day),
        "报送明细",
    ),
    _process(
        duties.TALLIES,
        lambda source, _: duties.tally_table(
            reporting_rates(source.statuses), source.definitions, source.day
        ),
    ),
    _process(duties.DEBTORS, _debtors),
    _process(
        receipts.RECEIPTS,
        _of_store(lambda c, source: receipts.receipt_table(received_files(c), source.definitions)),
    ),
    _process(
        receipts.SUBMISSIONS,
        _of_store(
            lambda c, source: receipts.submission_table(submitted_versions(c), source.definitions)
        ),
    ),
    _process(
        receipts.PROBLEMS,
        _of_store(
            lambda c, source: receipts.problem_table(receipt_problems(c), source.definitions)
        ),
    ),
    _process(
        receipts.DOUBTS,
        _of_store(lambda c, source: receipts.doubt_table(open_warnings(c), source.definitions)),
    ),
    _process(
        records.MESSAGES,
        _of_store(
            lambda c, source: records.message_table(message_records(c), source.definitions.roster)
        ),
    ),
    _process(records.EVENTS, _of_store(lambda c, _: records.event_table(event_records(c)))),
)
"""The tables of the process."""

RECKONED = (
    _declared(attendance.ATTENDANCES, TableKind.RECKONED, _attendance),
    _declared(
        rectification.ITEMS,
        TableKind.RECKONED,
        lambda source, _: rectification.rectification_table(
            source.reports(LEDGER), source.definitions.roster, source.day
        ),
    ),
    TableEntry(
        name="scores",
        title="成绩和名次",
        kind=TableKind.RECKONED,
        audience=Audience.OFFICE,
        build=lambda source, _: scores.score_table(source.assessment),
    ),
    _of_assessment(scores.CELLS, scores.cell_table),
    _of_assessment(evidence.CONTRIBUTIONS, evidence.contribution_table),
    _of_assessment(evidence.INSPECTED, evidence.inspected_table),
    _of_assessment(evidence.RATINGS, evidence.rating_table),
    _of_assessment(evidence.BALLOTS, evidence.ballot_table),
    _of_assessment(scores.UNRESOLVED, scores.unresolved_table),
)
"""The tables of what is reckoned."""
