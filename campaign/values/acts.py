"""Who acts by hand and why, and the name under which the software itself acts."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who of the office decided something by hand, and why."""

    name: str
    reason: str


SOFTWARE = "系统"
"""The actor of events that nobody has asked for by hand."""
