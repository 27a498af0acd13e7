"""A message as composed: subject and bodies, and the letterhead it bears."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """What goes out; ``html`` is one line, the inside of a body, for mail and for ``page``."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """What every message carries: whom it greets, who signs, for which campaign, and when."""

    addressee: str
    issuer: str
    campaign: str
    written_at: dt.datetime
