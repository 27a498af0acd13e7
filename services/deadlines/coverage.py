"""Report to the office who has reported on an obligation's period and who has not, as of now.

The table of the mobilisation also holds what units have done (S6, S7, S58), that of the year's
summaries how many pieces of each unit have been published (S61).
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from adapters.files.file_names import shown_name
from adapters.mail.messages import Letter
from adapters.store.duty_histories import statuses_on
from adapters.store.engine import Connection, reading
from adapters.store.reports import load_reports_of
from adapters.workbooks.report_tables import table_workbook
from adapters.workbooks.texts import report_texts
from campaign.deadlines.agenda import Action
from campaign.deadlines.completeness import ReportingRate, reporting_rates
from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import Duty
from campaign.monitoring.mobilization import MOBILIZATION, mobilized_units
from campaign.monitoring.publicity import PUBLICITY, published_pieces
from campaign.tables import Audience, Table
from campaign.tables.process.duties import COVERAGE, coverage_table
from campaign.tables.reckoned.activities import mobilized_table, published_table
from services.agenda.action import ActionResult, OutputFile
from services.context import AppContext
from services.publishing.circulars import attached, to_office
from services.texts.actions import action_notes

KIND = "coverage"
FOLDER = "报送情况"
_SUMMARY = "annual_summary"
_FILED = (DutyState.ON_TIME, DutyState.LATE, DutyState.NIL)
_LACKING = (DutyState.MISSING, DutyState.LOCKED, DutyState.OPEN, DutyState.RETURNED)


def report_coverage(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write the table of an obligation's period and mail it to the office.

    Raises jinja2's errors if the letter's template is broken.
    """
    definitions, today = context.definitions, now.date()
    notes = action_notes().coverage
    with reading(context.engine) as connection:
        all_statuses = statuses_on(connection, definitions, today)
        statuses = [status for status in all_statuses if _subject(status) == action.subject]
        if not statuses:
            return ActionResult(note=notes.nobody)
        tables = list(_tables(connection, statuses, definitions, today))
    [rate] = reporting_rates(statuses)
    lacking = [status for status in statuses if status.state in _LACKING]
    file = _file(statuses[0].duty, tables, definitions, today)
    letter = Letter(
        kind=KIND, facts=_facts(statuses, rate, lacking), attachments=attached(context, [file])
    )
    note = notes.reported.format(
        obligation=rate.name, due=rate.due, filed=rate.filed, lacking=len(lacking)
    )
    post = to_office(context, action, letter, now)
    return ActionResult(note=note, files=(file,), posts=(post,))


def _facts(
    statuses: Sequence[SubmissionStatus], rate: ReportingRate, lacking: Sequence[SubmissionStatus]
) -> dict[str, object]:
    duty = statuses[0].duty
    late = sum(status.days_late > 0 for status in statuses if status.state in _FILED)
    return {"name": _what(duty), "duty": duty, "rate": rate, "late": late, "lacking": lacking}


def _file(
    duty: Duty, tables: Sequence[Table], definitions: Definitions, today: dt.date
) -> OutputFile:
    views = [table.for_audience(Audience.OFFICE) for table in tables]
    name = shown_name(f"{duty.period} {_what(duty)}报送情况")
    data = table_workbook(views, definitions.plan.campaign.issuer, today)
    return OutputFile(name=f"{FOLDER}/{name}.xlsx", data=data)


def _tables(
    connection: Connection,
    statuses: Sequence[SubmissionStatus],
    definitions: Definitions,
    today: dt.date,
) -> Iterator[Table]:
    duty, units = statuses[0].duty, [status.duty.unit for status in statuses]
    roster, titles = definitions.roster, report_texts().titles_by_schema()
    title = titles[COVERAGE.name].format(
        period=duty.period.label, obligation=_what(duty), day=today
    )
    yield coverage_table(statuses, definitions, title)
    if duty.obligation.form == MOBILIZATION:
        reports = load_reports_of(connection, definitions, MOBILIZATION)
        yield mobilized_table(mobilized_units(reports), units, roster, titles)
    if duty.obligation.form == _SUMMARY:
        counts = published_pieces(load_reports_of(connection, definitions, PUBLICITY))
        yield published_table(counts, units, roster, today, titles)


def _what(duty: Duty) -> str:
    return duty.obligation.name.removesuffix("情况")


def _subject(status: SubmissionStatus) -> str:
    return f"{status.duty.obligation.key} {status.duty.period}"
