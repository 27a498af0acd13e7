"""Whatever stands in a private cell, no problem says any of it."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.definitions.form import Form, Sheet
from campaign.problems.messages import problem_text, reason_text, remedy_text
from campaign.reading.columns import PRIVATE_MASK
from campaign.values.raw_workbook import Flaw, RawSheet, Scalar
from tests.support.samples.builders import field, form, raw, read, sheet

PRIVATE_TYPES = (
    "text",
    "code",
    "phone",
    "date",
    "number",
    "choice",
    "yes_no",
    "person",
    "people",
    "unit",
)


def private_form() -> Form:
    """Return a form with a private column and a private label of every type, under every rule."""
    columns = [
        field(kind, f"c_{kind}", heading=f"栏{kind}", private=True, required=True, **more(kind))
        for kind in PRIVATE_TYPES
    ]
    labels = [
        field(kind, f"h_{kind}", heading=f"项{kind}", private=True, required=True, **more(kind))
        for kind in PRIVATE_TYPES
    ]
    open_column = field("text", "open", heading="公开栏")
    rules: list[dict[str, Any]] = [
        {"rule": "order", "sheet": "table", "first": "c_date", "then": "c_text"},
        {"rule": "different", "sheet": "table", "column": "c_text", "other": "c_code"},
        {"rule": "required_if", "sheet": "table", "when": "c_text", "then": "open"},
        {"rule": "one_of", "sheet": "table", "columns": ["open", "c_text"]},
        {
            "rule": "known_in",
            "sheet": "table",
            "column": "c_text",
            "other_sheet": "table",
            "other_column": "open",
        },
        {"rule": "each_choice", "sheet": "table", "column": "c_choice"},
        {
            "rule": "at_least",
            "sheet": "table",
            "column": "c_choice",
            "equals": ["出勤"],
            "count": 9,
        },
    ]
    whole: Sheet = sheet(*columns, open_column, header=labels)
    return form(whole, rules=rules, confidential=True)


def more(kind: str) -> dict[str, Any]:
    given: dict[str, dict[str, Any]] = {
        "text": {"max_length": 60, "unique": True},
        "date": {"within_period": True},
        "number": {"max": 5},
        "person": {"own_unit": True},
        "people": {"own_unit": True},
    }
    return given.get(kind, {})


PRIVATE = private_form()
JUNK = st.one_of(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=20).map(
        lambda text: f"{text}机密甲乙{text}"
    ),
    st.sampled_from(
        ["=机密甲乙", "许清和", "2099年机密甲乙", "机密甲乙" * 40, "13812345678机密甲乙"]
    ),
    st.integers(77_000_000, 77_999_999).map(float),
    st.dates(dt.date(2031, 1, 1), dt.date(2035, 12, 31)),
)


@settings(deadline=None)
@given(st.lists(JUNK, min_size=20, max_size=20), st.booleans(), st.booleans())
def test_nothing_of_a_private_cell_is_ever_said(
    junk: list[Scalar], twice: bool, flawed: bool
) -> None:
    labels = [(f"项{kind}", value) for kind, value in zip(PRIVATE_TYPES, junk, strict=False)]
    row = tuple(junk[10:])
    page = raw(*labels, (*(f"栏{kind}" for kind in PRIVATE_TYPES), "公开栏"), *[row] * (1 + twice))
    if flawed:
        flaws = {(12, 1): (Flaw.ERROR, "机密甲乙"), (1, 2): (Flaw.ERROR, "机密甲乙")}
        rows = (labels[0][:1], *page.rows[1:11], (None, *row[1:]), *page.rows[12:])
        page = RawSheet(name=page.name, rows=rows, flaws=flaws)
    submission = read(PRIVATE, page)
    said = [
        text
        for p in submission.problems
        for text in (
            p.value,
            *(fact for _, fact in p.facts),
            problem_text(p),
            reason_text(p),
            remedy_text(p),
        )
    ]
    for text in said:
        assert "机密甲乙" not in text
        assert "许清和" not in text and "第二党支部" not in text
        assert "77" not in text and not any(f"203{n}" in text for n in range(1, 6))
    assert any(PRIVATE_MASK in text for text in said)
