"""Whether a sheet keeps the limits of its number of cells and of the farthest one."""

from collections.abc import Sequence

from adapters.workbooks.gate.verdict import Refused
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code
from campaign.values.cell_ref import Position


def check_farthest(at: Position, sheet: str, limits: Limits, *, filled: bool = True) -> None:
    """Raise Refused for a cell beyond the farthest row or column that the plan allows.

    Rows count with their styles, because a style runs down a whole sheet by mistake. A cell that
    has only a style may be in any column: where a whole row is given one, programs write that.
    """
    if at[0] > limits.max_row or (filled and at[1] > limits.max_column):
        raise Refused(Code.FILE_FAR_CELL, sheet=sheet, at=at)


def check_cells(count: int, sheet: str, limits: Limits) -> None:
    """Raise Refused for a sheet of too many cells, empty ones with a style included."""
    if count > limits.max_cells_per_sheet:
        raise Refused(
            Code.FILE_TOO_MANY_CELLS,
            sheet=sheet,
            count=str(count),
            limit=str(limits.max_cells_per_sheet),
        )


def check_sheets(names: Sequence[str], limits: Limits) -> None:
    """Raise Refused for too many sheets, none at all, and two of the same name.

    No program writes two of the same name.
    """
    if len(names) > limits.max_sheets:
        raise Refused(
            Code.FILE_TOO_MANY_SHEETS, count=str(len(names)), limit=str(limits.max_sheets)
        )
    if not names or len({name.casefold() for name in names}) < len(names):
        raise Refused(Code.FILE_DAMAGED)
