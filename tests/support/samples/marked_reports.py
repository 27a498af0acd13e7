"""A report of a form with a value in every cell that a reader recognises anywhere: a marker."""

from collections.abc import Iterator

from campaign.definitions.form import Field, FieldType, Form, Sheet, header_fields
from campaign.reports.report import Report, ReportSheet, Row
from tests.support.samples.reports import RECEIVED

_FIRST_ROW = 11
_TEXTS = frozenset(
    {FieldType.TEXT, FieldType.CODE, FieldType.PERSON, FieldType.PEOPLE, FieldType.PHONE}
)
Place = tuple[str, str, str]
"""A sheet's key, ``header`` or ``columns``, a field's key."""


def marker(place: Place) -> str:
    """Return the text that stands in a cell and nowhere else."""
    return f"标记{'-'.join(place)}止"


def places(form: Form) -> Iterator[tuple[Place, Sheet, Field]]:
    """Yield every cell of a form that a text can mark."""
    for sheet in form.sheets:
        for part, fields in (("header", header_fields(form, sheet)), ("columns", sheet.columns)):
            for field in fields:
                if field.type in _TEXTS:
                    yield (sheet.key, part, field.key), sheet, field


def marked_report(form: Form, unit: str, receipt: str = "HZ26-000001") -> Report:
    """Return a report with a marker in every text, private ones too, and a value in the rest."""
    return Report(
        receipt=receipt,
        file="",
        unit=unit,
        form=form.key,
        period="2026",
        received_on=RECEIVED,
        sheets={sheet.key: _sheet(form, sheet) for sheet in form.sheets},
    )


def _sheet(form: Form, sheet: Sheet) -> ReportSheet:
    header = {f.key: _value(sheet, "header", f) for f in header_fields(form, sheet)}
    values = {f.key: _value(sheet, "columns", f) for f in sheet.columns}
    rows = (Row(number=_FIRST_ROW, values=values),) if values else ()
    return ReportSheet(name=sheet.name, header=header, rows=rows)


def _value(sheet: Sheet, part: str, field: Field) -> str:
    match field.type:
        case FieldType.WHOLE:
            return "3"
        case FieldType.NUMBER | FieldType.SCORE | FieldType.PERCENT:
            return "2.50"
        case FieldType.DATE:
            return "2026-06-12"
        case FieldType.MONTH | FieldType.PERIOD:
            return "2026-06"
        case FieldType.CHOICE | FieldType.CHOICES:
            return field.choices[0]
        case FieldType.YES_NO:
            return "是"
        case FieldType.UNIT:
            return "DW01"
        case _:
            return marker((sheet.key, part, field.key))
