"""Which value counts where a cell shows another one than it stores."""

import datetime as dt
from typing import Any

import pytest

from campaign.problems.codes import Code
from campaign.values.raw_workbook import Appearance, Scalar
from tests.support.samples.builders import field, form, raw, read, sheet

ODD = Code.CELL_SHOWN_OTHERWISE


def read_shown(
    kind: str, heading: str, stored: Scalar, code: str, **more: Any
) -> tuple[str, list[Code], dict[str, str]]:
    """Read one cell with a number format: its value, what is reported, and with which words."""
    page = raw(("名称", heading), ("甲", stored), appearance=Appearance(formats={(2, 2): code}))
    private = bool(more.get("private"))
    columns = field(key="name", heading="名称"), field(kind, heading=heading, **more)
    of = form(sheet(*columns), confidential=private)
    submission = read(of, page)
    [row] = submission.sheets[0].rows
    facts = [{"stored": p.value, **dict(p.facts)} for p in submission.problems]
    return row.values.get("value", ""), [p.code for p in submission.problems], (facts or [{}])[0]


@pytest.mark.parametrize(
    ("heading", "stored", "code", "value"),
    [
        # shown in the heading's own unit: what is shown counts, exactly
        ("资金（万元）", 8_000_000.0, '0!.0,"万元"', "800"),
        ("资金（万元）", 8_003_400.0, '0!.0,"万元"', "800.34"),
        ("资金（万元）", 8_000_000.0, "0!.0,", "800"),
        ("资金（万元）", 8_000_000.0, "0\\.0,", "800"),
        ("资金（万元）", 8_000_000.0, '#!.0000"万"', "800"),
        ("资金（千元）", 8_000_000.0, "0,", "8000"),
        ("资金（百万元）", 8_000_000.0, "0,,", "8"),
        ("完成率（%）", 0.8, "0%", "80"),
        # shown and stored mean the same
        ("资金（元）", 8_000_000.0, '0!.0,"万元"', "8000000"),
        ("金额", 8_000_000.0, '0!.0,"万元"', "8000000"),
        ("人数", 15_000.0, '[>=10000]0!.0,"万";0', "15000"),
        ("资金（万元）", 800.0, '[>=10000]0!.0,"万";0', "800"),
        ("资金（万元）", 800.0, '0"万元"', "800"),
        ("资金（元）", 800.0, '0.00"元"', "800"),
        ("完成率（%）", 80.0, '0"%"', "80"),
        # words, digits and signs change nothing
        ("得分", 85.0, '0"分"', "85"),
        ("人数", 12.345, '0"人"', "12.345"),
        ("重量", 5.0, '0"千克"', "5"),
        ("人数", 0.0, '"无"', "0"),
        ("人数", 0.0, "0%", "0"),
        ("编号", 3.0, "000", "3"),
    ],
)
def test_a_number_that_is_exactly_determined_counts(
    heading: str, stored: float, code: str, value: str
) -> None:
    assert read_shown("number", heading, stored, code)[:2] == (value, [])


@pytest.mark.parametrize(
    ("heading", "stored", "code", "shown"),
    [
        ("资金（万元）", 8_000_000.0, "0,", "8000"),
        ("资金（万元）", 8_000_000.0, '0,"万元"', "8000万元"),
        ("资金（万元）", 800.0, '0.00"元"', "800.00元"),
        ("资金（亿元）", 8_000_000.0, '0!.0,"万元"', "800.0万元"),
        ("资金（元）", 800.0, '0"万元"', "800万元"),
        ("人数", 8_000.0, "0,", "8"),
        ("人数", 3.0, '0"万"', "3万"),
        ("得分", 0.8, "0%", "80%"),
        ("得分", 80.0, '0"%"', "80%"),
        ("人数", 5.0, '"已完成"', "已完成"),
        ("差额", -5.0, "0;0", "5"),
        ("电话", 13_800_001_111.0, "000-0000-0000", "138-0000-1111"),
    ],
)
def test_a_number_that_is_not_is_returned_with_both_values(
    heading: str, stored: float, code: str, shown: str
) -> None:
    value, codes, facts = read_shown("number", heading, stored, code)
    assert (value, codes, facts["shown"]) == ("", [ODD], shown)
    assert facts["stored"] == f"{stored:.15g}"


@pytest.mark.parametrize(
    ("stored", "code", "value", "codes"),
    [
        (0.8, "0%", "80", []),
        (1.0, "0%", "100", []),
        (0.005, "0.0%", "0.5", []),
        (1.2, "0%", "", [Code.CELL_TOO_HIGH]),
        (80.0, '0"%"', "80", []),
        (0.8, '0.0"%"', "0.8", []),
        (95.3, "0%", "", [Code.CELL_TOO_HIGH]),
        (-0.5, "0%;0%", "", [ODD]),
    ],
)
def test_a_percentage_is_what_its_sign_says(
    stored: float, code: str, value: str, codes: list[Code]
) -> None:
    assert read_shown("percent", "满意率（%）", stored, code)[:2] == (value, codes)


@pytest.mark.parametrize(
    ("kind", "more", "stored", "code", "value"),
    [
        ("text", {}, 0.8, "0%", "80%"),
        ("text", {}, 9.0, '"第"0"期"', "第9期"),
        ("text", {}, 7.0, "000", "007"),
        ("code", {"digits": 3}, 3.0, "000", "003"),
        ("choice", {}, 1.0, '[=1]"出勤";"请假"', "出勤"),
        ("phone", {}, 5988000000.0, '"0"000-0000000', "0598-8000000"),
        ("date", {}, 20260630.0, "0000-00-00", "2026-06-30"),
        ("month", {}, 6.0, '0"月"', "2026-06"),
    ],
)
def test_in_columns_of_words_what_is_shown_counts(
    kind: str, more: dict[str, Any], stored: float, code: str, value: str
) -> None:
    assert read_shown(kind, "内容", stored, code, **more)[:2] == (value, [])


def test_a_number_that_became_a_day_is_doubted_with_what_is_shown() -> None:
    value, codes, facts = read_shown("text", "期号", dt.date(2026, 9, 3), 'm"月"d"日"')
    assert (value, codes) == ("9月3日", [Code.CELL_CONVERTED])
    assert facts["shown"] == "9月3日"
    assert "2026-09-03" in facts["kind"]


def test_in_a_column_of_days_its_format_says_nothing() -> None:
    assert read_shown("date", "日期", dt.date(2026, 9, 3), 'm"月"d"日"')[:2] == ("2026-09-03", [])


@pytest.mark.parametrize("stored", [5.0, "内容"])
def test_what_nobody_sees_is_read_and_told(stored: Scalar) -> None:
    value, codes, _ = read_shown("text", "内容", stored, ";;;")
    assert (value, codes) == (str(stored).removesuffix(".0"), [Code.CELL_UNSEEN])


def test_a_private_value_is_given_away_by_no_fact() -> None:
    _, codes, facts = read_shown("text", "姓名", dt.date(2026, 9, 3), "m/d", private=True)
    assert codes == [Code.CELL_CONVERTED]
    assert not any("9" in text for text in facts.values())
