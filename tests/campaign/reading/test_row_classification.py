"""Rows of data are told from gaps, notes, sums, signatures and rows that nobody touched."""

import pytest

from campaign.definitions.form import Form
from campaign.problems.codes import Code, Severity
from campaign.problems.messages import problem_text
from campaign.values.printed_labels import NOTE, NOTE_OF_TABLE, SIGNATURE
from tests.support.samples.builders import field, form, places, raw, read, sheet
from tests.support.samples.one_table import DAY, HEADINGS, Row, numbers, read_page, row


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
    ],
)
def test_blank_rows_are_passed_over_wherever_they_stand(blank: Row) -> None:
    submission = read_page(blank, row(1), blank, blank, row(2), blank)
    assert (numbers(submission), submission.problems) == ([4, 7], ())


@pytest.mark.parametrize(
    "remark",
    [
        (NOTE,),
        (NOTE_OF_TABLE.replace("；", "；\n"),),
        (SIGNATURE,),
        ("填表人：林知夏",),
        ("填表人", "林知夏"),
        ("填表人（签字）：　　审核人（签字）：",),
        ("填表人：", "林知夏", "审核人：", "夏初"),
        ("填表人：林知夏", None, "审核人：夏初", None, "日期：2026.6.30"),
        ("负责人（签字）：", None, None, "日期：", DAY),
        ("合计", None, None, 24.0),
        (13.0, "合计", "/", 24.0, "—", None),
        ("合　计：", None, None, 24.0),
        ("小计", 1.0, 2.0, 3.0, 4.0, 5.0),
        ("以下空白",),
        (None, "（以下无正文）", "/"),
        HEADINGS,
    ],
)
def test_sums_signatures_and_what_the_blank_prints_are_passed_over(remark: Row) -> None:
    submission = read_page(row(1), remark, row(2))
    assert (numbers(submission), submission.problems) == ([3, 5], ())
    assert submission.sheets[0].remark_rows == (4,)


@pytest.mark.parametrize(
    ("remark", "at"),
    [
        (("注：本表一式两份",), "A4"),
        (("注1：本表一式两份",), "A4"),
        (("备注:本表一式两份",), "A4"),
        (("说明：6月5日还有一场",), "A4"),
        (("注", "本表一式两份，"), "A4"),
        ((None, "注：", "本表一式两份"), "B4"),
        ((13.0, "合计", None, 24.0, "12项", "共"), "B4"),
        (("以上内容经支部委员会审核属实",), "A4"),
    ],
)
def test_what_clerks_note_below_a_table_is_named_as_not_read(remark: Row, at: str) -> None:
    submission = read_page(row(1), remark, row(2))
    assert numbers(submission) == [3, 5]
    assert places(submission.problems) == [("row.not_read", at)]
    assert submission.problems[0].severity is Severity.WARNING
    assert submission.sheets[0].remark_rows == (4,)


def test_a_note_merged_across_the_table_is_named_as_not_read() -> None:
    submission = read_page(row(1), (None, "本表经审核"), merged=((4, 2, 4, 6),))
    assert (numbers(submission), places(submission.problems)) == ([3], [("row.not_read", "B4")])
    assert "第4行" in problem_text(submission.problems[0])


@pytest.mark.parametrize("gap", [[], [()], [("注：另附",)]])
@pytest.mark.parametrize("lone", ["A-002", "六月五日还有一场集中学习", "林知夏"])
def test_a_text_that_stands_alone_is_data_with_blanks(lone: str, gap: list[Row]) -> None:
    submission = read_page(row(1), *gap, (None, None, None, None, lone))
    assert numbers(submission) == [3, 4 + len(gap)]
    blanks = [at for code, at in places(submission.problems) if code == "cell.blank"]
    assert blanks == [f"{column}{4 + len(gap)}" for column in "BCD"]


@pytest.mark.parametrize("heading", [(), (1.0,), ("2",), ("（三）",), ("十一、",)])
def test_a_row_that_is_only_numbered_is_blank(heading: Row) -> None:
    submission = read_page(row(1), heading, row(2))
    assert (submission.problems, submission.sheets[0].remark_rows) == ((), ())


def test_a_private_note_is_not_quoted() -> None:
    secret = form(
        sheet(field("text", "matter", required=True), field("text", "name", private=True)),
        confidential=True,
    )
    (found,) = read(secret, raw(("matter", "name"), ("事", "甲"), ("注：乙",))).problems
    assert (found.code, found.value) == (Code.ROW_NOT_READ, "（保密内容）")


@pytest.mark.parametrize(
    "begun",
    [
        row(2, number="备注：补登", content="学习准则"),
        row(2, number="说明", content="学习准则"),
        row(2, number="合计数", content="学习准则"),
        row(2, number="合计", content="学习准则"),
        row(2, number="以下空白"),
        row(2, sequence="以下空白"),
        (None, "以下空白", None, 3.0),
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
