"""Reads from events whose private contents were destroyed, and which hash holds since then."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection

from adapters.store.events import load_events

PRIVATE_DESTROYED = "private.destroyed"
"""The kind of the event of a destruction; its detail has the destroyed files by receipt."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Destruction:
    """A destroyed original's SHA-256, and its report's content hash before and after.

    Both are "" where the file was accepted as no report.
    """

    sha256: str
    before: str = ""
    after: str = ""

    def holds(self, recorded: str, stored: str) -> bool:
        """Return whether a report that was recorded by one hash may be stored by another."""
        return (self.before, self.after) == (recorded, stored)


def destruction_detail(
    destroyed: Mapping[str, Destruction],
) -> dict[str, dict[str, str]]:
    """Return the files of a destruction as its event has them."""
    return {
        receipt: {"sha256": item.sha256, "before": item.before, "after": item.after}
        for receipt, item in destroyed.items()
    }


def load_destructions(connection: Connection, after: int = 0) -> dict[str, Destruction]:
    """Return what was destroyed, by receipt, from the events after a position.

    An event that somebody made illegible is left out; its place in the chain shows.
    """
    destroyed = {}
    for event in load_events(connection, [PRIVATE_DESTROYED], after=after):
        with suppress(ValueError, KeyError, AttributeError, TypeError):
            for receipt, item in event.detail["receipts"].items():
                destroyed[receipt] = Destruction(**item)
    return destroyed


def content_as_accepted(stored: str, destruction: Destruction | None) -> str:
    """Return the content hash that a report was accepted with.

    It is that of what is stored, unless an event says that private values were destroyed since.
    """
    if destruction and destruction.holds(destruction.before, stored):
        return destruction.before
    return stored


def receipts_of(destroyed: Mapping[str, Destruction], receipts: Iterable[str]) -> tuple[str, ...]:
    """Return those of some receipts whose reports lost private values, in their order."""
    return tuple(
        receipt
        for receipt in receipts
        if (item := destroyed.get(receipt)) and item.before != item.after
    )
