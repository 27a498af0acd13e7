"""No text in a cell takes long for its length, whatever its field is read as."""

import time

import pytest

from campaign.definitions.form import FieldType
from campaign.reading.cells import make_reader
from tests.support.samples.builders import context, field

PIECES = ["T", " T", "(", "(a", "甲、", "1:", "年", "0", "下午", "。", "\n", "\u3000", "√"]
LONGEST = 32_000  # what a cell of Excel holds


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("kind", list(FieldType))
def test_no_text_takes_long_for_its_length(kind: FieldType, piece: str) -> None:
    read = make_reader(field(kind), context())
    began = time.process_time()
    read(piece * (LONGEST // len(piece)) + "x")
    assert time.process_time() - began < 2
