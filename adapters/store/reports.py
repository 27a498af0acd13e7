"""Load accepted reports as they counted at the end of a day, and what is known of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from pydantic_core import from_json
from sqlalchemy import ColumnElement, Connection, and_, or_, select

from adapters.gc_pause import gc_paused
from adapters.store.sql.bulk_sql import text_list
from adapters.store.submissions import SubmissionKey
from adapters.store.tables import drops, row_numbers, submission_sheets, submissions
from campaign.definitions.definitions import Definitions
from campaign.definitions.form import Form
from campaign.definitions.roster import Roster
from campaign.reports.report import Report, ReportSheet, Row
from campaign.scoring.collect import COLLECTED_FORMS, NOMINEE_RECORD_FORMS
from campaign.values.receipt_order import last_of_each

Condition = ColumnElement[bool]


def load_reports(
    connection: Connection, definitions: Definitions, day: dt.date
) -> tuple[Report, ...]:
    """Return the reports of an assessment that counted at the end of a day of the campaign's zone.

    These were accepted by then and not withdrawn by then; per unit, form and period the one
    received last. Records of nominees are read from the nominees' units alone.
    """
    s, forms = submissions.c, definitions.forms
    counted = accepted_by(day)
    reports = _load(connection, forms, and_(counted, s.form.in_(COLLECTED_FORMS)))
    if units := _units_of_nominees(reports, definitions.roster):
        of_units = s.form.in_(NOMINEE_RECORD_FORMS), s.unit.in_(text_list(connection, units))
        reports += _load(connection, forms, and_(counted, *of_units))
    return reports


def load_reports_of(
    connection: Connection,
    definitions: Definitions,
    form: str,
    day: dt.date | None = None,
    period: str = "",
) -> tuple[Report, ...]:
    """Return the reports of one form that counted at the end of a day, or that count now.

    Those of one period alone, where one is named.
    """
    s = submissions.c
    counted = accepted_by(day) if day else s.withdrawn_at.is_(None)
    of_form = and_(counted, s.form == form, *([s.period == period] if period else ()))
    return _load(connection, definitions.forms, of_form)


def load_reports_by_receipt(
    connection: Connection, definitions: Definitions, receipts: Collection[str]
) -> tuple[Report, ...]:
    """Return the reports of those receipts, whether or not they count any more.

    Raises LookupError if no accepted report has one of the receipts.
    """
    has_receipt = drops.c.receipt.in_(text_list(connection, receipts))
    of_receipts = submissions.c.drop_id.in_(select(drops.c.id).where(has_receipt))
    reports = _load(connection, definitions.forms, of_receipts, last_only=False)
    if missing := set(receipts) - {report.receipt for report in reports}:
        raise LookupError(f"没有这些回执号的报表：{'、'.join(sorted(missing))}")
    return reports


def accepted_by(day: dt.date) -> Condition:
    """Return the condition that a report was accepted by the end of a day and not withdrawn."""
    after, s = day + dt.timedelta(days=1), submissions.c
    return and_(s.accepted_at < after, or_(s.withdrawn_at.is_(None), s.withdrawn_at >= after))


def _load(
    connection: Connection, forms: Mapping[str, Form], condition: Condition, last_only: bool = True
) -> tuple[Report, ...]:
    s = submissions.c
    query = (
        select(
            *(s.id, s.unit, s.form, s.period, s.nil, s.received_at, s.accepted_at, s.drop_id),
            *(drops.c.receipt, drops.c.name),
        )
        .join(drops, drops.c.id == s.drop_id)
        .where(condition)
        .order_by(s.received_at, s.drop_id)
    )
    rows = list(connection.execute(query).all())
    if last_only:
        rows = last_of_each(rows, key=lambda row: (row.unit, row.form, row.period))
    with gc_paused():
        sheets = _load_sheets(connection, condition, {row.id: forms.get(row.form) for row in rows})
    return tuple(
        Report(
            receipt=row.receipt,
            file=row.name,
            unit=row.unit,
            form=row.form,
            period=row.period,
            received_on=row.received_at.date(),
            nil=row.nil,
            sheets=sheets[row.id],
        )
        for row in rows
    )


def _load_sheets(
    connection: Connection, condition: Condition, selected: Mapping[int, Form | None]
) -> Mapping[int, dict[str, ReportSheet]]:
    """Return the sheets of the selected submissions, all of which must fulfil the condition."""
    t = submission_sheets.c
    query = (
        select(t.submission_id, t.sheet, t.header, t.rows)
        .join(submissions, submissions.c.id == t.submission_id)
        .where(condition)
        .order_by(t.submission_id, t.sheet)
    )
    sheets: defaultdict[int, dict[str, ReportSheet]] = defaultdict(dict)
    for number, key, header, rows in connection.execute(query):
        if number in selected:
            sheets[number][key] = ReportSheet(
                name=_name(selected[number], key), header=from_json(header), rows=_rows(rows)
            )
    return sheets


def _name(form: Form | None, key: str) -> str:
    sheet = form.sheet(key) if form else None
    return sheet.name if sheet else key


def _rows(document: str) -> tuple[Row, ...]:
    stored: list[tuple[int, dict[str, str]]] = from_json(document)
    return tuple(Row(number=number, values=values) for number, values in stored)


def _units_of_nominees(reports: Iterable[Report], roster: Roster) -> set[str]:
    """Return the units and branches of everybody in the roster who bears a nominee's name."""
    names = {
        row.values.get("person", "")
        for report in reports
        if report.form == "nomination"
        for row in report.rows("nominees")
    }
    people = (person for name in names for person in roster.people_named(name))
    return {unit for person in people for unit in (person.unit, person.branch) if unit}


def tables_of(
    connection: Connection, ids: Collection[int], form_versions: Mapping[str, int]
) -> Mapping[int, Mapping[str, str]]:
    """Return the rows of reports as JSON, by submission and sheet; private values are left out.

    Reports by another version of their form are left out: their columns may be others.
    """
    s, sheets = submissions.c, submission_sheets.c
    query = (
        select(s.id, s.form, s.form_version, sheets.sheet, sheets.rows)
        .join(submissions, s.id == sheets.submission_id)
        .where(s.id.in_(ids))
    )
    tables: dict[int, dict[str, str]] = defaultdict(dict)
    for row in connection.execute(query) if ids else ():
        if form_versions.get(row.form) == row.form_version:
            tables[row.id][row.sheet] = row.rows
    return tables


def keys_in_force(connection: Connection, units: Collection[str]) -> set[SubmissionKey]:
    """Return the keys of the reports in force of these units."""
    s = submissions.c
    query = select(s.unit, s.form, s.period).where(s.in_force, s.unit.in_(units))
    return {(row.unit, row.form, row.period) for row in connection.execute(query)}


def serials_of_receipts(connection: Connection, receipts: Iterable[str]) -> dict[str, str]:
    """Return the serial numbers of accepted reports, by receipt."""
    query = (
        select(drops.c.receipt, submissions.c.serial)
        .join(submissions, submissions.c.drop_id == drops.c.id)
        .where(drops.c.receipt.in_(text_list(connection, receipts)))
    )
    return {row.receipt: row.serial for row in connection.execute(query)}


def numbers_of_form(connection: Connection, form: str) -> list[str]:
    """Return every number that a row of a form's reports ever bore, earlier versions included."""
    query = (
        select(row_numbers.c.number)
        .join(submissions, submissions.c.id == row_numbers.c.submission_id)
        .where(submissions.c.form == form)
    )
    return list(connection.scalars(query))
