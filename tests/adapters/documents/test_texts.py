"""What documents print, word for word, against the texts in tests/data/documents/."""

import dataclasses

import pytest

from adapters.documents.docx import render_docx
from campaign.documents.kinds import DocumentKind
from campaign.documents.result_documents import Commendation
from campaign.documents.samples import samples
from tests.support.kept.document_texts import FOLDER, sample_texts
from tests.support.open_documents import text_of


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    return sample_texts()


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_samples_print_what_they_printed(printed: dict[str, str], kind: DocumentKind) -> None:
    assert printed[kind] == (FOLDER / f"{kind}.txt").read_text(encoding="utf-8")


def test_no_text_of_a_former_kind_is_left() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(DocumentKind)


@pytest.mark.parametrize(
    ("upheld", "rejected", "words"),
    [
        (0, 0, "，公示期间未收到异议。"),
        (0, 10, "，收到异议10件，经核查，不属实10件。"),
        (2, 0, "，收到异议2件，经核查，属实2件，已取消有关推荐资格。"),
        (1, 2, "，收到异议3件，经核查，属实1件，已取消有关推荐资格，不属实2件。"),
    ],
)
def test_a_report_says_how_objections_ended(upheld: int, rejected: int, words: str) -> None:
    sample = next(sample for sample in samples() if isinstance(sample, Commendation))
    report = dataclasses.replace(sample, objections_upheld=upheld, objections_rejected=rejected)
    assert words in text_of(render_docx(report))
