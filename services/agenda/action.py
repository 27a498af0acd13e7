"""What a scheduled action gives: its note, files and messages."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from adapters.store.outbox import Post
from campaign.deadlines.agenda import Action
from services.context import AppContext


@dataclass(frozen=True, kw_only=True, slots=True)
class OutputFile:
    """A file for people: its path below outputs/reports/ and its content."""

    name: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionResult:
    """What came of an action; ``note`` says it in a line for the run's table and the event.

    ``facts`` is kept in the event, as JSON, for what has to be known of it later. ``deferred``:
    what it needs is not there yet, and the flow looks again on its next morning.
    """

    note: str
    files: tuple[OutputFile, ...] = ()
    posts: tuple[Post, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    deferred: bool = False


Handler = Callable[[AppContext, Action, dt.datetime], ActionResult]
"""Carries out one kind of action; may be run again, and then gives the same."""
