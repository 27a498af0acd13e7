"""Times annotated copies: the sender's workbook with its faulty cells marked."""

import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from adapters.files.home import Home
from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.marking import mark
from adapters.workbooks.reader import read_workbook
from campaign.problems.codes import Code, make_problem
from campaign.values.raw_workbook import RawWorkbook
from services.definitions.loading import load_definitions

_FAULTY_CELLS = 3


def median_copy_ms(home: Path, files: Sequence[Path]) -> float:
    """Return the median time of marking a few cells of a workbook of about 100 rows."""
    limits = load_definitions(Home(home)).plan.limits
    seconds = []
    for file in files:
        data = file.read_bytes()
        passed = inspect(data, limits)
        workbook = read_workbook(data, passed, limits) if isinstance(passed, Passed) else None
        if isinstance(workbook, RawWorkbook):
            seconds.append(_time(data, workbook))
    return statistics.median(seconds) * 1000


def _time(data: bytes, workbook: RawWorkbook) -> float:
    sheet = workbook.sheets[0].name
    problems = tuple(
        make_problem(Code.CELL_BLANK, sheet=sheet, at=(row, 5), heading="学习内容", expected="文字")
        for row in range(10, 10 + _FAULTY_CELLS)
    )
    start = time.perf_counter()
    mark(data, workbook, problems, "回执号：HZ26-000001")
    return time.perf_counter() - start
