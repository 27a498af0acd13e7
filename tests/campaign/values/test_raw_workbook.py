"""A raw workbook gives its cells by place and its sheets by name."""

import pytest

from campaign.values.cell_ref import Position
from campaign.values.raw_workbook import RawSheet, RawWorkbook


@pytest.mark.parametrize("at", [(0, 1), (1, 0), (3, 1), (1, 3), (2, 2), (-1, 1)])
def test_beyond_its_used_area_a_sheet_is_blank(at: Position) -> None:
    sheet = RawSheet(name="表", rows=(("甲", "乙"), ("丙",)))
    assert sheet.value(*at) is None
    assert (sheet.value(1, 2), sheet.value(2, 1)) == ("乙", "丙")


def test_sheets_are_found_by_their_exact_name() -> None:
    book = RawWorkbook(kind="xlsx", sheets=(RawSheet(name="表"), RawSheet(name="表 ")))
    assert book.sheet("表 ") is book.sheets[1]
    assert book.sheet("表2") is None
