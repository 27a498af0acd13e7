"""A duty of one's own and what became of it, for tests of standings and reminders."""

import datetime as dt
from typing import Any

from campaign.deadlines.status import AcceptedVersion, DutyHistory, SubmissionStatus, judge_duty
from campaign.deadlines.waivers import Waiver
from campaign.definitions.duties import Duty, ReturnedReport
from campaign.definitions.plan import Obligation, Plan
from campaign.values.periods import parse_period
from tests.support.samples.definitions import plan

PLAN: Plan = plan()


def day(text: str) -> dt.date:
    """Return a day of 2026, written 07-06."""
    return dt.date.fromisoformat(f"2026-{text}")


def duty(unit: str = "ZB01", **changes: Any) -> Duty:
    """Return the study report of June, due on Tuesday 7 July and locked on 31 July."""
    given: dict[str, Any] = {
        "obligation": OBLIGATION,
        "period": parse_period("2026-06"),
        "opens": day("06-01"),
        "due": day("07-07"),
        "grace": changes.get("due", day("07-07")),
        "lock": day("07-31"),
    }
    return Duty(unit=unit, **{**given, **changes})


OBLIGATION = Obligation.model_validate(
    {
        "key": "study",
        "name": "每月学习教育",
        "form": "study",
        "classes": ["支部"],
        "periods": ["2026-06"],
        "due": {"date": "2026-07-07"},
    }
)


def filed(
    received: str, accepted: str = "", nil: bool = False, withdrawn: str = ""
) -> AcceptedVersion:
    """Return a version that was received on a day and accepted on the same, unless told else."""
    return AcceptedVersion(
        received_on=day(received),
        accepted_on=day(accepted or received),
        nil=nil,
        withdrawn_on=day(withdrawn) if withdrawn else None,
    )


def returned(received: str, answered: str = "") -> ReturnedReport:
    """Return when a faulty report came and when it was returned."""
    return ReturnedReport(day(received), day(answered or received))


def waived(until: str, granted: str = "06-20") -> Waiver:
    """Return a waiver of the duty."""
    return Waiver(
        key=("ZB01", "study", "2026-06"),
        why="全员援建",
        approved_by="顾砚秋",
        granted_on=day(granted),
        expires_on=day(until),
    )


def stands(
    on: str,
    *facts: AcceptedVersion | Waiver | ReturnedReport,
    of: Duty | None = None,
) -> SubmissionStatus:
    """Return how the duty stands on a day, after these facts."""
    history = DutyHistory(
        filings=tuple(fact for fact in facts if isinstance(fact, AcceptedVersion)),
        returns=tuple(fact for fact in facts if isinstance(fact, ReturnedReport)),
    )
    waivers = [fact for fact in facts if isinstance(fact, Waiver)]
    return judge_duty(of or duty(), history, waivers, PLAN, day(on))
