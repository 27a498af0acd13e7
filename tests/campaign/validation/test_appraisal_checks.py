"""Settings of the appraisal that nothing would act on are refused, with the nearest right one."""

import pytest

from campaign.definitions.plan import parse_plan
from campaign.validation.appraisal_checks import check_appraisal
from tests.support.samples.definitions import changed, first_plan_text, form, forms

DEDUCTION = (
    '[[appraisal.deductions]]\nkey = "{}"\nname = "扣分"\npoints = 1\n\n[[appraisal.vetoes]]'
)
VETO = '[[appraisal.vetoes]]\nkey = "{}"\nname = "信访"\n{}\n[[appraisal.vetoes]]'
FORMS = {form.key: form for form in forms()}


def messages(replacement: str) -> list[tuple[str, str]]:
    text = changed(first_plan_text(), "[[appraisal.vetoes]]", replacement)
    faults = check_appraisal(parse_plan(text, "inputs/plan.toml"), FORMS)
    return [(fault.path, fault.message) for fault in faults]


@pytest.mark.parametrize("key", ["late", "unfiled", "unrated", "criticised"])
def test_what_can_be_fed_can_be_deducted_for(key: str) -> None:
    assert messages(DEDUCTION.format(key)) == []


def test_a_deduction_that_nothing_feeds_is_refused_with_the_nearest_key() -> None:
    [(path, message)] = messages(DEDUCTION.format("unrate"))
    assert path == "appraisal.deductions[0].key"
    assert "late、unfiled、unrated、criticised" in message and "是否应为unrated？" in message


def test_a_deduction_that_is_listed_twice_is_refused() -> None:
    twice = DEDUCTION.format("late").replace("[[appraisal.vetoes]]", DEDUCTION.format("late"))
    assert [path for path, _ in messages(twice)] == ["appraisal.deductions[1].key"]


def test_a_veto_that_nothing_records_is_refused() -> None:
    [(path, message)] = messages(VETO.format("letters", ""))
    assert path == "appraisal.vetoes[0]" and "没有写明由哪份表的哪个内容登记" in message


@pytest.mark.parametrize(
    ("source", "nearest"),
    [
        ('{ form = "inspection", value = "发生安全事故" }', "发生安全责任事故"),
        ('{ form = "decision", value = "通报批评" }', "通报"),
    ],
)
def test_a_veto_by_a_value_that_the_form_does_not_have_is_refused(
    source: str, nearest: str
) -> None:
    [(path, message)] = messages(VETO.format("letters", f"recorded = [{source}]\n"))
    assert path == "appraisal.vetoes[0].recorded" and f"是否应为{nearest}？" in message


def test_a_veto_by_a_kind_of_decision_that_was_added_to_the_form_is_right() -> None:
    decision = form("decision", '"异议", "上级文件"', '"异议", "信访事件", "上级文件"')
    text = VETO.format("letters", 'recorded = [{ form = "decision", value = "信访事件" }]\n')
    changed_plan = parse_plan(changed(first_plan_text(), "[[appraisal.vetoes]]", text), "plan.toml")
    assert not list(check_appraisal(changed_plan, {**FORMS, "decision": decision}))
