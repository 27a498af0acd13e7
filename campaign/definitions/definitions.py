"""Holds the definitions in force: plan, roster and forms together, with the duties they give."""

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
    """What the bureau has laid down for the year.

    ``file_hashes`` are the SHA-256 of the files by their names below inputs/, ``content_hash`` is
    the one of them all.
    """

    plan: Plan
    roster: Roster
    forms: dict[str, Form]
    file_hashes: Mapping[str, str]
    content_hash: str

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Every duty of the year, by due date, then in the roster's order."""
        return duties(self.plan, self.roster)

    @cached_property
    def _duties_by_key(self) -> dict[DutyKey, Duty]:
        return {duty.key: duty for duty in self.duties}

    @cached_property
    def _duties_by_unit(self) -> dict[str, list[Duty]]:
        duties_of: dict[str, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            if self.forms[duty.obligation.form].filed_by == "unit":
                duties_of[duty.unit].append(duty)
        return duties_of

    @cached_property
    def office_forms(self) -> frozenset[str]:
        """The keys of the forms that the office files about units."""
        return frozenset(form.key for form in self.forms.values() if form.filed_by == "office")

    def duty(self, key: DutyKey) -> Duty | None:
        """Return the duty that a submission of this unit, form and period fulfils, None if none."""
        return self._duties_by_key.get(key)

    def duties_of(self, unit: str) -> list[Duty]:
        """Return the duties whose reports the unit itself files, by due date."""
        return self._duties_by_unit.get(unit, [])


def responsible_unit(form: str, unit: str, definitions: Definitions) -> str:
    """Return the code of the unit that files a form about a unit: that unit, or the office."""
    by_office = form in definitions.office_forms
    return definitions.plan.campaign.office if by_office else unit


def period_label(slot: str) -> str:
    """Return a period as staff write it, such as 2026年6月; "" for an event's serial number."""
    period = find_period(slot)
    return period.label if period and str(period) == slot else ""


def mail_addresses(plan: Plan, roster: Roster) -> Mapping[str, str]:
    """Return the mail addresses of units and office by code, "" where there is none.

    The code "" has the office's: it gets what belongs to no unit.
    """
    units = {unit.code: unit.email for unit in roster.units}
    return {**units, **dict.fromkeys(("", plan.campaign.office), plan.mail.office_address)}
