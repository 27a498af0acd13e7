"""What the office's register of documents says: commendation, criticism, figures (S44, S50).

Objections to a result score nothing: whoever publishes it reads them from the register itself,
those about nobody certain too. Here they are looked through only for doubts.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from campaign.reports.report import Report, Values
from campaign.scoring.accountability import unit_on
from campaign.scoring.collect.collected import CityFigure, Unresolved
from campaign.scoring.collect.person_lookup import find_person
from campaign.scoring.collect.reference_data import (
    Ambiguity,
    ReferenceData,
    find_active_unit,
    header_value,
    source_in,
    stored_day,
)
from campaign.scoring.evidence import BonusDocument, Criticism, KeyRectification, Source

AFTER_SPOT_CHECK = "抽查"

DecisionFact = BonusDocument | KeyRectification | Criticism | CityFigure | Unresolved


@dataclass(frozen=True, kw_only=True, slots=True)
class _Matter:
    """One line of the register; ``unit`` and ``person`` are codes, "" where none is named.

    ``of_person`` is the unit where the person was on that day.
    """

    document: str
    on: dt.date
    values: Values
    source: Source
    unit: str = ""
    person: str = ""
    of_person: str = ""


DecisionReader = Callable[[_Matter], Iterator[DecisionFact]]


def decision(report: Report, reference: ReferenceData) -> Iterator[DecisionFact]:
    """Give what a registered document means for units and people; other kinds mean nothing here."""
    for row in report.rows("matters"):
        read = _READERS.get(row.values.get("kind", ""))
        if read is None:
            continue
        matter = _Matter(
            document=header_value(report, "matters", "document"),
            on=stored_day(header_value(report, "matters", "issued_on"), report.received_on),
            values=row.values,
            source=source_in(report, "matters", row.number),
        )
        yield from _read(matter, read, reference)


def _read(
    matter: _Matter, read: DecisionReader, reference: ReferenceData
) -> Iterator[DecisionFact]:
    """Find whom a line is about; who cannot be found does not keep it from the other."""
    unit_name, name = matter.values.get("unit", ""), matter.values.get("person", "")
    unit = find_active_unit(unit_name, matter.on, reference) if unit_name else None
    if isinstance(unit, Ambiguity):
        yield unit.at(matter.source)
        return
    code = unit.code if unit else ""
    person = find_person(name, code, matter.on, reference) if name else ""
    if isinstance(person, Ambiguity):
        yield person.at(matter.source)
        if not code:
            return
        person = ""
    of_person = (unit_on(person, reference.roster, matter.on) or "") if person else ""
    yield from read(replace(matter, unit=code, person=person, of_person=of_person))


def _commendation(matter: _Matter) -> Iterator[DecisionFact]:
    """A commendation earns a unit a bonus only if the office recorded its tier for the unit."""
    tier = matter.values.get("tier", "")
    if tier and not matter.unit:
        yield Ambiguity(tier, "表彰填了级别，没有填写单位").at(matter.source)
    elif tier:
        yield BonusDocument(
            unit=matter.unit, number=matter.document, tier=tier, source=matter.source
        )


def _key_rectification(matter: _Matter) -> Iterator[DecisionFact]:
    if not matter.unit:
        yield Ambiguity(matter.document, "重点整改没有填写单位").at(matter.source)
        return
    yield KeyRectification(
        unit=matter.unit, on=matter.on, document=matter.document, source=matter.source
    )


def _criticism(matter: _Matter) -> Iterator[DecisionFact]:
    """A line that names a unit and a person criticises both."""
    if not matter.unit and not matter.person:
        yield Ambiguity(matter.document, "通报没有填写单位或者个人").at(matter.source)
        return
    of_unit = Criticism(
        unit=matter.unit,
        on=matter.on,
        document=matter.document,
        after_spot_check=matter.values.get("basis") == AFTER_SPOT_CHECK,
        source=matter.source,
    )
    if matter.unit:
        yield of_unit
    if matter.person:
        yield replace(of_unit, person=matter.person, unit=matter.unit or matter.of_person)


def _objection(matter: _Matter) -> Iterator[DecisionFact]:
    if not matter.unit and not matter.person:
        yield Ambiguity(matter.document, "异议没有填写单位或者个人").at(matter.source)


def _city_figure(matter: _Matter) -> Iterator[DecisionFact]:
    if "figure" in matter.values:
        yield CityFigure(
            unit=matter.unit,
            document=matter.document,
            on=matter.on,
            percent=Decimal(matter.values["figure"]),
            source=matter.source,
        )


_READERS: dict[str, DecisionReader] = {
    "表彰": _commendation,
    "重点整改": _key_rectification,
    "通报": _criticism,
    "异议": _objection,
    "上级文件": _city_figure,
}
