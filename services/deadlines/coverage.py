"""Tells the office who has reported on an obligation's period and who has not, as of now.

Of the mobilisation it also says what those who reported have done (S6, S7, S58), of the year's
summaries how many pieces of each unit have been published (S61).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.files.file_names import shown_name
from adapters.mail.messages import render_message
from adapters.store.duty_histories import statuses_on
from adapters.store.engine import Connection, reading
from adapters.store.reports import load_reports_of
from adapters.workbooks.report_tables import table_workbook
from campaign.deadlines.agenda import Action
from campaign.deadlines.owed_text import state_text
from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import Duty
from campaign.monitoring.mobilization import MOBILIZATION, mobilized_units
from campaign.monitoring.publicity import PUBLICITY, published_pieces
from campaign.tables import Audience, Table
from campaign.tables.activities import mobilized_table, published_table
from campaign.tables.duties import coverage_table
from campaign.values.message import Letterhead
from services.agenda.action import ActionResult, OutputFile
from services.context import AppContext
from services.publishing.circulars import letterhead, to_office

KIND = "coverage"
FOLDER = "报送情况"
_SUMMARY = "annual_summary"
_LACKING = (DutyState.MISSING, DutyState.LOCKED, DutyState.OPEN, DutyState.RETURNED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lacking:
    """A unit that has not reported, and whom to call."""

    unit: str
    head: str
    telephone: str
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """The facts of ``coverage``: one period of an obligation in numbers, and who lacks."""

    letterhead: Letterhead
    name: str
    period: str
    form: str
    due: dt.date
    owed: int
    filed: int
    late: int
    waived: int
    lacking: tuple[Lacking, ...]
    paper: str


def report_coverage(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write the table of an obligation's period and mail it to the office."""
    definitions, today = context.definitions, now.date()
    with reading(context.engine) as connection:
        everything = statuses_on(connection, definitions, today)
        mine = [one for one in everything if _subject(one) == action.subject]
        if not mine:
            return ActionResult(note="没有单位需要报送")
        views = [
            table.for_audience(Audience.OFFICE)
            for table in _tables(connection, mine, definitions, today)
        ]
    duty = mine[0].duty
    name = shown_name(f"{duty.period} {_what(duty)}报送情况")
    data = table_workbook(views, definitions.plan.campaign.issuer, today)
    file = OutputFile(name=f"{FOLDER}/{name}.xlsx", data=data)
    facts = _facts(mine, definitions, f"{name}.xlsx", now)
    post = to_office(context, action, KIND, render_message(KIND, facts), [file])
    note = f"{duty.obligation.name}应报{facts.owed}，已报{facts.filed}，未报{len(facts.lacking)}"
    return ActionResult(note=note, files=(file,), posts=(post,))


def _tables(
    connection: Connection,
    mine: Sequence[SubmissionStatus],
    definitions: Definitions,
    today: dt.date,
) -> Iterator[Table]:
    duty, units = mine[0].duty, [status.duty.unit for status in mine]
    title = f"{duty.period.label}{_what(duty)}报送情况（截至{today}）"
    yield coverage_table(mine, definitions, title)
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


def _facts(
    mine: Sequence[SubmissionStatus], definitions: Definitions, paper: str, now: dt.datetime
) -> Coverage:
    counts = Counter(one.state for one in mine)
    lacking = [one for one in mine if one.state in _LACKING]
    filed = [one for one in mine if one.state not in (*_LACKING, DutyState.WAIVED)]
    waived = counts[DutyState.WAIVED]
    duty = mine[0].duty
    return Coverage(
        letterhead=letterhead(definitions, definitions.plan.campaign.office, now),
        name=_what(duty),
        period=duty.period.label,
        form=definitions.forms[duty.obligation.form].title,
        due=duty.due,
        owed=len(mine) - waived,
        filed=len(filed),
        late=sum(one.days_late > 0 for one in filed),
        waived=waived,
        lacking=tuple(_lacking(one, definitions) for one in lacking),
        paper=paper,
    )


def _lacking(status: SubmissionStatus, definitions: Definitions) -> Lacking:
    unit = definitions.roster.unit(status.duty.unit)
    return Lacking(
        unit=definitions.roster.name_of(status.duty.unit),
        head=unit.head if unit else "",
        telephone=unit.telephone if unit else "",
        state=state_text(status),
    )
