"""Letters and numbers before options, units and groups are overlooked if the rest is one."""

import pytest

from campaign.problems.codes import Code
from campaign.reading.cells import Tolerance
from tests.support.samples.builders import cell, field

MARKS = ("满意", "基本满意", "不满意")


@pytest.mark.parametrize(
    "text",
    [
        "A.基本满意",
        "B、基本满意",
        "Ｂ．基本满意",
        "b) 基本满意",
        "（B）基本满意",
        "2.基本满意",
        "2、基本满意",
        "2：基本满意",
        "②基本满意",
        "⑵基本满意",
        "⒉ 基本满意",
        "Ⓑ基本满意",
        "二、基本满意",
    ],
)
def test_a_letter_before_an_option_is_overlooked(text: str) -> None:
    for kind in ("choice", "choices"):
        assert cell(field(kind, choices=MARKS), text) == ("基本满意", Tolerance.CHOICE)


def test_each_of_several_options_may_have_one() -> None:
    marks = field("choices", choices=MARKS)
    for text in ("A.满意、B.基本满意", "①满意②基本满意", "A、满意 B、基本满意"):
        assert cell(marks, text) == ("满意、基本满意", Tolerance.CHOICE)


def test_a_unit_may_have_one() -> None:
    assert cell(field("unit"), "A.局办公室") == ("DW01", Tolerance.NAME)
    assert cell(field("unit"), "①局办公室") == ("DW01", Tolerance.NAME)


@pytest.mark.parametrize("text", ["A", "1", "①", "A.", "B、", "A.很好", "AB.满意", "X满意"])
def test_a_letter_alone_is_not_guessed_nor_another_word(text: str) -> None:
    assert cell(field("choices", choices=MARKS), text)[1] is Code.CELL_NOT_A_CHOICE


def test_where_options_are_lettered_themselves_the_letter_counts() -> None:
    levels = field("choice", choices=("A.满意", "满意"))
    assert cell(levels, "A.满意") == ("A.满意", None)
    assert cell(levels, "C.满意") == ("", Code.CELL_NOT_A_CHOICE)
