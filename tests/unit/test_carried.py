"""Every obligation of the plan's text, S1 to S65, is carried by something that is there."""

import pytest

from campaign.carried import forms_of, obligations_document, parse_articles
from campaign.definitions import DefinitionError
from tests.definitions import INPUTS, forms, plan

CHECKOUT = INPUTS.parent
TEXT = (CHECKOUT / "docs" / "obligations.toml").read_text(encoding="utf-8")
FORMS = forms()
ARTICLES = parse_articles(TEXT, "docs/obligations.toml")


@pytest.mark.parametrize("number", ARTICLES)
def test_an_article_is_carried_by_the_forms_that_say_so_and_by_no_others(number: str) -> None:
    named = {form.key for form in forms_of(number, FORMS)}
    assert named == set(ARTICLES[number].forms)


@pytest.mark.parametrize("number", ARTICLES)
def test_an_article_that_no_form_carries_is_carried_otherwise(number: str) -> None:
    article = ARTICLES[number]
    assert article.forms or article.by or article.later
    assert [path for path in article.by if not (CHECKOUT / path).exists()] == []


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
