"""Alarms to the office: definitions that cannot be read, runs that failed; each told once."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.files.home import Home
from adapters.mail.office_alert import alert_office, office_letterhead
from adapters.store.engine import Engine, open_store
from adapters.store.timestamps import now_in
from campaign.definitions.errors import DefinitionError, Fault
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.values.message import Letterhead
from services.definitions.loading import load_definitions, load_plan

BROKEN, FAILED = "broken", "failed_run"


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """The facts of ``broken``: what keeps the software from working."""

    letterhead: Letterhead
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FailedRun:
    """The facts of ``failed_run``: which work did not come to its end, and how it ended."""

    letterhead: Letterhead
    flow: str
    run: str
    ended: str


def mailing_definitions(home: Home) -> tuple[Plan, Roster]:
    """Return what mail is sent by: plan and roster, or the plan alone while the rest is broken.

    Raises DefinitionError if the plan itself is.
    """
    try:
        definitions = load_definitions(home)
    except DefinitionError:
        return load_plan(home), Roster(units=(), people=(), leading_group=())
    return definitions.plan, definitions.roster


def report_broken(home: Home, faults: Sequence[Fault]) -> None:
    """Tell the office about broken definitions, if the plan still says where its mail goes."""
    try:
        plan = load_plan(home)
    except DefinitionError:
        return
    engine = open_store(home)
    alarm_broken(engine, plan, faults, now_in(plan.campaign.time_zone))
    engine.dispose()


def alarm_broken(engine: Engine, plan: Plan, faults: Sequence[Fault], now: dt.datetime) -> bool:
    """Tell the office about broken definitions, once for the same faults; return whether told."""
    text = "\n".join(str(fault) for fault in faults)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    facts = Broken(letterhead=office_letterhead(plan, now), faults=tuple(faults))
    return alert_office(engine, plan, BROKEN, digest, facts, now)


def alarm_failed(engine: Engine, plan: Plan, work: tuple[str, str, str], now: dt.datetime) -> bool:
    """Tell the office that a run failed, at most once an hour for each flow.

    ``work`` is the flow's name, the run's, and how it ended.
    """
    flow, run, ended = work
    facts = FailedRun(letterhead=office_letterhead(plan, now), flow=flow, run=run, ended=ended)
    return alert_office(engine, plan, FAILED, f"{flow}:{now:%Y-%m-%dT%H}", facts, now)
