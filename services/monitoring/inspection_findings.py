"""What inspections have asked units to put right, as the store remembers it."""

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.store.engine import Connection
from adapters.store.submissions import numbers_of_form
from campaign.deadlines.agenda import ActionKind
from campaign.definitions.definitions import Definitions
from campaign.monitoring.rectification import LEDGER, RectificationDemand, read_demand
from campaign.values.periods import parse_period
from services.agenda.actions import facts_of_actions


@dataclass(frozen=True, kw_only=True, slots=True)
class Unentered:
    """A finding of an inspection that the unit's ledger does not hold."""

    unit: str
    period: str
    number: str
    item: str


def demands_so_far(connection: Connection) -> tuple[RectificationDemand, ...]:
    """Return every finding that notices have asked units to put right."""
    kept = facts_of_actions(connection, ActionKind.INSPECTION_BULLETIN).values()
    return tuple(read_demand(each) for facts in kept for each in facts["asked"])


def numbers_used(connection: Connection) -> tuple[str, ...]:
    """Return every number that a ledger has ever borne, in versions of before too."""
    return tuple(numbers_of_form(connection, LEDGER))


def unentered_in_words(
    asked: Iterable[RectificationDemand], definitions: Definitions
) -> list[Unentered]:
    """Name units and periods as staff do."""
    return [
        Unentered(
            unit=definitions.roster.name_of(one.unit),
            period=parse_period(one.period).label,
            number=one.number,
            item=one.item,
        )
        for one in asked
    ]
