"""The text of every sample document, kept in tests/data/documents/, one file a kind.

``python -m tests.support.kept.document_texts`` writes the files anew after a change of wording.
"""

from pathlib import Path

from adapters.documents.docx import render_docx
from campaign.documents.kinds import kind_of
from campaign.documents.samples import samples
from tests.support.open_documents import text_of

FOLDER = Path(__file__).parents[2] / "data" / "documents"
BETWEEN = "\n――――――\n"
"""Stands between the samples of a kind, the one with everything first."""


def sample_texts() -> dict[str, str]:
    """Return what the samples of each kind print, by the kind."""
    texts: dict[str, list[str]] = {}
    for sample in samples():
        texts.setdefault(kind_of(sample), []).append(text_of(render_docx(sample)))
    return {kind: f"{BETWEEN.join(printed)}\n" for kind, printed in texts.items()}


def main() -> None:
    """Write the files, and remove those of kinds that are no more."""
    FOLDER.mkdir(exist_ok=True)
    texts = sample_texts()
    for path in FOLDER.glob("*.txt"):
        if path.stem not in texts:
            path.unlink()
    for kind, text in texts.items():
        (FOLDER / f"{kind}.txt").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
