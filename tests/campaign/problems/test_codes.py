"""Problems name a place, carry what the words need, and are documented."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.problems.catalogue_page import problems_document
from campaign.problems.codes import WARNINGS, Code, Severity, has_errors, make_problem, shorten
from campaign.values.cell_ref import Position

DOCUMENT = Path(__file__).parents[3] / "docs" / "problems.md"


@pytest.mark.parametrize(
    ("at", "cell"), [((7, 3), "C7"), ((1, 28), "AB1"), ((7, 0), ""), ((0, 3), ""), ((0, 0), "")]
)
def test_a_cell_is_named_as_staff_read_it(at: Position, cell: str) -> None:
    assert make_problem(Code.CELL_BLANK, at=at).cell == cell


@pytest.mark.parametrize("code", Code)
def test_only_what_is_listed_as_a_warning_does_not_block(code: Code) -> None:
    found = make_problem(code)
    warns = code in WARNINGS
    assert found.severity is (Severity.WARNING if warns else Severity.ERROR)
    assert has_errors((found,)) is not warns


def test_one_error_among_warnings_blocks_and_nothing_does_not() -> None:
    warning = make_problem(Code.ROW_HIDDEN)
    assert has_errors((warning, make_problem(Code.CELL_BLANK), warning))
    assert not has_errors((warning,))
    assert not has_errors(())


def test_facts_are_kept_in_one_order_so_that_equal_problems_are_equal() -> None:
    assert make_problem(Code.CELL_TOO_LONG, limit="5", count="6") == make_problem(
        Code.CELL_TOO_LONG, count="6", limit="5"
    )


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", ""),
        ("学习  准则\n第一章", "学习 准则 第一章"),
        ("字" * 40, "字" * 40),
        ("字" * 41, "字" * 39 + "…"),
    ],
)
def test_a_quoted_text_is_one_short_line(text: str, short: str) -> None:
    assert make_problem(Code.CELL_TOO_LONG, value=text).value == short


@settings(deadline=None)
@given(st.text(), st.integers(1, 100))
def test_a_shortened_text_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit and "\n" not in short
    assert shorten(short, limit) == short


@pytest.mark.parametrize("code", Code)
def test_codes_say_where_they_were_found(code: Code) -> None:
    family, _, name = code.value.partition(".")
    assert code.name == f"{family}_{name}".upper()


def test_the_document_of_problems_is_up_to_date() -> None:
    """To mend it, run: python docs/build/problems_page.py"""
    document = problems_document()
    assert DOCUMENT.read_text(encoding="utf-8") == document
    assert [code for code in Code if f"| `{code}` |" not in document] == []
