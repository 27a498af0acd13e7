"""Holds a message as composed: its subject and bodies, and the letterhead it bears."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A message ready to send; ``html`` is the inside of a body, on one line."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """What every message bears: whom it greets, who signs, the campaign, the time of writing."""

    addressee: str
    issuer: str
    campaign: str
    written_at: dt.datetime
