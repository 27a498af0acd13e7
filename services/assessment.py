"""Assesses all units on a day from the stored reports."""

import datetime as dt

from adapters.gc_pause import gc_paused
from adapters.store.duty_histories import deducted_statuses
from adapters.store.engine import Engine, reading
from adapters.store.reports import load_reports
from campaign.definitions.definitions import Definitions
from campaign.scoring.assessment import Assessment, assess
from campaign.scoring.collect import collect_evidence


def assess_day(engine: Engine, definitions: Definitions, day: dt.date) -> Assessment:
    """Return the assessment at the end of a day, from the reports that counted then."""
    with reading(engine) as connection:
        reports = load_reports(connection, definitions, day)
        statuses = deducted_statuses(connection, definitions, day)
    plan, roster = definitions.plan, definitions.roster
    with gc_paused():
        evidence = collect_evidence(reports, plan, roster, day, statuses=statuses)
        return assess(evidence, plan, roster, day)
