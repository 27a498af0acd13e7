"""Made-up letters of every kind: with everything that a template may print, and bare.

``zuofeng check`` holds the templates of mail against them, by the plan, roster and forms in force.
"""

from collections.abc import Iterator

from adapters.mail.messages import Letter
from campaign.definitions.definitions import Definitions
from services.definitions.sample_letters.alarms import alarms
from services.definitions.sample_letters.answers import answers
from services.definitions.sample_letters.bulletins import bulletins
from services.definitions.sample_letters.deadlines import deadlines, digests
from services.definitions.sample_letters.results import approval_facts, results

__all__ = ["approval_facts", "bureau_letters", "software_letters"]


def bureau_letters(definitions: Definitions) -> Iterator[Letter]:
    """Return letters of every kind from the bureau, to a unit or to its office.

    A kind that can lack something comes more than once.
    """
    yield from answers(definitions)
    yield from bulletins(definitions)
    yield from deadlines(definitions)
    yield from results()


def software_letters(definitions: Definitions) -> Iterator[Letter]:
    """Return letters of every kind from the software to the office."""
    yield from alarms(definitions)
    yield from digests(definitions)
