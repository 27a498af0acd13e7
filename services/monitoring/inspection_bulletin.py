"""The quarter's inspection: the bulletin to everybody, a rectification notice to each unit.

How things stand is that of now: a run that was late counts what has come in meanwhile. While
nobody was inspected there is nothing to say, and the step waits for the first inspection sheet.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from adapters.mail.messages import Letter
from adapters.store.duty_histories import statuses_on
from adapters.store.engine import Connection, reading
from adapters.store.outbox import Post
from adapters.store.reports import load_reports_of, serials_of_receipts
from adapters.workbooks.report_tables import table_workbook
from adapters.workbooks.texts import report_texts
from campaign.deadlines.agenda import Action
from campaign.deadlines.status import DutyState
from campaign.definitions.applicability import INSPECTIONS, SPOT
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import due_date
from campaign.definitions.plan import Plan
from campaign.documents.imprint import Imprint, imprint_of
from campaign.documents.inspection_documents import inspection_bulletin, rectification_notice
from campaign.monitoring.inspections import QuarterInspection, inspect_quarter
from campaign.monitoring.rectification import LEDGER, RectificationDemand, free_numbers, unentered
from campaign.scoring.collect import collect_evidence
from campaign.tables import Audience
from campaign.tables.reckoned.inspections import inspection_tables
from campaign.values.periods import Period, parse_period
from services.agenda.action import ActionResult, OutputFile
from services.context import AppContext
from services.monitoring.inspection_findings import demands_so_far, numbers_used
from services.publishing.circulars import (
    attached,
    circulate,
    document_file,
    receivers,
    to_office,
)
from services.texts.actions import action_notes

CIRCULAR, NEWS = "inspection_circular", "inspected"
FOLDER = "检查"


@dataclass(frozen=True, kw_only=True, slots=True)
class _QuarterFacts:
    """The store's facts of a quarter; ``serials`` are by receipt, ``demands`` those of before."""

    quarter: QuarterInspection
    serials: Mapping[str, str]
    numbers: tuple[str, ...]
    demands: tuple[RectificationDemand, ...]
    unentered: tuple[RectificationDemand, ...]


def report_inspections(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write a quarter's bulletin and notices, and number the findings for the units' ledgers."""
    definitions, today = context.definitions, now.date()
    period, plan = parse_period(action.subject), definitions.plan
    with reading(context.engine) as connection:
        stored = _load_quarter(connection, definitions, action.subject, today)
    quarter, notes = stored.quarter, action_notes().inspection
    if not quarter.ranks:
        return ActionResult(note=notes.nothing_yet, deferred=True)
    due = _ledger_due(plan, period, today)
    demands = _number_findings(stored, action.subject, due)
    name = definitions.roster.name_of
    imprint = imprint_of(plan, definitions.roster, today)
    bulletin = inspection_bulletin(quarter, imprint, period.label, due, name)
    file = document_file(bulletin, f"{action.subject} 检查情况通报")
    notices = _notices(quarter, demands, imprint, definitions)
    tables = _workbook(quarter, demands, action.subject, definitions, today)
    files = (file, tables, *notices.values())
    return ActionResult(
        note=notes.reported.format(units=len(quarter.ranks), notices=len(notices)),
        files=files,
        posts=(
            *_circulars(context, action, file, notices, now),
            to_office(context, action, _news(context, action, stored, files), now),
        ),
        facts={"asked": [demand.as_facts() for own in demands.values() for demand in own]},
    )


def _workbook(
    quarter: QuarterInspection,
    demands: Mapping[str, Sequence[RectificationDemand]],
    period: str,
    definitions: Definitions,
    today: dt.date,
) -> OutputFile:
    label, titles = parse_period(period).label, report_texts().titles_by_schema()
    tables = inspection_tables(quarter, demands, definitions.roster, label, titles)
    views = [table.for_audience(Audience.OFFICE) for table in tables]
    data = table_workbook(views, definitions.plan.campaign.issuer, today)
    return OutputFile(name=f"{FOLDER}/{period} 检查情况表.xlsx", data=data)


def _load_quarter(
    connection: Connection, definitions: Definitions, period: str, today: dt.date
) -> _QuarterFacts:
    load = partial(load_reports_of, connection, definitions, day=today)
    inspections = [report for report in load(form=INSPECTIONS) if report.period == period]
    records = (*load(form=SPOT), *load(form="decision"))
    evidence = collect_evidence(records, definitions.plan, definitions.roster, today)
    owed = [
        status.duty.unit
        for status in statuses_on(connection, definitions, today)
        if status.duty.key[1:] == (INSPECTIONS, period) and status.state != DutyState.WAIVED
    ]
    flags = definitions.plan.appraisal.red_flags
    demands = demands_so_far(connection)
    return _QuarterFacts(
        quarter=inspect_quarter(inspections, evidence.criticisms, owed, flags),
        serials=serials_of_receipts(connection, (report.receipt for report in inspections)),
        numbers=numbers_used(connection),
        demands=demands,
        unentered=unentered(demands, load(form=LEDGER)),
    )


def _number_findings(
    stored: _QuarterFacts, period: str, due: dt.date
) -> dict[str, list[RectificationDemand]]:
    """Number the findings of each unit, past all numbers that were used or asked for before."""
    used = (*stored.numbers, *(demand.number for demand in stored.demands))
    demands = {}
    for inspected in (rank.inspected for rank in stored.quarter.ranks):
        numbers = free_numbers(inspected.unit, used)
        if inspected.deductions:
            demands[inspected.unit] = [
                RectificationDemand(
                    unit=inspected.unit,
                    period=period,
                    number=next(numbers),
                    item=deduction.item,
                    serial=stored.serials[inspected.receipt],
                    due=due,
                )
                for deduction in inspected.deductions
            ]
    return demands


def _ledger_due(plan: Plan, period: Period, today: dt.date) -> dt.date:
    """Return until when findings are to be put right: the next ledger's day, else the last."""
    dues = (
        due_date(obligation, later, plan)
        for obligation in plan.obligations_of(LEDGER)
        for later in obligation.periods
        if later > period
    )
    return min((due for due in dues if due > today), default=max(plan.campaign.last, today))


def _notices(
    quarter: QuarterInspection,
    demands: Mapping[str, Sequence[RectificationDemand]],
    imprint: Imprint,
    definitions: Definitions,
) -> dict[str, OutputFile]:
    name = definitions.roster.name_of
    notices = {}
    for inspected in (place.inspected for place in quarter.ranks):
        if own := demands.get(inspected.unit):
            notice = rectification_notice(inspected, own, imprint, name)
            title = f"{own[0].period} 整改通知书 {inspected.unit} {name(inspected.unit)}"
            notices[inspected.unit] = document_file(notice, title)
    return notices


def _circulars(
    context: AppContext,
    action: Action,
    file: OutputFile,
    notices: Mapping[str, OutputFile],
    now: dt.datetime,
) -> Iterator[Post]:
    for code in receivers(context.definitions, now.date()):
        if code == context.definitions.plan.campaign.office:
            continue  # it gets the whole in a message of its own
        own = [notices[code]] if code in notices else []
        letter = Letter(
            kind=CIRCULAR,
            facts={"period": action.subject, "has_findings": bool(own)},
            attachments=attached(context, [file, *own]),
        )
        yield from circulate(context, action, letter, [code], now)


def _news(
    context: AppContext, action: Action, stored: _QuarterFacts, files: Iterable[OutputFile]
) -> Letter:
    """Return what the office is told and the bulletin leaves out."""
    unexplained = [
        (place.inspected.unit, count)
        for place in stored.quarter.ranks
        if (count := sum(not deduction.reason for deduction in place.inspected.deductions))
    ]
    return Letter(
        kind=NEWS,
        facts={
            "period": action.subject,
            "quarter": stored.quarter,
            "unexplained": unexplained,
            "unentered": stored.unentered,
        },
        attachments=attached(context, files),
    )
