"""How a questionnaire's export is recognised and read: headings, numbers, questions, answers."""

from typing import Any

import pytest

from campaign.definitions.form import Form
from campaign.reading.questionnaires.answers import read_questionnaire
from campaign.reading.questionnaires.exports import (
    QuestionnaireSheet,
    find_questionnaire,
    questionnaire_number,
    questionnaire_slot,
)
from campaign.reading.submission import Submission
from campaign.values.raw_workbook import RawWorkbook, Scalar
from tests.support.samples.builders import context, field, form, places, raw, sheet, workbook

MARKS = ("满意", "基本满意", "不满意")
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"column": "unit", "says": ["评价的单位"], "values": {"办公室窗口": "局办公室"}},
    {"column": "service", "says": ["服务"], "values": {"很好": "满意"}},
    {"column": "style", "says": ["作风"]},
    {"column": "said", "says": ["意见"], "optional": True},
)
MAPPING: dict[str, Any] = {
    "service": "问卷星",
    "letter": "W",
    "number_in_name": [r"(?<!\d)(\d{5,12})_按", r"^(\d{5,12})(?:[_ ]|$)"],
    "headings": ["序号", "提交答卷时间", "来源"],
    "never": ["来自IP", "微信", "总分"],
    "blanks": ["(空)", "(跳过)", "-3"],
    "separator": "┋",
    "sheet": "ballots",
    "header": {"manner": "网络"},
    "last_day": {"held_on": "提交答卷时间"},
    "questions": QUESTIONS,
}


def balloted(*more: dict[str, Any], **changes: Any) -> Form:
    """Return a form of ballots with this mapping, and others before it."""
    return form(
        sheet(
            key="batches",
            name="批次",
            optional=True,
            header=[
                field("code", "batch", heading="批次", required=True),
                field("date", "held_on", heading="日期", required=True),
                field("text", "manner", heading="方式", required=True),
            ],
        ),
        sheet(
            field("unit", "unit", heading="单位", required=True),
            field("choices", "service", heading="服务", choices=MARKS),
            field("choices", "style", heading="作风", choices=MARKS),
            field("text", "said", heading="意见"),
            key="ballots",
            name="票",
        ),
        key="ballots",
        code="MC",
        title="测评票",
        filed_by="office",
        period="event",
        event_key="batch",
        exports=[*more, {**MAPPING, **changes}],
    )


TOP = ("序号", "提交答卷时间", "来源", "来自IP")
NAME = "84564398_按文本_群众测评_2_2.xlsx"


def answers(
    *rows: tuple[Scalar, ...],
    questions: tuple[str, ...] = ("1、您评价的单位是", "2、请评价：—服务", "2、请评价：—作风"),
    **more: Any,
) -> RawWorkbook:
    """Return an export of these answers, each after what the service notes."""
    known = (("1", "2026/10/20 9:12:33", "微信", "203.0.113.77"),) * len(rows)
    filled = [(*of, *row) for of, row in zip(known, rows, strict=True)]
    return workbook(raw((*TOP, *questions), *filled, name="Sheet1", **more))


def found(book: RawWorkbook, of: Form | None = None, name: str = NAME) -> QuestionnaireSheet:
    exported = find_questionnaire(book, [of or balloted()], name)
    assert exported
    return exported


def read(book: RawWorkbook, of: Form | None = None, max_rows: int = 100) -> Submission:
    return read_questionnaire(found(book, of), context(period=None, unit="党办"), max_rows)


def values(submission: Submission) -> list[dict[str, str]]:
    ballots = submission.sheet("ballots")
    assert ballots
    return [dict(row.values) for row in ballots.rows]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("84564398_按文本_群众测评_172_172.xlsx", "84564398"),
        ("331954276_按序号_群众测评_469_469 (1).xlsx", "331954276"),
        ("副本20261020-353820545_按文本_群众测评_82_78.xlsx", "353820545"),
        ("20261020 84564398_按文本_测评_1_1.xls", "84564398"),
        ("84564398.xlsx", "84564398"),
        ("84564398 群众测评.xlsx", "84564398"),
        ("８４５６４３９８_按文本_群众测评.xlsx", "84564398"),
        ("群众测评.xlsx", ""),
        ("群众测评84564398.xlsx", ""),
        ("20261020.xlsx", ""),
        ("20261020_群众测评.xlsx", ""),
        ("2026年群众测评.xlsx", ""),
        ("1234567890123_按文本_.xlsx", ""),
        ("", ""),
    ],
)
def test_the_number_of_the_questionnaire_is_read_from_the_file_s_name(
    name: str, number: str
) -> None:
    [export] = balloted().exports
    assert questionnaire_number(export, name) == number


@pytest.mark.parametrize(
    ("stated", "slot"),
    [("84564398", "W84564398"), ("W84564398", "W84564398"), ("T84564398", ""), ("E003", "")],
)
def test_the_office_names_a_questionnaire_by_its_number(stated: str, slot: str) -> None:
    assert questionnaire_slot(balloted(), stated) == slot


def test_of_two_services_the_letter_must_be_named() -> None:
    other = {**MAPPING, "service": "金数据", "letter": "J"}
    assert questionnaire_slot(balloted(other), "84564398") == ""
    assert questionnaire_slot(balloted(other), "J84564398") == "J84564398"


@pytest.mark.parametrize(
    "rows",
    [
        [("序号", "提交答卷时间", "1、您评价的单位是")],
        [("单位", "服务", "作风")],
        [("注",)] * 5 + [TOP],
        [],
    ],
)
def test_what_lacks_the_headings_of_the_service_is_no_export(rows: list[Any]) -> None:
    assert find_questionnaire(workbook(raw(*rows)), [balloted()], NAME) is None


def test_a_sealed_workbook_and_a_hidden_sheet_are_no_exports() -> None:
    sealed = workbook(raw(TOP), raw(("form", "x"), name="_form"))
    assert find_questionnaire(sealed, [balloted()], NAME) is None
    assert find_questionnaire(workbook(raw(TOP, visible=False)), [balloted()], NAME) is None


def test_answers_become_rows_in_the_form_s_words() -> None:
    read_ = read(
        answers(
            ("局办公室", "满意", "不满意"),
            ("办公室窗口", "很好", "(跳过)"),
            ("ＤＷ０１", "很好〖耐心〗", -3),
            ("办公室", "很好┋不满意", "(空)"),
        )
    )
    assert read_.problems == ()
    assert values(read_) == [
        {"unit": "DW01", "service": "满意", "style": "不满意"},
        {"unit": "DW01", "service": "满意"},
        {"unit": "DW01", "service": "满意"},
        {"unit": "DW01", "service": "满意、不满意"},
    ]
    batches = read_.sheet("batches")
    assert batches and batches.header == {
        "batch": "W84564398",
        "held_on": "2026-10-20",
        "manner": "网络",
    }


def test_nothing_but_the_questions_enters_a_row() -> None:
    asked = ("1、您评价的单位是", "2、—服务", "2、—作风", "3、您的微信号和意见", "总分")
    read_ = read(answers(("局办公室", "满意", "满意", "wx_shanqing", "200"), questions=asked))
    assert values(read_) == [{"unit": "DW01", "service": "满意", "style": "满意"}]
    text = str(read_)
    assert not [said for said in ("203.0.113", "9:12", "微信", "wx_shanqing") if said in text]


def test_the_questionnaire_s_day_is_that_of_the_last_answer() -> None:
    times = ["2026/10/20 9:12:33", "2026/11/2 8:00:01", "2026-10-31"]
    rows = [("1", time, "微信", "", "局办公室", "满意", "满意") for time in times]
    book = workbook(raw((*TOP, "1、评价的单位", "服务", "作风"), *rows))
    batches = read(book).sheet("batches")
    assert batches and batches.header["held_on"] == "2026-11-02"


@pytest.mark.parametrize(
    ("service", "style", "taken"),
    [
        ("2、请评价：—服务", "2、请评价：—作风", ("5", "6")),
        ("第2题(服务)", "第2题(作风)", ("5", "6")),
        ("2. 服务质量", "3. 工作作风", ("5", "6")),
        ("Q2：您对服务是否满意？", "作风", ("5", "6")),
        ("2、您对服务作风的评价—服务", "2、您对服务作风的评价—作风", ("5", "6")),
        ("2、请评价—作风", "2、请评价—服务", ("6", "5")),
    ],
)
def test_a_question_is_found_by_its_words_in_whatever_shape(
    service: str, style: str, taken: tuple[str, str]
) -> None:
    asked = ("评价的单位", service, style)
    ballots = read(answers(("局办公室", "满意", "满意"), questions=asked)).sheet("ballots")
    assert ballots
    columns = {key: str(column - 1) for key, column in ballots.columns.items()}
    assert (columns["service"], columns["style"]) == taken


def test_a_row_of_a_matrix_goes_before_a_word_of_another_question() -> None:
    asked = ("1、您评价的服务单位（评价的单位）", "2、—服务", "2、—作风", "3、您对作风的意见")
    read_ = read(answers(("局办公室", "满意", "不满意", "再快些"), questions=asked))
    assert read_.problems == ()
    assert values(read_) == [
        {"unit": "DW01", "service": "满意", "style": "不满意", "said": "再快些"}
    ]


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (("评价的单位", "2、—服务", "2、—态度"), ("export.question_missing", "1")),
        (("评价的单位", "2、—服务", "3、—服务"), ("export.question_twice", "G1")),
        (("您去了哪里", "2、—服务", "2、—作风"), ("export.question_missing", "1")),
        (("评价的单位", "2、服务作风—服务", "2、服务—态度"), ("export.question_missing", "1")),
    ],
)
def test_a_question_that_is_not_there_or_there_twice_is_said(
    asked: tuple[str, ...], problem: tuple[str, str]
) -> None:
    assert problem in places(read(answers(("局办公室", "满意", "满意"), questions=asked)).problems)


def test_what_is_wrong_is_said_at_the_export_s_own_cells() -> None:
    book = answers(
        ("局办公室", "满意", "满意"),
        ("没有的科", "满意", "很差"),
        ("(跳过)", "1", None),
        hidden_rows=frozenset({2}),
    )
    assert places(read(book).problems) == [
        ("row.hidden", "2"),
        ("cell.unit_unknown", "E3"),
        ("cell.not_a_choice", "G3"),
        ("cell.blank", "E4"),
        ("cell.not_a_choice", "F4"),
    ]


def test_an_empty_export_is_said_and_a_long_one_is_not_unusual() -> None:
    assert ("sheet.empty", "") in places(read(answers()).problems)
    many = answers(*[("局办公室", "满意", "满意")] * 600)
    assert read(many, max_rows=600).problems == ()
    assert ("sheet.too_many_rows", "") in places(read(many, max_rows=599).problems)


def test_a_mapping_for_one_questionnaire_reads_its_option_numbers() -> None:
    values_ = {"1": "不满意", "2": "满意"}
    own = [
        q | {"values": {"7": "DW01"} if q["column"] == "unit" else values_} for q in QUESTIONS[:3]
    ]
    mapped = balloted({**MAPPING, "only": ["84564398"], "questions": own})
    book = answers((7, 1, "2"), (7.0, 2.0, -3))
    assert values(read(book, mapped)) == [
        {"unit": "DW01", "service": "不满意", "style": "满意"},
        {"unit": "DW01", "service": "满意"},
    ]
    other = find_questionnaire(book, [mapped], "99999999_按序号_测评_2_2.xlsx")
    assert other and not other.mapping.only


def test_what_is_not_asked_may_be_the_same_on_every_sheet() -> None:
    fixed = [{"column": "unit", "always": "DW01"}, *QUESTIONS[1:]]
    book = answers(("满意", "满意"), questions=("1、—服务", "1、—作风"))
    assert values(read(book, balloted(questions=fixed))) == [
        {"unit": "DW01", "service": "满意", "style": "满意"}
    ]


def test_an_error_value_in_an_answer_is_no_blank() -> None:
    book = answers(("局办公室", None, "满意"), errors={(2, 6): "#REF!"})
    assert places(read(book).problems) == [("cell.error_value", "F2")]
