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
from campaign.deadlines.agenda import Action
from campaign.deadlines.completeness import reporting_rates
from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import Duty
from campaign.monitoring.mobilization import MOBILIZATION, mobilized_units
from campaign.monitoring.publicity import PUBLICITY, published_pieces
from campaign.tables import Audience, Table
from campaign.tables.activities import mobilized_table, published_table
from campaign.tables.duties import coverage_table
from services.agenda.action import ActionResult, OutputFile
from services.context import AppContext
from services.publishing.circulars import attached, to_office

KIND = "coverage"
FOLDER = "报送情况"
_SUMMARY = "annual_summary"
_FILED = (DutyState.ON_TIME, DutyState.LATE, DutyState.NIL)
_LACKING = (DutyState.MISSING, DutyState.LOCKED, DutyState.OPEN, DutyState.RETURNED)


def report_coverage(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write the table of an obligation's period and mail it to the office."""
    definitions, today = context.definitions, now.date()
    with reading(context.engine) as connection:
        all_statuses = statuses_on(connection, definitions, today)
        statuses = [status for status in all_statuses if _subject(status) == action.subject]
        if not statuses:
            return ActionResult(note="没有单位需要报送")
        views = [
            table.for_audience(Audience.OFFICE)
            for table in _tables(connection, statuses, definitions, today)
        ]
    duty = statuses[0].duty
    name = shown_name(f"{duty.period} {_what(duty)}报送情况")
    data = table_workbook(views, definitions.plan.campaign.issuer, today)
    file = OutputFile(name=f"{FOLDER}/{name}.xlsx", data=data)
    [rate], lacking = (
        reporting_rates(statuses),
        [status for status in statuses if status.state in _LACKING],
    )
    facts = {
        "name": _what(duty),
        "duty": duty,
        "rate": rate,
        "late": sum(status.days_late > 0 for status in statuses if status.state in _FILED),
        "lacking": lacking,
    }
    letter = Letter(kind=KIND, facts=facts, attachments=attached(context, [file]))
    note = f"{rate.name}应报{rate.due}，已报{rate.filed}，未报{len(lacking)}"
    post = to_office(context, action, letter, now)
    return ActionResult(note=note, files=(file,), posts=(post,))


def _tables(
    connection: Connection,
    statuses: Sequence[SubmissionStatus],
    definitions: Definitions,
    today: dt.date,
) -> Iterator[Table]:
    duty, units = statuses[0].duty, [status.duty.unit for status in statuses]
    title = f"{duty.period.label}{_what(duty)}报送情况（截至{today}）"
    yield coverage_table(statuses, definitions, title)
    if duty.obligation.form == MOBILIZATION:
        reports = load_reports_of(connection, definitions, MOBILIZATION)
        yield mobilized_table(mobilized_units(reports), units, definitions.roster)
    if duty.obligation.form == _SUMMARY:
        counts = published_pieces(load_reports_of(connection, definitions, PUBLICITY))
        yield published_table(counts, units, definitions.roster, today)


def _what(duty: Duty) -> str:
    return duty.obligation.name.removesuffix("情况")


def _subject(status: SubmissionStatus) -> str:
    return f"{status.duty.obligation.key} {status.duty.period}"
