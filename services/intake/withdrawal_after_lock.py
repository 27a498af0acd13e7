"""Decides whether a report may be withdrawn that nothing could replace any more."""

import datetime as dt

from adapters.store.intake.withdrawals import StoredSubmission
from campaign.deadlines.waivers import WAIVER
from campaign.definitions.applicability import SELF, SOCIAL
from services.context import AppContext
from services.errors import WrongActError


def require_replaceable(
    context: AppContext, submission: StoredSubmission, receipt: str, today: dt.date
) -> None:
    """Check that another report may still come, or need not. Raises WrongActError."""
    definitions, key = context.definitions, (submission.unit, submission.form, submission.period)
    duty = definitions.duty(key)
    if duty is None or duty.lock is None or today <= duty.lock:
        return
    waivers = context.examiner.recognition.waivers.get(key, ())
    if any(waiver.holds_on(duty.lock) for waiver in waivers):
        return
    form, waiver = definitions.forms[submission.form], definitions.forms.get(WAIVER)
    register = f"《{waiver.title}》" if waiver else "免报审批"
    zero = "，计分时按应报未报记0分" if submission.form in _SCORED_IF_FILED else ""
    raise WrongActError(
        f"《{form.title}》已于{duty.lock}封账，撤回{receipt}后没有现行版本，单位也不能再报{zero}。"
        f"确需撤回的，加--force；不应由单位承担的，先用{register}登记免报"
    )


_SCORED_IF_FILED = (SELF, SOCIAL)
"""The forms without which a unit's cells count 0 from the lock on."""
