"""Assesses the units on a day from what is stored."""

import datetime as dt

from sqlalchemy import Engine

from campaign.assessment import Assessment, assess
from campaign.definition_set import Definitions
from campaign.gathering import gather
from tasks.reports import load_reports
from tasks.store import reading


def assess_day(engine: Engine, definitions: Definitions, day: dt.date) -> Assessment:
    """Return the assessment at the end of a day, from the reports that counted then."""
    with reading(engine) as connection:
        reports = load_reports(connection, definitions, day)
    plan, roster = definitions.plan, definitions.roster
    return assess(gather(reports, plan, roster, day), plan, roster, day)
