"""Load the history of each duty from the store: accepted versions, returns, waivers."""

import datetime as dt
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, select

from adapters.store.intake.answers import returned_drops
from adapters.store.reports import load_reports_of
from adapters.store.tables import submissions
from campaign.deadlines.status import AcceptedVersion, DutyHistory, SubmissionStatus, judge_duties
from campaign.deadlines.waivers import WAIVER, Waiver, waivers_of
from campaign.definitions.appraisal_plan import LATE, UNFILED
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import DutyKey, ReturnedReport
from campaign.values.receipt_order import in_order_of_receipt


def statuses_on(
    connection: Connection, definitions: Definitions, day: dt.date
) -> tuple[SubmissionStatus, ...]:
    """Return how all duties stand when a day ends, as far as the store knows."""
    histories, waivers = load_histories(connection), load_waivers(connection, definitions, day)
    return judge_duties(definitions.duties, histories, waivers, definitions.plan, day)


def deducted_statuses(
    connection: Connection, definitions: Definitions, day: dt.date
) -> tuple[SubmissionStatus, ...]:
    """Return how what units file themselves stood when a day ended.

    Empty unless the plan deducts for reports that are late or were never filed.
    """
    keys = {deduction.key for deduction in definitions.plan.appraisal.deductions}
    if not keys & {LATE, UNFILED}:
        return ()
    statuses, of_office = statuses_on(connection, definitions, day), definitions.office_forms
    return tuple(s for s in statuses if s.duty.obligation.form not in of_office)


def load_histories(connection: Connection) -> dict[DutyKey, DutyHistory]:
    """Return every version that was ever accepted and every return, by what they report."""
    filings, returns = _filings(connection), _returns(connection)
    return {
        key: DutyHistory(filings=tuple(filings[key]), returns=tuple(returns[key]))
        for key in {*filings, *returns}
    }


def load_waivers(
    connection: Connection, definitions: Definitions, day: dt.date | None = None
) -> dict[DutyKey, tuple[Waiver, ...]]:
    """Return the waivers whose forms counted when a day ended, or that count now."""
    reports = load_reports_of(connection, definitions, WAIVER, day)
    return waivers_of(reports, definitions.plan)


def _filings(connection: Connection) -> defaultdict[DutyKey, list[AcceptedVersion]]:
    s = submissions.c
    times = (s.received_at, s.accepted_at, s.withdrawn_at)
    query = select(s.id, s.drop_id, s.unit, s.form, s.period, s.nil, *times)
    versions: defaultdict[DutyKey, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query.order_by(s.received_at, s.drop_id)):
        versions[row.unit, row.form, row.period].append(row)
    filings: defaultdict[DutyKey, list[AcceptedVersion]] = defaultdict(list)
    for key, rows in versions.items():
        filings[key] = [
            AcceptedVersion(
                received_on=row.received_at.date(),
                accepted_on=row.accepted_at.date(),
                nil=row.nil,
                withdrawn_on=row.withdrawn_at.date() if row.withdrawn_at else None,
            )
            for row in in_order_of_receipt(rows)
        ]
    return filings


def _returns(connection: Connection) -> defaultdict[DutyKey, list[ReturnedReport]]:
    returns: defaultdict[DutyKey, list[ReturnedReport]] = defaultdict(list)
    for drop in returned_drops(connection):
        if drop.form:
            report = ReturnedReport(drop.received_at.date(), drop.answered_at.date())
            returns[drop.unit, drop.form, drop.period].append(report)
    return returns
