"""Points out what is allowed but worth knowing before the year begins, to the office."""

from collections.abc import Iterator

from campaign.definitions.duties import due_date
from campaign.definitions.errors import Fault
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.definitions.working_days import add_working_days, is_working_day
from campaign.problems.definition_faults import DefinitionHint
from campaign.validation.faults import leaders_fault, plan_fault, unit_fault


def plan_hints(plan: Plan, roster: Roster) -> list[Fault]:
    """Return deadlines on days off, and units, leaders and office that cannot be reached.

    Raises UnknownYearError for a deadline in a year whose working days are not known.
    """
    return [*_deadlines_on_days_off(plan), *_out_of_reach(plan, roster)]


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
