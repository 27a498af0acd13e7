"""A mapping that cannot work is refused before any export is read by it."""

from typing import Any

import pytest
from pydantic import ValidationError

from campaign.definitions.form import Form
from campaign.validation.consistency import check_consistency
from campaign.validation.questionnaire_checks import check_questionnaires
from tests.campaign.reading.questionnaires.test_questionnaires import MAPPING, QUESTIONS, balloted
from tests.support.samples.builders import ROSTER
from tests.support.samples.definitions import form as shipped
from tests.support.samples.definitions import forms, plan


def faults(form: Form) -> list[tuple[str, str]]:
    return [(fault.path, fault.message) for fault in check_questionnaires(form, plan(), ROSTER)]


def asking(**changes: Any) -> tuple[dict[str, Any], ...]:
    """Return the questions with the second one, about 服务, changed."""
    return (QUESTIONS[0], {**QUESTIONS[1], **changes}, *QUESTIONS[2:])


def test_the_shipped_mappings_and_that_of_the_tests_are_sound() -> None:
    assert [faults(form) for form in (*forms(), balloted()) if faults(form)] == []
    assert [e.service for e in shipped("public_ballots").exports] == ["问卷星"]


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"sheet": "gone"}, "sheet", "没有工作表“gone”"),
        ({"header": {}}, "header", "“方式”（manner）必填"),
        ({"header": {"manner": "网络", "batch": "W1"}}, "header", "由问卷编号产生"),
        ({"header": {"manner": "网络", "place": "厅"}}, "header.place", "没有这一项"),
        ({"last_day": {}}, "header", "“日期”（held_on）必填"),
        ({"last_day": {"held_on": "时间"}}, "last_day.held_on", "写在headings中"),
        (
            {"last_day": {"manner": "来源", "held_on": "来源"}, "header": {}},
            "last_day.manner",
            "date类型",
        ),
        ({"questions": QUESTIONS[1:]}, "questions", "“单位”（unit）必填"),
        (
            {"questions": ({**QUESTIONS[0], "optional": True}, *QUESTIONS[1:])},
            "questions",
            "不能optional",
        ),
        ({"questions": asking(column="gone")}, "questions", "没有栏目“gone”"),
        ({"questions": asking(column="style")}, "questions", "“style”写了两次"),
        ({"questions": asking(values={"好": "棒"})}, "questions[1].values.好", "“棒”不是"),
        ({"questions": asking(values={"1": "满意"})}, "questions[1].values.1", "须用only"),
        ({"questions": asking(says=["总分"])}, "questions[1].says", "从不读入"),
        ({"questions": asking(says=["来源"])}, "questions[1].says", "从不读入"),
        ({"questions": asking(says=["？"])}, "questions[1].says", "没有词句"),
        (
            {"questions": ({"column": "unit", "always": "三支部"}, *QUESTIONS[1:])},
            "questions[0].always",
            "“三支部”不是",
        ),
        (
            {"questions": ({**QUESTIONS[0], "values": {"一": "DW99"}}, *QUESTIONS[1:])},
            "questions[0].values.一",
            "“DW99”不是",
        ),
    ],
)
def test_each_mistake_is_named_with_its_place(
    changes: dict[str, Any], path: str, words: str
) -> None:
    found = faults(balloted(**changes))
    assert [message for at, message in found if at == f"exports[0].{path}" and words in message]


def test_the_mappings_are_checked_with_all_else() -> None:
    found = check_consistency(plan(), ROSTER, (balloted(sheet="gone"),))
    assert "exports[0].sheet" in [fault.path for fault in found]


@pytest.mark.parametrize(
    ("other", "path"),
    [
        ({"service": "金数据"}, "letter"),
        ({"letter": "J"}, "letter"),
        ({}, "only"),
        ({"only": ["84564398"]}, "only"),
    ],
)
def test_two_mappings_must_not_be_mistaken_for_each_other(other: dict[str, Any], path: str) -> None:
    more = {"only": ["84564398", "11111111"]} if other.get("only") else {}
    found = [at for at, _ in faults(balloted({**MAPPING, **other}, **more))]
    assert f"exports[1].{path}" in found


def test_one_questionnaire_may_have_a_mapping_of_its_own() -> None:
    numbers = asking(values={"1": "满意"})
    own = {**MAPPING, "only": ["84564398"], "questions": numbers}
    assert faults(balloted(own, {**MAPPING, "service": "金数据", "letter": "J"})) == []


def test_only_events_of_the_office_are_read_from_exports() -> None:
    by_units = balloted().model_copy(update={"filed_by": "unit"})
    assert [path for path, _ in faults(by_units)] == ["exports"]
    assert [path for path, _ in faults(balloted().model_copy(update={"event_key": ""}))] == [
        "exports"
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number_in_name": ["(\\d+"]}, "正则表达式"),
        ({"number_in_name": ["\\d+"]}, "一对括号"),
        ({"letter": "E"}, "letter"),
        ({"letter": "Q"}, "letter"),
        ({"questions": asking(always="满意")}, "says和always"),
        ({"questions": asking(says=[])}, "says和always"),
    ],
)
def test_what_can_be_no_mapping_is_refused_when_it_is_read(
    changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        balloted(**changes)
