"""A .docx template as bytes: its parts, without clock and chance."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tasks.document_templates.layout import (
    FOOTER_DISTANCE,
    LINE_PITCH,
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
)
from tasks.document_templates.styles import fonts_xml, styles_xml

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}/relationships"'
)
_PARTS = {"styles": "styles", "settings": "settings", "fontTable": "fontTable"}
_FOOTERS = {"footer1": ("default", "Footer"), "footer2": ("even", "FooterEven")}
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
    '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    f'<w:drawingGridVerticalSpacing w:val="{LINE_PITCH}"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
    "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)
_PAGE_FIELD = (
    '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
)


def package(body: str) -> bytes:
    """Return a document of this body in the layout of GB/T 9704-2012."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}{_section()}</w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": _relations(
            {name: (name.rstrip("12"), f"{name}.xml") for name in (*_PARTS, *_FOOTERS)}
        ),
        "word/styles.xml": styles_xml(_NAMES),
        "word/settings.xml": f"<w:settings {_NAMES}>{_SETTINGS}</w:settings>",
        "word/fontTable.xml": fonts_xml(_NAMES),
        **{
            f"word/{name}.xml": f'<w:ftr {_NAMES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            f"{_PAGE_FIELD}</w:p></w:ftr>"
            for name, (_, style) in _FOOTERS.items()
        },
    }
    written = BytesIO()
    with ZipFile(written, "w") as target:
        for name, text in parts.items():
            target.writestr(ZipInfo(name), (_HEAD + text).encode(), ZIP_DEFLATED)
    return written.getvalue()


def _section() -> str:
    footers = "".join(
        f'<w:footerReference w:type="{kind}" r:id="{name}"/>'
        for name, (kind, _) in _FOOTERS.items()
    )
    return (
        f'<w:sectPr>{footers}<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{MARGIN_TOP}" w:right="{MARGIN_RIGHT}" w:bottom="{MARGIN_BOTTOM}"'
        f' w:left="{MARGIN_LEFT}" w:header="851" w:footer="{FOOTER_DISTANCE}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE_PITCH}"/></w:sectPr>'
    )


def _content_types() -> str:
    kinds = {
        "document": "document.main",
        **_PARTS,
        **dict.fromkeys(_FOOTERS, "footer"),
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
