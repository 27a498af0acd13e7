"""What a number format shows of a stored number, and which formats need a look at all."""

import datetime as dt
from decimal import Decimal

import pytest

from campaign.values.number_formats import Kind, hides_text, is_plain, show

PLAIN = (
    "General",
    "G/通用格式",
    "@",
    "0",
    "0.00",
    "#,##0",
    "#,##0.00;[Red]#,##0.00",
    "0.00_ ;[Red]\\-0.00\\ ",
    "0_);(0)",
    '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "[$¥-804]#,##0.00",
    "¥#,##0.00;¥-#,##0.00",
    "0;-0;;@",
    '0;-0;"无"',
    "0.00E+00",
    "# ?/?",
    "[DBNum1][$-804]General",
    "yyyy-m-d",
    'yyyy"年"m"月"d"日"',
    "h:mm",
    "yyyy/m/d h:mm",
    "[h]:mm:ss",
)
ODD = (
    '0!.0,"万元"',
    "0,",
    "#,##0,,",
    '0.00,"千元"',
    "0\\.0,",
    '0"."0000',
    "[>=10000]0!.0,万;0",
    "0%",
    '0"分"',
    ";;;",
    ";;;@",
    '"已完成"',
    "000",
    "0;0",
    "000-0000-0000",
    'm"月"d"日"',
    "d-mmm",
    "mmm-yy",
    'yyyy"年"m"月"',
    'm"月"',
    '0;-0;0;"保密"',
    '[=1]"满意";[=2]"基本满意";"不满意"',
)


@pytest.mark.parametrize("code", PLAIN)
def test_formats_that_change_digits_and_colour_only_are_plain(code: str) -> None:
    assert is_plain(code)


@pytest.mark.parametrize("code", ODD)
def test_formats_that_show_something_else_are_not(code: str) -> None:
    assert not is_plain(code)


@pytest.mark.parametrize(
    ("code", "stored", "text", "number"),
    [
        ('0!.0,"万元"', 8_000_000, "800.0万元", "800"),
        ('0!.0,"万元"', 8_003_400, "800.3万元", "800.34"),
        ('0!.0,"万元"', 400, "0.0万元", "0.04"),
        ("0\\.0,", 8_000_000, "800.0", "800"),
        ("0,", 8_000_000, "8000", "8000"),
        ("#,##0,,", 1_234_567_890, "1,235", "1234.56789"),
        ('0.00,"千元"', 12_345, "12.35千元", "12.345"),
        ('0"."0000', 80_034, "8.0034", "8.0034"),
        ('[>=10000]0!.0,"万";0', 15_000, "1.5万", "1.5"),
        ('[>=10000]0!.0,"万";0', 800, "800", "800"),
        ("0%", 0.8, "80%", "80"),
        ('0.0"%"', 0.8, "0.8%", "0.8"),
        ("000", 3, "003", "3"),
        ("000", 1234, "1234", "1234"),
        ("0.00", 6.3, "6.30", "6.3"),
        ("#,##0.00", 1_234_567.5, "1,234,567.50", "1234567.5"),
        ("0.0#", 1.2, "1.2", "1.2"),
        ("0", 2.5, "3", "2.5"),
        ("0;0", -5, "5", "5"),
        ("0;[Red]0", -5, "5", "-5"),
        ("0_);(0)", -5, "(5)", "-5"),
        ("0", -5, "-5", "-5"),
        ('0"分"', 85, "85分", "85"),
        ("@", 5, "5", "5"),
        ('G/通用格式"人"', 5, "5人", "5"),
        ('"第"0"期"', 9, "第9期", "9"),
    ],
)
def test_numbers_are_shown_as_spreadsheets_show_them(
    code: str, stored: float, text: str, number: str
) -> None:
    shown = show(code, stored)
    assert (shown.kind, shown.text, shown.number) == (Kind.NUMBER, text, Decimal(number))


@pytest.mark.parametrize(
    ("code", "stored", "kind", "text"),
    [
        (";;;", 5, Kind.NOTHING, ""),
        ("0;;0", -5, Kind.NOTHING, ""),
        ('"已完成"', 5, Kind.WORDS, "已完成"),
        ('[=1]"满意";[=2]"基本满意";"不满意"', 2, Kind.WORDS, "基本满意"),
        ('[=1]"满意";[=2]"基本满意";"不满意"', 3, Kind.WORDS, "不满意"),
    ],
)
def test_some_formats_show_words_or_nothing(
    code: str, stored: float, kind: Kind, text: str
) -> None:
    shown = show(code, stored)
    assert (shown.kind, shown.text, shown.number) == (kind, text, None)


@pytest.mark.parametrize("code", ["000-0000-0000", '0"万"0000'])
def test_digits_that_words_take_apart_are_no_number(code: str) -> None:
    assert show(code, 13_800_001_111).number is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('m"月"d"日"', "9月3日"),
        ('[$-804]m"月"d"日";@', "9月3日"),
        ("m/d", "9/3"),
        ("mm-dd", "09-03"),
        ("d-mmm", "3-Sep"),
        ("mmm-yy", "Sep-26"),
        ('yyyy"年"m"月"', "2026年9月"),
    ],
)
def test_days_are_shown_by_their_parts(code: str, text: str) -> None:
    assert show(code, dt.date(2026, 9, 3)).text == text


def test_texts_are_hidden_by_a_fourth_section_without_a_place_for_them() -> None:
    assert [code for code in (";;;", ";;;@", "0;-0;0", '0;0;0;"x"') if hides_text(code)] == [
        ";;;",
        '0;0;0;"x"',
    ]


def test_a_code_longer_than_any_is_cut_and_not_followed_for_ever() -> None:
    assert is_plain("0" + "_ " * 100_000)
    assert not is_plain("0" + "," * 100_000)
