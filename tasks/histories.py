"""Reads what became of each report from the store: versions, returns, waivers."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select

from campaign.duty_standings import DutyStanding, Filing, History, standings
from campaign.obligations import Duty, Key, Return
from campaign.plan import Plan
from campaign.reports import Report, ReportSheet
from campaign.waivers import WAIVER, Waiver, waivers_of
from tasks.answering import Outcome
from tasks.clock import moment
from tasks.stored_sheets import unpack_rows
from tasks.tables import drops, submission_sheets, submissions


def standings_on(
    connection: Connection, duties: Iterable[Duty], plan: Plan, day: dt.date
) -> tuple[DutyStanding, ...]:
    """Return how duties stand when a day ends, as far as the store knows."""
    histories, waivers = load_histories(connection), load_waivers(connection, plan, day)
    return standings(duties, histories, waivers, plan, day)


def load_histories(connection: Connection) -> dict[Key, History]:
    """Return every version that was ever accepted and every return, by what they report."""
    filings, returns = _filings(connection), _returns(connection)
    return {
        key: History(filings=tuple(filings[key]), returns=tuple(returns[key]))
        for key in {*filings, *returns}
    }


def load_waivers(connection: Connection, plan: Plan, day: dt.date) -> dict[Key, tuple[Waiver, ...]]:
    """Return the waivers whose forms count when a day ends."""
    return waivers_of(_waiver_reports(connection, day), plan)


def _filings(connection: Connection) -> defaultdict[Key, list[Filing]]:
    s = submissions.c
    times = (s.received_at, s.accepted_at, s.withdrawn_at)
    query = select(s.unit, s.form, s.period, s.nil, *times).order_by(s.received_at, s.drop_id)
    found: defaultdict[Key, list[Filing]] = defaultdict(list)
    for unit, form, period, nil, received_at, accepted_at, withdrawn_at in connection.execute(
        query
    ):
        filing = Filing(
            received_on=_day(received_at),
            accepted_on=_day(accepted_at),
            nil=nil,
            withdrawn_on=_day(withdrawn_at) if withdrawn_at else None,
        )
        found[unit, form, period].append(filing)
    return found


def _returns(connection: Connection) -> defaultdict[Key, list[Return]]:
    d = drops.c
    query = select(d.unit, d.form, d.period, d.received_at, d.answered_at).where(
        d.outcome == Outcome.RETURNED, d.form != ""
    )
    found: defaultdict[Key, list[Return]] = defaultdict(list)
    for unit, form, period, received_at, answered_at in connection.execute(query):
        found[unit, form, period].append((_day(received_at), _day(answered_at)))
    return found


def _waiver_reports(connection: Connection, day: dt.date) -> list[Report]:
    """Return the versions of waiver forms that count when a day ends: per key the last."""
    s, sheets = submissions.c, submission_sheets.c
    query = (
        select(s.unit, s.period, s.received_at, s.accepted_at, s.withdrawn_at)
        .add_columns(drops.c.receipt, sheets.sheet, sheets.header, sheets.rows)
        .join(submission_sheets, sheets.submission_id == s.id)
        .join(drops, drops.c.id == s.drop_id)
        .where(s.form == WAIVER)
        .order_by(s.received_at, s.drop_id)
    )
    found: dict[str, Report] = {}
    for row in connection.execute(query):
        withdrawn = row.withdrawn_at is not None and _day(row.withdrawn_at) <= day
        if withdrawn or _day(row.accepted_at) > day:
            continue
        sheet = ReportSheet(
            name=row.sheet, header=json.loads(row.header), rows=unpack_rows(row.rows)
        )
        found[row.period] = Report(
            receipt=row.receipt,
            file="",
            unit=row.unit,
            form=WAIVER,
            period=row.period,
            received_on=_day(row.received_at),
            sheets={row.sheet: sheet},
        )
    return list(found.values())


def _day(text: str) -> dt.date:
    return moment(text).date()
