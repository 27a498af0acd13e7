"""What of the plan a cell may name: its obligations, by any of their names, and their periods."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from campaign.definitions.form import Form, heading_key
from campaign.definitions.plan import Obligation, Plan
from campaign.values.periods import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanIndex:
    """The obligations that are due on days, which is what somebody can be excused from.

    ``keys`` are by name as ``heading_key`` reduces it: an obligation's key, its name, or its
    form's title if no other obligation is about the same form. ``periods`` are by key.
    """

    names: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)

    def obligation(self, name: str) -> str:
        """Return the key of the obligation of that name, "" if there is none."""
        return self.keys.get(heading_key(name), "")

    @property
    def all_periods(self) -> tuple[Period, ...]:
        """Every period that something is due for, in order of time."""
        return tuple(sorted({each for periods in self.periods.values() for each in periods}))


def index_plan(plan: Plan, forms: Iterable[Form] = ()) -> PlanIndex:
    """Return what cells may name of a plan; without its forms, not by their titles."""
    due = [obligation for obligation in plan.obligations if obligation.periods]
    titles = {form.key: form.title for form in forms}
    return PlanIndex(
        names=tuple(obligation.name for obligation in due),
        keys=_by_title(due, titles) | {heading_key(n): o.key for o in due for n in (o.name, o.key)},
        periods={obligation.key: obligation.periods for obligation in due},
    )


def _by_title(due: Iterable[Obligation], titles: Mapping[str, str]) -> dict[str, str]:
    count = Counter(obligation.form for obligation in due)
    return {
        heading_key(titles[obligation.form]): obligation.key
        for obligation in due
        if obligation.form in titles and count[obligation.form] == 1
    }
