"""Lists units in the blank tables of forms about several units, such as mutual ratings (S38)."""

import datetime as dt

from campaign.definitions.form import Form, Sheet
from campaign.definitions.roster import Roster, Unit


def prefill_units(form: Form, filer: Unit, roster: Roster, day: dt.date) -> Form:
    """Return the form with the units of its ``prefill_units`` that take part on a day.

    The filing unit is left out. A form without such a sheet is returned unchanged.
    """
    if not any(sheet.prefill_units for sheet in form.sheets):
        return form
    sheets = tuple(_with_units(sheet, filer, roster, day) for sheet in form.sheets)
    return form.model_copy(update={"sheets": sheets})


def _with_units(sheet: Sheet, filer: Unit, roster: Roster, day: dt.date) -> Sheet:
    if not sheet.prefill_units or sheet.unit_column is None:
        return sheet
    before = ("",) * sheet.columns.index(sheet.unit_column)
    units = roster.of_classes(sheet.prefill_units, day)
    rows = tuple((*before, unit.name) for unit in units if unit != filer)
    return sheet.model_copy(update={"prefill": rows})
