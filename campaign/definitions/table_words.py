"""Names how a form's values come out again: who may see them, and how a column is summed up.

The words are those of the forms' TOML; both lists are closed.
"""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a table or column is for, from all to the fewest.

    What is for the unit is for each unit in its own rows. The office sees all but what is
    confidential, which is shown to whoever asks for it by name and with a reason.
    """

    EVERYONE = "everyone"
    UNIT = "unit"
    OFFICE = "office"
    CONFIDENTIAL = "confidential"

    @property
    def _order(self) -> int:
        return list(Audience).index(self)

    def may_see(self, other: "Audience") -> bool:
        """Return whether this audience may see what is meant for the other."""
        return other._order <= self._order

    def narrowed(self, other: "Audience | None") -> "Audience":
        """Return the one of both that is for fewer."""
        return self if other is None or self.may_see(other) else other


class Summary(StrEnum):
    """How the values of a column are summed up over the rows of a unit, a class, all.

    ``sum``, ``mean``, ``least`` and ``most`` are of numbers, the last two of dates too. ``count``
    counts the cells that are filled in, of choices each choice. ``share`` is the share of each
    choice, the share of yes, a number's share of the total, or the share of filled cells of a
    text. ``list`` joins the different values. ``none`` leaves the column to the rows alone.
    """

    SUM = "sum"
    MEAN = "mean"
    COUNT = "count"
    SHARE = "share"
    LEAST = "least"
    MOST = "most"
    LIST = "list"
    NONE = "none"
