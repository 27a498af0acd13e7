"""Templates of mail that the office has damaged are named before a message is needed."""

import shutil
from pathlib import Path

import pytest

from adapters.files.home import CHECKOUT, Home
from campaign.definitions.definitions import Definitions
from services.definitions.loading import load_definitions
from services.definitions.mail_template_checks import check_mail_templates


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return load_definitions(Home(CHECKOUT))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a project with the shipped templates of mail and of the question of approval."""
    for folder in ("mail", "prefect"):
        shutil.copytree(CHECKOUT / "templates" / folder, tmp_path / "templates" / folder)
    return tmp_path


def test_the_shipped_templates_have_no_faults(definitions: Definitions) -> None:
    assert check_mail_templates(CHECKOUT, definitions) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("mail/receipt.md.j2", "{{ receipt }}", "{{ reciept }}", "reciept"),
        ("mail/reminder.md.j2", "reminder.overdue %}", "reminder.late %}", "late"),
        ("mail/digest.md.j2", "| day }}", "| tag }}", "模板语法错误"),
        ("mail/scheme.md.j2", "标题：", "题目：", "标题"),
        ("mail/meeting.md.j2", "parts/files.md.j2", "parts/none.md.j2", "缺少模板"),
        ("prefect/approval.md.j2", "reasons %}", "grounds %}", "grounds"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_named(
    project: Path, definitions: Definitions, name: str, old: str, new: str, words: str
) -> None:
    path = project / "templates" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    [fault] = check_mail_templates(project, definitions)
    assert fault.source == f"templates/{name}"
    assert words in fault.message


def test_a_missing_template_and_one_that_nothing_uses_are_named(
    project: Path, definitions: Definitions
) -> None:
    mail = project / "templates" / "mail"
    (mail / "scheme.md.j2").rename(mail / "scheme2.md.j2")
    found = {fault.source: fault.message for fault in check_mail_templates(project, definitions)}
    assert found == {
        "templates/mail/scheme.md.j2": "缺少模板“mail/scheme.md.j2”",
        "templates/mail/scheme2.md.j2": "没有哪一种邮件用到这个模板，请检查文件名",
    }
