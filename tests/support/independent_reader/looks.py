"""Tells plainly what a page shows apart from what it stores: formats, lines, columns, sums."""

from decimal import Decimal

from campaign.definitions.form import Field
from campaign.problems.codes import Code
from tests.support.independent_reader.pages import Page
from tests.support.independent_reader.values import says_nothing


def shown(column: Field, stored: float, look: str) -> float | str | None:
    """Return the number that counts where a format shows another one, None if none can."""
    if look == '0!.0,"万元"':
        return float(Decimal(repr(stored)) / 10_000) if "万元" in column.heading else stored
    if look == "0%":
        if column.type != "percent":
            return None
        return stored if 0 < stored <= 1 else f"{Decimal(repr(stored)) * 100:f}%"
    return None if look in ("0,", '"已完成"') else stored


def check_looks(page: Page, number: int, fields: list[Field]) -> None:
    """Note what is struck out in a row, or not to be seen."""
    columns = [page.columns[f.key] for f in fields]
    filled = {(number, c) for c in columns if not says_nothing(page.cells.get((number, c)))}
    if filled and filled <= page.struck:
        page.fault(Code.ROW_STRUCK, number)
        return
    for at in filled:
        if at in page.struck:
            page.fault(Code.CELL_STRUCK, *at)
        if page.formats[at] == ";;;" and page.cells[at] != 0:
            page.fault(Code.CELL_UNSEEN, *at)


def check_columns(page: Page, data: list[int], fields: list[Field]) -> None:
    """Note the hidden columns in which something stands."""
    for column in (page.columns[f.key] for f in fields):
        cells = {(number, column) for number in data}
        filled = {at for at in cells if not says_nothing(page.cells.get(at))}
        if column in page.hidden_columns and filled | cells & set(page.errors):
            page.fault(Code.COLUMN_HIDDEN, page.heading_row, column)


def sums_up(page: Page, number: int, above: list[int], fields: list[Field]) -> bool:
    """Return whether a row without a name holds the sums of the rows above, and nothing else."""
    cells = {f.key: page.cells.get((number, page.columns[f.key])) for f in fields}
    figures = {key: value for key, value in cells.items() if not says_nothing(value)}
    if not any(f.required and says_nothing(cells[f.key]) for f in fields):
        return False
    more = False
    for key, figure in figures.items():
        others = [page.cells.get((n, page.columns[key])) for n in above]
        numbers = [value for value in others if isinstance(value, float)]
        mean = sum(numbers) / len(numbers) if numbers else 0
        if not isinstance(figure, float) or not numbers:
            return False
        if abs(figure - sum(numbers)) > 1e-6 and abs(figure - mean) > 0.05:
            return False
        more = more or figure not in numbers
    return more


def find_covered(page: Page, data: list[int], fields: list[Field]) -> set[tuple[int, int]]:
    """Note merged cells among the data; return the cells that they swallow."""
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in page.merged:
        columns = [page.columns[f.key] for f in fields if left <= page.columns[f.key] <= right]
        cells = {(r, c) for r in data if top <= r <= bottom for c in columns}
        if cells and (len(columns) > 1 or bottom > top):
            page.fault(Code.ROW_MERGED, top, left)
            page.doubtful |= cells
            covered |= cells - {(top, left)}
    return covered
