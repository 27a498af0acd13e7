"""The editions of the rules, told apart only so that a result can be derived as it was made."""

from enum import IntEnum


class Edition(IntEnum):
    """How evidence is read and facts are written; the number is that of a result's format.

    ``FIRST`` is version 0.2.0: nothing is deducted, a document counts by its highest tier
    wherever it was entered, what one matter is and when it was is not asked, the ladder keeps
    nobody from being nominated. Everything else is of the ``SECOND``.
    """

    FIRST = 1
    SECOND = 2


CURRENT = Edition.SECOND
