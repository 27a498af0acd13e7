"""Which scores and ranks two plans give differently to the same evidence."""

from decimal import Decimal
from fractions import Fraction

import pytest

from campaign.definitions.appraisal_plan import Channel
from campaign.scoring.assessment import Assessment
from campaign.what_if.score_changes import people_changes, score_changes, value_text
from tests.support.samples.scored_year import assessed, scoring_plan

BEFORE = assessed()


def reweighted(**weights: int) -> Assessment:
    channels = tuple(
        Channel(key=each.key, name=each.name, weight=weights.get(each.key, each.weight))
        for each in scoring_plan().appraisal.channels
    )
    return assessed(of=scoring_plan(channels=channels))


def test_nothing_changes_between_an_assessment_and_its_repetition() -> None:
    assert score_changes(BEFORE, assessed()) == ()
    assert people_changes(BEFORE, assessed()) == {}


def test_other_weights_change_totals_by_exactly_what_both_assessments_say() -> None:
    after = reweighted(self=30, public=10)
    changes = score_changes(BEFORE, after)
    assert changes
    for change in changes:
        pair = BEFORE.of(change.unit)[0].total, after.of(change.unit)[0].total
        assert change.values.get("total", pair) == pair
        assert not any(name.startswith("cells.") for name in change.values)
        assert all(old != new for old, new in change.values.values())


def test_ranks_change_only_where_they_are_named() -> None:
    after = reweighted(self=30, public=10)
    named = {change.unit: change.values for change in score_changes(BEFORE, after)}
    for unit in BEFORE.units:
        ranks = BEFORE.of(unit.code)[1].raw_rank, after.of(unit.code)[1].raw_rank
        assert ("raw_rank" in named.get(unit.code, {})) == (ranks[0] != ranks[1])


@pytest.mark.parametrize(
    ("setting", "value", "name"),
    [
        ("spot_start", Decimal(90), "cells.spot."),
        ("least_weight_present", 100, "ranked"),
        ("last_place_least_units", 99, "last"),
        ("vetoes", (), "vetoes"),
    ],
)
def test_a_setting_changes_what_it_governs(setting: str, value: object, name: str) -> None:
    changes = score_changes(BEFORE, assessed(of=scoring_plan(**{setting: value})))
    assert any(found.startswith(name) for change in changes for found in change.values)


def test_a_channel_that_no_longer_counts_is_given_as_gone() -> None:
    after = reweighted(self=0, public=40)
    branches = [c for c in score_changes(BEFORE, after) if c.unit_class == "支部"]
    pairs = [c.values["channels.self"] for c in branches]
    assert pairs and all(new is None for _, new in pairs)


def test_values_are_written_as_score_tables_write_them() -> None:
    assert [value_text(v) for v in (Fraction(169, 2), 3, True, "优秀", None)] == [
        *("84.5", 3, True, "优秀"),
        None,
    ]
