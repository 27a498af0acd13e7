"""Alert the office to definitions that cannot be read and runs that failed, once each."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from adapters.files.home import Home
from adapters.mail.messages import Letter
from adapters.mail.posts import alert_office
from adapters.store.engine import Engine, open_store
from adapters.store.sql.timestamps import now_in
from campaign.definitions.errors import DefinitionError, Fault
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from services.definitions.loading import load_definitions, load_plan

BROKEN, FAILED = "broken", "failed_run"


def mailing_definitions(home: Home) -> tuple[Plan, Roster]:
    """Return the plan and roster for sending mail; an empty roster while definitions are broken.

    Raises DefinitionError if the plan itself is broken.
    """
    try:
        definitions = load_definitions(home)
    except DefinitionError:
        return load_plan(home), Roster(units=(), people=(), leading_group=())
    return definitions.plan, definitions.roster


def report_broken(home: Home, faults: Sequence[Fault]) -> None:
    """Alert the office to broken definitions, if the plan can still be read."""
    try:
        plan = load_plan(home)
    except DefinitionError:
        return
    engine = open_store(home)
    alarm_broken(engine, plan, faults, now_in(plan.campaign.time_zone))
    engine.dispose()


def alarm_broken(engine: Engine, plan: Plan, faults: Sequence[Fault], now: dt.datetime) -> bool:
    """Alert the office to broken definitions, once for the same faults; return whether queued.

    Raises jinja2's errors if the alarm's template is broken.
    """
    text = "\n".join(str(fault) for fault in faults)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return alert_office(engine, plan, Letter(kind=BROKEN, facts={"faults": faults}), digest, now)


def alarm_failed(
    engine: Engine, plan: Plan, flow_run: tuple[str, str, str], now: dt.datetime
) -> bool:
    """Alert the office to a failed run, at most once an hour for each flow; return whether queued.

    ``flow_run`` is the flow's name, the run's name, and the state in which it ended.
    """
    flow, run, ended = flow_run
    letter = Letter(kind=FAILED, facts={"flow": flow, "run": run, "ended": ended})
    return alert_office(engine, plan, letter, f"{flow}:{now:%Y-%m-%dT%H}", now)
