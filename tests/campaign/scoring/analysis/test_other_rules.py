"""Ranks by other rules than the plan's."""

from decimal import Decimal

from campaign.scoring.analysis.cell_errors import trimmed_mean_error
from campaign.scoring.analysis.other_rules import median_ratings, other_rules, rank_shifts
from campaign.scoring.channels import ignored_raters
from tests.support.samples.scored_year import assessed
from tests.support.samples.scoring_cases import new_rules, ratings


def test_every_other_rule_has_a_rank_or_none_for_every_ranked_unit() -> None:
    found = assessed(1, 16)
    ranked = {rank.unit for rank in found.ranks if rank.raw_rank}
    by_rule: dict[str, set[str]] = {}
    for shift in rank_shifts(found):
        by_rule.setdefault(shift.rule, set()).add(shift.unit)
    assert {"untrimmed", "median", "severity", "marks", "geometric", "complete"} <= set(by_rule)
    assert all(units == ranked for units in by_rule.values())


def test_without_a_channel_only_the_others_rank() -> None:
    rules = other_rules(new_rules())["without_self"]
    weights = {channel.key: channel.weight for channel in rules.channels}
    assert weights == {"self": 0, "mutual": 20, "spot": 20, "social": 20, "public": 30}


def test_the_median_of_four_is_the_mean_of_the_middle_two() -> None:
    given = ratings({"A2": "60", "A3": "70", "A4": "81", "A5": "100", "A1": "0"})
    alike, _ = median_ratings(given, new_rules())
    assert {rating.rater: rating.value for rating in alike} == dict.fromkeys(
        ("A2", "A3", "A4", "A5"), Decimal("75.5")
    )


def test_raters_whose_cells_all_have_one_median_are_not_void_for_it() -> None:
    points = ("60", "70", "81", "100")
    given = [
        rating
        for at_unit, unit in enumerate(("B1", "B2", "B3", "B4"))
        for rating in ratings({f"A{n}": points[(n + at_unit) % 4] for n in range(4)}, rated=unit)
    ]
    alike, rules = median_ratings(given, new_rules())
    assert {rating.value for rating in alike} == {Decimal("75.5")}
    assert len(ignored_raters(alike, new_rules().mutual)) == 4
    assert ignored_raters(alike, rules.mutual) == frozenset()


def test_the_error_of_a_trimmed_mean_takes_what_is_left_out_as_its_neighbours() -> None:
    assert trimmed_mean_error([70, 80, 95], trimmed=True) is None
    assert trimmed_mean_error([60, 80, 82, 100], trimmed=True) == (4 / 3) ** 0.5 * 2 / 2
    assert trimmed_mean_error([80, 90], trimmed=False) == 5
