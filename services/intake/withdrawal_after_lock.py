"""Decides whether a report may be withdrawn that nothing could replace any more."""

import datetime as dt

from adapters.store.intake.withdrawals import StoredSubmission
from campaign.deadlines.waivers import WAIVER
from campaign.definitions.applicability import SELF, SOCIAL
from services.context import AppContext
from services.errors import WrongActError
from services.texts.manual import manual_texts


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
    texts = manual_texts().withdraw
    register = texts.waiver_form.format(form=waiver.title) if waiver else texts.waiver
    text = texts.locked_scored if submission.form in _SCORED_IF_FILED else texts.locked
    facts = {"form": form.title, "lock": duty.lock, "receipt": receipt, "register": register}
    raise WrongActError(text.format(**facts))


_SCORED_IF_FILED = (SELF, SOCIAL)
"""The forms without which a unit's cells count 0 from the lock on."""
