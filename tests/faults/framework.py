"""A fault, what must hold after it, and the tally of its tries."""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults.oracle import Judgement
from tests.faults.rig import Rig

_GOLDEN = 0.6180339887498949


class UnableError(Exception):
    """This machine does not allow a fault to be made; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class Try:
    """One try of a fault: by its seed everything about it is repeated.

    ``spread`` is a number below 1 that covers the interval evenly, however few seeds there are.
    """

    seed: int
    rig: Rig

    @property
    def spread(self) -> float:
        """Where between beginning and end the fault comes."""
        return (self.seed * _GOLDEN) % 1

    @property
    def random(self) -> Random:
        """What else is by chance, the same at each call."""
        return Random(self.seed)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong around the software, and what must hold when it is over.

    ``act`` makes it happen and judges; ``few`` is the number of tries that the suite has time for,
    ``share`` the part of the tries asked for that are made on demand.
    """

    name: str
    oracle: str
    act: Callable[[Try], Judgement]
    few: int = 2
    share: float = 1.0


@dataclass(slots=True)
class Tally:
    """What came of all tries of one fault."""

    fault: str
    oracle: str
    tries: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    repeated: int = 0
    seconds: list[float] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    unable: str = ""

    def count(self, seed: int, judgement: Judgement) -> None:
        """Count a try."""
        self.tries += judgement.tries
        self.lost += len(judgement.lost)
        self.doubled += len(judgement.doubled)
        self.wrong += len(judgement.wrong)
        self.repeated += judgement.repeated
        self.seconds.append(judgement.seconds)
        self.findings += [f"seed {seed}: {finding}" for finding in judgement.findings]

    def as_row(self) -> dict[str, Any]:
        """Return the tally as the page's JSON keeps it."""
        facts = {name: getattr(self, name) for name in self.__slots__ if name != "seconds"}
        median = round(statistics.median(self.seconds), 2) if self.seconds else None
        worst = round(max(self.seconds), 2) if self.seconds else None
        return {**facts, "median_seconds": median, "worst_seconds": worst}


def try_fault(
    rig: Rig, fault: Fault, seeds: Iterable[int], progress: Callable[[int], None] = lambda _: None
) -> Tally:
    """Try a fault with each seed; one that cannot be made here is tallied as such."""
    tally = Tally(fault.name, fault.oracle)
    for seed in seeds:
        try:
            judgement = fault.act(Try(seed, rig))
        except UnableError as error:
            tally.unable = str(error)
            return tally
        except Exception as error:  # noqa: BLE001 - what the software does then is wrong
            judgement = Judgement(wrong=[f"{type(error).__name__}: {error}"])
        tally.count(seed, judgement)
        rig.clear()
        progress(seed)
    return tally
