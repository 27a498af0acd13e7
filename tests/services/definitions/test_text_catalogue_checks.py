"""Catalogues of texts that the office has damaged are named before a workbook is printed."""

import shutil
from pathlib import Path

import pytest

from adapters.text_catalogues import TEMPLATES
from services.definitions.mail_template_checks import check_templates, template_files
from services.definitions.text_catalogue_checks import check_text_catalogues, text_catalogues

BLANK = "templates/workbooks/blank.toml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a project with the shipped catalogues."""
    for path in text_catalogues(TEMPLATES.parent):
        copy = tmp_path / path.relative_to(TEMPLATES.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return tmp_path


def test_the_shipped_catalogues_have_no_faults(project: Path) -> None:
    assert check_text_catalogues(TEMPLATES.parent) == []
    assert check_templates(project) == []
    assert template_files(project) == text_catalogues(project)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("{year}年6月", "{yaer}年6月", "expected.month", "{yaer}"),
        ("{year}年6月", "{year:d}年6月", "expected.month", "{year}"),
        ("{year}年6月", "{year}年{}月", "expected.month", "{year}"),
        ("{year}年6月", "{year年6月", "expected.month", "花括号不成对"),
        ('unique = "', 'uniqe = "', "prompt.uniqe", "请检查拼写"),
        ('unique = "', '# unique = "', "prompt.unique", "缺少此项"),
        ('unique = "', "unique = 各", "第", "TOML语法错误"),
    ],
)
def test_a_fault_in_a_catalogue_is_named_with_its_file_and_key(
    project: Path, old: str, new: str, place: str, words: str
) -> None:
    path = project / BLANK
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = [(fault.path, fault.message) for fault in check_templates(project)]
    assert [fault.source for fault in check_templates(project)] == [BLANK] * len(found)
    assert [message for at, message in found if at.startswith(place) and words in message]


def test_a_catalogue_missing_misnamed_or_in_another_encoding_is_named(project: Path) -> None:
    path = project / BLANK
    path.rename(path.with_name("blanks.toml"))
    (project / "templates/workbooks/report.toml").write_bytes("作风建设".encode("gb18030"))
    messages = {fault.source: fault.message for fault in check_text_catalogues(project)}
    assert messages.keys() == {
        BLANK,
        "templates/workbooks/blanks.toml",
        "templates/workbooks/report.toml",
    }
    assert messages[BLANK] == "缺少这个文件"
    assert "没有用到" in messages["templates/workbooks/blanks.toml"]
    assert "UTF-8" in messages["templates/workbooks/report.toml"]
