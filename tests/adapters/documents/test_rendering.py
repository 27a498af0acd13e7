"""Documents from facts: the same bytes for the same facts, and nothing that a name can break."""

import dataclasses
import datetime as dt
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from jinja2 import UndefinedError

from adapters.documents.docx import TEMPLATES, render_docx, save
from adapters.files.home import Home
from campaign.documents.bulletins import InspectionBulletin, InspectionFinding, InspectionLine
from campaign.documents.discipline import TalkNotice
from campaign.documents.imprint import Imprint
from campaign.documents.kinds import DocumentKind, kind_of
from campaign.documents.notices import MeetingNotice
from campaign.documents.samples import samples
from campaign.documents.samples.frame import MEETING
from tests.support.open_documents import opened, part, text_of

IMPRINT = Imprint(issuer="示例市民政局", campaign="活动", dated=dt.date(2026, 7, 9))
HOSTILE = [
    "=cmd|'/c calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "</w:t></w:r><w:r><w:t>甲",
    "甲&乙&amp;丙",
    "]]><!--",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{_{ 甲 }_}",
    "{%p endif %}",
    "'\"<>",
    "名" * 400,
    "a" * 400,
    "阿依古丽·吐尔逊",
    "𠮷野家",
]


def notice(text: str) -> MeetingNotice:
    return MeetingNotice(
        imprint=dataclasses.replace(IMPRINT, addressees=(text,), contact=text, printed_by=text),
        meeting=dataclasses.replace(MEETING, name=text, place=text, agenda=(text, text)),
    )


@pytest.mark.parametrize("sample", samples(), ids=lambda one: kind_of(one))
def test_the_same_facts_give_the_same_bytes(sample: object) -> None:
    first = render_docx(sample)  # type: ignore[arg-type]  # parametrize knows no types
    assert render_docx(sample) == first  # type: ignore[arg-type]  # likewise
    with ZipFile(BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_kind_has_a_template() -> None:
    kinds = sorted(str(kind) for kind in DocumentKind)
    assert sorted(path.stem for path in TEMPLATES.glob("*.docx")) == kinds


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_as_it_is(text: str) -> None:
    printed = text_of(render_docx(notice(text)))
    assert f"{text}，现将有关事项通知如下：" in printed
    assert f"二、会议地点\n{text}。\n" in printed
    assert f"（一）{text}。\n（二）{text}。\n" in printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("甲\x00\x08乙", "甲乙"),
        ("甲\x07乙", "甲乙"),
        ("甲\x0c乙", "甲\n乙"),
        ("甲\r\n乙", "甲\n乙"),
        ("甲\ud800乙\ufffe", "甲乙"),
        ("甲\u202e乙", "甲乙"),
        ('"甲"', "“甲”"),
    ],
)
def test_what_no_document_can_hold_is_taken_out(text: str, printed: str) -> None:
    data = render_docx(notice(text))
    assert f"{printed}，现将有关事项通知如下：" in text_of(data)
    assert opened(data).core_properties.title


def test_hostile_text_in_a_table_breaks_no_row() -> None:
    lines = tuple(
        InspectionLine(rank=n, unit=text, points=Decimal(n))
        for n, text in enumerate(HOSTILE, start=1)
    )
    due = dt.date(2026, 8, 15)
    findings = tuple(InspectionFinding(unit=text, finding=text, due=due) for text in HOSTILE)
    bulletin = InspectionBulletin(
        imprint=IMPRINT, period="2026年第二季度", lines=lines, findings=findings
    )
    ranks, problems = (
        [[cell.text for cell in row.cells] for row in table.rows[1:]]
        for table in opened(render_docx(bulletin)).tables
    )
    assert ranks == [[str(n), text, f"{n}.00", "", ""] for n, text in enumerate(HOSTILE, start=1)]
    assert problems == [
        [str(n), text, text, "2026年8月15日"] for n, text in enumerate(HOSTILE, start=1)
    ]


def test_the_properties_say_who_issued_it_and_not_who_edited_the_template() -> None:
    properties = opened(render_docx(notice("=甲"))).core_properties
    assert properties.author == properties.last_modified_by == "示例市民政局"
    assert properties.title == "示例市民政局关于召开=甲的通知"
    assert properties.created is not None
    assert properties.created.date() == properties.modified.date() == dt.date(2026, 7, 9)
    assert properties.revision == 1


def test_a_long_title_is_cut_only_in_the_properties() -> None:
    data = render_docx(notice("名" * 400))
    assert len(opened(data).core_properties.title) == 255
    assert "名" * 400 in text_of(data).replace("\n", "")


def test_a_complaint_is_known_by_its_case_number_alone() -> None:
    """What would name who complained is not among the facts of any document."""
    talk = next(sample for sample in samples() if isinstance(sample, TalkNotice))
    names = {field.name for sample in samples() for field in dataclasses.fields(sample)}
    assert "TS-2026-004" in text_of(render_docx(talk))
    assert not names & {"complainant", "telephone_of_complainant"}


def test_a_template_that_asks_for_what_there_is_not_raises(tmp_path: Path) -> None:
    document = opened((TEMPLATES / "meeting_notice.docx").read_bytes())
    document.paragraphs[2].runs[0].text = "{{ imprint.isuer }}"
    document.save(str(tmp_path / "meeting_notice.docx"))
    with pytest.raises(UndefinedError, match="isuer"):
        render_docx(notice("甲"), tmp_path)


def test_a_document_is_saved_where_people_find_it(home: Home) -> None:
    path = save(notice("甲"), "关于甲/乙的通知", home)
    assert path == home.reports / "文件" / "关于甲_乙的通知.docx"
    assert path.read_bytes() == render_docx(notice("甲"))
    save(notice("乙"), "关于甲/乙的通知", home)
    assert path.read_bytes() == render_docx(notice("乙"))
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_every_part_of_a_document_is_well_formed() -> None:
    data = render_docx(notice("".join(HOSTILE)))
    with ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            part(data, name)


def test_a_title_that_an_office_program_cut_up_is_broken_by_its_sense(tmp_path: Path) -> None:
    document = opened((TEMPLATES / "meeting_notice.docx").read_bytes())
    title = document.paragraphs[2]
    title.runs[0].text = "{{ imprint.issuer }}关于召开"
    title.add_run("{{ meeting.name }}")
    title.add_run("的通知")
    document.save(str(tmp_path / "meeting_notice.docx"))
    data = render_docx(notice("“机关作风建设年”动员大会"), tmp_path)
    assert "示例市民政局关于召开\n“机关作风建设年”动员大会的通知\n" in text_of(data)
