"""What each problem's words consist of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemWording:
    """A problem's title, and its three sentences as templates of ``str.format``."""

    title: str
    problem: str
    reason: str
    remedy: str
