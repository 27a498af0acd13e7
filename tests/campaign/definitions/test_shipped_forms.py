"""The shipped forms: what later steps rely on, and what staff may expect of every form."""

from decimal import Decimal

import pytest

from campaign.definitions.form import FieldType
from tests.support.samples.definitions import FORM_KEYS, form, plan


@pytest.mark.parametrize("key", FORM_KEYS)
def test_every_form_tells_the_clerk_how_to_fill_it_in(key: str) -> None:
    shipped = form(key)
    assert shipped.key == key
    assert shipped.help and all(sheet.help for sheet in shipped.sheets)
    for sheet in shipped.sheets:
        for field in (*sheet.header, *sheet.columns):
            simple = field.type in (FieldType.DATE, FieldType.YES_NO)
            assert field.example or field.help or field.choices or simple or not field.required, (
                f"{sheet.key}.{field.key} is required and says nowhere what belongs there"
            )


@pytest.mark.parametrize("key", FORM_KEYS)
def test_no_form_asks_for_a_private_matter_openly(key: str) -> None:
    """Whoever complains is named in private fields only, and never in a table's rows."""
    private = {f.key for s in form(key).sheets for f in (*s.header, *s.columns) if f.private}
    wanted = {"complainant", "complainant_phone", "complainant_address"}
    assert private == (wanted if key == "complaint" else set())


def test_the_columns_that_scoring_reads_have_the_keys_that_it_expects() -> None:
    """Keys are contracts: stored rows carry them."""
    for key, sheet, columns in (
        ("self_evaluation", "scores", {"dimension", "score", "basis"}),
        ("self_evaluation", "meetings", {"kind", "held_on"}),
        ("self_evaluation", "members", {"person", "grade", "problems", "measure"}),
        ("inspection", "items", {"dimension", "item", "possible", "got", "reason"}),
        ("inspection", "bonus", {"dimension", "got", "document"}),
        ("inspection", "red_flags", {"flag", "found", "facts"}),
        (
            "study",
            "sessions",
            {"session", "held_on", "kind", "topic", "expected", "attended", "absent", "hours"},
        ),
        ("study", "attendance", {"session", "person", "status", "made_up_on", "essays"}),
        (
            "rectification",
            "ledger",
            {
                "number",
                "category",
                "source",
                "person",
                "due_on",
                "status",
                "done_on",
                "reviewer",
                "feedback_on",
            },
        ),
        ("complaint", "case", {"person", "unit", "link", "result", "decided_on"}),
    ):
        table = form(key).sheet(sheet)
        assert table is not None
        assert columns <= {column.key for column in table.columns}, (key, sheet)


def test_the_inspection_divides_its_points_evenly_among_the_five_dimensions() -> None:
    items = form("inspection").sheet("items")
    assert items is not None
    points: dict[str, Decimal] = {}
    for dimension, _item, possible in items.prefill:
        points[dimension] = points.get(dimension, Decimal(0)) + Decimal(possible)
    assert points == dict.fromkeys(("服务", "效率", "质量", "作风", "形象"), Decimal(20))


def test_a_ledger_entry_keeps_its_number_and_nobody_closes_their_own() -> None:
    shipped = form("rectification")
    (ledger,) = shipped.sheets
    assert [column.key for column in ledger.columns if column.number] == ["number"]
    assert {"rule": "different", "sheet": "ledger", "column": "reviewer", "other": "person"} in [
        rule.model_dump() for rule in shipped.rules
    ]


def test_the_forms_carry_the_obligations_that_the_plan_asks_of_them() -> None:
    for obligation in plan().obligations:
        assert set(obligation.sources) <= set(form(obligation.form).sources), obligation.key
