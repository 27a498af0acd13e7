"""Holds the limits that a workbook must keep before any parser sees it: the plan's [limits]."""

from typing import Annotated

from pydantic import Field as Setting

from campaign.definitions.errors import Definition

Positive = Annotated[int, Setting(gt=0)]


class Limits(Definition):
    """The limits of the gate, each of which guards the machine against one kind of file.

    ``max_row`` bounds the farthest cell, styled-only ones included; ``max_column`` the farthest
    that is filled; ``max_rows_read`` is the most rows of one table. ``reader_*`` bound a worker
    process: CPU seconds for one file, and memory. A file counts as copied when it has not changed
    for ``settle_seconds``, one whose end is missing after ``incomplete_seconds``.
    """

    max_file_mb: Positive = 20
    max_inflated_mb: Positive = 200
    max_inflation_ratio: Positive = 200
    max_sheets: Positive = 30
    max_cells_per_sheet: Positive = 500_000
    max_row: Positive = 20_000
    max_column: Positive = 200
    max_rows_read: Positive = 5_000
    reader_seconds: Positive = 30
    reader_memory_mb: Positive = 1_500
    settle_seconds: Positive = 2
    incomplete_seconds: Positive = 20
