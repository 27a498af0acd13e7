"""Signatures, stamps and days below a table, as offices write them; rows of data are none."""

import pytest

from campaign.problems.codes import Code
from campaign.reading.signatures import is_written_day
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import places
from tests.support.samples.one_table import DAY, Row, numbers, read_page, row


@pytest.mark.parametrize(
    "closing",
    [
        ("单位（盖章）：", None, None, "2026年6月30日"),
        ("单位（盖章）：", None, None, None, "2026年　月　日"),
        ("负责人签字：",),
        ("支部书记签字：", "林知夏", None, "日期：", DAY),
        ("支部书记（签字）：", None, None, "填报日期：2026.6.30"),
        ("领导签字：",),
        ("签字：",),
        ("盖章：",),
        ("填报单位：局机关第一党支部", None, None, "联系电话：0599-5550101"),
        ("党支部（盖章）：",),
        ("局机关第一党支部（盖章）",),
        (None, None, None, None, "（公章）"),
        (None, None, None, None, "局机关第一党支部（公章）", "2026年6月30日"),
        ("填表人：", "林知夏", "审核人：", "夏初", "填表日期：", "2026年6月30日"),
        ("负责人签字", "林知夏"),
        ("盖章", "（公章）"),
    ],
)
def test_who_signs_and_stamps_below_a_table_is_passed_over(closing: Row) -> None:
    submission = read_page(row(1), (), closing)
    assert (numbers(submission), submission.problems) == ([3], ())


@pytest.mark.parametrize(
    ("closing", "at"),
    [
        ((None, None, None, None, "2026年6月30日"), "E4"),
        (("审核意见：", "同意上报"), "A4"),
        (("支部意见：同意", None, None, "负责人签字：", "林知夏"), "A4"),
        (("领导批示：请各单位阅",), "A4"),
    ],
)
def test_a_day_alone_and_what_superiors_remark_is_named_as_not_read(closing: Row, at: str) -> None:
    submission = read_page(row(1), closing)
    assert numbers(submission) == [3]
    assert places(submission.problems) == [("row.not_read", at)]


@pytest.mark.parametrize("day", [DAY, "2026年6月30日"])
@pytest.mark.parametrize("between", [[], [()]])
def test_a_day_below_a_signature_is_none_of_the_table_in_a_column_of_dates_too(
    day: Scalar, between: list[Row]
) -> None:
    signed: Row = (None, None, "局机关第一党支部（盖章）")
    submission = read_page(row(1), signed, *between, (None, None, day))
    assert numbers(submission) == [3]
    assert [problem.code for problem in submission.problems] == [Code.ROW_NOT_READ]
    assert numbers(read_page(row(1), signed, row(2), (None, None, day))) == [3, 5, 6]


@pytest.mark.parametrize(
    "begun",
    [
        (None, "书记", None, 3.0),
        (None, "支部", DAY),
        (None, "单位", None, None, "学习准则"),
        (None, "领导小组", None, 3.0),
        (None, None, "2026年6月30日"),
        (None, "A-002", None, None, "2026年6月30日"),
        (None, "12:30", None, 3.0),
        (None, "局机关第一党支部（盖章）", DAY, 3.0),
        row(2, number="书记：", content="支部（盖章）"),
    ],
)
def test_a_row_that_has_begun_with_such_words_is_data(begun: Row) -> None:
    assert numbers(read_page(row(1), begun)) == [3, 4]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年6月30日", True),
        ("２０２６年６月３０日", True),
        ("二〇二六年六月三十日", True),
        (" 年 月 日", True),
        ("2026年6月", False),
        ("2026年6月30日召开", False),
        (DAY, False),
    ],
)
def test_a_written_day_is_a_whole_one(text: object, day: bool) -> None:
    assert is_written_day(text) is day  # type: ignore[arg-type]
