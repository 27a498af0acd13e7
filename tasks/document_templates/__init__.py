"""Makes the templates of official documents from their wording in templates/documents/source/."""

from pathlib import Path

from tasks.document_templates.package import package
from tasks.document_templates.source import body

TEMPLATES = Path(__file__).parent.parent.parent / "templates" / "documents"
_INCLUDED = {
    "@抬头": "head.txt",
    "@附件清单": "notes.txt",
    "@落款": "signature.txt",
    "@版记段": "colophon.txt",
}


def template_bytes(source: Path) -> bytes:
    """Return the template that a text makes; the same text gives the same bytes."""
    return package(body(_lines(source)))


def sources(folder: Path = TEMPLATES) -> list[Path]:
    """Return the texts of which each makes a template."""
    included = set(_INCLUDED.values())
    return sorted(p for p in (folder / "source").glob("*.txt") if p.name not in included)


def _lines(source: Path) -> list[str]:
    lines: list[str] = []
    for line in source.read_text(encoding="utf-8").splitlines():
        included = _INCLUDED.get(line.strip())
        lines += _lines(source.parent / included) if included else [line]
    return lines
