"""A table is read in any order, and merged, hidden and faulty cells are reported once."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.definitions.form import Sheet
from campaign.problems.codes import Severity
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import field, form, places, raw, read, sheet
from tests.support.samples.one_table import COLUMNS, FORM, TABLE, Row, numbers, page, read_page, row


def test_every_row_is_read_with_its_own_number() -> None:
    read_rows = read_page(row(1), row(2, note="补报")).sheets[0].rows
    values = {"held_on": "2026-06-30", "people": "12", "content": "学习准则"}
    assert [(each.number, each.values) for each in read_rows] == [
        (3, {"number": "A-001", **values}),
        (4, {"number": "A-002", **values, "note": "补报"}),
    ]


def test_two_thousand_rows_are_read_with_a_warning() -> None:
    submission = read_page(*(row(number) for number in range(1, 2_001)))
    assert len(submission.sheets[0].rows) == 2_000
    assert places(submission.problems) == [("sheet.unusually_many_rows", "")]


@pytest.mark.parametrize(("count", "found"), [(250, []), (251, ["sheet.unusually_many_rows"])])
def test_five_times_the_usual_number_of_rows_is_still_usual(count: int, found: list[str]) -> None:
    submission = read_page(*(row(number) for number in range(count)))
    assert [code for code, _ in places(submission.problems)] == found


def test_more_rows_than_the_limit_are_refused() -> None:
    rows = page(*(row(number) for number in range(11)))
    assert places(read(FORM, rows, max_rows=10).problems) == [("sheet.too_many_rows", "")]
    assert read(FORM, rows, max_rows=11).problems == ()


def test_a_stray_error_far_below_brings_one_problem_and_no_blank_rows() -> None:
    submission = read_page(row(1), errors={(67, 4): "#REF!"})
    assert places(submission.problems) == [("cell.error_value", "D67")]


def test_a_row_of_errors_only_raises_no_blanks_and_no_empty_sheet() -> None:
    blanks = page((1.0,), (), errors={(3, 2): "#REF!", (3, 3): "#N/A"}, not_calculated=[(5, 5)])
    assert places(read(FORM, blanks).problems) == [
        ("cell.error_value", "B3"),
        ("cell.error_value", "C3"),
        ("cell.not_calculated", "E5"),
    ]


def test_errors_in_a_row_of_data_are_reported_where_they_are_also_in_optional_cells() -> None:
    submission = read_page(row(1, people=None), errors={(3, 4): "#DIV/0!", (3, 6): "#N/A"})
    assert places(submission.problems) == [
        ("cell.error_value", "D3"),
        ("cell.error_value", "F3"),
    ]
    assert submission.problems[0].value == "#DIV/0!"


def test_a_row_with_an_error_is_no_note_however_little_it_says() -> None:
    submission = read_page(row(1), (), (None, "A-000-000-002"), errors={(5, 4): "#REF!"})
    assert numbers(submission) == [3, 5]
    assert ("cell.error_value", "D5") in places(submission.problems)


def test_a_sum_that_was_not_calculated_is_no_concern_of_anybody() -> None:
    submission = read_page(row(1), (None, "合计", None, None), not_calculated=[(4, 4)])
    assert (numbers(submission), submission.problems) == ([3], ())


def test_errors_beside_the_table_are_no_concern_of_anybody() -> None:
    assert read_page(row(1), errors={(3, 9): "#REF!", (3, 1): "#REF!"}).problems == ()


@pytest.mark.parametrize(
    ("merged", "found", "words"),
    [
        ((3, 3, 5, 3), ["C3"], "第3至5行"),  # one date for three rows
        ((4, 4, 4, 5), ["D4"], "第4行"),  # two columns of one row
        ((3, 3, 4, 4), ["C3"], "第3至4行"),
        ((3, 6, 3, 8), [], ""),  # a column of the table and two beside it
        ((3, 1, 5, 1), [], ""),  # the row numbers, which nobody reads
        ((1, 1, 1, 6), [], ""),
        ((3, 3, 20_000, 3), ["C3"], "第3至20000行"),
    ],
)
def test_merged_cells_are_one_problem_and_their_blanks_none(
    merged: tuple[int, int, int, int], found: list[str], words: str
) -> None:
    top, left, bottom, right = merged
    rows = [
        tuple(
            None
            if (number, c) != (top, left) and top <= number <= bottom and left <= c <= right
            else value
            for c, value in enumerate(row(number), start=1)
        )
        for number in (3, 4, 5)
    ]
    problems = read_page(*rows, merged=(merged,)).problems
    assert [p.cell for p in problems if p.code == "row.merged"] == found
    assert [dict(p.facts)["rows"] for p in problems] == [words] * len(found)


def test_hidden_rows_are_read_with_a_warning() -> None:
    submission = read_page(row(1), row(2), (), hidden_rows=frozenset({1, 4, 5}))
    assert numbers(submission) == [3, 4]
    assert places(submission.problems) == [("row.hidden", "4")]
    assert submission.problems[0].severity is Severity.WARNING


def test_blanks_of_a_required_column_are_blank_where_strokes_stand() -> None:
    submission = read_page(row(1, people="/", note="无"), row(2, content="—", held_on="无"))
    assert places(submission.problems) == [
        ("cell.blank", "D3"),
        ("cell.blank", "C4"),
        ("cell.blank", "E4"),
    ]
    assert submission.sheets[0].rows[0].values["note"] == "无"


def test_words_beside_a_table_are_named_once_though_no_row_stands_there() -> None:
    beside: Row = (None,) * 7
    submission = read_page(row(1), (), (*beside, "另有一场"), (*beside, "又一场"))
    assert [(p.code, p.cell, p.value) for p in submission.problems] == [
        ("column.unknown", "H5", "未命名的栏")
    ]


def test_a_signature_may_reach_beyond_the_table() -> None:
    assert read_page(row(1), (None,) * 6 + ("填表人：", "林知夏")).problems == ()


def told(of: Sheet, rows: list[Row]) -> list[frozenset[tuple[str, str]]]:
    headings = tuple(column.heading for column in of.columns)
    read_rows = read(form(of), raw(headings, *rows)).sheets[0].rows
    return sorted((frozenset(each.values.items()) for each in read_rows), key=sorted)


@settings(deadline=None)
@given(
    st.lists(st.builds(row, st.integers(0, 999), people=st.sampled_from([3.0, "12人", "/"]))),
    st.permutations(range(len(COLUMNS))),
    st.randoms(),
)
def test_neither_the_order_of_rows_nor_of_columns_changes_what_is_read(
    rows: list[Row], order: list[int], random: Any
) -> None:
    moved = [tuple(each[column] for column in order) for each in random.sample(rows, len(rows))]
    reordered = sheet(*(COLUMNS[column] for column in order))
    assert told(reordered, moved) == told(TABLE, rows)


@pytest.mark.parametrize(
    ("cells", "doubted"),
    [
        (("001", "002", 3.0), ["A4"]),
        (("009", 10.0, 11.0), ["A3", "A4"]),
        (("009", 100.0, 101.0), []),
        (("A-01", 2.0, 3.0), []),
        ((1.0, 2.0, 3.0), []),
        (("01", "2", "第3期"), []),
    ],
)
def test_a_number_beside_texts_with_zeros_in_front_may_have_lost_its_own(
    cells: tuple[Scalar, ...], doubted: list[str]
) -> None:
    for kind in ("code", "text"):
        of = form(sheet(field(kind, heading="编号"), field(key="name", heading="名称")))
        submission = read(of, raw(("编号", "名称"), *((cell, "甲") for cell in cells)))
        assert places(submission.problems) == [("cell.converted", at) for at in doubted]
        assert [row.values["value"] for row in submission.sheets[0].rows] == [
            cell if isinstance(cell, str) else f"{cell:.0f}" for cell in cells
        ]
