"""The definitions in force: plan, roster and forms together."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from campaign.definitions.duties import Duty, DutyKey, duties
from campaign.definitions.form import Form
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.values.periods import find_period


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """What the bureau has laid down; ``digest`` changes when any of it does.

    ``hashes`` are the SHA-256 of the files, by their names below inputs/.
    """

    plan: Plan
    roster: Roster
    forms: dict[str, Form]
    hashes: Mapping[str, str]
    digest: str

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Everything that is due in the year."""
        return duties(self.plan, self.roster)

    @cached_property
    def _duties_by_key(self) -> dict[DutyKey, Duty]:
        return {duty.key: duty for duty in self.duties}

    @cached_property
    def _duties_by_unit(self) -> dict[str, list[Duty]]:
        found: dict[str, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            if self.forms[duty.obligation.form].filed_by == "unit":
                found[duty.unit].append(duty)
        return found

    @cached_property
    def office_forms(self) -> frozenset[str]:
        """The forms that the office files on others."""
        return frozenset(form.key for form in self.forms.values() if form.filed_by == "office")

    def duty(self, key: DutyKey) -> Duty | None:
        """Return the duty that a submission of this unit, form and period fulfils."""
        return self._duties_by_key.get(key)

    def duties_of(self, unit: str) -> list[Duty]:
        """Return what a unit itself has to file, by due date."""
        return self._duties_by_unit.get(unit, [])


def responsible_unit(form: str, unit: str, definitions: Definitions) -> str:
    """Return the code of the unit that files a form on this unit: itself, or the office."""
    found = definitions.forms.get(form)
    by_office = found is not None and found.filed_by == "office"
    return definitions.plan.campaign.office if by_office else unit


def period_label(slot: str) -> str:
    """Return a period as staff write it; "" for an event's serial number."""
    period = find_period(slot)
    return period.label if period and str(period) == slot else ""


def addresses(plan: Plan, roster: Roster) -> Mapping[str, str]:
    """Return where each unit and the office get their mail, by code; "" for nowhere.

    What belongs to no unit goes to the office.
    """
    units = {unit.code: unit.email for unit in roster.units}
    return {**units, **dict.fromkeys(("", plan.campaign.office), plan.mail.office_address)}
