"""Words for what comes in a spreadsheet's container and is none: documents, mails, archives."""

from collections.abc import Collection, Iterable

from adapters.workbooks.gate.file_types import UNKNOWN_KIND
from adapters.workbooks.gate.verdict import Refused
from campaign.problems.codes import Code

_WORD, _SLIDES = "Word文档", "演示文稿"
_BY_TYPE = {"wordprocessingml": _WORD, "ms-word": _WORD, "presentationml": _SLIDES}
_BY_MIME = {b"opendocument.text": "OpenDocument文字文档", b"opendocument.presentation": _SLIDES}
_BY_STREAM = {
    "worddocument": _WORD,
    "powerpoint document": _SLIDES,
    "__properties_version1.0": "邮件",
}
_PARTS_OF_OFFICE = ("xl/", "word/", "ppt/", "docprops/", "meta-inf/manifest.xml")
"""How the parts of an Office document are named, of which the ones that say so are lost."""


def other_document(main_type: str) -> Refused:
    """Return the refusal of an Office package that is no workbook, by its main part's type."""
    return _refusal(kind for word, kind in _BY_TYPE.items() if word in main_type)


def other_opendocument(mime: bytes) -> Refused:
    """Return the refusal of an OpenDocument package that is no spreadsheet, by its mimetype."""
    return _refusal(kind for word, kind in _BY_MIME.items() if word in mime)


def other_compound(entries: Collection[str]) -> Refused:
    """Return the refusal of a compound file that is no workbook, by the names in it."""
    return _refusal(kind for name, kind in _BY_STREAM.items() if name in entries)


def other_package(names: Collection[str]) -> Refused:
    """Return the refusal of a zip that is no Office document, by the names in it."""
    if any(name.endswith(".iwa") for name in names) or "index.zip" in names:
        if any(name.startswith("index/tables/") for name in names):
            return Refused(Code.FILE_OTHER_FORMAT, format="苹果Numbers表格")
        return Refused(Code.FILE_NOT_A_WORKBOOK, format="苹果iWork文档")
    if "ofd.xml" in names:
        return Refused(Code.FILE_NOT_A_WORKBOOK, format="OFD文档")
    if any(name.startswith(_PARTS_OF_OFFICE) for name in names):
        return Refused(Code.FILE_DAMAGED)
    return Refused(Code.FILE_ARCHIVE)


def _refusal(kinds: Iterable[str]) -> Refused:
    return Refused(Code.FILE_NOT_A_WORKBOOK, format=next(iter(kinds), UNKNOWN_KIND))
