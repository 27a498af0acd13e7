"""The layout of GB/T 9704-2012, read from the XML of every template and of what it makes."""

from collections.abc import Sequence

import pytest
from lxml import etree

from adapters.documents.docx import TEMPLATES, render_docx
from campaign.documents.kinds import DocumentKind, OfficialDocument, kind_of
from campaign.documents.samples import samples
from tests.support.open_documents import opened, part, text_of, w

FULL: dict[DocumentKind, OfficialDocument] = {}
for _sample in samples():
    FULL.setdefault(kind_of(_sample), _sample)
EVERY_KIND = pytest.mark.parametrize("kind", list(DocumentKind))
WITH_LETTERHEAD = [
    kind for kind in DocumentKind if kind not in (DocumentKind.PUBLIC_NOTICE, DocumentKind.FEEDBACK)
]

PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("pBdr", "shd", "tabs", "kinsoku", "wordWrap", "overflowPunct", "autoSpaceDE", "autoSpaceDN"),
    *("adjustRightInd", "snapToGrid", "spacing", "ind", "jc", "outlineLvl", "rPr"),
)
RUN_ORDER = (
    "rFonts",
    "b",
    "i",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "u",
    "lang",
)


def both(kind: DocumentKind) -> tuple[bytes, bytes]:
    return (TEMPLATES / f"{kind}.docx").read_bytes(), render_docx(FULL[kind])


def style(data: bytes, name: str) -> "etree._Element":
    for found in part(data, "word/styles.xml").iter(w("style")):
        label = found.find(w("name"))
        if label is not None and label.get(w("val")) == name:
            return found
    raise AssertionError(f"no style {name}")


def printed(element: "etree._Element") -> str:
    return "".join(piece.text or "" for piece in element.iter(w("t"), w("instrText")))


def attribute(element: "etree._Element", path: Sequence[str], name: str) -> str | None:
    for step in path:
        found = element.find(w(step))
        assert found is not None, step
        element = found
    return element.get(w(name))


@EVERY_KIND
def test_the_page_has_the_standards_margins_and_grid(kind: DocumentKind) -> None:
    for data in both(kind):
        (section,) = part(data, "word/document.xml").iter(w("sectPr"))
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        assert size is not None
        assert margins is not None
        assert (size.get(w("w")), size.get(w("h"))) == ("11906", "16838")
        assert [margins.get(w(side)) for side in ("top", "bottom", "left", "right")] == [
            "2098",
            "1984",
            "1588",
            "1474",
        ]
        pitch = int(attribute(section, ["docGrid"], "linePitch") or 0)
        assert 22 * pitch <= 16838 - 2098 - 1984 < 23 * pitch


@EVERY_KIND
def test_22_lines_of_28_characters_fit_exactly(kind: DocumentKind) -> None:
    for data in both(kind):
        text = style(data, "公文正文")
        pitch = int(attribute(text, ["pPr", "spacing"], "line") or 0)
        assert attribute(text, ["pPr", "spacing"], "lineRule") == "exact"
        assert round(pitch / 20) == 29
        assert 22 * pitch <= 12756 < 23 * pitch
        sign = 320 + int(attribute(text, ["rPr", "spacing"], "val") or 0)
        assert 28 * sign <= 8844 < 29 * sign
        assert attribute(text, ["pPr", "ind"], "firstLineChars") == "200"


@pytest.mark.parametrize(
    ("name", "font", "half_points"),
    [
        ("发文机关标志", "方正小标宋简体", "84"),
        ("发文字号", "仿宋_GB2312", "32"),
        ("公文标题", "方正小标宋简体", "44"),
        ("主送机关", "仿宋_GB2312", "32"),
        ("公文正文", "仿宋_GB2312", "32"),
        ("一级标题", "黑体", "32"),
        ("二级标题", "楷体_GB2312", "32"),
        ("成文日期", "仿宋_GB2312", "32"),
        ("附件标识", "黑体", "32"),
        ("版记", "仿宋_GB2312", "28"),
        ("页码", "宋体", "28"),
    ],
)
def test_every_part_has_its_font_and_size(name: str, font: str, half_points: str) -> None:
    for kind in DocumentKind:
        found = style((TEMPLATES / f"{kind}.docx").read_bytes(), name)
        for script in ("ascii", "hAnsi", "eastAsia"):
            assert attribute(found, ["rPr", "rFonts"], script) == font
        assert attribute(found, ["rPr", "sz"], "val") == half_points


def test_every_official_font_names_what_may_stand_in_for_it() -> None:
    table = part((TEMPLATES / "meeting_notice.docx").read_bytes(), "word/fontTable.xml")
    substitutes = {
        font.get(w("name")): attribute(font, ["altName"], "val") for font in table.iter(w("font"))
    }
    assert set(substitutes) == {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"}
    assert all(substitutes.values())


@pytest.mark.parametrize("kind", WITH_LETTERHEAD)
def test_the_letterhead_is_red_and_the_rule_below_the_number_too(kind: DocumentKind) -> None:
    data = render_docx(FULL[kind])
    mark, number = opened(data).paragraphs[:2]
    assert (mark.style and mark.style.name, mark.text) == ("发文机关标志", "示例市民政局文件")
    assert attribute(style(data, "发文机关标志"), ["rPr", "color"], "val") == "FF0000"
    assert attribute(style(data, "发文机关标志"), ["pPr", "spacing"], "before") == "1984"
    assert "〔2026〕18号" in number.text
    assert number.style
    rule = style(data, number.style.name or "").find(f"{w('pPr')}/{w('pBdr')}/{w('bottom')}")
    assert rule is not None
    assert (rule.get(w("color")), rule.get(w("space"))) == ("FF0000", "11")


def test_a_report_to_a_higher_body_names_who_signed_it() -> None:
    number = opened(render_docx(FULL[DocumentKind.COMMENDATION])).paragraphs[1]
    assert number.text == "示民〔2026〕18号\t签发人：顾砚秋"


@EVERY_KIND
def test_pages_are_numbered_right_on_odd_and_left_on_even_pages(kind: DocumentKind) -> None:
    for data in both(kind):
        assert part(data, "word/settings.xml").find(w("evenAndOddHeaders")) is not None
        (section,) = part(data, "word/document.xml").iter(w("sectPr"))
        kinds = [found.get(w("type")) for found in section.iter(w("footerReference"))]
        assert kinds == ["default", "even"]
        sides = [style(data, name).find(f"{w('pPr')}/{w('jc')}") for name in ("页码", "双页页码")]
        assert [side.get(w("val")) for side in sides if side is not None] == ["right", "left"]
        for name, key in (("footer1", "Footer"), ("footer2", "FooterEven")):
            footer = part(data, f"word/{name}.xml")
            assert [found.get(w("val")) for found in footer.iter(w("pStyle"))] == [key]
            assert printed(footer) == "—  PAGE 1 —"


def ends(kind: DocumentKind) -> list[str]:
    return [p.text for p in opened(render_docx(FULL[kind])).paragraphs]


def test_the_addressees_end_in_a_full_width_colon() -> None:
    assert "各党支部，局机关各科室、直属各单位：" in ends(DocumentKind.MEETING_NOTICE)


def test_attachments_are_numbered_and_have_no_mark_at_their_end() -> None:
    paragraphs = ends(DocumentKind.MEETING_NOTICE)
    at = paragraphs.index("附件：1.\t学习专题目录")
    assert paragraphs[at + 1] == "2.\t学习月报表填报说明"
    assert "附件：报送任务及期限表" in ends(DocumentKind.SCHEME)


def test_the_date_follows_the_issuer_and_ends_four_characters_from_the_edge() -> None:
    paragraphs = opened(render_docx(FULL[DocumentKind.MEETING_NOTICE])).paragraphs
    at = [p.text for p in paragraphs].index("2026年7月9日")
    issuer, date = paragraphs[at - 1 : at + 1]
    assert issuer.text == "示例市民政局"
    assert [attribute(p._p, ["pPr", "ind"], "rightChars") for p in (issuer, date)] == ["400", "400"]


def test_copies_and_printing_stand_in_a_frame_at_the_foot_of_the_page() -> None:
    data = render_docx(FULL[DocumentKind.MEETING_NOTICE])
    framed = [
        paragraph
        for paragraph in part(data, "word/document.xml").iter(w("p"))
        if paragraph.find(f"{w('pPr')}/{w('framePr')}") is not None
    ]
    texts = [printed(paragraph) for paragraph in framed]
    assert texts == [
        "抄送：市直机关党工委，市效能办，市纠风办。",
        "",
        "示例市民政局办公室2026年7月9日印发",
    ]
    assert {attribute(p, ["pPr", "framePr"], "yAlign") for p in framed} == {"bottom"}


@EVERY_KIND
def test_heading_rows_repeat_and_no_row_breaks(kind: DocumentKind) -> None:
    for data in both(kind):
        for table in part(data, "word/document.xml").iter(w("tbl")):
            rows = list(table.iter(w("tr")))
            assert rows[0].find(f"{w('trPr')}/{w('tblHeader')}") is not None
            assert all(row.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in rows)


@EVERY_KIND
def test_properties_stand_in_the_order_that_word_demands(kind: DocumentKind) -> None:
    for data in both(kind):
        for name in ("word/document.xml", "word/styles.xml"):
            root = part(data, name)
            for properties, order in (("pPr", PARAGRAPH_ORDER), ("rPr", RUN_ORDER)):
                for found in root.iter(w(properties)):
                    assert not (found.text or "").strip()
                    names = [etree.QName(child).localname for child in found]
                    assert names == sorted(names, key=order.index)


@EVERY_KIND
def test_no_seal_or_picture_is_drawn(kind: DocumentKind) -> None:
    for data in both(kind):
        root = part(data, "word/document.xml")
        assert not list(root.iter(w("drawing"), w("pict"), w("object")))


@EVERY_KIND
def test_no_tag_is_left_in_a_document(kind: DocumentKind) -> None:
    for sample in samples():
        if kind_of(sample) is kind:
            text = text_of(render_docx(sample))
            assert not any(sign in text for sign in ("{{", "}}", "{%", "%}", "None"))
