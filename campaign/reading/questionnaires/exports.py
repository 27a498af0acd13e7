"""Find which form a questionnaire service's export is, and the questionnaire's number.

An export has one answer sheet per row and one question per column. It carries no seal; the
headings of the service tell it, and the number of the questionnaire, which its file's name holds,
tells one questionnaire from another, however often each is exported.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaign.definitions.form import Form
from campaign.definitions.questionnaire_mapping import QuestionnaireMapping
from campaign.values.raw_workbook import RawSheet, RawWorkbook
from campaign.values.seal import SHEET_NAME
from campaign.values.text import normalize_text, scalar_text

_ROWS_SEARCHED = 5
_NUMBER = re.compile(r"\d{5,12}", re.ASCII)
_DECORATION = re.compile(r"[\s*,.:;?!、。·“”\"'（）()]")


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionnaireSheet:
    """An export as the form that it is: its mapping, its sheet and the row of its headings.

    ``number`` is the questionnaire's, "" where the file's name does not tell it.
    """

    form: Form
    mapping: QuestionnaireMapping
    raw: RawSheet
    row: int
    number: str

    @property
    def slot(self) -> str:
        """The questionnaire's part of its serial number: its service's letter and its number."""
        return f"{self.mapping.letter}{self.number}"


def find_questionnaire(
    workbook: RawWorkbook, forms: Iterable[Form], name: str, number: str = ""
) -> QuestionnaireSheet | None:
    """Return which export a workbook without a seal is, by its headings.

    ``name`` is the file's; it tells the questionnaire's number unless that is known. A mapping for
    this very questionnaire goes before one for all.
    """
    if workbook.sheet(SHEET_NAME) is not None:
        return None
    exports = list(_fitting(workbook, forms, name, number))
    return min(exports, key=lambda exported: not exported.mapping.only, default=None)


def _fitting(
    workbook: RawWorkbook, forms: Iterable[Form], name: str, stated_number: str
) -> Iterator[QuestionnaireSheet]:
    for form in forms:
        for export in form.exports:
            number = stated_number or questionnaire_number(export, name)
            place = _place(workbook, export)
            if place and (not export.only or number in export.only):
                raw, row = place
                yield QuestionnaireSheet(form=form, mapping=export, raw=raw, row=row, number=number)


def _place(workbook: RawWorkbook, export: QuestionnaireMapping) -> tuple[RawSheet, int] | None:
    expected = set(map(question_key, export.headings))
    for raw in workbook.sheets:
        for number, row in enumerate(raw.rows[:_ROWS_SEARCHED], start=1):
            if raw.visible and expected <= {question_key(scalar_text(value)) for value in row}:
                return raw, number
    return None


def questionnaire_number(export: QuestionnaireMapping, name: str) -> str:
    """Return the questionnaire's number in a file's name, "" if there is none.

    A day, such as 20261020, is no number: each re-export under a new day would count anew.
    """
    stem = normalize_text(name.rpartition(".")[0] or name)
    for pattern in export.number_in_name:
        if match := re.search(pattern, stem):
            fits = _NUMBER.fullmatch(match[1]) and not _is_day(match[1])
            return match[1] if fits else ""
    return ""


def questionnaire_slot(form: Form, stated: str) -> str:
    """Return what a questionnaire's number, with its service's letter or without, stands for.

    "" if it is none, or if the form takes in several services and the letter is wanting.
    """
    letters = {export.letter for export in form.exports}
    letter, number = stated[:1], stated[1:]
    if stated.isdecimal() and len(letters) == 1:
        letter, number = next(iter(letters)), stated
    return letter + number if letter in letters and _NUMBER.fullmatch(number) else ""


def _is_day(digits: str) -> bool:
    try:
        return len(digits) == len("20261020") and 2000 <= dt.date.fromisoformat(digits).year < 2100
    except ValueError:
        return False


def question_key(text: str) -> str:
    """Reduce a heading to its words: no spaces and signs; brackets go, what is in them stays."""
    return _DECORATION.sub("", normalize_text(text)).casefold()
