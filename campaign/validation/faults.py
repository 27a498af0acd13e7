"""Places faults in the files in which plan, roster and forms are kept."""

from campaign.definitions.errors import Fault
from campaign.definitions.roster_file.sheets import LEADERS
from campaign.problems.definition_faults import RosterFault

PLAN = "inputs/plan.toml"
ROSTER = "inputs/roster.xlsx"


def plan_fault(path: str, message: str) -> Fault:
    """Return a fault at a key of the plan."""
    return Fault(source=PLAN, path=path, message=message)


def unit_fault(code: str, message: str) -> Fault:
    """Return a fault of a unit of the roster."""
    return Fault(source=ROSTER, path=RosterFault.UNIT.format(code=code), message=message)


def person_fault(code: str, message: str) -> Fault:
    """Return a fault of a person of the roster."""
    return Fault(source=ROSTER, path=RosterFault.PERSON.format(code=code), message=message)


def leaders_fault(message: str) -> Fault:
    """Return a fault of the roster's leading group."""
    return Fault(source=ROSTER, path=RosterFault.SHEET.format(sheet=LEADERS), message=message)


def form_fault(form_key: str, path: str, message: str) -> Fault:
    """Return a fault at a key of a form."""
    return Fault(source=f"inputs/forms/{form_key}.toml", path=path, message=message)
