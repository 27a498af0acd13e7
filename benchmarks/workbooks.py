"""Writes many filled workbooks quickly: one issued blank, its XML patched for every unit.

Text goes into the shared table, as Excel and WPS write it: openpyxl's inline strings are read at
another speed. The same seed gives the same bytes.
"""

import datetime as dt
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

from adapters.deterministic_zip import pack_parts
from adapters.files.encryption import seal_key
from adapters.files.home import Home
from adapters.workbooks.blanks import Issue, issue_workbook, seal_identity
from adapters.workbooks.filler import fill
from benchmarks.ledger import (
    DAMAGED,
    FAULTS,
    FORGED,
    Cell,
    ErrorValue,
    Formula,
    Row,
    ledger_rows,
    spoil,
)
from campaign.definitions.definitions import Definitions
from campaign.definitions.roster import Unit
from campaign.values.periods import Period, parse_period
from campaign.values.seal import sign_identity
from services.definitions.loading import load_definitions

BAD_SHARE = 0.05
HEADING_ROW = 4
_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_ROW = re.compile(r'<row r="(\d+)".*?</row>', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+" s="(\d+)"')
_EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True, kw_only=True)
class Press:
    """The definitions, the key of seals and the people of each unit, to print workbooks by."""

    definitions: Definitions
    key: bytes
    people: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Template:
    """The issued workbook of one unit, taken apart where others differ from it.

    ``opening`` begins a row of the table; ``styles`` gives the columns' letters and styles.
    ``names`` are the texts that stand for the unit, the most particular first.
    """

    period: Period
    parts: dict[str, str]
    names: Sequence[str]
    before: str
    opening: str
    styles: Sequence[tuple[str, str]]
    offered_rows: int
    after: str
    texts: int


def open_press(home: Home) -> Press:
    """Make ready to print workbooks of a home."""
    definitions = load_definitions(home)
    people: dict[str, list[str]] = {}
    for person in definitions.roster.people:
        people.setdefault(person.unit, []).append(person.name)
    return Press(definitions=definitions, key=seal_key(home), people=people)


def write_workbooks(
    press: Press, folder: Path, periods: Sequence[str], seed: int
) -> dict[str, str]:
    """Write one workbook per unit and period; return the faults planted, by file name."""
    units = [unit for unit in press.definitions.roster.units if unit.unit_class == "单位"]
    planted: dict[str, str] = {}
    for name in periods:
        template = take_apart(press, units[0], parse_period(name))
        bad = random.Random(f"{seed} {name}").sample(units, round(len(units) * BAD_SHARE))
        faults = {unit.code: FAULTS[at % len(FAULTS)] for at, unit in enumerate(bad)}
        for unit in units:
            file, fault = f"{unit.code}-{name}.xlsx", faults.get(unit.code, "")
            data = _workbook(press, template, unit, fault, random.Random(f"{seed} {file}"))
            (folder / file).write_bytes(data)
            planted |= {file: fault} if fault else {}
    return planted


def _workbook(
    press: Press, template: Template, unit: Unit, fault: str, chance: random.Random
) -> bytes:
    rows = ledger_rows(unit, template.period, press.people[unit.code], chance)
    spoil(rows, fault, chance)
    names = _names(press, unit, template.period)
    if fault == FORGED:  # another unit's number under this unit's seal
        names[names.index(unit.code)] = "DW9999"
    data = print_workbook(template, names, rows)
    return _damaged(data) if fault == DAMAGED else data


def _damaged(data: bytes) -> bytes:
    """Blot a stretch in the middle; a file whose end is missing would still be waited for."""
    middle = len(data) // 2
    return data[:middle] + bytes(200) + data[middle + 200 :]


def take_apart(press: Press, unit: Unit, period: Period) -> Template:
    """Issue a unit's workbook and find the places that differ for other units and contents."""
    form = press.definitions.forms["ledger"]
    issue = Issue(form=form, unit=unit, period=period)
    definitions = press.definitions
    blank = issue_workbook(issue, key=press.key, plan=definitions.plan, roster=definitions.roster)
    with ZipFile(BytesIO(fill(form, blank))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = parts[_SHEET] = parts[_SHEET].replace(' t="n"', "")
    offered = form.sheets[0].usual_rows
    rows = {int(m[1]): m for m in _ROW.finditer(sheet)}
    first, last = rows[HEADING_ROW + 1], rows[HEADING_ROW + offered]
    return Template(
        period=period,
        parts=parts,
        names=_names(press, unit, period),
        before=sheet[: first.start()],
        opening=sheet[first.start() : sheet.index(">", first.start()) + 1],
        styles=_CELL.findall(first[0]),
        offered_rows=offered,
        after=sheet[last.end() :],
        texts=parts[_STRINGS].count("<si>"),
    )


def _names(press: Press, unit: Unit, period: Period) -> list[str]:
    issue = Issue(form=press.definitions.forms["ledger"], unit=unit, period=period)
    identity = seal_identity(issue, press.key, press.definitions.plan)
    seal = sign_identity(press.key, identity)
    return [seal, identity.serial, unit.name, *press.people[unit.code], unit.code]


def print_workbook(template: Template, names: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Return the workbook of the unit with these names, filled in with these rows."""
    replaced = dict(zip(template.names, names, strict=True))
    pattern = re.compile("|".join(map(re.escape, template.names)))
    texts: dict[str, int] = {}
    table = "".join(
        _row(template, HEADING_ROW + 1 + at, rows[at] if at < len(rows) else {}, texts)
        for at in range(template.offered_rows)
    )
    parts = {
        name: pattern.sub(lambda m: replaced[m[0]], text)
        for name, text in (template.parts | {_SHEET: ""}).items()
    }
    before, after = (
        pattern.sub(lambda m: replaced[m[0]], text) for text in (template.before, template.after)
    )
    parts[_SHEET] = before + table + after
    added = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts[_STRINGS] = parts[_STRINGS].replace("</sst>", added + "</sst>")
    return _packed(parts)


def _row(template: Template, number: int, row: Row, texts: dict[str, int]) -> str:
    values = row.values() if row else [None] * len(template.styles)
    cells = "".join(
        f'<c r="{letters}{number}" s="{style}"{_content(value, template.texts, texts)}'
        for (letters, style), value in zip(template.styles, values, strict=True)
    )
    first, this = f'r="{HEADING_ROW + 1}"', f'r="{number}"'
    return f"{template.opening.replace(first, this, 1)}{cells}</row>"


def _content(value: Cell, before: int, texts: dict[str, int]) -> str:
    match value:
        case None:
            return "/>"
        case str():
            return f' t="s"><v>{before + texts.setdefault(value, len(texts))}</v></c>'
        case ErrorValue(text):
            return f' t="e"><v>{text}</v></c>'
        case Formula(text):
            return f"><f>{text}</f></c>"
        case dt.date():
            return f"><v>{(value - _EPOCH).days}</v></c>"
        case _:
            return f"><v>{value:.15g}</v></c>"


def _packed(parts: Mapping[str, str]) -> bytes:
    return pack_parts((name, text.encode()) for name, text in parts.items())


def seals_of(press: Press, periods: Sequence[str]) -> dict[str, str]:
    """Return the seal of every workbook, by unit and period, for who checks them."""
    return {
        f"{unit.code} {name}": _names(press, unit, parse_period(name))[0]
        for name in periods
        for unit in press.definitions.roster.units
        if unit.unit_class == "单位"
    }
