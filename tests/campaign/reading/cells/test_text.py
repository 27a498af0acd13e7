"""Text is tidied and not changed; codes keep their zeros; telephone numbers are whole."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.problems.codes import Code
from campaign.reading.cells import Tolerance
from campaign.values.raw_workbook import Scalar
from campaign.values.text import clean_text, normalize_text
from tests.support.samples.builders import cell, field, moment

SPACES, WIDTH, TYPED = Tolerance.SPACES, Tolerance.WIDTH, Tolerance.TEXT_AS_NUMBER
DOUBTED = Code.CELL_CONVERTED


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        ("学习准则", "学习准则", None),
        ("学习 准则", "学习 准则", None),
        ("第一行\n第二行", "第一行\n第二行", None),
        ("ＡＢＣ１２３，。", "ＡＢＣ１２３，。", None),
        ("-5%的增幅", "-5%的增幅", None),
        ("+8613800000000", "+8613800000000", None),
        ("无", "无", None),
        (" 学习准则 ", "学习准则", SPACES),
        ("\u3000\u3000学习准则", "学习准则", SPACES),
        ("学习  准则", "学习 准则", SPACES),
        ("学习\xa0准则", "学习 准则", SPACES),
        ("学习\u3000准则", "学习 准则", SPACES),
        ("学习\t准则", "学习 准则", SPACES),
        ("学习\u200b准则\ufeff", "学习准则", SPACES),
        ("\u202a学习准则\u202c", "学习准则", SPACES),
        ("学习\x07准则", "学习准则", SPACES),
        ("第一行\r\n第二行", "第一行\n第二行", SPACES),
        ("第一行\r第二行", "第一行\n第二行", SPACES),
        ("第一行_x000D_\n第二行", "第一行\n第二行", SPACES),
        ("第一行_x000a_第二行_x000D_", "第一行\n第二行", SPACES),
        ("第一行 \n\n  第二行\n", "第一行\n第二行", SPACES),
        ("第一行\x0b第二行\u2028第三行", "第一行\n第二行\n第三行", SPACES),
        ("\u200b \n_x000D_", "", SPACES),
        (12.0, "12", TYPED),
        (12.5, "12.5", TYPED),
        (0.1 + 0.2, "0.3", TYPED),
        (6.3, "6.3", DOUBTED),  # 6.30, a day
        (12.1, "12.1", DOUBTED),
        (13.1, "13.1", TYPED),
        (6.25, "6.25", TYPED),
        (1e14, "100000000000000", TYPED),
        (1e20, "100000000000000000000", DOUBTED),
        (350423198001011234.0, "350423198001011000", DOUBTED),
        ("3.50423E+17", "3.50423E+17", DOUBTED),
        (" 3.5e+17 ", "3.5e+17", DOUBTED),
        ("1E+3号楼", "1E+3号楼", None),
        ("A+17", "A+17", None),
        (True, "TRUE", DOUBTED),
        (dt.date(2026, 6, 30), "2026-06-30", DOUBTED),
        (moment("2026-06-30 09:05"), "2026-06-30 09:05", DOUBTED),
        (moment("2026-06-30"), "2026-06-30", DOUBTED),
        (dt.time(9, 5), "9:05", DOUBTED),
        (dt.time(1, 30, 5), "1:30:05", DOUBTED),
        (dt.timedelta(hours=26, minutes=30), "26:30", DOUBTED),
        ("=SUM(A1:A3)", "=SUM(A1:A3)", Code.CELL_LOOKS_LIKE_FORMULA),
        ("@SUM(A1)", "@SUM(A1)", Code.CELL_LOOKS_LIKE_FORMULA),
        (" =1+1", "=1+1", Code.CELL_LOOKS_LIKE_FORMULA),
        ("#REF!", "", Code.CELL_ERROR_VALUE),
        ("#N/A", "", Code.CELL_ERROR_VALUE),
        ("#1号窗口", "#1号窗口", None),
    ],
)
def test_free_text(value: Scalar, read: str, note: object) -> None:
    assert cell(field("text"), value) == (read, note)


@pytest.mark.parametrize(
    ("bounds", "value", "note"),
    [
        ({"min_length": 10}, "九个字九个字九个字", Code.CELL_TOO_SHORT),
        ({"min_length": 10}, "一共十个字一共十个字", None),
        ({"max_length": 10}, "一共十个字一共十个字", None),
        ({"max_length": 10}, "一共十一字一共十一个字", Code.CELL_TOO_LONG),
        ({"max_length": 10}, " 一共十个字一共十个字 ", SPACES),
        ({"max_length": 10}, "=" * 11, Code.CELL_TOO_LONG),
        ({}, "长" * 32_767, Code.CELL_TOO_LONG),
        ({}, " " * 32_767, SPACES),
        ({"max_length": 32_767}, "长 " * 10_000, SPACES),
    ],
)
def test_lengths_are_counted_in_tidied_characters(
    bounds: dict[str, Any], value: str, note: object
) -> None:
    assert cell(field("text", **bounds), value)[1] is note


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        ("ZB01-001", "ZB01-001", None),
        ("zb01-001", "ZB01-001", WIDTH),
        ("ＺＢ０１－００１", "ZB01-001", WIDTH),
        ("ZB01—001", "ZB01-001", WIDTH),
        ("ZB01——001", "ZB01-001", WIDTH),
        ("ZB01–001", "ZB01-001", WIDTH),
        (" ZB01-001\n", "ZB01-001", SPACES),
        ("ZB01 - 001", "ZB01-001", SPACES),
        ("ZB01\u200b-001", "ZB01-001", WIDTH),
        ("示民〔2026〕18号", "示民〔2026〕18号", None),
        ("AU¯1", "AŪ1", WIDTH),
        (101.0, "101", TYPED),
        (1.5, "1.5", TYPED),
        (3.5e17, "", Code.CELL_DIGITS_LOST),
        ("3.50423E+17", "", Code.CELL_DIGITS_LOST),
        (-5.0, "", Code.CELL_BAD_PATTERN),
        (float("nan"), "", Code.CELL_BAD_PATTERN),
        (True, "", Code.CELL_BAD_PATTERN),
        (dt.date(2026, 6, 1), "", Code.CELL_BAD_PATTERN),  # 6-1, as a spreadsheet understood it
        (dt.time(6, 1), "", Code.CELL_BAD_PATTERN),
        ("1", "", Code.CELL_BAD_PATTERN),
        (1.0, "", Code.CELL_BAD_PATTERN),
    ],
)
def test_codes(value: Scalar, read: str, note: object) -> None:
    assert cell(field("code", min_length=3), value) == (read, note)


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        ("041022", "041022", None),
        ("０４１０２２", "041022", WIDTH),
        (" 041022", "041022", SPACES),
        (141022.0, "141022", TYPED),
        (41022.0, "", Code.CELL_LOST_ZEROS),
        (0.0, "", Code.CELL_LOST_ZEROS),
        (1410225.0, "", Code.CELL_BAD_PATTERN),
        ("41022", "", Code.CELL_BAD_PATTERN),
        ("0410221", "", Code.CELL_BAD_PATTERN),
        ("04102A", "", Code.CELL_BAD_PATTERN),
        ("٠٤١٠٢٢", "", Code.CELL_BAD_PATTERN),
    ],
)
def test_codes_of_fixed_length_keep_their_zeros(value: Scalar, read: str, note: object) -> None:
    assert cell(field("code", digits=6), value) == (read, note)


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        ("0599-5550101", "0599-5550101", None),
        ("13900000000", "13900000000", None),
        ("139 0000 0000", "139 0000 0000", None),
        ("+86 13900000000", "+86 13900000000", None),
        ("5550101", "5550101", None),
        ("12345", "12345", None),
        ("0599-5550101转12", "0599-5550101转12", None),
        ("(0599)5550101", "(0599)5550101", None),
        ("0599-5550101、13900000000", "0599-5550101、13900000000", None),
        ("0599-5550101/13900000000", "0599-5550101/13900000000", None),
        ("（0599）5550101", "(0599)5550101", WIDTH),
        ("０５９９－５５５０１０１", "0599-5550101", WIDTH),
        ("0599—5550101", "0599-5550101", WIDTH),
        (" 0599-5550101 ", "0599-5550101", SPACES),
        (13900000000.0, "13900000000", TYPED),
        (5550101.0, "5550101", TYPED),
        (5995550101.0, "", Code.CELL_BAD_PATTERN),  # 0599-5550101 without its zero
        (1088880000.0, "", Code.CELL_BAD_PATTERN),  # 010-88880000 without its zero
        (1.39e15, "", Code.CELL_BAD_PATTERN),
        (True, "", Code.CELL_BAD_PATTERN),
        ("办公室电话", "", Code.CELL_BAD_PATTERN),
        ("110", "", Code.CELL_BAD_PATTERN),
        ("1" * 500, "", Code.CELL_BAD_PATTERN),
    ],
)
def test_telephone_numbers(value: Scalar, read: str, note: object) -> None:
    assert cell(field("phone"), value) == (read, note)


@settings(deadline=None)
@given(st.text())
def test_what_is_tidy_stays_as_it_is(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert normalize_text(normalize_text(text)) == normalize_text(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_text_read_again_is_the_same_without_remark(text: str) -> None:
    read, note = cell(field("text"), text)
    if read and note is not Code.CELL_LOOKS_LIKE_FORMULA:
        assert cell(field("text"), read) == (read, None)


@settings(deadline=None)
@given(st.sampled_from(["code", "phone"]), st.text(max_size=200))
def test_a_code_read_again_is_the_same_without_remark(type: str, text: str) -> None:
    read, _ = cell(field(type), text)
    assert not read or cell(field(type), read) == (read, None)


@settings(deadline=None)
@given(
    st.sampled_from([field("text"), field("code"), field("code", digits=6), field("phone")]),
    st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.datetimes(), st.times()),
)
def test_nothing_that_can_stand_in_a_cell_makes_the_readers_fail(of: Any, value: Scalar) -> None:
    cell(of, value)
