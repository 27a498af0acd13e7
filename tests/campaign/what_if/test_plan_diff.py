"""Which settings two plans differ in: by key path, in the plan's order, each once."""

import pytest

from campaign.what_if.plan_diff import PlanDifference, plan_differences
from tests.support.samples.definitions import plan

CASES = [
    # what is changed, old, new, path, before, after
    (
        "a number",
        "last_place_least_units = 3",
        "last_place_least_units = 4",
        "appraisal.last_place_least_units",
        "3",
        "4",
    ),
    (
        "a date",
        "result_on = 2026-12-18",
        "result_on = 2026-12-21",
        "appraisal.result_on",
        "2026-12-18",
        "2026-12-21",
    ),
    ("a setting left out", "result_on = 2026-12-18", "", "appraisal.result_on", "2026-12-18", None),
    (
        "yes and no",
        "void_all_equal = true",
        "void_all_equal = false",
        "appraisal.mutual.void_all_equal",
        "true",
        "false",
    ),
    (
        "an entry known by its name",
        'name = "基本满意", value = 70',
        'name = "基本满意", value = 60',
        "appraisal.ballots.marks[基本满意].value",
        "70",
        "60",
    ),
    (
        "an entry known by its key",
        "opens = 2026-10-08",
        "opens = 2026-10-09",
        "obligations[self_evaluation].opens",
        "2026-10-08",
        "2026-10-09",
    ),
    (
        "a list of plain values",
        'units = ["党办"]',
        'units = ["党办", "DW01"]',
        "obligations[complaint].units",
        "党办",
        "党办、DW01",
    ),
    (
        "a periods' list",
        'periods = ["2026-Q2", "2026-Q3", "2026-Q4"]',
        'periods = ["2026-Q4"]',
        "obligations[rectification].periods",
        "2026-Q2、2026-Q3、2026-Q4",
        "2026-Q4",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "path", "before", "after"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_setting_is_named_with_both_values(
    old: str, new: str, path: str, before: str, after: str | None
) -> None:
    expected = PlanDifference(path=path, before=before, after=after)
    assert plan_differences(plan(), plan(old, new)) == (expected,)


def test_the_same_plan_does_not_differ_from_itself() -> None:
    assert plan_differences(plan(), plan()) == ()


def test_an_entry_that_one_plan_lacks_is_one_difference_and_moving_is_none() -> None:
    whole = plan()
    first, *others = whole.obligations
    moved = whole.model_copy(update={"obligations": (*others, first)})
    assert plan_differences(whole, moved) == ()
    fewer = whole.model_copy(update={"obligations": tuple(others)})
    (gone,) = plan_differences(whole, fewer)
    assert (gone.path, gone.after) == (f"obligations[{first.key}]", None)
    assert gone.before is not None and f"key={first.key}" in gone.before
    (come,) = plan_differences(fewer, whole)
    assert (come.path, come.before, come.after) == (gone.path, None, gone.before)


def test_a_list_that_becomes_empty_is_named_entry_by_entry() -> None:
    whole = plan()
    bare = whole.model_copy(update={"topics": ()})
    paths = [each.path for each in plan_differences(whole, bare)]
    assert paths == [f"topics[{topic.key}]" for topic in whole.topics]
