"""Documents opened for tests: their XML, their paragraphs, their pages as LibreOffice sets them."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
from docx.document import Document as WordDocument
from lxml import etree

from tests.support.servers.libreoffice import LibreOffice, printed_pages

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def w(name: str) -> str:
    """Return a name in WordprocessingML's namespace."""
    return f"{{{W}}}{name}"


def part(data: bytes, name: str) -> "etree._Element":
    """Return a part of the package, which must be well-formed."""
    with ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def opened(data: bytes) -> WordDocument:
    """Return the document as python-docx reads it."""
    return docx.Document(BytesIO(data))


def text_of(data: bytes) -> str:
    """Return all of a document's text, tables included, a paragraph a line."""
    lines = []
    for paragraph in part(data, "word/document.xml").iter(w("p")):
        pieces = [
            "\n" if piece.tag == w("br") else "\t" if piece.tag == w("tab") else piece.text or ""
            for piece in paragraph.iter(w("t"), w("br"), w("tab"))
            if (parent := piece.getparent()) is not None and parent.tag == w("r")
        ]
        lines.append("".join(pieces))
    return "\n".join(lines)


def pages(
    libreoffice: LibreOffice, documents: Mapping[str, bytes], folder: Path
) -> dict[str, list[list[str]]]:
    """Return each document's pages as LibreOffice prints them: lines with text, without spaces."""
    files = [folder / f"{name}.docx" for name in documents]
    for file, data in zip(files, documents.values(), strict=True):
        file.write_bytes(data)
    printed = libreoffice.convert(files, "pdf", folder / "pdf")
    return {pdf.stem: _pages(pdf) for pdf in printed}


def _pages(pdf: Path) -> list[list[str]]:
    return [
        [bare for line in page.splitlines() if (bare := "".join(line.split()))]
        for page in printed_pages(pdf)
    ]
