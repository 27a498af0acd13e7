"""Templates that cannot be read at all are named with the line, before any is filled in."""

from pathlib import Path

import pytest

from services.definitions.mail_template_checks import check_templates
from tests.support.samples.definitions import INPUTS


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a project with one template."""
    (tmp_path / "templates" / "mail").mkdir(parents=True)
    (tmp_path / "templates" / "mail" / "base.txt.j2").write_text("{{ letterhead.issuer }}")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("{% if x %}\n", "第1行", "模板语法错误"),
        ("甲\n{{ x | }}\n", "第2行", "模板语法错误"),
        ('{% extends "basis.txt.j2" %}', "", "引用的模板“basis.txt.j2”不存在"),
    ],
)
def test_a_template_that_cannot_be_read_is_found(
    project: Path, text: str, path: str, words: str
) -> None:
    (project / "templates" / "mail" / "notice.txt.j2").write_text(text)
    (fault,) = check_templates(project)
    assert (fault.source, fault.path) == ("templates/mail/notice.txt.j2", path)
    assert words in fault.message


def test_a_template_that_is_not_utf_8_is_found(project: Path) -> None:
    path = project / "templates" / "mail" / "notice.txt.j2"
    path.write_bytes("作风建设".encode("gb18030"))
    assert [fault.source for fault in check_templates(project)] == ["templates/mail/notice.txt.j2"]


def test_the_shipped_templates_can_all_be_read() -> None:
    assert check_templates(INPUTS.parent) == []
