"""The seal: what it vouches for, what it notices, and what serial numbers forgive."""

import string
from dataclasses import asdict, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.values.seal import (
    Identity,
    find_leading_serial,
    find_serial,
    make_serial,
    read_seal,
    seal_rows,
)

KEY = b"k" * 32
JUNE = Identity(form="study", version=2, unit="ZB01", period="2026-06", serial="XX26-ZB01-06-AAAA")
EVENT = Identity(form="complaint", version=1, unit="党办", period="", serial="TS26-党办-E001-BBBB")
TYPED = string.ascii_uppercase + string.digits


@pytest.mark.parametrize("identity", [JUNE, EVENT], ids=["a monthly form", "an event form"])
def test_a_sealed_identity_is_read_as_it_was_sealed(identity: Identity) -> None:
    assert read_seal(KEY, seal_rows(KEY, identity)) == identity


@pytest.mark.parametrize("identity", [JUNE, EVENT], ids=["a monthly form", "an event form"])
def test_no_cell_of_the_hidden_sheet_is_empty(identity: Identity) -> None:
    """Programs that save a workbook leave empty cells out, and the seal would miss them."""
    assert all(label and value for label, value in seal_rows(KEY, identity))


def test_the_order_of_the_hidden_rows_and_rows_added_by_a_program_do_not_matter() -> None:
    rows = [*reversed(seal_rows(KEY, JUNE)), ("", ""), ("app", "WPS")]

    assert read_seal(KEY, rows) == JUNE


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("form", "rectification"),
        ("version", "3"),
        ("version", "two"),
        ("unit", "ZB02"),
        ("period", "2026-07"),
        ("period", ""),
        ("serial", "XX26-ZB01-06-AAAB"),
        ("seal", ""),
        ("seal", "0" * 64),
        ("seal", "印章"),
    ],
)
def test_whoever_changes_a_sealed_value_breaks_the_seal(label: str, value: str) -> None:
    rows = [(name, value if name == label else old) for name, old in seal_rows(KEY, JUNE)]

    assert read_seal(KEY, rows) is None


@pytest.mark.parametrize("label", [*(field.name for field in fields(Identity)), "seal"])
def test_a_hidden_sheet_that_lacks_a_row_is_no_seal(label: str) -> None:
    rows = [row for row in seal_rows(KEY, JUNE) if row[0] != label]

    assert read_seal(KEY, rows) is None


def test_the_seal_of_another_workbook_does_not_fit() -> None:
    other = dict(seal_rows(KEY, replace(JUNE, unit="ZB02")))["seal"]
    rows = [(name, str(value)) for name, value in asdict(JUNE).items()]

    assert read_seal(KEY, [*rows, ("seal", other)]) is None


def test_the_seal_of_another_office_does_not_fit() -> None:
    assert read_seal(b"o" * 32, seal_rows(KEY, JUNE)) is None


units = st.from_regex(r"[A-Z0-9]{2,12}|党办", fullmatch=True)
slots = st.from_regex(r"0[0-9]|1[0-2]|Q[1-4]|E[0-9]{3,5}|W[0-9]{5,12}", fullmatch=True)
serials = st.builds(
    lambda code, year, unit, slot: make_serial(
        KEY, form_code=code, year=year, unit=unit, slot=slot
    ),
    st.from_regex(r"[A-Z]{2,3}", fullmatch=True),
    st.integers(2004, 2099),
    units,
    slots,
)


@given(serials)
def test_every_serial_number_is_found_with_its_parts(serial: str) -> None:
    found = find_serial(KEY, f"（{serial}）会议照片.pdf")

    assert found is not None
    assert found.text == serial
    assert find_leading_serial(f"{serial}会议照片.pdf") == serial


@given(serials, st.data())
def test_a_wrong_character_is_noticed(serial: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(serial) - 1))
    wrong = data.draw(st.sampled_from([c for c in TYPED if c != serial[at]]))

    assert find_serial(KEY, serial[:at] + wrong + serial[at + 1 :]) is None


@given(serials, st.data())
def test_a_character_left_out_is_noticed(serial: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(serial) - 1))
    shorter = find_serial(KEY, serial[:at] + serial[at + 1 :])

    assert shorter is None


@given(serials, st.data())
def test_two_neighbours_exchanged_are_noticed(serial: str, data: st.DataObject) -> None:
    pairs = [at for at in range(len(serial) - 1) if serial[at] != serial[at + 1]]
    at = data.draw(st.sampled_from(pairs))
    exchanged = serial[:at] + serial[at + 1] + serial[at] + serial[at + 2 :]

    assert find_serial(KEY, exchanged) is None


@given(serials, st.data())
def test_a_character_too_many_never_makes_another_serial_number(
    serial: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(serial)))
    more = data.draw(st.sampled_from(TYPED))
    found = find_serial(KEY, serial[:at] + more + serial[at:])

    assert found is None or found.text == serial


@given(serials)
def test_another_office_s_serial_number_is_not_valid(serial: str) -> None:
    assert find_serial(b"o" * 32, serial) is None


def test_the_check_letters_are_hard_to_misread() -> None:
    letters = {
        make_serial(KEY, form_code="XX", year=2026, unit="ZB01", slot=f"E{number:03d}")[-4:]
        for number in range(2000)
    }

    assert not set("".join(letters)) & set("0O1IZ2")
