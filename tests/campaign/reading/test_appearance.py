"""What is hidden, struck out, unseen or a picture is told once, where it is, and read as usual."""

from typing import Any

import pytest

from campaign.problems.codes import Code
from campaign.reading.submission import Submission
from campaign.values.cell_ref import Position
from campaign.values.raw_workbook import Appearance
from tests.support.samples.builders import field, form, places, raw, read, sheet
from tests.support.samples.one_table import Row, numbers, read_page, row

ROW_3 = frozenset((3, column) for column in range(1, 7))


def looking(*rows: Row, hidden_columns: frozenset[int] = frozenset(), **looks: Any) -> Submission:
    return read_page(*rows, appearance=Appearance(**looks), hidden_columns=hidden_columns)


def test_a_row_that_is_struck_out_is_told_as_a_row() -> None:
    submission = looking(row(1), row(2), struck=ROW_3)
    assert places(submission.problems) == [("row.struck", "3")]
    assert numbers(submission) == [3, 4]


def test_what_is_not_filled_in_need_not_be_struck_out() -> None:
    struck = ROW_3 - {(3, 1), (3, 6)}
    assert places(looking(row(1), struck=struck).problems) == [("row.struck", "3")]


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ({"struck": {(3, 4)}}, [("cell.struck", "D3")]),
        ({"partly_struck": {(3, 5)}}, [("cell.struck", "E3")]),
        ({"struck": {(3, 6)}}, []),  # nothing stands there
        ({"struck": {(2, 4)}}, []),  # a heading
        ({"struck": {(9, 4)}}, []),
        ({"unseen": {(3, 4), (4, 4)}}, [("cell.unseen", "D3"), ("cell.unseen", "D4")]),
        ({"unseen": {(3, 6)}}, []),
        ({"formats": {(3, 4): ";;;"}}, [("cell.unseen", "D3")]),
        ({"formats": {(3, 5): ";;;"}}, [("cell.unseen", "E3")]),
        ({"formats": {(3, 6): ";;;"}}, []),
    ],
)
def test_single_cells_are_told_where_something_stands_in_them(
    looks: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    submission = looking(row(1), row(2), **looks)
    assert places(submission.problems) == expected
    assert submission.sheets[0].rows[0].values["people"] == "12"


def test_a_hidden_column_is_told_once_by_its_heading_if_it_is_filled() -> None:
    submission = looking(row(1), row(2), hidden_columns=frozenset({1, 4, 6, 9}))
    assert places(submission.problems) == [("column.hidden", "D2")]
    assert dict(submission.problems[0].facts)["heading"] == "人数"


def test_a_labelled_cell_that_is_struck_out_or_unseen_is_told() -> None:
    labelled = form(sheet(field(key="name", heading="名称"), header=[field(heading="说明")]))
    page = (("说明", "内容"), ("名称",), ("甲",))
    at = frozenset({(1, 2)})
    for looks, code in ((Appearance(struck=at), "struck"), (Appearance(unseen=at), "unseen")):
        submission = read(labelled, raw(*page, appearance=looks))
        assert places(submission.problems) == [(f"cell.{code}", "B1")]
        assert submission.sheets[0].header == {"value": "内容"}


DISPIMG = '=DISPIMG("ID_0123456789ABCDEF0123456789ABCDEF",1)'


@pytest.mark.parametrize("text", [DISPIMG, DISPIMG.replace("=", "=_xlfn."), DISPIMG.lower()])
def test_a_picture_in_a_cell_of_wps_is_no_text(text: str) -> None:
    submission = read_page(row(1, note=text))
    assert places(submission.problems) == [("cell.picture", "F3")]
    assert "note" not in submission.sheets[0].rows[0].values


@pytest.mark.parametrize("key", ["content", "people", "held_on", "number"])
def test_a_required_cell_with_a_picture_is_blank_and_says_why(key: str) -> None:
    [problem] = read_page(row(1, **{key: DISPIMG})).problems
    assert problem.code is Code.CELL_BLANK
    assert "系统不读图片" in dict(problem.facts)["expected"]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ((3, 6), [("cell.picture", "F3")]),
        ((3, 5), [("cell.blank", "E3")]),
        ((4, 5), []),  # below the rows, such as a seal
        ((1, 5), []),
    ],
)
def test_a_picture_over_an_empty_cell_is_told(
    at: Position, expected: list[tuple[str, str]]
) -> None:
    content = None if at == (3, 5) else "学习准则"
    submission = looking(row(1, content=content), pictures=frozenset({at}))
    assert places(submission.problems) == expected


def test_a_picture_over_a_filled_cell_says_nothing() -> None:
    assert looking(row(1), pictures=frozenset({(3, 5)})).problems == ()


@pytest.mark.parametrize("number", [4, 5])
def test_a_picture_for_a_value_is_no_error_and_makes_no_row_of_its_own(number: int) -> None:
    looks = Appearance(pictures=frozenset({(number, 6)}))
    rows = (row(1), (), row(2)) if number == 4 else (row(1),)
    submission = read_page(*rows, appearance=looks, pictures=[(number, 6)])
    codes = {problem.code for problem in submission.problems}
    assert codes == {Code.CELL_PICTURE, Code.CELL_BLANK}
