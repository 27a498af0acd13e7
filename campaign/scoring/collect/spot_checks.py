"""Collects the findings of spot checks and the criticisms published after them (S41, S43, S44)."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from campaign.definitions.roster import Unit
from campaign.reports.report import Report, Values
from campaign.scoring.collect.collected import Unresolved
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
from campaign.scoring.collect.self_and_peer_scores import unknown_dimension
from campaign.scoring.edition import Edition
from campaign.scoring.evidence import PUBLISHED, Criticism, Source, SpotFinding, SpotVisit

UNIT, PERSON, BOTH = "单位", "个人", "单位和个人"
"""The form's choices for whom a criticism names."""


def collect_spot_checks(
    report: Report, reference: ReferenceData
) -> Iterator[SpotFinding | SpotVisit | Criticism | Unresolved]:
    """Yield the units that were visited, the findings, and the criticisms published after them."""
    on = stored_day(header_value(report, "findings", "checked_on"), report.received_on)
    if outside := find_outside_campaign(on, reference):
        yield outside.at(source_in(report, "findings"))
        return
    yield from _visits(report, on, reference)
    for row in report.rows("findings"):
        source = source_in(report, "findings", row.number)
        unit = find_active_unit(row.values.get("unit", ""), on, reference)
        if isinstance(unit, Ambiguity):
            yield unit.at(source)
            continue
        name = row.values.get("dimension", "")
        kinds = _kinds(row.values, reference)
        if name in reference.dimensions:
            yield SpotFinding(
                unit=unit.code,
                dimension=reference.dimensions[name],
                kinds=kinds,
                found_on=on,
                source=source,
                **_matter(row.values, reference),
            )
        else:
            yield unknown_dimension(name).at(source)
        if PUBLISHED in kinds or "criticised" in row.values:
            yield from _criticisms(row.values, unit, source, reference)


def _visits(
    report: Report, on: dt.date, reference: ReferenceData
) -> Iterator[SpotVisit | Unresolved]:
    """Yield the units that the record says were visited; a name that is no unit's is listed."""
    if not reference.plan.appraisal.spot_unvisited_missing:
        return
    source = source_in(report, "findings")
    for name in filter(None, _NAME_ENDS.split(header_value(report, "findings", "visited"))):
        unit = find_active_unit(name.strip(), on, reference)
        if isinstance(unit, Ambiguity):
            yield unit.at(source)
        else:
            yield SpotVisit(unit=unit.code, source=source)


_NAME_ENDS = re.compile(r"[、，,；;。\s]+")
"""What stands between the names of units in a list."""


def _kinds(values: Values, reference: ReferenceData) -> tuple[str, ...]:
    """Return a finding's kinds; who is named as criticised was, whatever the kinds say."""
    kinds = tuple(kind for kind in values.get("kinds", "").split("、") if kind)
    named = reference.edition is not Edition.FIRST and "criticised" in values
    return (*kinds, PUBLISHED) if named and PUBLISHED not in kinds else kinds


def _matter(values: Values, reference: ReferenceData) -> dict[str, Any]:
    """Return what tells whether findings are one matter, and whom the criticism touches."""
    if reference.edition is Edition.FIRST:
        return {}
    return {
        "document": values.get("document", ""),
        "matter": values.get("rectification_number", ""),
        "personal": values.get("criticised") == PERSON,
    }


def _criticisms(
    values: Values, unit: Unit, source: Source, reference: ReferenceData
) -> Iterator[Criticism | Unresolved]:
    target, document = values.get("criticised", ""), values.get("document", "")
    published_on = values.get("published_on", "")
    if target not in (UNIT, PERSON, BOTH) or not document or not published_on:
        yield Ambiguity(target or PUBLISHED, "通报批评没有写明对象、文号或者发布日期").at(source)
        return
    on = stored_day(published_on, reference.day)
    if outside := find_outside_campaign(on, reference):
        yield outside.at(source)
        return
    if target != PERSON:
        yield Criticism(unit=unit.code, on=on, document=document, source=source)
    if target != UNIT:
        person = find_person(values.get("person", ""), unit.code, on, reference)
        if isinstance(person, Ambiguity):
            yield person.at(source)
        else:
            yield Criticism(unit=unit.code, person=person, on=on, document=document, source=source)
