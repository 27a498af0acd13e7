"""A table is read through gaps, notes, sums, merged cells and errors, each reported once."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.form import Form, Sheet
from campaign.problems import Severity
from campaign.sheets import RawSheet, Scalar
from campaign.submission import Submission
from tests.builders import field, form, places, raw, read, sheet

Row = tuple[Scalar, ...]
HEADINGS: Row = ("序号", "编号", "日期", "人数", "内容", "备注")
COLUMNS = (
    field("sequence", "sequence", heading="序号"),
    field("code", "number", heading="编号", required=True),
    field("date", "held_on", heading="日期", required=True),
    field("whole", "people", heading="人数", required=True),
    field("text", "content", heading="内容", required=True),
    field("text", "note", heading="备注"),
)
TABLE = sheet(*COLUMNS)
FORM = form(TABLE)
DAY = dt.date(2026, 6, 30)


def row(number: int, /, **changes: Scalar) -> Row:
    cells: dict[str, Scalar] = {
        "sequence": float(number),
        "number": f"A-{number:03d}",
        "held_on": DAY,
        "people": 12.0,
        "content": "学习准则",
        "note": None,
    }
    return tuple({**cells, **changes}.values())


def page(*rows: Row, **more: Any) -> RawSheet:
    """Lay the headings on row 2, the first row of the table on row 3."""
    return raw(("登记表",), HEADINGS, *rows, **more)


def read_page(*rows: Row, of: Form = FORM, **more: Any) -> Submission:
    return read(of, page(*rows, **more))


def numbers(submission: Submission) -> list[int]:
    return [each.number for each in submission.sheets[0].rows]


def test_every_row_is_read_with_its_own_number() -> None:
    read_rows = read_page(row(1), row(2, note="补报")).sheets[0].rows
    values = {"held_on": "2026-06-30", "people": "12", "content": "学习准则"}
    assert [(each.number, each.values) for each in read_rows] == [
        (3, {"number": "A-001", **values}),
        (4, {"number": "A-002", **values, "note": "补报"}),
    ]


@pytest.mark.parametrize(
    "blank",
    [
        (),
        (None,) * 6,
        (7.0,),
        (" ", None, "\u3000", "\n"),
        (None, "\u200b"),
        (7.0, "/", "—", "-", "无", "／"),
        (None, "无"),
        (None, None, None, None, None, None, None, 99.0),
    ],
)
def test_blank_rows_are_passed_over_wherever_they_stand(blank: Row) -> None:
    submission = read_page(blank, row(1), blank, blank, row(2), blank)
    assert (numbers(submission), submission.problems) == ([4, 7], ())


@pytest.mark.parametrize(
    "remark",
    [
        ("注：本表一式两份",),
        ("注1：本表一式两份",),
        ("备注:本表一式两份",),
        ("说明：一、本表按月报送",),
        ("注", "本表一式两份，"),
        ("填表人：林知夏",),
        ("填表人（签字）：　　审核人（签字）：",),
        ("填表人：", "林知夏", "审核人：", "夏初"),
        ("填表人：林知夏", None, "审核人：夏初", None, "日期：2026.6.30"),
        ("负责人（签字）：", None, None, "日期：", DAY),
        ("合计", None, None, 24.0),
        (13.0, "合计", None, 24.0, "12项", "共"),
        ("合　计：", None, None, 24.0),
        ("小计", 1.0, 2.0, 3.0, 4.0, 5.0),
        ("以下空白",),
        ("（以下无正文）",),
        HEADINGS,
    ],
)
def test_remarks_sums_and_signatures_are_no_data(remark: Row) -> None:
    submission = read_page(row(1), remark, row(2))
    assert (numbers(submission), submission.problems) == ([3, 5], ())
    assert submission.sheets[0].remarks == (4,)


def test_notes_below_the_table_need_no_word_that_tells_them() -> None:
    notes: tuple[Row, ...] = (
        (),
        ("以上内容经支部委员会审核属实",),
        ("林知夏报送于本月底",),
        (None, None, DAY),
    )
    submission = read_page(row(1), *notes)
    assert (numbers(submission), submission.problems) == ([3], ())
    assert submission.sheets[0].remarks == (5, 6, 7)


def test_a_note_merged_across_the_table_may_follow_at_once() -> None:
    submission = read_page(row(1), ("本表经审核",), merged=((4, 1, 4, 6),))
    assert (numbers(submission), submission.problems) == ([3], ())
    assert submission.sheets[0].remarks == (4,)


@pytest.mark.parametrize(
    "begun",
    [
        row(2, number="备注：补登", content="学习准则"),
        row(2, number="说明", content="学习准则"),
        row(2, number="合计数", content="学习准则"),
        (None, "A-002", DAY, 12.0, "注：另附材料"),
    ],
)
def test_data_that_begins_like_a_remark_is_data(begun: Row) -> None:
    assert numbers(read_page(row(1), begun)) == [3, 4]


@pytest.mark.parametrize("begun", [("", "A-002"), (8.0, "A-002"), (None, "A-002", DAY)])
def test_a_row_that_was_only_begun_is_data_with_blanks(begun: Row) -> None:
    submission = read_page(row(1), begun)
    assert numbers(submission) == [3, 4]
    assert {code for code, _ in places(submission.problems)} == {"cell.blank"}


def test_in_a_table_of_one_column_every_cell_is_data() -> None:
    opinions = form(sheet(field("text", "opinion", heading="意见", required=True)))
    rows: tuple[Row, ...] = (("窗口服务态度很好",), (), ("希望延长办理时间",))
    submission = read(opinions, raw(("意见",), *rows))
    assert (numbers(submission), submission.problems) == ([2, 4], ())


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


GIVEN = (
    field("choice", "dimension", heading="对应五比", choices=("服务", "效率"), required=True),
    field("number", "possible", heading="应得分", required=True),
    field("number", "got", heading="实得分", required=True),
)
PREFILL = (("服务", "8"), ("效率", "10"))
ITEMS = form(sheet(*GIVEN, prefill=PREFILL))
BONUS = form(
    sheet(
        *GIVEN[:2], GIVEN[2].model_copy(update={"required": False}), prefill=PREFILL, optional=True
    )
)
GIVEN_HEADINGS: Row = ("对应五比", "应得分", "实得分")


@pytest.mark.parametrize(
    ("of", "rows", "read_rows", "found"),
    [
        (ITEMS, [("服务", 8.0), ("效率", 10.0)], [], [("sheet.empty", "")]),
        (ITEMS, [("服务", 8.0, 7.0), ("效率", 10.0)], [2, 3], [("cell.blank", "C3")]),
        (ITEMS, [("服务", 8.0, 7.0), ("效率", 10.0, 9.0)], [2, 3], []),
        (ITEMS, [("服务", 8.0, "/"), ("效率", 10.0, "—")], [], [("sheet.empty", "")]),
        (
            ITEMS,
            [("服务", 8.0), ("效率", 9.0)],
            [2, 3],
            [("cell.blank", "C2"), ("cell.blank", "C3")],
        ),
        (BONUS, [("服务", 8.0), ("效率", 10.0)], [], []),
        (BONUS, [("服务", 8.0), ("效率", 10.0, 1.0)], [3], []),
    ],
)
def test_prefilled_rows_that_nobody_touched(
    of: Form, rows: list[Row], read_rows: list[int], found: list[tuple[str, str]]
) -> None:
    submission = read(of, raw(GIVEN_HEADINGS, *rows))
    assert numbers(submission) == read_rows
    assert places(submission.problems) == found


def test_blanks_of_a_required_column_are_blank_where_strokes_stand() -> None:
    submission = read_page(row(1, people="/", note="无"), row(2, content="—", held_on="无"))
    assert places(submission.problems) == [
        ("cell.blank", "D3"),
        ("cell.blank", "C4"),
        ("cell.blank", "E4"),
    ]
    assert submission.sheets[0].rows[0].values["note"] == "无"


def told(of: Sheet, rows: list[Row]) -> list[frozenset[tuple[str, str]]]:
    headings = tuple(column.heading for column in of.columns)
    read_rows = read(form(of), raw(headings, *rows)).sheets[0].rows
    return sorted((frozenset(each.values.items()) for each in read_rows), key=sorted)


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
