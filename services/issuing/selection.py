"""Selects the blank workbooks to issue: those that are due, filtered by unit, form and period."""

import datetime as dt
from dataclasses import dataclass

from adapters.workbooks.blanks.workbook import Issue
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import units_owing
from campaign.definitions.form import Form
from campaign.definitions.roster import Unit
from campaign.values.periods import Period, PeriodKind

AHEAD = dt.timedelta(days=31)
"""How long before its duty opens a workbook is issued."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueFilter:
    """The unit, form and period to issue; None means any."""

    unit: Unit | None = None
    form: Form | None = None
    period: Period | None = None


def select_issues(
    definitions: Definitions, issue_filter: IssueFilter, today: dt.date
) -> tuple[Issue, ...]:
    """Return the blank workbooks to issue, by due date, event forms last and without a number.

    Without a period: whatever is open today or opens within 31 days. With one: exactly that
    period, whenever it opens. A unit's name also stands for the folder: the office gets what it
    files about other units.
    """
    of_periods = _of_periods(definitions, issue_filter, today)
    issues = (*of_periods, *_of_events(definitions, issue_filter, today))
    distinct = {(issue.form.key, issue.unit.code, str(issue.period)): issue for issue in issues}
    return tuple(issue for issue in distinct.values() if _passes(issue, issue_filter, definitions))


def folder_of(issue: Issue, definitions: Definitions) -> str:
    """Return the code of the unit that files the workbook, which names its folder."""
    return definitions.plan.campaign.office if issue.form.filed_by == "office" else issue.unit.code


def _of_periods(definitions: Definitions, issue_filter: IssueFilter, today: dt.date) -> list[Issue]:
    end = definitions.plan.campaign.last
    return [
        Issue(
            form=definitions.forms[duty.obligation.form],
            unit=unit,
            period=duty.period,
            due=duty.due,
        )
        for duty in definitions.duties
        if (unit := definitions.roster.unit(duty.unit))
        and (
            duty.period == issue_filter.period
            if issue_filter.period
            else duty.opens <= today + AHEAD and today <= (duty.lock or end)
        )
    ]


def _of_events(definitions: Definitions, issue_filter: IssueFilter, today: dt.date) -> list[Issue]:
    campaign = definitions.plan.campaign
    if issue_filter.period:
        return []
    return [
        Issue(form=form, unit=unit)
        for obligation in definitions.plan.obligations
        for form in [definitions.forms[obligation.form]]
        if form.period is PeriodKind.EVENT
        and (obligation.opens or campaign.first) <= today + AHEAD
        and today <= (obligation.lock or campaign.last)
        for unit in units_owing(obligation, definitions.roster, today)
    ]


def _passes(issue: Issue, issue_filter: IssueFilter, definitions: Definitions) -> bool:
    return (issue_filter.form is None or issue.form == issue_filter.form) and (
        issue_filter.unit is None
        or issue_filter.unit.code in (issue.unit.code, folder_of(issue, definitions))
    )
