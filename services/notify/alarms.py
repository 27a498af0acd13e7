"""Alarms to the office: definitions that cannot be read, runs that failed; each told once."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from adapters.files.home import Home
from adapters.mail.messages import Letter
from adapters.mail.posts import alert_office
from adapters.store.engine import Engine, open_store
from adapters.store.timestamps import now_in
from campaign.definitions.errors import DefinitionError, Fault
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from services.definitions.loading import load_definitions, load_plan

BROKEN, FAILED = "broken", "failed_run"


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
    return alert_office(engine, plan, Letter(kind=BROKEN, facts={"faults": faults}), digest, now)


def alarm_failed(engine: Engine, plan: Plan, work: tuple[str, str, str], now: dt.datetime) -> bool:
    """Tell the office that a run failed, at most once an hour for each flow.

    ``work`` is the flow's name, the run's, and how it ended.
    """
    flow, run, ended = work
    letter = Letter(kind=FAILED, facts={"flow": flow, "run": run, "ended": ended})
    return alert_office(engine, plan, letter, f"{flow}:{now:%Y-%m-%dT%H}", now)
