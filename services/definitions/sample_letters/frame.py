"""What the sample letters share: a day, files, and how somebody stands."""

import datetime as dt

from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions

DAY = dt.date(2026, 7, 9)
MOMENT = dt.datetime(2026, 7, 9, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
FILES = ("outputs/reports/文件/甲.docx", "outputs/reports/文件/乙.xlsx")


def statuses_of(definitions: Definitions) -> tuple[SubmissionStatus, ...]:
    """Return every state that somebody can be written about, of the first duties that there are."""
    states = (DutyState.MISSING, DutyState.OPEN, DutyState.RETURNED, DutyState.LATE)
    return tuple(
        SubmissionStatus(
            duty=duty,
            state=state,
            in_time_until=duty.due,
            days_late=3 if state is DutyState.MISSING else 0,
            returned_on=DAY if state is DutyState.RETURNED else None,
        )
        for duty, state in zip(definitions.duties, states, strict=False)
    )
