"""The fastest intake that keeps no promise: calamine, pydantic, SQLite, on two processes.

Each process reads, checks and inserts its half. There is no gate, no seal, no roster, no history,
no receipt, no archive and no trace of what was done.
"""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from python_calamine import CalamineError, CalamineWorkbook
from typing_extensions import TypedDict

HEADING_ROW, ROWS = 4, 100
TOGETHER = 50
"""Files in one transaction."""
Kind = Literal["集中学习", "专题讲座", "形势报告", "上党课", "个人自学", "其他"]
Topic = Literal["作风建设", "廉洁从政", "会议精神", "警示教育", "其他"]
Count = Annotated[float, Field(ge=0, le=500)]
MaybeDay = Annotated[dt.date | None, BeforeValidator(lambda value: value or None)]
Day = Annotated[dt.date, Field(ge=dt.date(2026, 1, 1), le=dt.date(2026, 12, 31))]


class Session(TypedDict):
    """A row of the ledger."""

    number: Annotated[str, Field(min_length=1, max_length=20)]
    held_on: Day
    kind: Kind
    topic: Topic
    summary: Annotated[str, Field(min_length=10, max_length=500)]
    place: Annotated[str, Field(max_length=50)]
    host: Annotated[str, Field(min_length=1, max_length=20)]
    hours: Annotated[float, Field(ge=0.5, le=16)]
    expected: Count
    attended: Count
    absent: Count
    made_up_on: MaybeDay


_KEYS = tuple(Session.__annotations__)
_SESSIONS = TypeAdapter(list[Session])
_INSERT = f"INSERT INTO rows VALUES (?, ?, {', '.join('?' * len(_KEYS))})"


def take_in(files: Sequence[Path], database: Path, processes: int = 2) -> int:
    """Read, check and store the files; return how many rows were accepted."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        columns = ", ".join(_KEYS)
        connection.execute(f"CREATE TABLE rows (file TEXT, row INTEGER, {columns})")
        connection.execute('CREATE TABLE faults (file TEXT, row INTEGER, "column" TEXT, code TEXT)')
    connection.close()
    shares = [files[start::processes] for start in range(processes)]
    with ProcessPoolExecutor(processes) as pool:
        return sum(pool.map(_take_in, shares, [database] * processes))


def _take_in(files: Sequence[Path], database: Path) -> int:
    connection = sqlite3.connect(database, timeout=60, isolation_level=None)
    connection.execute("PRAGMA synchronous=NORMAL")
    accepted = 0
    for start in range(0, len(files), TOGETHER):
        read = [_read(file) for file in files[start : start + TOGETHER]]
        connection.execute("BEGIN IMMEDIATE")
        for rows, faults in read:
            connection.executemany(_INSERT, rows)
            connection.executemany("INSERT INTO faults VALUES (?, ?, ?, ?)", faults)
            accepted += len(rows)
        connection.execute("COMMIT")
    connection.close()
    return accepted


def _read(file: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return the rows if nothing is wrong with any, else the faults."""
    try:
        with file.open("rb") as stream:
            sheet = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
            table = sheet.to_python(skip_empty_area=False)[HEADING_ROW : HEADING_ROW + ROWS]
    except CalamineError:
        return [], [(file.name, None, None, "unreadable")]
    records = [dict(zip(_KEYS, row, strict=True)) for row in table if any(row)]
    try:
        rows = _SESSIONS.validate_python(records)
    except ValidationError as error:
        return [], [(file.name, *fault["loc"][:2], fault["type"]) for fault in error.errors()]
    if faults := _faults(file, rows):
        return [], faults
    return [(file.name, at, *row.values()) for at, row in enumerate(rows)], []


def _faults(file: Path, rows: Sequence[Session]) -> list[tuple[object, ...]]:
    numbers: set[str] = set()
    faults: list[tuple[object, ...]] = []
    for at, row in enumerate(rows):
        if row["expected"] != row["attended"] + row["absent"]:
            faults.append((file.name, at, "expected", "sum"))
        if row["number"] in numbers:
            faults.append((file.name, at, "number", "unique"))
        numbers.add(row["number"])
    return faults
