"""Of several options in one cell the ticked one counts, and nothing is guessed."""

import pytest

from campaign.problems.codes import Code
from campaign.reading.cells import Tolerance
from tests.support.samples.builders import cell, field

MARKS = ("满意", "基本满意", "不满意", "不了解")
BALLOT = field("choices", choices=MARKS)
DROPDOWN = field("choice", choices=MARKS)
NOT_A_CHOICE = Code.CELL_NOT_A_CHOICE


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("满意（√）、基本满意（）、不满意（）、不了解（）", "满意"),
        ("√满意 基本满意 不满意 不了解", "满意"),
        ("满意√ 基本满意 不满意 不了解", "满意"),
        ("满意 √基本满意 不满意 不了解", "基本满意"),
        ("满意 基本满意√ 不满意 不了解", "基本满意"),
        ("满意 基本满意 不满意 不了解✓", "不了解"),
        ("☑满意 □基本满意 □不满意 □不了解", "满意"),
        ("☑️满意　☐基本满意　☐不满意　☐不了解", "满意"),
        ("□满意■基本满意□不满意□不了解", "基本满意"),
        ("满意□基本满意■不满意□不了解□", "基本满意"),
        ("○满意 ●基本满意 ○不满意 ○不了解", "基本满意"),
        ("[x]满意 [ ]基本满意 [ ]不满意 [ ]不了解", "满意"),
        ("【√】满意【 】基本满意【 】不满意", "满意"),
        ("满意( √ )基本满意( )不满意( )不了解( )", "满意"),
        ("满意（V） 基本满意（ ）", "满意"),
        ("满意（√） 基本满意（×） 不满意（×）", "满意"),
        ("满意\n√基本满意\n不满意", "基本满意"),
        ("√满意/基本满意/不满意/不了解", "满意"),
        ("A.满意√ B.基本满意 C.不满意", "满意"),
        ("√ 满意　　基本满意　　不满意", "满意"),
        ("☒满意 ☐基本满意", "满意"),
        ("√满意", "满意"),
        ("满意（√）", "满意"),
    ],
)
def test_the_ticked_option_alone_counts(text: str, mark: str) -> None:
    assert cell(BALLOT, text) == (mark, Tolerance.CHOICE)
    assert cell(DROPDOWN, text) == (mark, Tolerance.CHOICE)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("√满意 √基本满意 不满意 不了解", "满意、基本满意"),
        ("满意（√）、基本满意（√）、不满意（）", "满意、基本满意"),
        ("满意、基本满意", "满意、基本满意"),
        ("满意 基本满意", "满意、基本满意"),
        ("√满意、√基本满意", "满意、基本满意"),
    ],
)
def test_two_ticks_are_two_marks_and_so_are_two_options_without_any(text: str, marks: str) -> None:
    assert cell(BALLOT, text) == (marks, Tolerance.CHOICE) or cell(BALLOT, text) == (marks, None)
    assert cell(DROPDOWN, text) == ("", NOT_A_CHOICE)


@pytest.mark.parametrize(
    "text",
    [
        "满意（）、基本满意（）、不满意（）、不了解（）",
        "□满意 □基本满意 □不满意 □不了解",
        "满意[ ]基本满意[ ]不满意[ ]不了解[ ]",
    ],
)
def test_nothing_but_empty_boxes_is_a_blank(text: str) -> None:
    assert cell(BALLOT, text) == ("", Tolerance.CHOICE)
    assert cell(DROPDOWN, text) == ("", Tolerance.CHOICE)


@pytest.mark.parametrize(
    "text",
    [
        "满意√基本满意",
        "满意 √ 基本满意",
        "满意√（窗口）、基本满意",
        "满意（基本满意√）",
        "○满意 基本满意 不满意",
        "满意× 基本满意× 不满意× 不了解×",
        "√√满意 基本满意",
        "√满意 满意",
        "√",
        "□满意",
    ],
)
def test_what_is_not_clear_is_not_guessed(text: str) -> None:
    assert cell(BALLOT, text) == ("", NOT_A_CHOICE)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("是√ 否□", "是"),
        ("☑是 □否", "是"),
        ("是□ 否☑", "否"),
        ("□是 ■否", "否"),
        ("是（√）否（ ）", "是"),
        ("有√ 无", "是"),
        ("有 无√", "否"),
        ("是√", "是"),
        ("√否", "否"),
        ("是× 否√", "否"),
        ("A.是", "是"),
    ],
)
def test_yes_and_no_may_be_ticked(text: str, value: str) -> None:
    assert cell(field("yes_no"), text) == (value, Tolerance.CHOICE)


@pytest.mark.parametrize("text", ["√是√否", "是×", "是√否", "□是", "是、否"])
def test_yes_or_no_is_not_guessed(text: str) -> None:
    assert cell(field("yes_no"), text) == ("", NOT_A_CHOICE)


def test_an_option_within_another_is_not_taken_for_it() -> None:
    away = field("choice", choices=("缺席", "缺席（请假）", "出勤"))
    assert cell(away, "□缺席 ☑缺席（请假） □出勤") == ("缺席（请假）", Tolerance.CHOICE)
