"""How duties and what is owed of them are written: in tables, reminders, the office's digest."""

from campaign.deadlines.completeness import Debtor, ReportingRate
from campaign.deadlines.reminders import Reminder
from campaign.deadlines.status import STATE_NAMES, DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import Duty


def owed_lines(debtor: Debtor | Reminder, definitions: Definitions) -> tuple[str, ...]:
    """Return line by line what is owed; of what the office files on others, on whom."""
    about: dict[str, list[str]] = {}
    more = debtor.overdue if isinstance(debtor, Reminder) else ()
    for status in (*debtor.statuses, *more):
        units = about.setdefault(owed_line(status, definitions), [])
        if status.duty.unit != debtor.unit:
            units.append(definitions.roster.name_of(status.duty.unit))
    return tuple(f"{line}：{'、'.join(units)}" if units else line for line, units in about.items())


def owed_line(status: SubmissionStatus, definitions: Definitions) -> str:
    """Return in one line what is owed and until when."""
    duty, until = status.duty, status.until
    if status.state is DutyState.MISSING:
        ends = f"逾期{status.days_late}天"
    elif status.state is DutyState.RETURNED:
        ends = f"退回待改，{until.month}月{until.day}日前改正"
    else:
        ends = f"{duty.due.month}月{duty.due.day}日截止"
    return f"{duty_name(duty, definitions)}，{ends}"


def duty_name(duty: Duty | ReportingRate, definitions: Definitions) -> str:
    """Return what is due, such as 每月学习教育（6月）; the campaign's year goes without saying."""
    name, label = (
        (duty.name, duty.label)
        if isinstance(duty, ReportingRate)
        else (duty.obligation.name, duty.period.label)
    )
    short = label.removeprefix(f"{definitions.plan.campaign.year}年")
    return f"{name}（{short}）" if short else name


def state_text(status: SubmissionStatus) -> str:
    """Return a duty's state with how late it is, and whether it was returned before."""
    if status.state is DutyState.MISSING:
        returned = "退回后未改，" if status.returned_on else ""
        return f"{returned}逾期{status.days_late}天"
    return STATE_NAMES[status.state]


def status_note(status: SubmissionStatus) -> str:
    """Return what must be read with a duty's state: who waived it, until when it may be mended."""
    if waiver := status.waiver:
        return f"{waiver.approved_by}批准，至{waiver.expires_on}：{waiver.why}"
    if status.state is DutyState.RETURNED:
        return f"{status.until:%m-%d}前改正的按期"
    return f"逾期{status.days_late}天" if status.days_late else ""
