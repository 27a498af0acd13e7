"""The forms' own rules: which definitions are refused, and what a form makes of its fields."""

import pytest

from campaign.definitions.errors import DefinitionError
from campaign.definitions.form import Field, header_fields, heading_key, parse_form
from tests.support.samples.definitions import faults_of, form, form_text

FAULTS = [
    # what is wrong, form, old, new, path, part of the message
    (
        "choices for text",
        "study",
        'heading = "学习地点"',
        'heading = "学习地点", choices = ["a"]',
        "sheets[0].columns[5]",
        "choices只用于",
    ),
    (
        "a choice without choices",
        "rectification",
        'choices = ["公示栏", "座谈会", "上门回访", "电话回访", "网站", "其他"], ',
        "",
        "sheets[0].columns[16]",
        "choices只用于",
    ),
    (
        "a type that is none",
        "study",
        'type = "whole"',
        'type = "integer"',
        "sheets[0].columns[0].type",
        "不在可选范围：sequence、text、code",
    ),
    (
        "a heading used twice",
        "study",
        'heading = "主持人"',
        'heading = "学习地点"',
        "sheets[0]",
        "重复：学习地点",
    ),
    (
        "an alias that is another's heading",
        "study",
        'aliases = ["主持"]',
        'aliases = ["主讲人（姓名）"]',
        "sheets[0]",
        "重复：主讲人",
    ),
    (
        "a rule that is none",
        "study",
        'rule = "sum"',
        'rule = "total"',
        "rules[0]",
        "没有“total”这种规则",
    ),
    (
        "a rule about no column",
        "study",
        'total = "expected"',
        'total = "invited"',
        "",
        "rules[0]：工作表“sessions”没有栏目“invited”",
    ),
    (
        "a rule about no sheet",
        "study",
        'other_sheet = "sessions"',
        'other_sheet = "lessons"',
        "",
        "rules[3]：没有工作表“lessons”",
    ),
    (
        "private columns in an open form",
        "complaint",
        "confidential = true",
        "confidential = false",
        "",
        "必须是confidential",
    ),
    (
        "a monthly form that names an event",
        "study",
        'period = "monthly"',
        'period = "monthly"\nevent_key = "reporter"',
        "",
        "event_key只用于event类报表",
    ),
    (
        "an event named by no field",
        "complaint",
        'event_key = "case_number"',
        'event_key = "file"',
        "",
        "不是第一张工作表header中的项",
    ),
    (
        "a nil return of an event",
        "complaint",
        "confidential = true",
        "confidential = true\nnil_return = true",
        "",
        "没有零报告",
    ),
    (
        "a sheet name that spreadsheets refuse",
        "study",
        'name = "出勤情况"',
        'name = "出勤/补学"',
        "sheets[1].name",
        "写法不对",
    ),
    (
        "a sheet name of the system's own",
        "study",
        'name = "出勤情况"',
        'name = "修改意见"',
        "sheets",
        "由系统使用",
    ),
    (
        "more printed values than columns",
        "self_evaluation",
        '["服务"]',
        '["服务", "1", "2", "3", "4"]',
        "sheets[0]",
        "prefill的列数多于columns",
    ),
    (
        "a bound for choices from the plan",
        "study",
        'heading = "学习地点"',
        'heading = "学习地点", of_plan = "topics"',
        "sheets[0].columns[5]",
        "of_plan只用于",
    ),
    (
        "a list that the plan does not have",
        "study",
        'of_plan = "topics"',
        'of_plan = "themes"',
        "sheets[0].columns[3].of_plan",
        "不在可选范围",
    ),
    (
        "a period kind that is none",
        "study",
        'period = "monthly"',
        'period = "weekly"',
        "period",
        "不在可选范围",
    ),
    (
        "a source that the plan does not number",
        "study",
        '"S9", ',
        '"9", ',
        "sources[0]",
        "写法不对",
    ),
]


@pytest.mark.parametrize(
    ("key", "old", "new", "path", "words"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_faulty_form_names_the_key_and_says_what_is_wrong(
    key: str, old: str, new: str, path: str, words: str
) -> None:
    with pytest.raises(DefinitionError) as raised:
        form(key, old, new)
    ((found_path, message),) = faults_of(raised.value)
    assert found_path == path
    assert words in message


@pytest.mark.parametrize(
    ("written", "reduced"),
    [
        ("学时（小时）", "学时"),
        ("*姓名", "姓名"),
        ("姓 名：", "姓名"),
        ("实到\n人数", "实到人数"),
        ("Ｎｏ", "no"),
        ("姓\u200b名\ufeff", "姓名"),
        ("⼈员", "人员"),
        ("（1）", "(1)"),
    ],
)
def test_headings_are_told_apart_without_their_decoration(written: str, reduced: str) -> None:
    assert heading_key(written) == reduced


@pytest.mark.parametrize(
    ("given", "bounds"),
    [
        ({"type": "score"}, (0, 100)),
        ({"type": "score", "max": 10}, (0, 10)),
        ({"type": "percent"}, (0, 100)),
        ({"type": "whole"}, (0, None)),
        ({"type": "whole", "min": 1, "max": 60}, (1, 60)),
        ({"type": "number"}, (None, None)),
        ({"type": "number", "min": -5}, (-5, None)),
    ],
)
def test_numbers_have_the_bounds_of_their_type(
    given: dict[str, object], bounds: tuple[int | None, int | None]
) -> None:
    assert Field.model_validate({"key": "k", "heading": "h", **given}).bounds == bounds


def test_the_nil_return_stands_on_the_first_sheet_of_forms_that_allow_it() -> None:
    study, evaluation = form("study"), form("self_evaluation")
    assert [f.key for f in header_fields(study, study.sheets[0])][-2:] == ["nil", "nil_reason"]
    assert "nil" not in {f.key for f in header_fields(study, study.sheets[1])}
    assert "nil" not in {f.key for f in header_fields(evaluation, evaluation.sheets[0])}


def test_a_form_reads_the_same_with_windows_line_ends() -> None:
    text = form_text("study").replace("\n", "\r\n")
    assert parse_form(text, "x") == form("study")
