"""The page of tables is that of the shipped definitions, and names every column once."""

from docs.build.tables_page import tables_document
from tests.support.samples.definitions import INPUTS, shipped_definitions


def test_the_page_is_up_to_date() -> None:
    page = (INPUTS.parent / "docs" / "tables.md").read_text(encoding="utf-8")
    assert page == tables_document(shipped_definitions()), "python -m docs.build.tables_page"


def test_private_columns_are_in_no_table() -> None:
    page = tables_document(shipped_definitions())
    assert "complaint.case.matter" in page
    assert "complaint.case.complainant" not in page
