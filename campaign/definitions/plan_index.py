"""Finds the plan's obligations and periods by the names that cells give them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from campaign.definitions.form import Form, heading_key
from campaign.definitions.plan import Obligation, Plan
from campaign.values.periods import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanIndex:
    """The obligations that have deadlines, from which units can be excused.

    ``keys`` are by name as ``heading_key`` reduces it: an obligation's key, its name, or its
    form's title if no other obligation is of the same form. ``periods`` are by key.
    """

    names: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)

    def obligation(self, name: str) -> str:
        """Return the key of the obligation of that name, "" if there is none."""
        return self.keys.get(heading_key(name), "")

    @property
    def all_periods(self) -> tuple[Period, ...]:
        """Every period for which anything is due, in order of time."""
        return tuple(sorted({period for periods in self.periods.values() for period in periods}))


def index_plan(plan: Plan, forms: Iterable[Form] = ()) -> PlanIndex:
    """Return the index of a plan; obligations are found by titles only of the forms given."""
    obligations = [obligation for obligation in plan.obligations if obligation.periods]
    titles = {form.key: form.title for form in forms}
    keys = _keys_by_title(obligations, titles)
    for obligation in obligations:
        keys[heading_key(obligation.name)] = keys[heading_key(obligation.key)] = obligation.key
    return PlanIndex(
        names=tuple(obligation.name for obligation in obligations),
        keys=keys,
        periods={obligation.key: obligation.periods for obligation in obligations},
    )


def _keys_by_title(obligations: Iterable[Obligation], titles: Mapping[str, str]) -> dict[str, str]:
    counts = Counter(obligation.form for obligation in obligations)
    return {
        heading_key(titles[obligation.form]): obligation.key
        for obligation in obligations
        if obligation.form in titles and counts[obligation.form] == 1
    }
