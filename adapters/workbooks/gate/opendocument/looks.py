"""Collects what the cells of one OpenDocument table look like, by their styles and their runs."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from adapters.workbooks.appearance import OpenDocumentStyles
from campaign.values.cell_ref import Position
from campaign.values.raw_workbook import PLAIN, Appearance


@dataclass(slots=True)
class TextRuns:
    """How much of a cell's text is struck out, is not, and is as the cell's own style says."""

    _open: list[bool | None] = field(default_factory=list)
    _characters: dict[bool | None, int] = field(default_factory=dict)

    def begin(self, struck: bool | None) -> None:
        """Begin a run; None leaves it to what stands around it."""
        around = self._open[-1] if self._open else None
        self._open.append(around if struck is None else struck)

    def end(self) -> None:
        """End the last run that has begun."""
        self._open.pop()

    def add(self, text: str) -> None:
        """Take characters; blanks are seen in no way."""
        if text.strip():
            struck = self._open[-1] if self._open else None
            self._characters[struck] = self._characters.get(struck, 0) + len(text)

    def strikes(self, *, by_style: bool) -> set[bool]:
        """Return whether parts of the text are struck out, and whether others are not."""
        kinds = {by_style if kind is None else kind for kind in self._characters}
        return kinds or {by_style}


@dataclass(slots=True)
class TableLooks:
    """The appearance of one table, cell by cell, while it goes by."""

    styles: OpenDocumentStyles
    pictures: set[Position] = field(default_factory=set)
    _formats: dict[Position, str] = field(default_factory=dict)
    _struck: set[Position] = field(default_factory=set)
    _partly: set[Position] = field(default_factory=set)
    _unseen: set[Position] = field(default_factory=set)
    _columns: list[tuple[int, str]] = field(default_factory=list)
    """The last column of each span, and the style of its cells that have none of their own."""

    def add_columns(self, count: int, style: str) -> None:
        """Take the default style of the next columns."""
        last = self._columns[-1][0] if self._columns else 0
        self._columns.append((last + count, style))

    def column_style(self, column: int) -> str:
        """Return the default style of a column, "" if it has none."""
        place = bisect_left(self._columns, (column, ""))
        return self._columns[place][1] if place < len(self._columns) else ""

    def add(self, style: str, runs: TextRuns, at: Callable[[], Iterable[Position]]) -> None:
        """Note what the style and the runs of a filled cell make of it, at all its places."""
        look = self.styles.cell_look(style)
        strikes = runs.strikes(by_style=look.struck)
        if look.format:
            self._formats.update(dict.fromkeys(at(), look.format))
        if True in strikes:
            (self._partly if False in strikes else self._struck).update(at())
        if look.unseen:
            self._unseen.update(at())

    def appearance(self) -> Appearance:
        """Return what was collected."""
        sets = (self._struck, self._partly, self._unseen, self.pictures)
        if not (self._formats or any(sets)):
            return PLAIN
        struck, partly, unseen, pictures = map(frozenset, sets)
        return Appearance(
            formats=self._formats,
            struck=struck,
            partly_struck=partly,
            unseen=unseen,
            pictures=pictures,
        )
