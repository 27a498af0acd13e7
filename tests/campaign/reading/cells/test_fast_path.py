"""Taking a column at once says what reading it cell by cell says, and does take plain columns."""

import datetime as dt
from collections import Counter
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaign.definitions.form import Field
from campaign.problems.codes import Problem
from campaign.reading.cells.fast_path import make_fast_reader
from campaign.reading.cells.reading import Tolerance
from campaign.reading.columns import ColumnReader
from campaign.reading.problem_collector import ProblemCollector
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import context, field, raw

FIELDS = {
    "text": field(max_length=40),
    "needed": field(required=True, min_length=3, max_length=12),
    "code": field("code", min_length=2, max_length=12),
    "digits": field("code", digits=6),
    "date": field("date"),
    "within": field("date", within_period=True),
    "whole": field("whole", min=1, max=500),
    "number": field("number", min=0.5, max=16),
    "score": field("score"),
    "percent": field("percent"),
    "choice": field("choice", choices=("集中学习", "三楼会议室", "/", "无"), required=True),
    "choices": field("choices", choices=("集中学习", "三楼会议室")),
    "person": field("person", own_unit=True),
    "unit": field("unit"),
    "yes or no": field("yes_no"),
}
PLAIN: dict[str, list[Scalar]] = {
    "text": ["学习《廉洁从政若干准则》第一章", "观看警示教育片并谈体会（二）"],
    "code": ["DW0001-001", "DW0001-002"],
    "date": [dt.date(2026, 6, 1), dt.date(1999, 12, 31)],
    "within": [dt.date(2026, 6, 1), dt.date(2026, 6, 30)],
    "whole": [1.0, 500.0],
    "number": [0.5, 7.25, 16.0],
    "score": [0.0, 99.5, 100.0],
}
WORDS = st.sampled_from(
    [
        *"学习|=@-aB0ａ１ \t\n\x85\u3000\u200b\ufe0f",
        *("", "  ", "\r\n", "_x000D_", "#DIV/0!", "#VALUE!", "无", "N/A", "一二三四五六七八"),
    ]
)
TEXTS = st.one_of(
    st.lists(WORDS, max_size=8).map("".join),
    st.text(max_size=45),
    st.from_regex(r"[0-9A-Z-]{1,14}", fullmatch=True),
)
DAYS = st.dates(dt.date(1980, 1, 1), dt.date(2050, 1, 1)) | st.dates(
    dt.date(2026, 5, 30), dt.date(2026, 7, 2)
)
NUMBERS = st.one_of(
    st.floats(allow_nan=False),
    st.integers(-3, 600).map(float),
    st.integers(-40, 4000).map(lambda n: n / 8),
    st.sampled_from([-0.0, 1e-7, 0.1 + 0.2, 1e6, 1e12, 123456789.1234567]),
)
ANY = st.one_of(st.none(), st.booleans(), TEXTS, DAYS, NUMBERS, st.integers(-5, 600))
NAMES = ("集中学习", "三楼会议室", "林知夏", "陈静", "无", "/", " 是", "是", "ＺＢ０１", "ZB01")
FEW = st.lists(st.sampled_from(NAMES) | st.none(), min_size=8, max_size=40)
CELLS = st.one_of(FEW, *(st.lists(each, max_size=6) for each in (TEXTS, DAYS, NUMBERS, ANY)))

Said = tuple[list[str], list[Problem], Counter[Tolerance], set[tuple[int, int]]]


def _said(one: Field, cells: list[Scalar]) -> Said:
    sheet, found = raw(*([cell] for cell in cells)), ProblemCollector("登记表")
    values = ColumnReader(sheet, one, context(), found).read_column(range(1, len(cells) + 1), 1)
    return values, found.problems, found.tolerated, found.faulty_cells


@pytest.mark.parametrize("name", FIELDS)
@given(cells=CELLS)
@example(cells=["#VALUE!", "学习《廉洁从政》"])
@example(cells=["一二三四五六七八", "=二三四五六七八"])
@example(cells=["一二三四五六七八", "@二三四五六七八"])
@example(cells=["一二三四五六七八 ", "一二三四五六七八"])
@example(cells=["一二三四五六七八", " 一二三四五六七八"])
@example(cells=["一二三四  五六七八"])
@example(cells=["一二三四_x000D_五六七八"])
@example(cells=["一二三四五六七八\ufe0f", "一二三四五六七八\ufe0e"])
@example(cells=["一二三四五六七八" * 6])
@example(cells=[1.5, 2.0])
@example(cells=[0.1 + 0.2, 16.0])
@example(cells=[1.123456789])
@example(cells=[True, 1.0])
@example(cells=[None, 3.0, None])
@example(cells=["集中学习"] * 12 + [None])
@example(cells=["林知夏", "陈静", "陈静"] * 4)
@example(cells=["ZB01", "机关一支部"] * 4)
@example(cells=["3.50423E+17"] * 2)
@example(cells=["/"] * 8)
@example(cells=[1.0, True] * 8)
def test_a_column_taken_at_once_says_what_its_cells_say(name: str, cells: list[Scalar]) -> None:
    at_once = _said(FIELDS[name], cells)
    with patch.object(ColumnReader, "_plain_values", lambda _self, _cells: None):
        one_by_one = _said(FIELDS[name], cells)
    assert at_once == one_by_one


@pytest.mark.parametrize("name", PLAIN)
def test_plain_columns_are_taken_at_once(name: str) -> None:
    assert make_fast_reader(FIELDS[name], context())(PLAIN[name]) is not None
