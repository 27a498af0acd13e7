"""Reads each workbook a second time and independently: openpyxl, cell by cell, slowly.

It knows this one form and nothing else, and shares no code with the software that is measured.
Before any time is taken, both must have accepted the same rows and found the same faults.
"""

import datetime as dt
import hashlib
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

FIRST_ROW, LAST_ROW = 5, 104
_COLUMNS = {
    "number": "text",
    "held_on": "day",
    "kind": "choice",
    "topic": "choice",
    "summary": "text",
    "place": "text",
    "host": "person",
    "hours": "number",
    "expected": "number",
    "attended": "number",
    "absent": "number",
    "made_up_on": "day",
}
_KEYS = tuple(_COLUMNS)
_OPTIONAL = frozenset(("place", "made_up_on"))
_CHOICES = {
    "kind": ("集中学习", "专题讲座", "形势报告", "上党课", "个人自学", "其他"),
    "topic": ("作风建设", "廉洁从政", "会议精神", "警示教育", "其他"),
}
_BOUNDS = {"hours": (0.5, 16), "expected": (1, 500), "attended": (0, 500), "absent": (0, 500)}
_SHORTEST_SUMMARY = 10
_HELD_INDOORS = ("集中学习", "专题讲座", "形势报告", "上党课")

Fault = tuple[int, int, str]
"""Row, column, code; row and column are 0 for a file as a whole."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The accepted rows of a workbook by number, or its faults."""

    rows: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def read_slowly(
    files: Sequence[Path], seals: Mapping[str, str], names: Mapping[str, frozenset[str]]
) -> dict[str, Reading]:
    """Read the files by name; ``seals`` gives each unit's seal, ``names`` its people."""
    with ProcessPoolExecutor(2) as pool:
        readings = pool.map(_read, files, [seals] * len(files), [names] * len(files), chunksize=50)
        return {file.name: reading for file, reading in zip(files, readings, strict=True)}


def _read(file: Path, seals: Mapping[str, str], names: Mapping[str, frozenset[str]]) -> Reading:
    try:
        workbook = load_workbook(file)
    except (zipfile.BadZipFile, zlib.error, ParseError):
        return Reading(faults=((0, 0, "file.damaged"),))
    stated = {str(row[0].value): str(row[1].value) for row in workbook["_form"].iter_rows()}
    if seals.get(f"{stated['unit']} {stated['period']}") != stated["seal"]:
        return Reading(faults=((0, 0, "seal.forged"),))
    return _read_table(workbook["登记表"], stated["period"], names[stated["unit"]])


def _read_table(sheet: Worksheet, period: str, people: frozenset[str]) -> Reading:
    faults: set[Fault] = set()
    rows: dict[int, dict[str, str]] = {}
    numbers: set[str] = set()
    for row in range(FIRST_ROW, LAST_ROW + 1):
        values, wrong = _read_row(sheet, row, period, people)
        if not values and not wrong:
            continue
        if (number := values.get("number", "")) in numbers:
            wrong["number"] = "cell.not_unique"
        numbers.update([number] if number else [])
        wrong |= dict(_broken_rules(values, wrong))
        faults |= {(row, _KEYS.index(key) + 1, code) for key, code in wrong.items()}
        rows[row] = values
    return Reading(faults=tuple(sorted(faults))) if faults else Reading(rows=rows)


def _read_row(
    sheet: Worksheet, row: int, period: str, people: frozenset[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return a row's values, and the codes of its faulty cells; nothing for a blank row."""
    values: dict[str, str] = {}
    wrong: dict[str, str] = {}
    cells = [sheet.cell(row, column) for column in range(1, len(_KEYS) + 1)]
    if all(cell.value is None for cell in cells):
        return values, wrong
    for key, cell in zip(_KEYS, cells, strict=True):
        value, code = _value(key, cell, period, people)
        if code:
            wrong[key] = code
        elif value:
            values[key] = value
    return values, wrong


def _value(
    key: str, cell: Cell | MergedCell, period: str, people: frozenset[str]
) -> tuple[str, str]:
    """Return a cell's value, or what is wrong with it."""
    if cell.data_type == "f":
        return "", "cell.not_calculated"
    if cell.data_type == "e":
        return "", "cell.error_value"
    if cell.value is None:
        return "", "" if key in _OPTIONAL else "cell.blank"
    if _COLUMNS[key] == "day":
        return _day(cell.value, period if key == "held_on" else "")
    if _COLUMNS[key] == "number":
        return _number(cell.value, *_BOUNDS[key])
    return _text(key, str(cell.value), people)


def _day(raw: object, period: str) -> tuple[str, str]:
    if not isinstance(raw, dt.datetime):
        return "", "cell.not_a_date"
    outside = period and f"{raw:%Y-%m}" != period
    return ("", "cell.outside_period") if outside else (f"{raw:%Y-%m-%d}", "")


def _number(raw: object, least: float, most: float) -> tuple[str, str]:
    if not isinstance(raw, int | float):
        return "", "cell.not_a_number"
    if raw < least or raw > most:
        return "", "cell.too_low" if raw < least else "cell.too_high"
    return f"{raw:g}", ""


def _text(key: str, text: str, people: frozenset[str]) -> tuple[str, str]:
    if key in _CHOICES and text not in _CHOICES[key]:
        return "", "cell.not_a_choice"
    if key == "host" and text not in people:
        return "", "person.unknown"
    if key == "summary" and len(text) < _SHORTEST_SUMMARY:
        return "", "cell.too_short"
    return text, ""


def _broken_rules(values: dict[str, str], wrong: dict[str, str]) -> Iterable[tuple[str, str]]:
    counts = [float(values[key]) for key in ("expected", "attended", "absent") if key in values]
    if len(counts) == 3 and counts[0] != counts[1] + counts[2]:
        yield "expected", "rule.sum"
    if values.get("kind") in _HELD_INDOORS and "place" not in values | wrong:
        yield "place", "rule.required_if"
    if {"held_on", "made_up_on"} <= values.keys() and values["made_up_on"] < values["held_on"]:
        yield "made_up_on", "rule.order"


def stored(database: Path, files: Iterable[Path]) -> dict[str, Reading]:
    """Return what the software has made of the files, from its own tables."""
    names = {_path_key(file.name): file.name for file in files}
    rows: dict[str, dict[int, dict[str, str]]] = {name: {} for name in names.values()}
    faults: dict[str, list[Fault]] = {name: [] for name in names.values()}
    connection = sqlite3.connect(database)
    for path, document in connection.execute(
        "SELECT d.path_key, r.rows FROM drops d JOIN submissions s ON s.drop_id = d.id "
        "JOIN submission_sheets r ON r.submission_id = s.id"
    ):
        rows[names[path]] |= dict(json.loads(document))
    for path, row, column, code in connection.execute(
        'SELECT d.path_key, p."row", p."column", p.code FROM drops d '
        "JOIN problems p ON p.drop_id = d.id"
    ):
        faults[names[path]].append((row, column, code))
    connection.close()
    return {
        name: Reading(rows=rows[name], faults=tuple(sorted(faults[name])))
        for name in names.values()
    }


def _path_key(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()


def differences(expected: Mapping[str, Reading], actual: Mapping[str, Reading]) -> list[str]:
    """Return a line per file in which two readings differ; empty if they agree."""
    lines = []
    for name in sorted(expected.keys() | actual.keys()):
        one, other = expected.get(name, Reading()), actual.get(name, Reading())
        if one.faults != other.faults:
            lines.append(f"{name}: faults {one.faults} expected, {other.faults} found")
        elif one.rows != other.rows:
            lines.append(f"{name}: rows differ")
        elif not one.rows and not one.faults:
            lines.append(f"{name}: no answer")
    return lines
