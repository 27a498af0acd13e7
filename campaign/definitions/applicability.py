"""Which channels and parts apply to a class of units: what the plan's obligations can feed.

A class that owes no self evaluation has no self channel, and its other weights are rescaled; that
is no gap in its score. A form that the plan does not have feeds nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster

SELF, RATINGS, INSPECTIONS = "self_evaluation", "mutual_evaluation", "inspection"
SPOT, SOCIAL, PUBLIC = "spot_check", "social_evaluation", "public_ballots"
_OF_EVERYBODY = (SPOT, PUBLIC)
_FORMS = {"self": (SELF,), "spot": (SPOT,), "social": (SOCIAL,), "public": (PUBLIC,)}


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassWeights:
    """The weights that hold for one class: its channels (by key), and its parts of 互评 (by form).

    What does not apply, or weighs nothing, is left out.
    """

    channels: Mapping[str, int]
    mutual_parts: Mapping[str, int]

    @property
    def total(self) -> int:
        """The sum of the channels' weights, which stands for 100."""
        return sum(self.channels.values())


def evidence_forms(plan: Plan, roster: Roster) -> dict[str, frozenset[str]]:
    """Return the forms that feed a score, by class of the units that they are about.

    What the office and inspectors file on anybody (spot checks, public ballots) is about every
    class; the rest is about the classes that the obligation names, or those of its units.
    """
    found: dict[str, set[str]] = {"支部": set(), "单位": set()}
    for obligation in plan.obligations:
        named = (roster.unit(name) for name in obligation.units)
        about = set(obligation.classes) | {unit.unit_class for unit in named if unit}
        for unit_class in found:
            if obligation.form in _OF_EVERYBODY or unit_class in about:
                found[unit_class].add(obligation.form)
    return {unit_class: frozenset(forms) for unit_class, forms in found.items()}


def class_weights(appraisal: Appraisal, forms: frozenset[str]) -> ClassWeights:
    """Return the weights of a class that those forms feed."""
    of_parts = {
        RATINGS: appraisal.mutual.ratings_weight,
        INSPECTIONS: appraisal.mutual.inspections_weight,
    }
    parts = {form: weight for form, weight in of_parts.items() if form in forms and weight}
    channels: dict[str, int] = {}
    for channel in appraisal.channels:
        applies = bool(parts) if channel.key == "mutual" else forms.issuperset(_FORMS[channel.key])
        if applies and channel.weight:
            channels[channel.key] = channel.weight
    return ClassWeights(channels=channels, mutual_parts=parts)
