"""The words of messages: every kind renders, nothing confidential travels, nothing is evaluated."""

import dataclasses
import datetime as dt
import shutil
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import TemplateRuntimeError

from adapters.files.home import CHECKOUT
from adapters.mail.messages import Letter, page, render_message
from adapters.mail.receipt_facts import MOST_HINTS, Hint, ReceiptFacts, hints_of
from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.duties import Duty
from campaign.definitions.plan import Obligation
from campaign.problems.codes import Code, make_problem
from campaign.values.message import Letterhead, Message
from campaign.values.periods import parse_period

NOW = dt.datetime(2026, 7, 6, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
LETTERHEAD = Letterhead(
    addressee="第一党支部", issuer="示例市民政局党办", campaign="“作风建设年”活动", written_at=NOW
)
ANSWER = ReceiptFacts(
    receipt="HZ-0012",
    received_at=NOW,
    file_name="六月学习月报.xlsx",
    unit="第一党支部",
    form="学习情况月报",
    period="2026年6月",
    serial="XX-ZB01-06",
)
SECRETS: Mapping[str, Any] = {
    "file_name": "匿名举报件.xlsx",
    "unit": "某单位",
    "form": "投诉登记",
    "period": "某期间",
    "normalised": (("某规范", 3),),
    "errors": (Hint(where="投诉登记 C7", what="“电话”填的是“某号码”", why="某因", mend="某法"),),
    "warnings": (Hint(where="投诉登记 D7", what="某提示", why="某故", mend="某建议"),),
    "sheets": (("某工作表", 7),),
    "marked_copy": "保密/退回/匿名举报件.xlsx",
    "reason": "某说明",
}
KINDS = sorted(
    path.name.removesuffix(".md.j2") for path in (CHECKOUT / "templates/mail").glob("*.md.j2")
)
ANSWERS = ("receipt", "returned", "duplicate", "attachment", "quarantined", "accepted", "withdrawn")


FORMS = {
    "study": SimpleNamespace(title="学习情况月报"),
    "rectification": SimpleNamespace(title="问题整改台账"),
}


def answer_by(kind: str, facts: ReceiptFacts) -> Message:
    letter = facts.letter(kind)
    return render_message(
        dataclasses.replace(letter, facts={**letter.facts, "forms": FORMS}), LETTERHEAD
    )


def owed(form: str, period: str, due: dt.date, days_late: int = 0) -> SubmissionStatus:
    """Return a report that is still owed."""
    obligation = Obligation.model_construct(key=form, name=form, form=form)
    duty = Duty(
        unit="ZB01",
        obligation=obligation,
        period=parse_period(period),
        opens=due,
        due=due,
        grace=due,
        lock=None,
    )
    state = DutyState.MISSING if days_late else DutyState.OPEN
    return SubmissionStatus(duty=duty, state=state, in_time_until=due, days_late=days_late)


class Outline(HTMLParser):
    """Collects the tags and whatever would be fetched from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_kinds_that_are_tested_are_the_templates_of_answers() -> None:
    assert set(ANSWERS) <= set(KINDS)


def test_a_template_without_its_two_first_lines_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "notice.md.j2").write_text("主题：甲\n\n乙\n")
    with pytest.raises(TemplateRuntimeError, match="标题"):
        render_message(Letter(kind="notice"), LETTERHEAD, tmp_path)


def test_a_letter_knows_what_is_attached_by_name(tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "templates" / "mail", tmp_path / "mail")
    (tmp_path / "mail" / "notice.md.j2").write_text("主题：甲\n标题：乙\n{{ files | join('、') }}")
    letter = Letter(kind="notice", attachments=("outputs/a/丙 1.docx", "outputs/b/丁.ics"))
    assert "丙 1.docx、丁.ics\n" in render_message(letter, LETTERHEAD, tmp_path).text


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_says_who_when_and_under_which_number(kind: str) -> None:
    message = answer_by(kind, ANSWER)
    assert message.subject.startswith("【") and "HZ-0012" in message.subject
    for body in (message.text, message.html):
        for fact in ("第一党支部", "HZ-0012", "2026年7月6日09:30", "示例市民政局党办"):
            assert fact in body


@pytest.mark.parametrize("kind", ANSWERS)
def test_of_a_confidential_drop_only_numbers_and_counts_travel(kind: str) -> None:
    secrets = {**SECRETS, "owed": (owed("某报表", "2026-06", NOW.date()),)}
    message = answer_by(kind, dataclasses.replace(ANSWER, confidential=True, **secrets))
    everything = message.subject + message.text + message.html
    for secret in ("匿名", "某", "投诉", "C7"):
        assert secret not in everything
    assert "XX-ZB01-06" in everything and "HZ-0012" in everything


def test_a_receipt_says_what_was_read_and_what_is_still_due() -> None:
    _, warnings = hints_of(
        [
            make_problem(
                Code.CELL_LOOKS_LIKE_FORMULA, sheet="记录", at=(8, 5), heading="内容", first="="
            )
        ]
    )
    answer = dataclasses.replace(
        ANSWER,
        estimated=True,
        version=2,
        sheets=(("学习记录", 12),),
        normalised=(("全角字符转为半角", 3), ("统一日期写法", 12)),
        warnings=warnings,
        owed=(owed("rectification", "2026-Q2", dt.date(2026, 7, 10)),),
    )
    text = answer_by("receipt", answer).text
    for words in (
        "（按文件时间估计）",
        "第2版",
        "学习记录：12行",
        "全角字符转为半角3处；统一日期写法12处",
        "记录 E8",
        "问题整改台账（2026年第二季度），2026年7月10日截止",
    ):
        assert words in text


def test_what_is_overdue_is_said_to_be_and_stands_out() -> None:
    late = owed("study", "2026-05", dt.date(2026, 7, 3), days_late=3)
    message = answer_by("receipt", dataclasses.replace(ANSWER, owed=(late,)))
    assert "2026年7月3日截止，已逾期3天" in message.text
    assert 'color:#b3261e;font-weight:bold;">已逾期3天<' in message.html


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"cells_marked": True}, True),
        ({}, False),
        ({"unmarked": True, "cells_marked": True}, False),
    ],
)
def test_marks_are_spoken_of_only_where_cells_are_marked(
    facts: Mapping[str, Any], said: bool
) -> None:
    answer = dataclasses.replace(ANSWER, marked_copy="outputs/returned/ZB01/六月.xlsx", **facts)
    message = answer_by("returned", answer)
    for body in (message.text, message.html):
        assert ("标" in body) is said
        assert "outputs/returned/ZB01/六月.xlsx" in body


def test_a_confidential_return_says_where_its_copy_lies_and_where_it_goes() -> None:
    answer = dataclasses.replace(ANSWER, confidential=True, marked_copy="保密/退回/甲.xlsx")
    message = answer_by("returned", answer)
    for body in (message.text, message.html):
        assert "退回副本：inputs/inbox/保密/退回/（文件名以回执号开头）" in body
        assert "改好后移到“保密”文件夹（inputs/inbox/保密/）" in body


def test_a_nil_return_is_told_from_an_empty_one() -> None:
    assert "零报告" in answer_by("receipt", dataclasses.replace(ANSWER, nil=True)).text
    assert "零报告" not in answer_by("receipt", ANSWER).text


def test_a_returned_message_lists_what_to_mend_and_until_when() -> None:
    errors, warnings = hints_of(
        make_problem(Code.CELL_BLANK, sheet="记录", at=(row, 3), heading="主持人", expected="姓名")
        for row in (7, 9, 10, 11)
    )
    answer = dataclasses.replace(
        ANSWER,
        errors=errors,
        marked_copy="ZB01/六月 修改意见.xlsx",
        in_time_until=dt.date(2026, 7, 9),
    )
    text = answer_by("returned", answer).text
    assert not warnings
    for words in ("共4处须修改", "记录 C7、C9至C11", "主持人", "请填写姓名", "ZB01/六月 修改意见"):
        assert words in text
    assert "2026年7月9日（含当日）前重新报送并通过检查的，视为按期报送。" in text


@pytest.mark.parametrize(
    ("earlier", "now", "words"),
    [
        (1, 1, "无需再次报送"),
        (1, 3, "已由第3版替代"),
        (1, 0, "已由党办撤回"),
    ],
)
def test_the_same_bytes_again_learn_what_became_of_them(earlier: int, now: int, words: str) -> None:
    answer = dataclasses.replace(
        ANSWER, earlier_receipt="HZ-0003", earlier_version=earlier, version=now
    )
    message = answer_by("duplicate", answer)
    assert words in message.text and words in message.html and "HZ-0003" in message.text


def test_a_long_list_is_cut_and_says_so() -> None:
    many = tuple(Hint(where=f"记录 C{n}", what="空。", why="", mend="填。") for n in range(60))
    message = answer_by("returned", dataclasses.replace(ANSWER, errors=many))
    for body in (message.text, message.html):
        assert f"其余{60 - MOST_HINTS}条未列出" in body
        assert f"记录 C{MOST_HINTS}" not in body


def test_a_place_of_many_cells_is_cut_at_a_cell() -> None:
    errors, _ = hints_of(
        make_problem(Code.CELL_BLANK, sheet="记录", at=(row, 3), heading="主持人", expected="姓名")
        for row in range(7, 307, 2)
    )
    assert errors[0].where.endswith("等，共150处") and len(errors[0].where) < 100


def test_what_a_sender_wrote_is_never_markup() -> None:
    nasty = dataclasses.replace(ANSWER, file_name="<img src=http://x/y>&{{ 7*7 }}.xlsx")
    outline = Outline()
    message = answer_by("receipt", nasty)
    outline.feed(message.html)
    assert "img" not in outline.tags and "{{ 7*7 }}" in message.text


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_html_is_one_line_and_fetches_nothing(kind: str) -> None:
    message = answer_by(kind, ANSWER)
    outline = Outline()
    outline.feed(page(message))
    assert "\n" not in message.html
    assert outline.fetched == []
    assert outline.tags[:4] == ["html", "head", "meta", "meta"]
    assert '<meta charset="utf-8">' in page(message)
