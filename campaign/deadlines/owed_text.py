"""Writes duties and their statuses in words, for tables, reminders and the office's digest."""

from campaign.deadlines.completeness import Debtor, ReportingRate
from campaign.deadlines.reminders import Reminder
from campaign.deadlines.status import STATE_NAMES, DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import Duty


def owed_lines(debtor: Debtor | Reminder, definitions: Definitions) -> tuple[str, ...]:
    """Return a line per duty owed, with the units concerned where the office files on others."""
    about: dict[str, list[str]] = {}
    more = debtor.overdue if isinstance(debtor, Reminder) else ()
    for status in (*debtor.statuses, *more):
        units = about.setdefault(owed_line(status, definitions), [])
        if status.duty.unit != debtor.unit:
            units.append(definitions.roster.name_of(status.duty.unit))
    return tuple(f"{line}：{'、'.join(units)}" if units else line for line, units in about.items())


def owed_line(status: SubmissionStatus, definitions: Definitions) -> str:
    """Return a duty that is owed with its deadline, in one line."""
    duty, until = status.duty, status.in_time_until
    if status.state is DutyState.MISSING:
        ends = f"逾期{status.days_late}天"
    elif status.state is DutyState.RETURNED:
        ends = f"退回待改，{until.month}月{until.day}日前改正"
    else:
        ends = f"{duty.due.month}月{duty.due.day}日截止"
    return f"{duty_name(duty, definitions)}，{ends}"


def duty_name(duty: Duty | ReportingRate, definitions: Definitions) -> str:
    """Return a duty's name, such as 每月学习教育（6月）; the campaign's year is left out."""
    name, label = (
        (duty.name, duty.label)
        if isinstance(duty, ReportingRate)
        else (duty.obligation.name, duty.period.label)
    )
    short = label.removeprefix(f"{definitions.plan.campaign.year}年")
    return f"{name}（{short}）" if short else name


def state_text(status: SubmissionStatus) -> str:
    """Return a duty's state; if it is missing, by how many days and whether it was returned."""
    if status.state is DutyState.MISSING:
        returned = "退回后未改，" if status.returned_on else ""
        return f"{returned}逾期{status.days_late}天"
    return STATE_NAMES[status.state]


def status_note(status: SubmissionStatus) -> str:
    """Return the note on a duty's state: who waived it, until when it may be corrected, or ""."""
    if waiver := status.waiver:
        return f"{waiver.approved_by}批准，至{waiver.expires_on}：{waiver.why}"
    if status.state is DutyState.RETURNED:
        return f"{status.in_time_until:%m-%d}前改正的按期"
    return f"逾期{status.days_late}天" if status.days_late else ""
