"""The outbox: messages as rows, written in the transaction of what they report, sent later.

A message waits as ``pending``, as ``held`` until somebody has looked at the first mass mailing, or
as ``no_address`` until the roster has one. It ends as ``sent``, ``failed`` or, where a newer one
takes its place, as ``superseded``. Each change is an event.
"""

from adapters.store.outbox.delivery_attempts import LeasedMessage
from adapters.store.outbox.messages import (
    DIGEST,
    OF_ITS_DAY,
    REMINDER,
    STATE_NAMES,
    MessageState,
    OutboxMessage,
    Post,
)
from adapters.store.outbox.queue import enqueue, readdress, release, send_again, supersede
from adapters.store.outbox.search import counts, messages_in

__all__ = [
    "DIGEST",
    "OF_ITS_DAY",
    "REMINDER",
    "STATE_NAMES",
    "LeasedMessage",
    "MessageState",
    "OutboxMessage",
    "Post",
    "counts",
    "enqueue",
    "messages_in",
    "readdress",
    "release",
    "send_again",
    "supersede",
]
