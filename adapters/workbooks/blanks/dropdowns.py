"""What the drop-down lists of an issued workbook offer, and the hidden sheet that holds them."""

import datetime as dt
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from adapters.workbooks.blanks.styles import write
from campaign.definitions.form import Field, FieldType, Form, header_fields
from campaign.definitions.plan import Campaign, Plan
from campaign.definitions.plan_index import index_plan
from campaign.definitions.roster import Roster
from campaign.values.cell_ref import column_letters
from campaign.values.periods import Period

SHEET_NAME = "_lists"
_LONGEST_DIRECT = 255

ListPlace = tuple[str, str]
"""A sheet's key and a field's key."""


def offers(
    form: Form, unit: str, plan: Plan, roster: Roster, period: Period | None
) -> dict[ListPlace, tuple[str, ...]]:
    """Return what each cell with a drop-down offers; names only of who took part while it held."""
    held = holds(plan.campaign, period)
    own = _people(roster, unit, held)
    others = tuple(dict.fromkeys((*own, *_people(roster, plan.campaign.office, held))))
    index = index_plan(plan)
    known = {
        FieldType.YES_NO: ("是", "否"),
        FieldType.UNIT: _units(roster, held),
        FieldType.OBLIGATION: index.names,
        FieldType.PERIOD: tuple(period.label for period in index.all_periods),
    }
    lists = {
        (sheet.key, field.key): _offer(field, own if field.own_unit else others, known)
        for sheet in form.sheets
        for field in (*header_fields(form, sheet), *sheet.columns)
    }
    return {place: values for place, values in (lists | _listed(form)).items() if values}


def _units(roster: Roster, held: tuple[dt.date, dt.date]) -> tuple[str, ...]:
    return tuple(
        unit.name
        for unit in roster.units
        if (unit.first or held[0]) <= held[1] and (unit.last or held[1]) >= held[0]
    )


def _listed(form: Form) -> dict[ListPlace, tuple[str, ...]]:
    """Return the units of the tables in which they are listed: no others belong there."""
    return {
        (sheet.key, sheet.unit_column.key): tuple(row[-1] for row in sheet.prefill)
        for sheet in form.sheets
        if sheet.prefill_units and sheet.unit_column
    }


def holds(campaign: Campaign, period: Period | None) -> tuple[dt.date, dt.date]:
    """Return the days that a workbook is about: its period, or the campaign."""
    return (period.first, period.last) if period else (campaign.first, campaign.last)


def _people(roster: Roster, unit: str, held: tuple[dt.date, dt.date]) -> tuple[str, ...]:
    first, last = held
    names = (
        person.name
        for person in roster.people
        if unit in (person.unit, person.branch)
        and (person.first or first) <= last
        and (person.last or last) >= first
    )
    return tuple(dict.fromkeys(names))


def _offer(
    field: Field, people: tuple[str, ...], known: Mapping[FieldType, tuple[str, ...]]
) -> tuple[str, ...]:
    if field.choices:
        return field.choices
    return people if field.type is FieldType.PERSON else known.get(field.type, ())


def list_formulas(
    workbook: Workbook, offered: Mapping[ListPlace, tuple[str, ...]]
) -> dict[ListPlace, str]:
    """Return the formula of each list; those too long for it go to a hidden sheet, each once."""
    ranges: dict[tuple[str, ...], str] = {}
    return {
        place: _direct(values) or ranges.setdefault(values, _range(workbook, values, ranges))
        for place, values in offered.items()
    }


def _direct(values: tuple[str, ...]) -> str:
    text = ",".join(values)
    fits = len(text) + 2 <= _LONGEST_DIRECT and not any(
        set(value) & set(',"') or value != value.strip() or value[0] in "=+-@" for value in values
    )
    return f'"{text}"' if fits else ""


def _range(
    workbook: Workbook, values: tuple[str, ...], known: Mapping[tuple[str, ...], str]
) -> str:
    if values in known:
        return known[values]
    sheet = workbook[SHEET_NAME] if known else workbook.create_sheet(SHEET_NAME)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    column = len(known) + 1
    for row, value in enumerate(values, start=1):
        write(sheet.cell(row, column), value)
    letter = column_letters(column)
    name = f"list_{column:02d}_values"
    workbook.defined_names[name] = DefinedName(
        name, attr_text=f"{SHEET_NAME}!${letter}$1:${letter}${len(values)}"
    )
    return name
