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
from adapters.store.reports import load_reports_of
from adapters.store.submissions import serials_of_receipts
from adapters.workbooks.report_tables import table_workbook
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
from campaign.tables.inspections import inspection_tables
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

CIRCULAR, NEWS = "inspection_circular", "inspected"
FOLDER = "检查"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """What the store holds for a quarter; ``serials`` are by receipt, ``asked`` is of before."""

    quarter: QuarterInspection
    serials: Mapping[str, str]
    numbers: tuple[str, ...]
    asked: tuple[RectificationDemand, ...]
    unentered: tuple[RectificationDemand, ...]


def report_inspections(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write a quarter's bulletin and notices, and number the findings for the units' ledgers."""
    definitions, today = context.definitions, now.date()
    period, plan = parse_period(action.subject), definitions.plan
    with reading(context.engine) as connection:
        known = _known(connection, definitions, action.subject, today)
    if not known.quarter.ranks:
        return ActionResult(note="尚未收到检查表，暂不通报，次日再看", deferred=True)
    due = _ledger_due(plan, period, today)
    asked = _asked(known, action.subject, due)
    name = definitions.roster.name_of
    imprint = imprint_of(plan, definitions.roster, today)
    bulletin = inspection_bulletin(known.quarter, imprint, period.label, due, name)
    file = document_file(bulletin, f"{action.subject} 检查情况通报")
    notices = _notices(known.quarter, asked, imprint, definitions)
    tables = _workbook(known.quarter, asked, action.subject, definitions, today)
    files = (file, tables, *notices.values())
    return ActionResult(
        note=f"检查{len(known.quarter.ranks)}个单位，整改通知书{len(notices)}份",
        files=files,
        posts=(
            *_circulars(context, action, file, notices, now),
            to_office(context, action, _news(context, action, known, files), now),
        ),
        facts={"asked": [demand.as_facts() for of_unit in asked.values() for demand in of_unit]},
    )


def _workbook(
    quarter: QuarterInspection,
    asked: Mapping[str, Sequence[RectificationDemand]],
    period: str,
    definitions: Definitions,
    today: dt.date,
) -> OutputFile:
    tables = inspection_tables(quarter, asked, definitions.roster, parse_period(period).label)
    views = [table.for_audience(Audience.OFFICE) for table in tables]
    data = table_workbook(views, definitions.plan.campaign.issuer, today)
    return OutputFile(name=f"{FOLDER}/{period} 检查情况表.xlsx", data=data)


def _known(connection: Connection, definitions: Definitions, period: str, today: dt.date) -> _Known:
    load = partial(load_reports_of, connection, definitions, day=today)
    inspections = [report for report in load(form=INSPECTIONS) if report.period == period]
    records = (*load(form=SPOT), *load(form="decision"))
    evidence = collect_evidence(records, definitions.plan, definitions.roster, today)
    owed = [
        standing.duty.unit
        for standing in statuses_on(connection, definitions, today)
        if standing.duty.key[1:] == (INSPECTIONS, period) and standing.state != DutyState.WAIVED
    ]
    flags = definitions.plan.appraisal.red_flags
    asked = demands_so_far(connection)
    return _Known(
        quarter=inspect_quarter(inspections, evidence.criticisms, owed, flags),
        serials=serials_of_receipts(connection, (report.receipt for report in inspections)),
        numbers=numbers_used(connection),
        asked=asked,
        unentered=unentered(asked, load(form=LEDGER)),
    )


def _asked(known: _Known, period: str, due: dt.date) -> dict[str, list[RectificationDemand]]:
    """Number the findings of each unit, past all numbers that were used or asked for before."""
    used = (*known.numbers, *(one.number for one in known.asked))
    found = {}
    for place in known.quarter.ranks:
        each = place.inspected
        numbers = free_numbers(each.unit, used)
        if each.deductions:
            found[each.unit] = [
                RectificationDemand(
                    unit=each.unit,
                    period=period,
                    number=next(numbers),
                    item=deduction.item,
                    serial=known.serials[each.receipt],
                    due=due,
                )
                for deduction in each.deductions
            ]
    return found


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
    asked: Mapping[str, Sequence[RectificationDemand]],
    imprint: Imprint,
    definitions: Definitions,
) -> dict[str, OutputFile]:
    name = definitions.roster.name_of
    notices = {}
    for inspected in (place.inspected for place in quarter.ranks):
        if demands := asked.get(inspected.unit):
            notice = rectification_notice(inspected, demands, imprint, name)
            title = f"{demands[0].period} 整改通知书 {inspected.unit} {name(inspected.unit)}"
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
    context: AppContext, action: Action, known: _Known, files: Iterable[OutputFile]
) -> Letter:
    """Return what the office is told and the bulletin leaves out."""
    unexplained = [
        (place.inspected.unit, count)
        for place in known.quarter.ranks
        if (count := sum(not deduction.reason for deduction in place.inspected.deductions))
    ]
    return Letter(
        kind=NEWS,
        facts={
            "period": action.subject,
            "quarter": known.quarter,
            "unexplained": unexplained,
            "unentered": known.unentered,
        },
        attachments=attached(context, files),
    )
