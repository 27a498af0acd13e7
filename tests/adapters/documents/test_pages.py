"""Documents as LibreOffice sets their pages: where text, tables, numbers and dates stand."""

import dataclasses
import datetime as dt
import re
from decimal import Decimal

import pytest

from adapters.documents.docx import render_docx
from campaign.documents.bulletins import InspectionBulletin, InspectionLine
from campaign.documents.imprint import Imprint
from campaign.documents.kinds import DocumentKind, OfficialDocument, kind_of
from campaign.documents.notices import MeetingNotice
from campaign.documents.samples import samples
from campaign.documents.samples.frame import MEETING
from tests.support.open_documents import pages
from tests.support.servers.libreoffice import LibreOffice

IMPRINT = Imprint(
    issuer="示例市民政局",
    campaign="活动",
    dated=dt.date(2026, 7, 9),
    number="示民〔2026〕18号",
    addressees=("各支部",),
    printed_by="示例市民政局办公室",
)
LONG = MeetingNotice(
    imprint=IMPRINT, meeting=dataclasses.replace(MEETING, name="试排", place="字" * 2000)
)
WIDE = InspectionBulletin(
    imprint=IMPRINT,
    period="2026年第二季度",
    lines=tuple(
        InspectionLine(rank=n, unit=f"第{n}科室", points=Decimal(90)) for n in range(1, 101)
    ),
)
LONG_MARK = dataclasses.replace(
    LONG, imprint=dataclasses.replace(IMPRINT, issuer="示例市民政局机关作风建设年活动领导小组")
)
Pages = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def printed(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    documents: dict[str, OfficialDocument] = {"long": LONG, "wide": WIDE, "mark": LONG_MARK}
    for sample in samples():
        documents.setdefault(kind_of(sample), sample)
    data = {name: render_docx(document) for name, document in documents.items()}
    return pages(libreoffice, data, tmp_path_factory.mktemp("文件 排版"))


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_the_text_begins_on_the_first_page(printed: Pages, kind: DocumentKind) -> None:
    first, *others = printed[kind]
    assert len(first) >= 8
    assert len(others) <= (5 if kind is DocumentKind.SCHEME else 2)
    assert first[-1] == "—1—"


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_no_page_bears_only_the_signature(printed: Pages, kind: DocumentKind) -> None:
    date = re.compile("2026年7月9日")
    for page in printed[kind]:
        at = [n for n, line in enumerate(page) if date.fullmatch(line)]
        assert all(n >= 2 for n in at)


def test_a_full_page_has_22_lines_of_28_characters(printed: Pages) -> None:
    page = printed["long"][1]
    assert page[:-1] == ["字" * 28] * 22
    assert page[-1] == "—2—"


def test_the_foot_of_the_last_page_says_who_printed_it(printed: Pages) -> None:
    for name in ("long", "wide", DocumentKind.MEETING_NOTICE, DocumentKind.SCHEME):
        last, *before = reversed(printed[name])
        assert last[-2].startswith("示例市民政局办公室")
        assert last[-2].endswith("印发")
        assert not any("印发" in line for page in before for line in page)


def test_headings_are_repeated_on_every_page_of_a_long_table(printed: Pages) -> None:
    tables = [page for page in printed["wide"] if re.search("第[0-9]+科室", " ".join(page))]
    assert len(tables) >= 4
    for page in tables:
        assert sum(line.startswith("名次") and "流动红旗" in line for line in page) == 1
    ranks = [found for page in tables for found in re.findall("第([0-9]+)科室", " ".join(page))]
    assert ranks == [str(n) for n in range(1, 101)]


def test_a_long_mark_stays_on_one_line(printed: Pages) -> None:
    assert printed["mark"][0][0] == "示例市民政局机关作风建设年活动领导小组文件"
