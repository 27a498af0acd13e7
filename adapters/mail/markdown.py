"""Convert the Markdown of messages to HTML and plain text.

The vocabulary is closed: headings, paragraphs, lists, tables, emphasis (CommonMark 0.31, tables as
GitHub has them). HTML, links, pictures and code are not read at all.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from campaign.values.text import text_width

_VOCABULARY = ("heading", "list", "table", "newline", "escape", "entity", "emphasis")
_WIDEST_ROW = 48
"""In full-width characters: what fits a line of a mail program. Wider tables become lists."""

_GAP = 2
_CELL = "border:1px solid #bfbfbf;padding:5px 9px;vertical-align:top;word-break:break-word;"
_HEAD = f"{_CELL}background:#f2f2f2;font-weight:bold;text-align:left;white-space:nowrap;"
_LABEL = f"{_HEAD}width:96px;"
_CELL_OF_TEXT = f"{_CELL}min-width:64px;"
_HEADING = "margin:22px 0 6px 0;font-size:16px;font-weight:bold;page-break-after:avoid;"
_STYLES = {
    "p": "margin:14px 0 0 0;",
    **dict.fromkeys(("h1", "h2", "h3"), _HEADING),
    "ul": "margin:14px 0 0 0;padding:0 0 0 24px;",
    "ol": "margin:14px 0 0 0;padding:0 0 0 24px;",
    "strong": "color:#b3261e;font-weight:bold;",
    "table": "width:100%;margin:14px 0 0;border-collapse:collapse;font-size:14px;line-height:23px;",
    "thead": "display:table-header-group;",
    "th": _HEAD,
    "td": _CELL,
}
"""Beside each element, since many mail programs read no style sheets."""


def read(markdown: str) -> list[Token]:
    """Return the tokens of Markdown, for ``text_of`` and ``html_of``."""
    return _parser().parse(markdown)


Fill = Callable[[str], str]
"""Puts the values into a text of the Markdown, where that is an outline."""


def line_of(markdown: str) -> str:
    """Return one line of Markdown as plain text."""
    [line] = _parser().parseInline(markdown)
    return _text(line, str)


def text_of(tokens: Sequence[Token], fill: Fill = str) -> str:
    """Return Markdown as plain text, a table as columns or, if too wide, as a list."""
    text = ""
    for block in _groups(tokens):
        after = "\n" if block[0].type == "heading_open" else "\n\n"
        text += "\n".join(_lines(block, fill)) + after
    return text.rstrip()


def html_of(tokens: Sequence[Token]) -> str:
    """Return Markdown as HTML in one line, each element with its style.

    A table without headings is one of facts: its first column names what the second states.
    """
    kept = _without_empty_heads(tokens)
    for token in (inner for outer in kept for inner in (outer, *(outer.children or ()))):
        if token.nesting == 1 and token.tag in _STYLES:
            own_style = token.attrGet("style") or ""
            base_style = _STYLES[token.tag] if own_style or token.tag != "td" else _CELL_OF_TEXT
            token.attrSet("style", f"{token.meta.get('style', base_style)}{own_style}")
    parser = _parser()
    html: str = parser.renderer.render(kept, parser.options, {})
    return html.replace("\n", "")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable(_VOCABULARY)


def _without_empty_heads(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    head, is_facts = 0, False
    for token in tokens:
        if token.type == "thead_open":
            head = len(kept)
        if is_facts and token.type == "td_open" and kept[-1].type == "tr_open":
            token.meta["style"] = _LABEL
        kept.append(token)
        if token.type == "thead_close":
            is_facts = not any(inner.content for inner in kept[head:])
            if is_facts:
                del kept[head:]
    return kept


def _groups(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the tokens of each top-level element."""
    first, depth = 0, 0
    for place, token in enumerate(tokens, start=1):
        depth += token.nesting
        if depth == 0:
            yield tokens[first:place]
            first = place


def _lines(block: Sequence[Token], fill: Fill) -> list[str]:
    inside = block[1:-1]
    match block[0].type:
        case "heading_open":
            return [f"{_text(inside[0], fill)}："]
        case "bullet_list_open":
            return [line for item in _groups(inside) for line in _item("· ", item, fill)]
        case "ordered_list_open":
            items = ((f"{item[0].info}. ", item) for item in _groups(inside))
            return [line for mark, item in items for line in _item(mark, item, fill)]
        case "table_open":
            headings, *rows = _rows(inside, fill)
            return _table(headings, rows)
        case _:
            return _text(inside[0], fill).split("\n")


def _item(mark: str, item: Sequence[Token], fill: Fill) -> list[str]:
    first, *rest = (line for block in _groups(item[1:-1]) for line in _lines(block, fill))
    return [mark + first, *(" " * len(mark) + line for line in rest)]


def _rows(table: Sequence[Token], fill: Fill) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in table:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_text(token, fill))
    return rows


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table's lines: facts without headings, else columns, else an item for each row."""
    if not any(headings):
        return [f"  {'：'.join(filter(None, row))}" for row in rows]
    widths = [max(map(text_width, column)) for column in zip(headings, *rows, strict=True)]
    if sum(widths) + _GAP / 2 * (len(widths) - 1) <= _WIDEST_ROW:
        return [_columns(row, widths) for row in (headings, *rows)]
    if all(row[0] == str(number) for number, row in enumerate(rows, start=1)):
        headings, rows = headings[1:], [row[1:] for row in rows]
    return _items(headings, rows)


def _items(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = []
    for number, (first, *cells) in enumerate(rows, start=1):
        lines.append(f"{number}. {first}")
        labelled = zip(headings[1:], cells, strict=True)
        lines += [f"   {heading}：{cell}" for heading, cell in labelled if cell]
    return lines


def _columns(row: Sequence[str], widths: Sequence[float]) -> str:
    cells = (
        cell + " " * (round(2 * (width - text_width(cell))) + _GAP)
        for cell, width in zip(row, widths, strict=True)
    )
    return "".join(cells).rstrip()


def _text(line: Token, fill: Fill) -> str:
    """Return the text of an inline token; emphasis leaves no trace."""
    parts = {"text": "", "softbreak": "\n", "hardbreak": "\n"}
    return fill(
        "".join(
            parts[inline.type] + inline.content
            for inline in line.children or ()
            if inline.type in parts
        )
    )
