"""Days out of all reason: after the receipt of what has happened, or far from the campaign."""

import datetime as dt
from typing import Any

import pytest

from campaign.definitions.form import DateMeaning
from campaign.problems.codes import WARNINGS, Code
from campaign.reading.cells import make_reader
from campaign.reading.cells.fast_path import make_fast_reader
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import cell, context, field
from tests.support.samples.definitions import forms

CAMPAIGN: dict[str, Any] = {
    "first": dt.date(2026, 4, 1),
    "last": dt.date(2026, 12, 31),
    "period": None,
    "received_on": dt.date(2026, 12, 8),
}
AHEAD, SOON, REMOTE = Code.CELL_DATE_AHEAD, Code.CELL_DATE_SOON, Code.CELL_DATE_REMOTE
DAYS: list[tuple[str, dict[str, Code | None]]] = [
    ("2026-04-01", {}),
    ("2026-12-08", {}),
    ("2025-04-01", {}),
    ("2026-12-09", {"happened": SOON, "since": SOON}),
    ("2027-01-08", {"happened": SOON, "since": SOON}),
    ("2027-01-09", {"happened": AHEAD, "since": AHEAD, "filed": REMOTE}),
    ("2028-12-01", {"happened": AHEAD, "since": AHEAD, "filed": REMOTE}),
    ("2029-06-01", {"happened": AHEAD, "since": AHEAD, "filed": REMOTE, "due": REMOTE}),
    ("2036-08-20", {"happened": AHEAD, "since": AHEAD, "filed": REMOTE, "due": REMOTE}),
    ("2025-03-31", {"happened": REMOTE, "filed": REMOTE, "due": REMOTE}),
    ("2016-07-08", {"happened": REMOTE, "filed": REMOTE, "due": REMOTE}),
]


@pytest.mark.parametrize("means", DateMeaning)
@pytest.mark.parametrize(("day", "told"), DAYS, ids=[day for day, _ in DAYS])
def test_a_day_is_judged_by_what_the_column_means(
    day: str, told: dict[str, Code | None], means: DateMeaning
) -> None:
    code = told.get(means)
    kept = day if code is None or code in WARNINGS else ""
    assert cell(field("date", means=means), day, **CAMPAIGN) == (kept, code)


@pytest.mark.parametrize("means", DateMeaning)
def test_a_whole_column_is_read_as_its_cells_are(means: DateMeaning) -> None:
    column = field("date", means=means)
    reader = make_reader(column, context(**CAMPAIGN))
    fast = make_fast_reader(column, context(**CAMPAIGN))
    for text, _ in DAYS:
        day = dt.date.fromisoformat(text)
        assert (fast([day]) == [text]) is (reader(day) == text), text


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("62.7.8", Code.CELL_NOT_A_DATE),
        ("16.7.8", Code.CELL_NOT_A_DATE),
        ("26.7.8", None),
        ("27.7.8", AHEAD),
        (0.0, Code.CELL_NOT_A_DATE),
        (46.0, Code.CELL_NOT_A_DATE),
        (60.0, Code.CELL_NOT_A_DATE),
        (42559.0, REMOTE),
        ("民国115年7月8日", Code.CELL_NOT_A_DATE),
        ("丙午年五月廿四", Code.CELL_NOT_A_DATE),
        ("1926年7月8日", Code.CELL_NOT_A_DATE),
    ],
)
def test_years_that_cannot_be_meant_are_found_however_they_are_written(
    written: Scalar, told: Code | None
) -> None:
    _, found = cell(field("date", means="happened"), written, **CAMPAIGN)
    assert (found if isinstance(found, Code) else None) is told


def test_nothing_is_asked_of_a_column_that_says_nothing_or_without_a_day_of_receipt() -> None:
    assert cell(field("date"), "2036-08-20", **CAMPAIGN) == ("2036-08-20", None)
    unknown = {**CAMPAIGN, "received_on": None}
    assert cell(field("date", means="happened"), "2027-08-20", **unknown) == ("2027-08-20", None)


def test_every_date_of_the_shipped_forms_says_what_it_means() -> None:
    dates = [
        (form.key, column.key)
        for form in forms()
        for sheet in form.sheets
        for column in (*sheet.header, *sheet.columns)
        if column.type == "date" and column.means is None
    ]
    assert dates == [("service_items", "from_on")], "a day from which a promise holds, near or far"
