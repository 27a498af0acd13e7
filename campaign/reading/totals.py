"""Tell rows of sums and means below a table from rows of data: by their words, or by reckoning."""

import re
from collections.abc import Mapping, Sequence

from campaign.definitions.form import Field
from campaign.reading.columns import is_blank
from campaign.values.raw_workbook import RawSheet, Scalar
from campaign.values.text import normalize_text

_WORDS = re.compile(
    r"(?:本[页表期月季年]度?|全[部局年]|[上下]半年|年度|各[项类]|以上|上述)?(?:各项)?"
    r"(?:合计|总计|小计|共计|累计|总和|总分|总数|总额|汇总|求和|计数"
    r"|平均(?:分|值|数|得分)?|均[值分]|最[高大低小](?:分|值|得分)?)(?:数|额|得分|分数|金额)?"
    r"(?:[(（][^()（）]{1,20}[)）])?[:：]?|(?:grand|sub)?[- ]?totals?[:：]?|sum[:：]?",
    re.IGNORECASE,
)
"""What spreadsheets and staff call such a row, without spaces."""
_SUBTOTAL = re.compile(
    r".{1,20}[ \u3000](?:汇总|计数|平均值|最大值|最小值)"
    r"|.{1,20}(?:合计|小计|总计|共计|累计)数?[:：]?"
)
"""What 分类汇总 of a spreadsheet, or staff, call the rows that sum up the group before them."""
_FIGURE = re.compile(r"[-+]?[\d,.]+(?:%|万?元|亿元|分)?")
_MOST_ROWS_BELOW = 3
_ROUNDED = 0.05
_EXACT = 1e-6


def total_words(cells: Mapping[int, Scalar], columns: Sequence[tuple[Field, int]]) -> str:
    """Return the first words of a row if they stand for a sum and for nothing else, else ""."""
    column, words = next(((c, v) for c, v in cells.items() if isinstance(v, str)), (0, ""))
    if not _WORDS.fullmatch("".join(words.split())):
        return ""
    choices = next((field.choices for field, at in columns if at == column), ())
    return "" if words.strip() in choices else words


def is_subtotal(cells: Mapping[int, Scalar]) -> bool:
    """Return whether a row is one that 分类汇总 has put in: a group's name, a word, figures."""
    words = [value for value in cells.values() if isinstance(value, str)]
    named = len(words) == 1 and _SUBTOTAL.fullmatch(words[0].strip())
    return bool(named) and len(cells) > 1 and all(map(is_figure, set(cells.values()) - {*words}))


def is_figure(value: Scalar) -> bool:
    """Return whether a cell holds a number, or nothing."""
    if isinstance(value, str):
        return is_blank(value) or bool(_FIGURE.fullmatch(normalize_text(value)))
    return value is None or (isinstance(value, float | int) and not isinstance(value, bool))


def figures_below(
    raw: RawSheet, data: Sequence[int], columns: Sequence[tuple[Field, int]]
) -> list[int]:
    """Return the last rows that lack what is required and are the sums or means of those above.

    Nobody has named them; a row of data that lacks its name is none, because its figures are not
    those of all others together.
    """
    totals: list[int] = []
    rows = list(data)
    while len(rows) > 2 and len(totals) < _MOST_ROWS_BELOW and _is_nameless(raw, rows[-1], columns):
        totals.append(rows.pop())
    return sorted(n for n in totals if len(rows) > 1 and _sums_up(raw, n, rows, columns))


def _is_nameless(raw: RawSheet, number: int, columns: Sequence[tuple[Field, int]]) -> bool:
    cells = {column: raw.value(number, column) for _, column in columns}
    filled = [value for value in cells.values() if not is_blank(value)]
    lacking = any(field.required and is_blank(cells[column]) for field, column in columns)
    return bool(filled) and lacking and all(isinstance(v, float) for v in filled)


def _sums_up(
    raw: RawSheet, number: int, rows: Sequence[int], columns: Sequence[tuple[Field, int]]
) -> bool:
    pairs: list[tuple[float, list[float]]] = []
    for _, column in columns:
        figure = raw.value(number, column)
        if isinstance(figure, float):
            above = [v for n in rows if isinstance(v := raw.value(n, column), float)]
            pairs.append((figure, above))
    if not all(above for _, above in pairs) or all(figure in above for figure, above in pairs):
        return False
    sums = all(abs(figure - sum(above)) < _EXACT for figure, above in pairs)
    means = all(abs(figure - sum(above) / len(above)) < _ROUNDED for figure, above in pairs)
    return sums or means
