"""Decides which channels and parts apply to a class of units: those that its obligations feed.

A class that owes no self evaluation has no self channel, and its other weights are rescaled; that
is no gap in its score. A form that the plan does not have feeds no channel.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster

SELF, RATINGS, INSPECTIONS = "self_evaluation", "mutual_evaluation", "inspection"
SPOT, SOCIAL, PUBLIC = "spot_check", "social_evaluation", "public_ballots"
_ABOUT_ALL_CLASSES = (SPOT, PUBLIC)
_CHANNEL_FORMS = {"self": (SELF,), "spot": (SPOT,), "social": (SOCIAL,), "public": (PUBLIC,)}


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassWeights:
    """The weights of one class: of its channels by key, of the parts of 互评 by form.

    What does not apply, or has no weight, is left out.
    """

    channels: Mapping[str, int]
    mutual_parts: Mapping[str, int]

    @property
    def total(self) -> int:
        """The sum of the channels' weights, to which the total is scaled."""
        return sum(self.channels.values())


def evidence_forms(plan: Plan, roster: Roster) -> dict[str, frozenset[str]]:
    """Return the forms that feed a score, by class of the units that they are about.

    What the office and inspectors file on any unit (spot checks, public ballots) is about every
    class; the rest is about the classes that the obligation names, or those of its units.
    """
    forms_of: dict[str, set[str]] = {"支部": set(), "单位": set()}
    for obligation in plan.obligations:
        units = (roster.unit(name) for name in obligation.units)
        about = set(obligation.classes) | {unit.unit_class for unit in units if unit}
        for unit_class, forms in forms_of.items():
            if obligation.form in _ABOUT_ALL_CLASSES or unit_class in about:
                forms.add(obligation.form)
    return {unit_class: frozenset(forms) for unit_class, forms in forms_of.items()}


def class_weights(appraisal: Appraisal, forms: frozenset[str]) -> ClassWeights:
    """Return the weights of a class whose scores are fed by these forms."""
    mutual_weights = {
        RATINGS: appraisal.mutual.ratings_weight,
        INSPECTIONS: appraisal.mutual.inspections_weight,
    }
    parts = {form: weight for form, weight in mutual_weights.items() if form in forms and weight}
    channels: dict[str, int] = {
        channel.key: channel.weight
        for channel in appraisal.channels
        if channel.weight
        and (parts if channel.key == "mutual" else forms.issuperset(_CHANNEL_FORMS[channel.key]))
    }
    return ClassWeights(channels=channels, mutual_parts=parts)
