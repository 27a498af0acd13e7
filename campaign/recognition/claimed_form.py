"""Decide which form a refused file claims to be, so that no complaint travels as a letter.

Nothing is accepted by this: even a broken seal, an old version, a mistyped serial number or a
title tells what the file is about.
"""

from collections.abc import Mapping

from campaign.definitions.form import Form, heading_key
from campaign.reading.questionnaires.exports import find_questionnaire
from campaign.recognition.layout import find_form_by_layout, has_tables, title_text
from campaign.recognition.recognition import read_seal_rows
from campaign.values.raw_workbook import RawWorkbook
from campaign.values.seal import SHEET_NAME, find_form_code
from campaign.values.text import normalize_text


def find_claimed_form(
    workbook: RawWorkbook | None, name: str, forms: Mapping[str, Form]
) -> Form | None:
    """Return the form that a workbook's seal, looks or title state, else its file's name.

    ``workbook`` is None where the file could not be read. Of titles only those of confidential
    forms are looked for: another form's makes no difference to how a refused file is kept.
    """
    form = _by_content(workbook, forms) if workbook else None
    return form or _by_name(name, forms)


def resembles_form(workbook: RawWorkbook, forms: Mapping[str, Form]) -> bool:
    """Return whether a workbook may be a report: sealed, exported, or in tables or title like one.

    Nothing that may be one is kept as evidence.
    """
    if workbook.sheet(SHEET_NAME) or find_questionnaire(workbook, forms.values(), ""):
        return True
    titles = title_text(workbook)
    return any(
        heading_key(form.title) in titles or has_tables(workbook, form) for form in forms.values()
    )


def _by_content(workbook: RawWorkbook, forms: Mapping[str, Form]) -> Form | None:
    sealed = workbook.sheet(SHEET_NAME)
    sealed_form = dict(read_seal_rows(sealed)).get("form", "") if sealed else ""
    return (
        forms.get(sealed_form)
        or find_form_by_layout(workbook, forms.values())
        or _titled(title_text(workbook), forms)
    )


def _by_name(name: str, forms: Mapping[str, Form]) -> Form | None:
    code = find_form_code(normalize_text(name).upper())
    form_of_code = next((form for form in forms.values() if form.code == code), None)
    return form_of_code or _titled(heading_key(name), forms)


def _titled(text: str, forms: Mapping[str, Form]) -> Form | None:
    confidential_forms = (form for form in forms.values() if form.confidential)
    return next((form for form in confidential_forms if heading_key(form.title) in text), None)
