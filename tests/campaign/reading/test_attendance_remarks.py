"""Remarks in brackets: what contradicts its row is asked about, what says nothing is dropped."""

import pytest

from campaign.problems.codes import Code
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import field, form, raw, read, sheet

ATTENDANCE = form(
    sheet(
        field("person", "person", heading="姓名", required=True),
        field("text", "post", heading="职务"),
        field("choice", "status", heading="出勤情况", required=True),
        field("text", "note", heading="备注"),
    )
)
TITLES = ("姓名", "职务", "出勤情况", "备注")


def asked(*row: Scalar) -> list[str]:
    """Return the columns at which a remark is asked about; nothing else is wrong."""
    problems = read(ATTENDANCE, raw(TITLES, row)).problems
    assert {problem.code for problem in problems} <= {Code.PERSON_REMARK}
    return [TITLES[problem.column - 1] for problem in problems]


WORDS = [
    *("请假", "缺席", "未到", "未参加", "病假", "事假", "出差", "公出", "代", "替", "补学", "列席"),
    *("没来", "因病未参加", "产假", "年休假", "外出学习", "旷会", "代会", "委托他人", "由林知夏代"),
    *("许清和代", "请假半天"),
]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("brackets", ["（{}）", "({})", " （ {} ）"])
def test_a_remark_that_somebody_was_not_there_is_asked_about_beside_attendance(
    word: str, brackets: str
) -> None:
    assert asked("林知夏" + brackets.format(word), None, "出勤", None) == ["姓名"]


@pytest.mark.parametrize("word", WORDS)
def test_the_same_in_another_cell_of_the_row(word: str) -> None:
    assert asked("林知夏", f"科员（{word}）", "出勤", None) == ["职务"]
    assert asked("林知夏", None, "出勤", word) == ["备注"]


@pytest.mark.parametrize("word", ["病假", "未到", "代"])
def test_the_same_behind_the_status_itself(word: str) -> None:
    assert asked("林知夏", None, f"出勤（{word}）", None) == ["出勤情况"]


@pytest.mark.parametrize(
    "remark",
    ["女", "会计", "科长", "代主任", "代理科长", "党员", "2组", "入党积极分子", "第三代", "新时代"],
)
def test_a_remark_that_says_nothing_against_the_row_is_dropped(remark: str) -> None:
    assert asked(f"林知夏（{remark}）", f"科员（{remark}）", "出勤", None) == []


@pytest.mark.parametrize(
    ("remark", "status"),
    [
        ("请假", "请假"),
        ("病假", "缺席"),
        ("请假", "补学"),
        ("补学", "请假"),
        ("已补学", "补学"),
        ("代", "请假"),
        ("出勤", "出勤"),
    ],
)
def test_a_remark_that_agrees_with_the_row_is_dropped(remark: str, status: str) -> None:
    assert asked(f"林知夏（{remark}）", None, status, None) == []


@pytest.mark.parametrize(
    ("remark", "status"), [("出勤", "请假"), ("到会", "缺席"), ("列席", "请假")]
)
def test_a_remark_that_somebody_was_there_is_asked_about_beside_leave(
    remark: str, status: str
) -> None:
    assert asked(f"林知夏（{remark}）", None, status, None) == ["姓名"]


@pytest.mark.parametrize("reason", ["参加培训", "出席会议", "下乡走访低保户", "出差", "外出开会"])
def test_the_reason_of_an_absence_is_no_contradiction(reason: str) -> None:
    assert asked("林知夏", None, "请假", reason) == []


@pytest.mark.parametrize("note", ["无", "记录人", "因病请假的同志会后补学，已经登记在下月表中"])
def test_a_note_about_others_or_of_many_words_is_left_alone(note: str) -> None:
    assert asked("林知夏", None, "出勤", note) == []


PLAIN = form(sheet(field("people", "people", heading="责任人", required=True)))


@pytest.mark.parametrize(
    ("written", "doubtful"),
    [
        ("林知夏（请假）", True),
        ("林知夏、许清和（代）", True),
        ("林知夏（缺席），许清和", True),
        ("林知夏（科长）、许清和（女）", False),
        ("林知夏（列席）", False),
    ],
)
def test_elsewhere_it_is_asked_whether_somebody_else_is_meant(written: str, doubtful: bool) -> None:
    problems = read(PLAIN, raw(("责任人",), (written,)), unit="").problems
    assert [problem.code for problem in problems] == [Code.PERSON_REMARK] * doubtful


@pytest.mark.parametrize(
    ("written", "doubtful"),
    [("林知夏（代）", True), ("林知夏（请假）", True), ("林知夏（科长）", False)],
)
def test_the_same_behind_a_name_above_the_table(written: str, doubtful: bool) -> None:
    headed = form(
        sheet(
            field("text", "content", heading="内容"),
            header=[field("person", "host", heading="主持人", required=True)],
        )
    )
    problems = read(headed, raw(("主持人", written), ("内容",), ("学习文件",))).problems
    assert [(p.code, p.row, p.column) for p in problems] == [(Code.PERSON_REMARK, 1, 2)] * doubtful
