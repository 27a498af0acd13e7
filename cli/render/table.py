"""Draws tables in a terminal: figures to the right, long texts folded, nothing cut.

There are no lines: they are twice as wide as reckoned in many Chinese terminals. Where a table
does not fit, headings are broken first; then figures lose decimal places that can be spared, and
remarks go below what they are about.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Column as TerminalColumn
from rich.table import Table as TerminalTable
from rich.text import Text

from campaign.tables import EXACT, Column, ColumnType, TableValue, TableView, cell_text
from services.texts.reports import report_sentences

NOTHING = "-"  # a dash is two columns wide in many Chinese terminals, one in others
_GAPS = (2, 1, 1)
"""The gaps between columns: loose, with broken headings, tight."""
_LEAST_HEADING, _READABLE, _SHORT = 4, 20, 12
"""How narrow a heading may become, from which width on a text may be folded, or need not be."""
_LOOSE, _BROKEN, _TIGHT = range(3)
_CONTROL = dict.fromkeys([*range(10), *range(11, 32), 127])
_FIGURES = (*EXACT, ColumnType.INTEGER)


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """The options of a table in a terminal beyond its columns.

    Without ``zeros`` a count of nothing is left blank, and a column of nothing else is left out.
    ``under`` names a column whose text may go below another's, ``strong`` columns stand out, and
    ``words`` have a colour, which repeats what they say.
    """

    zeros: bool = True
    under: Mapping[str, str] = field(default_factory=dict)
    strong: Collection[str] = ()
    words: Mapping[str, str] = field(default_factory=dict)


_PLAIN = Style()


def print_table(view: TableView, out: Console, style: Style = _PLAIN) -> None:
    """Print a table's title, the table if it has rows, and what must be read with it.

    A title never stands alone: without rows and captions a sentence says that there is nothing.
    """
    out.print(Text(view.title, style="bold"))
    if len(view.frame):
        out.print(draw_table(view, out.width, style))
    elif not view.captions:
        out.print(report_sentences().tables.empty)
    print_notes(view.captions, out)
    out.print()


def print_notes(notes: Iterable[str], out: Console) -> None:
    """Print sentences as a list, folded so that they stay to the right of its signs."""
    for note in notes:
        grid = TerminalTable.grid(
            TerminalColumn(), TerminalColumn(overflow="fold"), padding=(0, 1, 0, 0)
        )
        grid.add_row("-", Text(note))
        out.print(Padding(grid, (0, 0, 0, 1)))


def draw_table(view: TableView, width: int, style: Style = _PLAIN) -> TerminalTable:
    """Return the table in the first of three ways that fits, else in the narrowest."""
    view = view.printed() if style.zeros else _counted(view.printed())
    rows = view.rows()
    for tightness in (_LOOSE, _BROKEN, _TIGHT):
        columns = [c for c in view.columns if tightness < _TIGHT or c.key not in style.under]
        texts = _texts(view, rows, columns, style, tightness)
        if _needed(columns, texts, tightness) <= width:
            break
    return _table(columns, texts, style, tightness)


def _counted(view: TableView) -> TableView:
    """Leave out the columns in which nothing is counted."""
    counts = [c.key for c in view.columns if c.type is ColumnType.INTEGER]
    return view.without(*(key for key in counts if not view.frame[key].fillna(0).any()))


def _texts(
    view: TableView,
    rows: Iterable[Sequence[TableValue]],
    columns: Sequence[Column],
    style: Style,
    tightness: int,
) -> list[list[str]]:
    """Return the texts of the cells of the columns that remain."""
    drawn = []
    for row in rows:
        texts = {
            column.key: _text(cell, column, view.as_of, style, tightness)
            for cell, column in zip(row, view.columns, strict=True)
        }
        for below, above in style.under.items() if tightness == _TIGHT else ():
            texts[above] = "\n".join(filter(None, (texts[above], texts[below])))
        drawn.append([texts[column.key] for column in columns])
    return drawn


def _text(
    cell: TableValue, column: Column, as_of: dt.date | None, style: Style, tightness: int
) -> str:
    if cell is None:
        return NOTHING if column.type in _FIGURES else ""
    if column.type is ColumnType.INTEGER and not cell and not style.zeros:
        return ""
    if column.type is ColumnType.DATE and isinstance(cell, dt.date):
        return f"{cell:%m-%d}" if as_of and cell.year == as_of.year else str(cell)
    if tightness == _TIGHT and column.type is ColumnType.NUMBER and column.places:
        column = replace(column, places=1)
    return cell_text(cell, column).translate(_CONTROL)


def _needed(columns: Sequence[Column], texts: Sequence[Sequence[str]], tightness: int) -> int:
    """Return the least width of the table, with texts folded and figures not."""
    widths = []
    for place, column in enumerate(columns):
        widest = _widest([row[place] for row in texts])
        heading = _widest([_heading(column, widest, tightness)])
        folded = widest if column.type in _FIGURES else min(widest, _READABLE)
        widths.append(max(folded, heading))
    return sum(widths) + _GAPS[tightness] * (len(widths) - 1)


def _heading(column: Column, widest: int, tightness: int) -> str:
    """Return a heading, in lines of even length where it is much wider than its column."""
    room = max(widest, _LEAST_HEADING)
    if tightness == _LOOSE or _widest([column.heading]) <= room:
        return column.heading
    lines = ceil(cell_len(column.heading) / room)
    length = ceil(len(column.heading) / lines)
    parts = (column.heading[at : at + length] for at in range(0, len(column.heading), length))
    return "\n".join(parts)


def _widest(texts: Iterable[str]) -> int:
    return max((cell_len(line) for text in texts for line in text.split("\n")), default=0)


def _table(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], style: Style, tightness: int
) -> TerminalTable:
    table = TerminalTable(
        box=None, padding=(0, _GAPS[tightness], 0, 0), pad_edge=False, header_style="bold"
    )
    for place, column in enumerate(columns):
        widest = _widest([row[place] for row in texts])
        figures = column.type in _FIGURES
        table.add_column(
            _heading(column, widest, tightness),
            justify="right" if figures else "left",
            no_wrap=figures or widest <= _SHORT,
            overflow="fold",
            style="bold" if column.key in style.strong else "",
        )
    for row in texts:
        table.add_row(*(_coloured(text, style.words) for text in row))
    return table


def _coloured(text: str, words: Mapping[str, str]) -> Text:
    drawn = Text(text)
    for word, colour in words.items():
        drawn.highlight_words([word], colour)
    return drawn
