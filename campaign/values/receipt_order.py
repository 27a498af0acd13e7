"""Orders the versions of a report as they were received, also where a clock was put back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Protocol, TypeVar

CLOCK_STEP = dt.timedelta(minutes=5)
"""By how much two times may contradict each other before a clock must have been put back."""


class Received(Protocol):
    """A version of a report; ``id`` numbers versions in the order in which they were recorded."""

    @property
    def id(self) -> int:
        """The version's number."""

    @property
    def drop_id(self) -> int:
        """The number of the file, in the order of claims."""

    @property
    def received_at(self) -> dt.datetime:
        """When the file was first seen."""

    @property
    def accepted_at(self) -> dt.datetime:
        """When the version was recorded."""


AnyVersion = TypeVar("AnyVersion", bound=Received)


def in_order_of_receipt(versions: Iterable[AnyVersion]) -> list[AnyVersion]:
    """Return the versions of one report in the order of receipt: the last one counts.

    Files that were first seen together are in the order of their claims. What was recorded after
    a clock had been put back follows what was recorded before, whatever their times say.
    """
    keys: list[tuple[int, dt.datetime, int]] = []
    recorded = sorted(versions, key=lambda version: version.id)
    steps = 0
    for before, version in zip([None, *recorded], recorded, strict=False):
        if before and before.accepted_at - version.accepted_at > CLOCK_STEP:
            steps += 1
        keys.append((steps, version.received_at, version.drop_id))
    order = sorted(range(len(recorded)), key=keys.__getitem__)
    return [recorded[place] for place in order]


def last_of_each(
    versions: Iterable[AnyVersion], key: Callable[[AnyVersion], Hashable]
) -> list[AnyVersion]:
    """Return of the versions of several reports, told apart by a key, the one received last."""
    groups: defaultdict[Hashable, list[AnyVersion]] = defaultdict(list)
    for version in versions:
        groups[key(version)].append(version)
    return [in_order_of_receipt(group)[-1] for group in groups.values()]
