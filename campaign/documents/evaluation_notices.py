"""The facts of the notice that an evaluation opens (S35 to S38, S42).

It is for whoever files: branches rate themselves and each other, units ask the people whom they
serve.
"""

import datetime as dt
from dataclasses import dataclass

from campaign.definitions.applicability import RATINGS, SELF, SOCIAL
from campaign.definitions.appraisal_plan import Appraisal, Channel
from campaign.definitions.duties import due_date
from campaign.definitions.plan import Obligation, Plan
from campaign.documents.imprint import Imprint, to_classes
from campaign.values.periods import Period

_CHANNELS = {SELF: "self", RATINGS: "mutual", SOCIAL: "social"}


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationNotice:
    """The facts of ``evaluation_notice``; ``form`` is the title of what is to be filed.

    ``opens`` and ``due`` are the first and the last day of the evaluation.
    """

    imprint: Imprint
    obligation: Obligation
    form: str
    opens: dt.date
    due: dt.date
    appraisal: Appraisal

    @property
    def channel(self) -> Channel:
        """The channel of the appraisal that the evaluation is; its key tells which."""
        key = _CHANNELS[self.obligation.form]
        return next(channel for channel in self.appraisal.channels if channel.key == key)

    @property
    def missing_counts_zero(self) -> bool:
        """Whether a unit that has not filed by the lock gets 0: ratings are of others."""
        return self.obligation.form in (SELF, SOCIAL)


def evaluation_notice(
    obligation: Obligation, period: Period, plan: Plan, imprint: Imprint, form: str
) -> EvaluationNotice:
    """Return the notice of an evaluation to those who owe it; ``form`` is its form's title.

    Raises UnknownYearError as ``due_date`` does.
    """
    return EvaluationNotice(
        imprint=to_classes(imprint, obligation.classes),
        obligation=obligation,
        form=form,
        opens=max(obligation.opens or period.first, plan.campaign.first),
        due=due_date(obligation, period, plan),
        appraisal=plan.appraisal,
    )
