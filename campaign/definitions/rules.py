"""Lists the rules across columns and sheets that a form may name; the list is closed."""

from typing import Annotated, Literal

from pydantic import Field as Setting

from campaign.definitions.errors import Definition

Reference = tuple[str, str]
"""A sheet's key and a column's key."""


class Order(Definition):
    """``then`` must not be earlier than ``first`` in the same row."""

    rule: Literal["order"]
    sheet: str
    first: str
    then: str

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return (self.sheet, self.first), (self.sheet, self.then)


class NotMore(Definition):
    """``part`` must not exceed ``whole`` in the same row."""

    rule: Literal["not_more"]
    sheet: str
    part: str
    whole: str

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return (self.sheet, self.part), (self.sheet, self.whole)


class RequiredIf(Definition):
    """``then`` must be filled in where ``when`` holds one of ``equals`` (any value if empty)."""

    rule: Literal["required_if"]
    sheet: str
    when: str
    equals: tuple[str, ...] = ()
    then: str

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return (self.sheet, self.when), (self.sheet, self.then)


class HoldsIf(Definition):
    """``then`` must hold one of ``holds`` where ``when`` is filled in."""

    rule: Literal["holds_if"]
    sheet: str
    when: str
    then: str
    holds: tuple[str, ...] = Setting(min_length=1)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return (self.sheet, self.when), (self.sheet, self.then)


class OneOf(Definition):
    """At least one of ``columns`` must be filled in.

    With ``when``, only where that holds one of ``equals`` (any value if empty).
    """

    rule: Literal["one_of"]
    sheet: str
    columns: tuple[str, ...] = Setting(min_length=2)
    when: str = ""
    equals: tuple[str, ...] = ()

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        condition = (self.when,) if self.when else ()
        return tuple((self.sheet, column) for column in (*self.columns, *condition))


class Different(Definition):
    """``column`` and ``other`` must differ in the same row: an item is closed by another person."""

    rule: Literal["different"]
    sheet: str
    column: str
    other: str

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return (self.sheet, self.column), (self.sheet, self.other)


class EachChoice(Definition):
    """Every choice of ``column`` must occur in some row."""

    rule: Literal["each_choice"]
    sheet: str
    column: str

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return ((self.sheet, self.column),)


class AtLeast(Definition):
    """At least ``count`` rows must hold one of ``equals`` in ``column``."""

    rule: Literal["at_least"]
    sheet: str
    column: str
    equals: tuple[str, ...] = Setting(min_length=1)
    count: int = Setting(default=1, ge=1)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return ((self.sheet, self.column),)


class KnownIn(Definition):
    """Every value of ``column`` must occur in ``other_column`` of ``other_sheet``."""

    rule: Literal["known_in"]
    sheet: str
    column: str
    other_sheet: str
    other_column: str

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return (self.sheet, self.column), (self.other_sheet, self.other_column)


class Sum(Definition):
    """``total`` must equal the sum of ``parts`` in the same row, blanks counting nothing."""

    rule: Literal["sum"]
    sheet: str
    total: str
    parts: tuple[str, ...] = Setting(min_length=2)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return tuple((self.sheet, column) for column in (self.total, *self.parts))


class RowsAtMost(Definition):
    """No more rows alike in ``columns`` than ``limit`` of such a row in ``limit_sheet`` allows.

    A breach is a warning if the rule is only ``noted``.
    """

    rule: Literal["rows_at_most"]
    sheet: str
    columns: tuple[str, ...] = Setting(min_length=1)
    limit_sheet: str
    limit: str
    noted: bool = False

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        sheets = (self.sheet, self.limit_sheet)
        alike = tuple((sheet, column) for sheet in sheets for column in self.columns)
        return *alike, (self.limit_sheet, self.limit)


class Distinct(Definition):
    """No two rows may be alike in all ``columns``; blank cells are alike too."""

    rule: Literal["distinct"]
    sheet: str
    columns: tuple[str, ...] = Setting(min_length=2)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return tuple((self.sheet, column) for column in self.columns)


class PeriodOf(Definition):
    """``period`` must be one of those for which ``obligation`` of the same row is due."""

    rule: Literal["period_of"]
    sheet: str
    obligation: str
    period: str

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        return (self.sheet, self.obligation), (self.sheet, self.period)


class ReportedIn(Definition):
    """``column`` names a row's number that the unit has reported in another ``form``.

    With ``when``, only where that holds one of ``equals``. A breach is a warning, because the other
    form may come later.
    """

    rule: Literal["reported_in"]
    sheet: str
    column: str
    form: str
    when: str = ""
    equals: tuple[str, ...] = ()

    @property
    def references(self) -> tuple[Reference, ...]:
        """The columns that the rule names."""
        condition = (self.when,) if self.when else ()
        return tuple((self.sheet, column) for column in (self.column, *condition))


Rule = Annotated[
    Order
    | NotMore
    | RequiredIf
    | HoldsIf
    | OneOf
    | Different
    | EachChoice
    | AtLeast
    | KnownIn
    | Sum
    | RowsAtMost
    | Distinct
    | PeriodOf
    | ReportedIn,
    Setting(discriminator="rule"),
]
