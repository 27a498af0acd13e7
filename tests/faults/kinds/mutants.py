"""Workbooks as they were issued and filled in, changed by chance in bytes, XML or cells."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from openpyxl import load_workbook

from adapters.files.home import Home
from services.context import AppContext, open_context
from tests.faults import examinations
from tests.faults.framework import Fault, Try
from tests.faults.oracle import Judgement
from tests.support.kept.golden_cases import cases, filled
from tests.support.office import Bureau, make_home

PER_SEED = 25
_SHEET = re.compile(r"xl/(worksheets/sheet\d+|workbook|sharedStrings|styles)\.xml")
_TAG = re.compile(rb"<[a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(rb'\b([a-zA-Z:]+)="([^"]*)"')
_NUMBER = re.compile(rb"(?<=>)\d+(?:\.\d+)?(?=<)")
_VALUES = (
    *("", " ", "无", "——", "=1/0", "=SUM(A1:A9)", "#REF!", "二〇二六年六月三日", "2026/6/31"),
    *(0, -1, 1e308, 46190, 0.1 + 0.2, 10**15, True, "１２", "12.0", "x" * 40_000, "\u202e六"),
    *("'12", "<b>&amp;"),
)


@dataclass(frozen=True, slots=True)
class Base:
    """A right workbook: its form, when it came, what is recorded of it, and read by other means."""

    form: str
    data: bytes
    received: Any
    recorded: examinations.Verdict
    plainly: examinations.Recorded


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed workbook; a ``harmless`` change must not change what is recorded."""

    base: Base
    data: bytes
    change: str
    harmless: bool = False


def flip_bytes(data: bytes, random: Random) -> bytes:
    """Change, cut out or double some bytes anywhere."""
    mutant = bytearray(data)
    for _ in range(random.randint(1, 8)):
        at, length = random.randrange(len(mutant)), random.choice((1, 1, 1, 16, 500))
        piece = bytes(random.randrange(256) for _ in range(length))
        mutant[at : at + length] = random.choice((piece, b"", piece + mutant[at : at + length]))
    return bytes(mutant)


def cut_off(data: bytes, random: Random) -> bytes:
    """Leave out the end."""
    return data[: random.randrange(len(data))]


def edit_xml(data: bytes, random: Random) -> bytes:
    """Remove, double or exchange a tag, an attribute's value or a number of a part."""
    parts = _parts(data)
    name = random.choice([name for name in parts if _SHEET.fullmatch(name)])
    parts[name] = random.choice((_edit_tag, _edit_attribute, _edit_number))(parts[name], random)
    return _packed(parts)


def _edit_tag(part: bytes, random: Random) -> bytes:
    tag = random.choice(list(_TAG.finditer(part)))
    other = random.choice(list(_TAG.finditer(part)))
    instead = random.choice((b"", tag[0] * 2, other[0]))
    return part[: tag.start()] + instead + part[tag.end() :]


def _edit_attribute(part: bytes, random: Random) -> bytes:
    found = list(_ATTRIBUTE.finditer(part))
    if not found:
        return part
    attribute, other = random.choice(found), random.choice(found)
    instead = random.choice((b"", other[2], b"-1", b"99999999", b"A1", b"zz"))
    return part[: attribute.start(2)] + instead + part[attribute.end(2) :]


def _edit_number(part: bytes, random: Random) -> bytes:
    found = list(_NUMBER.finditer(part))
    if not found:
        return part
    number = random.choice(found)
    instead = random.choice((b"", b"-1", b"1e999", b"0", b"123456789012", b"x"))
    return part[: number.start()] + instead + part[number.end() :]


def lose_part(data: bytes, random: Random) -> bytes:
    """Leave a part of the package out, or give one the content of another."""
    parts = _parts(data)
    name = random.choice(list(parts))
    if random.random() < 1 / 2:
        del parts[name]
    else:
        parts[name] = parts[random.choice(list(parts))]
    return _packed(parts)


def edit_cells(data: bytes, random: Random) -> bytes:
    """Write something else into some cells, as people do."""
    book = load_workbook(io.BytesIO(data))
    sheets = [sheet for sheet in book if sheet.sheet_state == "visible"]
    for _ in range(random.randint(1, 4)):
        sheet = random.choice(sheets)
        row, column = random.randint(1, sheet.max_row), random.randint(1, sheet.max_column)
        cell = sheet.cell(row, column)
        if type(cell).__name__ != "MergedCell":
            cell.value = random.choice(_VALUES)
    return _saved(book)


def pack_anew(data: bytes, random: Random) -> bytes:
    """Pack the same parts in another order, compressed otherwise: no change at all."""
    parts = list(_parts(data).items())
    random.shuffle(parts)
    return _packed(dict(parts), random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def save_anew(data: bytes, random: Random) -> bytes:
    """Save by another program what was opened and not edited."""
    return _saved(load_workbook(io.BytesIO(data), rich_text=True))


CHANGES: Sequence[tuple[Callable[[bytes, Random], bytes], bool]] = (
    *((change, False) for change in (flip_bytes, cut_off, edit_xml, edit_xml, edit_xml)),
    *((change, False) for change in (lose_part, edit_cells, edit_cells)),
    *((change, True) for change in (pack_anew, save_anew)),
)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def _saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _mutants(attempt: Try) -> Judgement:
    """Examine some mutants in a process, and judge each verdict."""
    rig, random = attempt.rig, attempt.random
    home = rig.folder / "mutants"
    bases = rig.once("bases", lambda: _bases(attempt))
    mutants = []
    for _ in range(PER_SEED):
        base = random.choice(bases)
        change, harmless = random.choice(CHANGES)
        mutants.append(Mutant(base, change(base.data, random), change.__name__, harmless))
    files = [(mutant.data, mutant.base.received) for mutant in mutants]
    verdicts = rig.server.run(*rig.job(examinations.examine_all), home, files)
    judgement = Judgement(tries=len(mutants), seconds=max(v.seconds for v in verdicts))
    context = rig.once("mutants' context", lambda: open_context(Home(home)))
    for number, (mutant, verdict) in enumerate(zip(mutants, verdicts, strict=True)):
        if wrong := _judge(context, mutant, verdict):
            judgement.wrong.append(f"{mutant.base.form} {mutant.change} {number}: {wrong}")
    return judgement


def _bases(attempt: Try) -> list[Base]:
    """Return the right golden workbook of each form, with what is recorded of it."""
    bureau = Bureau(make_home(attempt.rig.folder / "mutants"))
    right = [case for case in cases() if case.name == "right"]
    files = [(filled(case, bureau), case.received) for case in right]
    bureau.context.engine.dispose()
    verdicts = attempt.rig.server.run(examinations.examine_all, bureau.home.root, files)
    read = examinations.read_by_other_means
    bases = [
        Base(case.form, data, received, verdict, read(bureau.context, data, verdict))
        for case, (data, received), verdict in zip(right, files, verdicts, strict=True)
    ]
    refused = [base.form for base in bases if base.recorded.errors or base.recorded.raised]
    assert not refused, f"refused though right: {refused}"
    return bases


def _judge(context: AppContext, mutant: Mutant, verdict: examinations.Verdict) -> str:
    """Return what is wrong with a verdict, "" if nothing."""
    right = mutant.base.recorded
    if verdict.raised:
        return f"the software fails: {verdict.raised}"
    if verdict.errors:
        return f"a harmless change is refused: {verdict.errors}" if mutant.harmless else ""
    if verdict.identity != right.identity and verdict.identity[0]:
        return f"taken for {verdict.identity} instead of {right.identity}"
    if verdict.values == right.values or not verdict.identity[0]:
        return ""
    if mutant.harmless:
        return "a harmless change changes what is recorded"
    try:
        plainly = examinations.read_by_other_means(context, mutant.data, verdict)
    except Exception as error:  # noqa: BLE001 - openpyxl's, of many kinds
        return f"recorded otherwise, and another reader says {error!r}"
    known = right.values ^ mutant.base.plainly
    different = (verdict.values ^ plainly) - known
    return f"recorded otherwise than another reader does: {sorted(different)}" if different else ""


FAULTS = (
    Fault(
        "mutants of issued workbooks, in bytes, XML and cells",
        "Each gets an answer in time. What is accepted is of the same form, unit and period, and"
        " holds what another reader, written apart, reads in it; a change that changes nothing is"
        " accepted. (Times: the longest reading.)",
        _mutants,
        few=8,
        share=0.2,
    ),
)
