"""What documents print, word for word, against the texts in tests/data/documents/."""

import pytest

from campaign.documents.kinds import DocumentKind
from tests.support.document_texts import FOLDER, sample_texts


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    return sample_texts()


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_samples_print_what_they_printed(printed: dict[str, str], kind: DocumentKind) -> None:
    assert printed[kind] == (FOLDER / f"{kind}.txt").read_text(encoding="utf-8")


def test_no_text_of_a_former_kind_is_left() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(DocumentKind)
