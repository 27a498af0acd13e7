"""What inspections have asked units to put right, as the store remembers it."""

from adapters.store.engine import Connection
from adapters.store.reports import numbers_of_form
from campaign.deadlines.agenda import ActionKind
from campaign.monitoring.rectification import LEDGER, RectificationDemand, read_demand
from services.agenda.actions import facts_of_actions


def demands_so_far(connection: Connection) -> tuple[RectificationDemand, ...]:
    """Return every finding that notices have asked units to put right."""
    kept = facts_of_actions(connection, ActionKind.INSPECTION_BULLETIN).values()
    return tuple(read_demand(demand) for facts in kept for demand in facts["asked"])


def numbers_used(connection: Connection) -> tuple[str, ...]:
    """Return every number that a ledger has ever borne, in versions of before too."""
    return tuple(numbers_of_form(connection, LEDGER))
