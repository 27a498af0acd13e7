"""The same problem in one column is said once, with all its cells, as staff name them."""

import pytest

from campaign.problems.codes import Code, Problem, make_problem
from campaign.problems.messages import ProblemLine, group_problems


def blank(*at: tuple[int, int], page: str = "学习记录", heading: str = "内容") -> list[Problem]:
    facts = {"heading": heading, "expected": "文字内容"}
    return [make_problem(Code.CELL_BLANK, sheet=page, at=each, **facts) for each in at]


@pytest.mark.parametrize(
    ("problems", "where"),
    [
        (blank((7, 3)), "学习记录 C7"),
        (blank((7, 3), (9, 3)), "学习记录 C7、C9"),
        (blank((7, 3), (8, 3)), "学习记录 C7、C8"),
        (blank((7, 3), (8, 3), (9, 3)), "学习记录 C7至C9"),
        (blank((12, 28), (7, 28), (10, 28), (11, 28)), "学习记录 AB7、AB10至AB12"),
        (blank((7, 3), (7, 3)), "学习记录 C7"),
        ([make_problem(Code.ROW_HIDDEN, sheet="表", at=(6, 0))], "表 第6行"),
        (
            [make_problem(Code.ROW_HIDDEN, sheet="表", at=(n, 0)) for n in (6, 8, 9)],
            "表 第6、8、9行",
        ),
        (
            [make_problem(Code.ROW_HIDDEN, sheet="表", at=(n, 0)) for n in (6, 8, 9, 10, 11)],
            "表 第6、8至11行",
        ),
        ([make_problem(Code.RULE_EACH_CHOICE, sheet="表", at=(0, 5))], "表 E列"),
        ([make_problem(Code.SHEET_HIDDEN, sheet="表")], "表"),
        ([make_problem(Code.FILE_EMPTY)], "整个文件"),
    ],
)
def test_a_place_is_named_as_staff_name_it(problems: list[Problem], where: str) -> None:
    assert ProblemLine(problems=tuple(problems)).where == where


def test_the_same_problem_in_one_column_is_one_finding() -> None:
    lines = group_problems(
        [
            *blank((7, 3), (7, 4), (8, 3), page="甲"),
            *blank((9, 3), page="乙"),
            *blank((9, 3), page="甲"),
            make_problem(Code.CELL_NOT_WHOLE, sheet="甲", at=(9, 3), value="1.5", heading="内容"),
            make_problem(Code.CELL_NOT_WHOLE, sheet="甲", at=(10, 3), value="2.5", heading="内容"),
            make_problem(Code.CELL_NOT_WHOLE, sheet="甲", at=(11, 3), value="1.5", heading="内容"),
        ]
    )
    assert [line.where for line in lines] == [
        "甲 C7至C9",
        "甲 D7",
        "乙 C9",
        "甲 C9、C11",
        "甲 C10",
    ]
    assert sum(len(line.problems) for line in lines) == 8


def test_hidden_rows_are_one_finding() -> None:
    lines = group_problems(make_problem(Code.ROW_HIDDEN, sheet="表", at=(n, 0)) for n in (6, 8, 9))
    assert [line.where for line in lines] == ["表 第6、8、9行"]


def test_nothing_found_is_no_finding() -> None:
    assert group_problems([]) == ()
