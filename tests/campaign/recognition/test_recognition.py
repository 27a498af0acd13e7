"""A sealed workbook is what its seal says, if that is due, from this unit, here and now."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.definitions.form import Form
from campaign.problems.codes import Code
from campaign.recognition.recognition import RecognizedWorkbook
from campaign.values.raw_workbook import Scalar
from campaign.values.seal import SHEET_NAME, Identity, seal_rows
from tests.support.samples.builders import period, raw, workbook
from tests.support.samples.every_form_kind import (
    CHECK,
    COMPLAINT,
    KEY,
    LEDGER,
    NEWS,
    RETIRED,
    STUDY,
    SUMMARY,
    identity,
    look,
    seal_sheet,
    sealed,
)


@pytest.mark.parametrize("folder", ["", "ZB01"])
def test_a_sealed_workbook_is_what_its_seal_says(folder: str) -> None:
    found = look(sealed(identity()), folder)
    assert isinstance(found, RecognizedWorkbook)
    assert (found.form, found.unit.code, found.period) == (STUDY, "ZB01", period("2026-06"))
    assert (found.slot, found.serial, found.problems) == ("2026-06", identity().serial, ())


def test_an_event_is_filed_under_its_serial_number() -> None:
    found = look(sealed(identity(NEWS, of_period="")))
    assert isinstance(found, RecognizedWorkbook)
    assert (found.period, found.slot) == (None, identity(NEWS, of_period="").serial)


FORGED = [Code.SEAL_FORGED]


@pytest.mark.parametrize(
    "rows",
    [
        seal_rows(b"another key" * 3, identity()),
        seal_rows(KEY, identity())[:-1],
        [*seal_rows(KEY, identity())[:-1], ("seal", "")],
        [*seal_rows(KEY, identity())[:-1], ("seal", "封")],
        [("unit", "ZB02"), *seal_rows(KEY, identity()), ("unit", "ZB02")],
        [],
        [("form", "study")],
    ],
)
def test_a_seal_that_does_not_hold_is_refused(rows: list[tuple[str, str]]) -> None:
    assert look(workbook(seal_sheet(rows), raw(("x",)))) == FORGED


@settings(deadline=None)
@given(st.sampled_from([f.name for f in dataclasses.fields(Identity)]), st.text(min_size=1))
def test_an_identity_changed_in_any_field_never_passes_the_seal(name: str, value: str) -> None:
    rows = dict(seal_rows(KEY, identity()))
    if rows[name] != value and not (name == "version" and value.strip() == rows[name]):
        assert look(workbook(seal_sheet(list({**rows, name: value}.items())))) == FORGED


def test_a_version_that_a_spreadsheet_made_a_number_still_holds() -> None:
    rows: list[tuple[Scalar, ...]] = [
        (name, 1.0 if name == "version" else value) for name, value in seal_rows(KEY, identity())
    ]
    assert isinstance(
        look(workbook(raw(*rows, name=SHEET_NAME, visible=False))), RecognizedWorkbook
    )


@pytest.mark.parametrize(
    ("stated", "place", "found"),
    [
        (identity(form="gone"), {}, Code.FORM_UNKNOWN),
        (identity(RETIRED), {}, Code.FORM_UNKNOWN),
        (identity(version=2), {}, Code.FORM_OLD_VERSION),
        (identity(unit="ZB99"), {}, Code.UNIT_UNKNOWN),
        (identity(unit="DW07", of_period="2026-08"), {"today": dt.date(2026, 8, 5)}, None),
        (identity(unit="DW07", of_period="2026-08"), {"today": dt.date(2026, 8, 9)}, None),
        (identity(CHECK, "DW07", "2026-Q2"), {"today": dt.date(2026, 9, 2)}, None),
        (identity(CHECK, "DW07", "2026-Q3"), {"today": dt.date(2026, 8, 9)}, Code.UNIT_UNKNOWN),
        (identity(NEWS, "DW07", ""), {"today": dt.date(2026, 9, 1)}, Code.UNIT_UNKNOWN),
        (identity(unit="党办"), {}, Code.UNIT_NOT_ASKED),
        (identity(LEDGER, "DW01", "2026-Q2"), {}, Code.UNIT_NOT_ASKED),
        (identity(SUMMARY, "ZB02", "2026"), {}, Code.UNIT_NOT_ASKED),
        (identity(SUMMARY, "ZB01", "2026"), {}, None),
        (identity(CHECK, "DW01", "2026-Q2"), {}, None),
        (identity(CHECK, "DW01", "2026-Q2"), {"folder": "党办"}, None),
        (identity(CHECK, "DW01", "2026-Q2"), {"folder": "DW01"}, Code.PLACE_FOREIGN_FOLDER),
        (identity(), {"folder": "ZB02"}, Code.PLACE_FOREIGN_FOLDER),
        (identity(), {"folder": "党办"}, Code.PLACE_FOREIGN_FOLDER),
        (identity(of_period="2026-05"), {}, Code.PERIOD_OUTSIDE),
        (identity(of_period="2025-06"), {}, Code.PERIOD_OUTSIDE),
        (identity(of_period="2026-Q2"), {}, Code.PERIOD_OUTSIDE),
        (identity(of_period="2026-08"), {}, Code.PERIOD_NOT_BEGUN),
        (identity(of_period="2026-07"), {"today": dt.date(2026, 7, 1)}, None),
        (identity(of_period="2026-07"), {"today": dt.date(2026, 6, 30)}, Code.PERIOD_NOT_BEGUN),
        (identity(LEDGER, of_period="2026-Q2"), {"today": dt.date(2026, 6, 20)}, None),
        (
            identity(LEDGER, of_period="2026-Q2"),
            {"today": dt.date(2026, 6, 19)},
            Code.PERIOD_NOT_BEGUN,
        ),
        (identity(LEDGER, of_period="2026-Q2"), {"today": dt.date(2027, 6, 19)}, None),
        (identity(), {"today": dt.date(2026, 8, 10)}, None),
        (identity(), {"today": dt.date(2026, 8, 11)}, Code.PERIOD_LOCKED),
    ],
)
def test_a_seal_that_holds_must_still_name_what_is_due(
    stated: Identity, place: dict[str, Any], found: Code | None
) -> None:
    answer = look(sealed(stated), **place)
    assert answer == [found] if found else isinstance(answer, RecognizedWorkbook)


def test_a_wrong_place_and_a_wrong_period_are_said_at_once() -> None:
    answer = look(sealed(identity(of_period="2026-05")), "ZB02")
    assert answer == [Code.PLACE_FOREIGN_FOLDER, Code.PERIOD_OUTSIDE]


@pytest.mark.parametrize(
    ("of", "confidential", "warned"),
    [(COMPLAINT, False, True), (COMPLAINT, True, False), (NEWS, False, False)],
)
def test_a_confidential_form_outside_its_folder_is_taken_with_a_warning(
    of: Form, confidential: bool, warned: bool
) -> None:
    unit = "党办" if of is COMPLAINT else "ZB01"
    found = look(sealed(identity(of, unit, "")), confidential=confidential)
    assert isinstance(found, RecognizedWorkbook)
    assert [p.code for p in found.problems] == [Code.PLACE_NOT_CONFIDENTIAL] * warned
