"""Points out what is allowed but worth knowing before the year begins, to the office."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from campaign.definitions.duties import due_date
from campaign.definitions.errors import Fault
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Person, Roster, Unit
from campaign.definitions.working_days import add_working_days, is_working_day
from campaign.problems.definition_faults import DefinitionHint
from campaign.validation.faults import leaders_fault, person_fault, plan_fault, unit_fault
from campaign.values.text import name_key


def plan_hints(plan: Plan, roster: Roster) -> list[Fault]:
    """Return deadlines on days off, who cannot be reached, and what in the roster looks double.

    Raises UnknownYearError for a deadline in a year whose working days are not known.
    """
    return [
        *_deadlines_on_days_off(plan),
        *_out_of_reach(plan, roster),
        *_shared_addresses(roster),
        *_split_people(roster),
    ]


def _deadlines_on_days_off(plan: Plan) -> Iterator[Fault]:
    for index, obligation in enumerate(plan.obligations):
        for period in obligation.periods:
            due = due_date(obligation, period, plan)
            if not is_working_day(due, plan.calendar):
                message = DefinitionHint.DUE_ON_DAY_OFF.format(
                    name=obligation.name,
                    period=period.label,
                    due=due,
                    before=add_working_days(due, -1, plan.calendar),
                )
                yield plan_fault(f"obligations[{index}].due", message)


def _out_of_reach(plan: Plan, roster: Roster) -> Iterator[Fault]:
    staffed = {code for person in roster.people for code in (person.unit, person.branch)}
    for unit in roster.units:
        if not unit.email:
            message = DefinitionHint.UNIT_WITHOUT_EMAIL.format(name=unit.name)
            yield unit_fault(unit.code, message)
        if unit.code not in staffed:
            message = DefinitionHint.UNIT_WITHOUT_PEOPLE.format(name=unit.name)
            yield unit_fault(unit.code, message)
    if not any(member.code_hash for member in roster.leading_group):
        yield leaders_fault(DefinitionHint.NO_APPROVAL_CODE)
    if not plan.mail.office_address:
        yield plan_fault("mail.office_address", DefinitionHint.OFFICE_WITHOUT_EMAIL)


def _shared_addresses(roster: Roster) -> Iterator[Fault]:
    units_by_address: dict[str, list[Unit]] = defaultdict(list)
    for unit in roster.units:
        if unit.email:
            units_by_address[unit.email.casefold()].append(unit)
    for first, *others in units_by_address.values():
        if others:
            names = "、".join(unit.name for unit in others)
            message = DefinitionHint.ADDRESS_SHARED.format(address=first.email, others=names)
            yield unit_fault(first.code, message)


def _split_people(roster: Roster) -> Iterator[Fault]:
    """Find namesakes who may be one person under two codes: in one unit, or one after the other."""
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in roster.people:
        by_name[name_key(person.name)].append(person)
    pairs = (pair for namesakes in by_name.values() for pair in combinations(namesakes, 2))
    for one, other in pairs:
        if one.code == other.code:
            continue
        earlier, later = sorted((one, other), key=lambda person: person.first or dt.date.min)
        codes = f"{one.code}、{other.code}"
        if earlier.last and later.first == earlier.last + dt.timedelta(days=1):
            facts = {"name": earlier.name, "earlier": earlier.code, "later": later.code}
            message = DefinitionHint.MOVED_WITH_NEW_CODE.format(last=earlier.last, **facts)
            yield person_fault(codes, message)
        elif one.unit == other.unit:
            facts = {"unit": roster.name_of(one.unit), "codes": codes}
            yield person_fault(
                codes, DefinitionHint.SAME_NAME_TWO_CODES.format(name=one.name, **facts)
            )
