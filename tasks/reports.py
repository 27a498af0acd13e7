"""Loads accepted reports from the store, as they counted at the end of a day."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection

from campaign.reports import Report
from tasks.definitions import Definitions


def load_reports(
    connection: Connection, definitions: Definitions, day: dt.date
) -> tuple[Report, ...]:
    """Return what feeds an assessment and counted at the end of a day, of the campaign's zone."""
    return ()


def load_reports_by_receipt(
    connection: Connection, definitions: Definitions, receipts: Collection[str]
) -> tuple[Report, ...]:
    """Return the reports of those receipts, whether or not they count any more."""
    return ()
