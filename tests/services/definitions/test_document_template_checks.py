"""Templates of documents that the office has damaged are named before a document is needed."""

import dataclasses
import shutil
from pathlib import Path

import pytest
from docx.text.paragraph import Paragraph
from jinja2 import Environment

from adapters.documents.docx import TEMPLATES, environment, render_docx
from campaign.documents.kinds import DocumentKind, Imprint
from campaign.documents.samples import samples
from services.definitions.document_template_checks import check_document_templates
from services.definitions.mail_template_checks import check_templates, template_files
from tests.support.open_documents import opened, text_of
from tests.support.servers.libreoffice import LibreOffice


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a project with the shipped templates of documents."""
    shutil.copytree(TEMPLATES, tmp_path / "templates" / "documents")
    return tmp_path


def template(project: Path, name: str = "meeting_notice") -> Path:
    return project / "templates" / "documents" / f"{name}.docx"


def paragraph_with(path: Path, words: str, new: str) -> None:
    document = opened(path.read_bytes())
    found: list[Paragraph] = [one for one in document.paragraphs if words in one.text]
    found[0].runs[0].text = new
    document.save(str(path))


def test_the_shipped_templates_have_no_faults() -> None:
    assert check_document_templates(TEMPLATES.parent.parent) == []


def test_they_are_checked_and_counted_with_the_other_templates(project: Path) -> None:
    assert check_templates(project) == []
    assert len(template_files(project)) == len(DocumentKind)
    template(project).unlink()
    assert [fault.source for fault in check_templates(project)] == [
        "templates/documents/meeting_notice.docx"
    ]


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("{{ imprint.isuer }}", "isuer"),
        ("{{ subjekt }}", "subjekt"),
        ("{{ moved ", "模板语法错误"),
        ("{{ moved|nosuch }}", "模板语法错误"),
        ("{{ meeting.name|day }}", "不是日期"),
        ("{{ meeting.name + 1 }}", "标签填不进内容"),
        ("{{ imprint.printed_on }}", "None"),
        ("{%p if moved %}", "模板语法错误"),
    ],
)
def test_a_tag_that_cannot_be_filled_in_is_named(project: Path, new: str, words: str) -> None:
    paragraph_with(template(project), "关于", new)
    (fault,) = check_document_templates(project)
    assert fault.source == "templates/documents/meeting_notice.docx"
    assert words in fault.message


def test_a_tag_that_only_bare_facts_reach_is_found_too(project: Path) -> None:
    path = template(project, "study_bulletin")
    paragraph_with(path, "缺席人员均已补学", "{{ nobody }}")
    (fault,) = check_document_templates(project)
    assert (fault.source, "nobody" in fault.message) == (
        "templates/documents/study_bulletin.docx",
        True,
    )


def test_tags_that_tear_a_table_apart_are_found(project: Path) -> None:
    path = template(project, "inspection_bulletin")
    document = opened(path.read_bytes())
    document.tables[0].rows[0].cells[0].paragraphs[0].runs[0].text = "名次{% if not lines %}"
    document.save(str(path))
    paragraph_with(path, "特此通报", "{% endif %}特此通报。")
    (fault,) = check_document_templates(project)
    assert "不成对" in fault.message


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0old .doc"])
def test_a_file_that_is_no_docx_is_named(project: Path, data: bytes) -> None:
    template(project).write_bytes(data)
    (fault,) = check_document_templates(project)
    assert (fault.source, fault.message[:7]) == (
        "templates/documents/meeting_notice.docx",
        "不是.docx",
    )


def test_a_missing_template_and_one_that_nothing_uses_are_named(project: Path) -> None:
    template(project).rename(template(project, "meeting_notice2"))
    found = {fault.source: fault.message for fault in check_document_templates(project)}
    assert found == {
        "templates/documents/meeting_notice2.docx": "没有哪一种文件用到这个模板，请检查文件名",
        "templates/documents/meeting_notice.docx": "缺少“会议通知”的模板",
    }


def test_the_lock_file_of_an_open_template_is_passed_over(project: Path) -> None:
    (project / "templates" / "documents" / "~$meeting_notice.docx").write_bytes(b"lock")
    assert check_document_templates(project) == []


def test_a_template_that_an_office_program_has_saved_still_works(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    folder = tmp_path / "templates" / "documents"
    libreoffice.convert(sorted(TEMPLATES.glob("*.docx")), "docx:MS Word 2007 XML", folder)
    assert check_document_templates(tmp_path) == []
    for sample in samples():
        ours, theirs = (text_of(render_docx(sample, where)) for where in (TEMPLATES, folder))
        assert set(ours.split()) <= set(theirs.split())


def test_the_handbook_names_every_template_and_every_way_of_writing() -> None:
    text = (TEMPLATES.parent.parent / "docs" / "documents.md").read_text(encoding="utf-8")
    for kind in DocumentKind:
        assert f"| `{kind}.docx` | {kind.label}" in text
    shipped = environment().filters.keys() - Environment().filters.keys()
    assert shipped
    for name in shipped:
        assert f"`|{name}`" in text
    for field in dataclasses.fields(Imprint):
        assert f"`imprint.{field.name}`" in text or field.name == "printed_on"
