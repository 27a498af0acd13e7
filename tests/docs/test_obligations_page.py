"""Every obligation of the plan's text, S1 to S65, is carried and tested by what is there."""

import ast
from functools import cache
from pathlib import Path

import pytest

from campaign.definitions.errors import DefinitionError
from docs.build.obligations_page import forms_of, obligations_document, parse_articles
from tests.support.samples.definitions import INPUTS, forms, plan

CHECKOUT = INPUTS.parent
TEXT = (CHECKOUT / "docs" / "obligations.toml").read_text(encoding="utf-8")
FORMS = forms()
ARTICLES = parse_articles(TEXT, "docs/obligations.toml")
GOLDEN = "tests/data/golden/"


def rows() -> dict[str, dict[str, str]]:
    """Return the page's table: each article's cells by their headings."""
    page = obligations_document(ARTICLES, plan(), FORMS)
    cells = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    headings = cells[0]
    return {row[0]: dict(zip(headings, row, strict=True)) for row in cells[1:]}


ROWS = rows()


@cache
def functions(file: Path) -> frozenset[str]:
    """Return the tests of a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    return frozenset(name for name in found if name.startswith("test_"))


def is_there(test: str) -> bool:
    """Tell whether a file of tests, one of its tests, or a folder of golden cases exists."""
    path, _, function = test.partition("::")
    file = CHECKOUT / path
    if path.startswith(GOLDEN):
        return all((file / name).is_file() for name in ("right.toml", "wrong.toml"))
    if not (file.is_file() and file.name.startswith("test_")):
        return False
    return function in functions(file) if function else bool(functions(file))


@pytest.mark.parametrize("number", ARTICLES)
def test_an_article_is_carried_by_the_forms_that_say_so_and_by_no_others(number: str) -> None:
    named = {form.key for form in forms_of(number, FORMS)}
    assert named == set(ARTICLES[number].forms)


@pytest.mark.parametrize("number", ARTICLES)
def test_an_article_has_something_that_carries_it_rules_flows_and_tests(number: str) -> None:
    """What an article has no form for, a document, a rule of the core or a setting carries."""
    row = ROWS[number]
    assert [name for name in ("规则", "流程", "测试") if not row[name]] == []
    assert [path for path in ARTICLES[number].by if not (CHECKOUT / path).is_file()] == []


@pytest.mark.parametrize("number", ARTICLES)
def test_the_tests_of_an_article_are_there(number: str) -> None:
    assert [test for test in ARTICLES[number].tests if not is_there(test)] == []


@pytest.mark.parametrize("number", ARTICLES)
def test_an_article_names_the_golden_cases_of_its_forms(number: str) -> None:
    named = [Path(test) for test in ARTICLES[number].tests if test.startswith(GOLDEN)]
    assert {path.name for path in named} == set(ARTICLES[number].forms)


@pytest.mark.parametrize(
    "test",
    [
        "tests/unit/test_gone.py",
        "tests/docs/test_obligations_page.py::test_gone",
        "tests/docs/test_obligations_page.py::is_there",
        "tests/data/golden/gone",
        "tests/data",
        "docs/build/obligations_page.py",
    ],
)
def test_a_test_that_is_none_is_noticed(test: str) -> None:
    assert not is_there(test)


def test_what_a_form_carries_is_asked_for_by_the_plan() -> None:
    for form in FORMS:
        asked = {number for duty in plan().obligations_of(form.key) for number in duty.sources}
        assert set(form.sources) == asked, form.key


def test_the_document_is_up_to_date() -> None:
    document = obligations_document(ARTICLES, plan(), FORMS)
    assert (CHECKOUT / "docs" / "obligations.md").read_text(encoding="utf-8") == document
    assert document.count("\n| S") == 65


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [("[articles.S65]", "[articles.S66]", "S65、S66"), ("[articles.S7]", "[articles.S07]", "S07")],
)
def test_an_article_that_is_missing_is_named(old: str, new: str, named: str) -> None:
    with pytest.raises(DefinitionError, match=named):
        parse_articles(TEXT.replace(old, new), "docs/obligations.toml")


def test_articles_out_of_order_are_refused() -> None:
    first, second = "[articles.S1]", "[articles.S2]"
    swapped = TEXT.replace(first, "[x]").replace(second, first).replace("[x]", second)
    with pytest.raises(DefinitionError, match="次序"):
        parse_articles(swapped, "docs/obligations.toml")
