"""How standings read in tables and lists: on the command line, in the Prefect UI, in the digest."""

from collections.abc import Sequence

from campaign.deadlines.completeness import Debtor, ReportingRate
from campaign.deadlines.reminders import Reminder
from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import Duty

_COLUMNS = (
    ("按期", (DutyState.ON_TIME,)),
    ("逾期", (DutyState.LATE,)),
    ("零报告", (DutyState.NIL,)),
    ("免报", (DutyState.WAIVED,)),
    ("退回待改", (DutyState.RETURNED,)),
    ("待报", (DutyState.OPEN,)),
    ("未报", (DutyState.MISSING, DutyState.LOCKED)),
)


def tally_rows(
    found: Sequence[ReportingRate], definitions: Definitions
) -> list[dict[str, str | int]]:
    """Return a row for each period that has opened; the keys are the headings."""
    return [
        {
            "任务": work_name(tally, definitions),
            "截止": f"{tally.due_on:%m-%d}",
            "应报": tally.due,
            **{name: sum(tally.counts[s] for s in states) for name, states in _COLUMNS},
        }
        for tally in found
        if tally.counts[DutyState.NOT_OPEN] < tally.due
    ]


def debtor_rows(owing: Sequence[Debtor], definitions: Definitions) -> list[dict[str, str]]:
    """Return a row for each unit that owes, with whom to call; the keys are the headings."""
    rows = []
    for debtor in owing:
        unit = definitions.roster.unit(debtor.unit)
        rows.append(
            {
                "单位": definitions.roster.name_of(debtor.unit),
                "负责人": unit.head if unit else "",
                "电话": unit.telephone if unit else "",
                "尚待报送": "\n".join(debt_in_words(debtor, definitions)),
            }
        )
    return rows


def debt_in_words(debtor: Debtor | Reminder, definitions: Definitions) -> tuple[str, ...]:
    """Say line by line what is owed; of what the office files on others, on whom."""
    about: dict[str, list[str]] = {}
    more = debtor.overdue if isinstance(debtor, Reminder) else ()
    for standing in (*debtor.statuses, *more):
        line = owed_in_words(standing, definitions)
        others = about.setdefault(line, [])
        if standing.duty.unit != debtor.unit:
            others.append(definitions.roster.name_of(standing.duty.unit))
    return tuple(
        f"{line}：{'、'.join(others)}" if others else line for line, others in about.items()
    )


def owed_in_words(status: SubmissionStatus, definitions: Definitions) -> str:
    """Say in one line what is owed and until when."""
    duty, until = status.duty, status.until
    if status.state is DutyState.MISSING:
        ends = f"逾期{status.days_late}天"
    elif status.state is DutyState.RETURNED:
        ends = f"退回待改，{until.month}月{until.day}日前改正"
    else:
        ends = f"{duty.due.month}月{duty.due.day}日截止"
    return f"{work_name(duty, definitions)}，{ends}"


def work_name(duty: Duty | ReportingRate, definitions: Definitions) -> str:
    """Return what is due, such as 每月学习教育（6月）; the campaign's year goes without saying."""
    name, label = (
        (duty.name, duty.label)
        if isinstance(duty, ReportingRate)
        else (duty.obligation.name, duty.period.label)
    )
    short = label.removeprefix(f"{definitions.plan.campaign.year}年")
    return f"{name}（{short}）" if short else name
