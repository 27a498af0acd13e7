"""Collects evidence from the office's register of documents: commendation, criticism (S44, S50).

Objections to a result score nothing: whoever publishes it reads them from the register itself,
those about nobody certain too. Here they only yield what is unresolved.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from campaign.reports.report import Report, Values
from campaign.scoring.accountability import unit_on
from campaign.scoring.collect.collected import CityFigure, Unresolved
from campaign.scoring.collect.person_lookup import find_person
from campaign.scoring.collect.reference_data import (
    Ambiguity,
    ReferenceData,
    find_active_unit,
    find_outside_campaign,
    header_value,
    source_in,
    stored_day,
)
from campaign.scoring.evidence import (
    BonusDocument,
    Criticism,
    KeyRectification,
    Source,
    VetoRecord,
)

AFTER_SPOT_CHECK = "抽查"
"""The register's choice for the basis of a criticism that followed a spot check."""

DecisionFact = BonusDocument | KeyRectification | Criticism | VetoRecord | CityFigure | Unresolved


@dataclass(frozen=True, kw_only=True, slots=True)
class _RegisterLine:
    """One line of the register; ``unit`` and ``person`` are codes, "" where none is named.

    ``unit_of_person`` is the unit where the person was on that day.
    """

    document: str
    on: dt.date
    values: Values
    source: Source
    unit: str = ""
    person: str = ""
    unit_of_person: str = ""


LineReader = Callable[[_RegisterLine], Iterator[DecisionFact]]


def collect_decisions(report: Report, reference: ReferenceData) -> Iterator[DecisionFact]:
    """Yield what a registered document means for units and people; other kinds yield nothing."""
    for row in report.rows("matters"):
        kind = row.values.get("kind", "")
        keys = reference.vetoes_recorded("decision", kind)
        read = partial(_vetoes, keys) if keys else _READERS.get(kind)
        if read is None:
            continue
        line = _RegisterLine(
            document=header_value(report, "matters", "document"),
            on=stored_day(header_value(report, "matters", "issued_on"), report.received_on),
            values=row.values,
            source=source_in(report, "matters", row.number),
        )
        yield from _read(line, read, reference)


def _read(
    line: _RegisterLine, read: LineReader, reference: ReferenceData
) -> Iterator[DecisionFact]:
    """Look up unit and person of a line; a person who is not found leaves the unit's part valid."""
    outside = find_outside_campaign(line.on, reference) if read not in _UNDATED else None
    if outside:
        yield outside.at(line.source)
        return
    unit_name, name = line.values.get("unit", ""), line.values.get("person", "")
    unit = find_active_unit(unit_name, line.on, reference) if unit_name else None
    if isinstance(unit, Ambiguity):
        yield unit.at(line.source)
        return
    code = unit.code if unit else ""
    person = find_person(name, code, line.on, reference) if name else ""
    if isinstance(person, Ambiguity):
        yield person.at(line.source)
        if not code:
            return
        person = ""
    unit_of_person = (unit_on(person, reference.roster, line.on) or "") if person else ""
    yield from read(replace(line, unit=code, person=person, unit_of_person=unit_of_person))


def _commendation(line: _RegisterLine) -> Iterator[DecisionFact]:
    """Yield the bonus of a commendation, if the office recorded its tier for a unit."""
    tier = line.values.get("tier", "")
    if tier and not line.unit:
        yield Ambiguity(tier, "表彰填了级别，没有填写单位").at(line.source)
    elif tier:
        yield BonusDocument(unit=line.unit, number=line.document, tier=tier, source=line.source)


def _key_rectification(line: _RegisterLine) -> Iterator[DecisionFact]:
    if not line.unit:
        yield Ambiguity(line.document, "重点整改没有填写单位").at(line.source)
        return
    yield KeyRectification(unit=line.unit, on=line.on, document=line.document, source=line.source)


def _vetoes(keys: Sequence[str], line: _RegisterLine) -> Iterator[DecisionFact]:
    """Yield the plan's vetoes that the kind of a matter records of a unit."""
    if not line.unit:
        yield Ambiguity(line.document, "一票否决没有填写单位").at(line.source)
        return
    content = line.values.get("content", "")
    evidence = "：".join(filter(None, (line.document, content)))
    for key in keys:
        yield VetoRecord(unit=line.unit, key=key, on=line.on, evidence=evidence, source=line.source)


def _criticism(line: _RegisterLine) -> Iterator[DecisionFact]:
    """Yield the criticisms of a line; one that names a unit and a person criticises both."""
    if not line.unit and not line.person:
        yield Ambiguity(line.document, "通报没有填写单位或者个人").at(line.source)
        return
    of_unit = Criticism(
        unit=line.unit,
        on=line.on,
        document=line.document,
        after_spot_check=line.values.get("basis") == AFTER_SPOT_CHECK,
        source=line.source,
    )
    if line.unit:
        yield of_unit
    if line.person:
        yield replace(of_unit, person=line.person, unit=line.unit or line.unit_of_person)


def _objection(line: _RegisterLine) -> Iterator[DecisionFact]:
    if not line.unit and not line.person:
        yield Ambiguity(line.document, "异议没有填写单位或者个人").at(line.source)


def _city_figure(line: _RegisterLine) -> Iterator[DecisionFact]:
    if "figure" in line.values:
        yield CityFigure(
            unit=line.unit,
            document=line.document,
            on=line.on,
            percent=Decimal(line.values["figure"]),
            source=line.source,
        )


_UNDATED: tuple[LineReader, ...] = (_objection, _city_figure)
"""Matters that score nothing, whatever their day."""

_READERS: dict[str, LineReader] = {
    "表彰": _commendation,
    "重点整改": _key_rectification,
    "通报": _criticism,
    "异议": _objection,
    "上级文件": _city_figure,
}
