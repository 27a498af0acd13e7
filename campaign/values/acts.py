"""Names who is answerable for an event: a person of the office with a reason, or the software."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """The person of the office who decided something by hand, and the reason that they gave."""

    name: str
    reason: str


SOFTWARE = "系统"
"""The name of the actor of events that nobody decided by hand."""
