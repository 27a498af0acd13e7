"""The shipped definitions: as texts to break, and as values, read once as they are frozen."""

from functools import cache
from pathlib import Path

from adapters.files.home import Home
from campaign.definitions.definitions import Definitions
from campaign.definitions.errors import DefinitionError
from campaign.definitions.form import Form, parse_form
from campaign.definitions.plan import Plan, parse_plan
from campaign.definitions.roster import Roster
from services.definitions.loading import load_definitions

INPUTS = Path(__file__).parents[3] / "inputs"
FORM_KEYS = tuple(sorted(path.stem for path in (INPUTS / "forms").glob("*.toml")))


@cache
def plan_text() -> str:
    """Return inputs/plan.toml."""
    return (INPUTS / "plan.toml").read_text(encoding="utf-8")


@cache
def first_plan_text() -> str:
    """Return the plan that version 0.2.0 shipped, which lacks every later setting."""
    path = Path(__file__).parents[2] / "data" / "plans" / "plan-0.2.0.toml"
    return path.read_text(encoding="utf-8")


@cache
def first_plan() -> Plan:
    """Return the plan of version 0.2.0, whose settings mean what they meant."""
    return parse_plan(first_plan_text(), "inputs/plan.toml")


@cache
def form_text(key: str) -> str:
    """Return the text of one form."""
    return (INPUTS / "forms" / f"{key}.toml").read_text(encoding="utf-8")


def changed(text: str, old: str, new: str) -> str:
    """Return the text with its first ``old`` outside of comments replaced; it must be there."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    bare = "\n".join(lines)
    assert old in bare, f"nothing to change: {old}"
    return bare.replace(old, new, 1)


@cache
def plan(old: str = "", new: str = "") -> Plan:
    """Return the shipped plan, or one with a change."""
    return parse_plan(changed(plan_text(), old, new) if old else plan_text(), "inputs/plan.toml")


@cache
def form(key: str, old: str = "", new: str = "") -> Form:
    """Return a shipped form, or one with a change."""
    text = changed(form_text(key), old, new) if old else form_text(key)
    return parse_form(text, f"inputs/forms/{key}.toml")


@cache
def forms() -> tuple[Form, ...]:
    """Return the shipped forms."""
    return tuple(form(key) for key in FORM_KEYS)


@cache
def shipped_roster() -> Roster:
    """Return inputs/roster.xlsx: with a merger and a move in mid-year, namesakes, rare names."""
    return load_definitions(Home(INPUTS.parent)).roster


@cache
def shipped_definitions() -> Definitions:
    """Return the shipped plan, roster and forms together."""
    return load_definitions(Home(INPUTS.parent))


def approval_code(number: int) -> str:
    """Return the code of the number-th member of the shipped roster's leading group.

    The last six digits of the campaign's first day with the member's number: 260401, 260402.
    """
    return f"2604{number:02d}"


def faults_of(error: DefinitionError) -> list[tuple[str, str]]:
    """Return path and message of each fault."""
    return [(fault.path, fault.message) for fault in error.faults]
