"""The paragraph styles of the document templates, under the names that the office sees in WPS."""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from tasks.document_templates.layout import (
    CHARACTER_PITCH,
    CHARACTER_SQUEEZE,
    LINE_PITCH,
    MARK_TOP,
    RED,
    RULE_GAP_POINTS,
    SIZE_3_POINTS,
    TEXT_WIDTH,
)

SONG_TITLE, FANGSONG, KAITI, HEITI, SONG = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "楷体_GB2312",
    "黑体",
    "宋体",
)
SUBSTITUTES = {
    SONG_TITLE: "小标宋,宋体,SimSun,Noto Serif CJK SC",
    FANGSONG: "仿宋,FangSong,Noto Serif CJK SC",
    KAITI: "楷体,KaiTi,Noto Serif CJK SC",
    HEITI: "SimHei,Noto Sans CJK SC",
    SONG: "SimSun,Noto Serif CJK SC",
}
"""What an office program takes where it lacks the official font."""

DEFAULT = "Normal"


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """A paragraph style. Indents are in characters, spaces before and after in lines.

    ``more`` is put among the paragraph's properties as it is, before everything else.
    """

    key: str
    name: str
    font: str = FANGSONG
    points: int = 16
    align: str = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    before: float = 0
    after: float = 0
    pitch: int = LINE_PITCH
    red: bool = False
    more: str = ""
    outline: int | None = None


_KEEP = "<w:keepNext/><w:keepLines/>"
_RULE = (
    f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="{RULE_GAP_POINTS}" w:color="{RED}"/>'
    "</w:pBdr>"
)
_WIDE_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
_COLOPHON_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - 280}"/></w:tabs>'
_RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - CHARACTER_PITCH}"/></w:tabs>'

_DEFAULT_STYLE = (
    f'<w:style w:type="paragraph" w:default="1" w:styleId="{DEFAULT}"><w:name w:val="Normal"/>'
    '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/>'
    '<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
    f'<w:spacing w:line="{LINE_PITCH}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr></w:style>'
)
_TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
    '<w:left w:w="57" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)

STYLES = (
    Style(
        key="Mark",
        name="发文机关标志",
        font=SONG_TITLE,
        points=42,
        align="center",
        before=MARK_TOP / LINE_PITCH,
        pitch=LINE_PITCH * 2,
        red=True,
    ),
    Style(key="Number", name="发文字号", align="center", before=2, more=_RULE),
    Style(
        key="UpwardNumber",
        name="上行文字号",
        align="left",
        first=1,
        before=2,
        more=_RULE + _RIGHT_TAB,
    ),
    Style(
        key="Title",
        name="公文标题",
        font=SONG_TITLE,
        points=22,
        align="center",
        before=2,
        after=1,
        more=_KEEP,
    ),
    Style(key="Round", name="标题下说明", font=KAITI, align="center", after=1, more=_KEEP),
    Style(key="Addressee", name="主送机关", align="left"),
    Style(key="Text", name="公文正文", first=2),
    Style(key="LastText", name="公文正文末段", first=2, more=_KEEP),
    Style(key="First", name="一级标题", font=HEITI, first=2, more=_KEEP, outline=0),
    Style(key="Second", name="二级标题", font=KAITI, first=2, more=_KEEP, outline=1),
    Style(key="Caption", name="表题", font=HEITI, points=14, align="center", more=_KEEP),
    Style(key="TableHead", name="表头", font=HEITI, points=12, align="center", pitch=400),
    Style(key="Cell", name="表格文字", points=12, align="left", pitch=400),
    Style(key="CellCentred", name="表格居中", points=12, align="center", pitch=400),
    Style(key="Note", name="附件说明", align="left", left=5, hanging=3, before=1, more=_KEEP),
    Style(
        key="NoteFirst", name="附件说明首项", align="left", left=6, hanging=4, before=1, more=_KEEP
    ),
    Style(key="NoteNext", name="附件说明续项", align="left", left=6, hanging=1, more=_KEEP),
    Style(key="Issuer", name="署名", align="right", right=4, before=2, more=_KEEP),
    Style(key="Date", name="成文日期", align="right", right=4, more=_KEEP),
    Style(key="Remark", name="附注", align="left", left=2),
    Style(key="TableNote", name="表注", points=12, align="left", pitch=400),
    Style(
        key="Attachment",
        name="附件标识",
        font=HEITI,
        align="left",
        after=1,
        more="<w:keepNext/><w:pageBreakBefore/>",
    ),
    Style(
        key="AttachmentTitle",
        name="附件标题",
        font=SONG_TITLE,
        points=22,
        align="center",
        after=1,
        more=_KEEP,
    ),
    Style(
        key="Colophon",
        name="版记",
        points=14,
        align="left",
        left=1,
        right=1,
        pitch=480,
        more=_COLOPHON_TAB,
    ),
    Style(key="ColophonRule", name="版记分隔", points=6, align="left", pitch=120, more=_WIDE_TAB),
    Style(key="Footer", name="页码", font=SONG, points=14, align="right", right=1, pitch=280),
    Style(key="FooterEven", name="双页页码", font=SONG, points=14, align="left", left=1, pitch=280),
)
KEYS = {style.name: style.key for style in STYLES}


def styles_xml(namespaces: str) -> str:
    """Return the part word/styles.xml."""
    return (
        f"<w:styles {namespaces}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANGSONG)}"
        f'<w:kern w:val="0"/>{_size(SIZE_3_POINTS)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault/></w:docDefaults>{_DEFAULT_STYLE}{_TABLE_STYLE}"
        f"{''.join(_style(style) for style in STYLES)}</w:styles>"
    )


def fonts_xml(namespaces: str) -> str:
    """Return the part word/fontTable.xml, which names substitutes of the official fonts."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(font)}><w:altName w:val={quoteattr(substitutes)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for font, substitutes in SUBSTITUTES.items()
    )
    return f"<w:fonts {namespaces}>{fonts}</w:fonts>"


def _fonts(font: str) -> str:
    name = quoteattr(font)
    return (
        f'<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name} w:hint="eastAsia"/>'
    )


def _style(style: Style) -> str:
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else ""
    colour = f'<w:color w:val="{RED}"/>' if style.red else ""
    squeeze = f'<w:spacing w:val="{CHARACTER_SQUEEZE}"/>' if style.points == SIZE_3_POINTS else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.key}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="{DEFAULT}"/><w:qFormat/>'
        f'<w:pPr>{style.more}{_spacing(style)}{_indent(style)}<w:jc w:val="{style.align}"/>'
        f"{outline}</w:pPr><w:rPr>{_fonts(style.font)}{colour}"
        f"{squeeze}{_size(style.points)}</w:rPr></w:style>"
    )


def _size(points: int) -> str:
    return f'<w:sz w:val="{points * 2}"/><w:szCs w:val="{points * 2}"/>'


def _spacing(style: Style) -> str:
    before, after = (round(lines * LINE_PITCH) for lines in (style.before, style.after))
    return (
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="{style.pitch}"'
        ' w:lineRule="exact"/>'
    )


def _indent(style: Style) -> str:
    given = {
        "left": style.left,
        "right": style.right,
        "firstLine": style.first,
        "hanging": style.hanging,
    }
    sides = "".join(
        f' w:{side}Chars="{round(count * 100)}" w:{side}="{round(count * style.points * 20)}"'
        for side, count in given.items()
        if count
    )
    return f"<w:ind{sides}/>" if sides else ""
