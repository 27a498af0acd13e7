"""Warns an office before it announces a plan: where it asks too much at once, or too quickly.

Nothing here is a fault; what cannot work at all is refused when the definitions are read: weights
that do not add up, forms that bind nobody.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from campaign.deadlines.agenda import issue_day
from campaign.definitions.duties import Duty
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.definitions.working_days import add_working_days
from campaign.validation.faults import PLAN
from campaign.validation.hints import plan_hints
from rehearsal.content.texts import check_texts

MOST_OF_A_WEEK = 5
"""A week in which more than a fifth of the year's reports are due is too full."""

_LEAST_WORKING_DAYS = 3
"""Fewer working days between a blank workbook and its due date are too few to fill it in."""


def review_plan(plan: Plan, roster: Roster, duties: Sequence[Duty]) -> tuple[str, ...]:
    """Return warnings in words: deadlines on days off, no time to fill in, full weeks."""
    days_off = [hint.message for hint in plan_hints(plan, roster) if hint.source == PLAN]
    return (*days_off, *_rushed(plan, duties), *_full_weeks(duties))


def _rushed(plan: Plan, duties: Iterable[Duty]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for duty in duties:
        obligation, period = duty.obligation, duty.period
        if (obligation.key, str(period)) in seen:
            continue
        seen.add((obligation.key, str(period)))
        issued = issue_day(duty.opens, plan)
        if add_working_days(issued, _LEAST_WORKING_DAYS, plan.calendar) > duty.due:
            yield (
                check_texts()
                .plan["rushed"]
                .format(
                    obligation=obligation.name,
                    period=period.label,
                    issued=issued,
                    due=duty.due,
                    least=_LEAST_WORKING_DAYS,
                )
            )


def _full_weeks(duties: Sequence[Duty]) -> Iterator[str]:
    texts = check_texts().plan
    by_week: defaultdict[dt.date, Counter[str]] = defaultdict(Counter)
    for duty in duties:
        monday = duty.due - dt.timedelta(days=duty.due.weekday())
        by_week[monday][f"{duty.obligation.name}{duty.period.label}"] += 1
    for monday, due in sorted(by_week.items()):
        count = due.total()
        if count * MOST_OF_A_WEEK > len(duties):
            reports = (
                texts["reports"].format(report=report, count=many)
                for report, many in due.most_common()
            )
            yield texts["full_week"].format(
                monday=monday,
                count=count,
                share=round(100 * count / len(duties)),
                listed="、".join(reports),
            )
