"""What is asked of a ranking beside its rules; nothing of it changes a score."""

from fractions import Fraction

from campaign.scoring.alternatives import channel_effects, other_rules, poll_qualities, rank_shifts
from campaign.tables.analysis import analysis_facts, analysis_tables, rule_name
from tests.support.samples.scored_year import assessed
from tests.support.samples.scoring_cases import new_rules


def test_effective_weights_of_a_class_add_up_where_nothing_is_missing() -> None:
    found = assessed(1, 40)
    for unit_class in ("支部", "单位"):
        effects = [e for e in channel_effects(found) if e.unit_class == unit_class]
        planned = sum((Fraction(e.planned) for e in effects), Fraction(0))
        assert Fraction(99) < planned < Fraction(101)
        assert all(e.correlation is None or -1 <= e.correlation <= 1 for e in effects)


def test_every_other_rule_has_a_rank_or_none_for_every_ranked_unit() -> None:
    found = assessed(1, 16)
    ranked = {rank.unit for rank in found.ranks if rank.raw_rank}
    by_rule: dict[str, set[str]] = {}
    for shift in rank_shifts(found):
        by_rule.setdefault(shift.rule, set()).add(shift.unit)
    assert {"untrimmed", "severity", "marks", "geometric", "complete", "without_self"} <= set(
        by_rule
    )
    assert all(units == ranked for units in by_rule.values())


def test_without_a_channel_only_the_others_rank() -> None:
    rules = other_rules(new_rules())["without_self"]
    weights = {channel.key: channel.weight for channel in rules.channels}
    assert weights == {"self": 0, "mutual": 20, "spot": 20, "social": 20, "public": 30}
    assert rule_name("without_self", new_rules()) == "不计自评"
    assert rule_name("without_group_3", new_rules()) == "不计服务对象"


def test_polls_tell_marks_errors_and_the_share_that_did_not_know() -> None:
    polls = list(poll_qualities(assessed(1, 16)))
    assert polls
    assert all(poll.counted >= 0 and poll.error >= 0 for poll in polls)
    assert all(poll.unknown is None or 0 <= poll.unknown <= 1 for poll in polls)


def test_the_analysis_is_a_table_each_and_keys_in_json() -> None:
    found = assessed(1, 16)
    assert [table.schema.name for table in analysis_tables(found)] == [
        "channel_effects",
        "rank_shifts",
        "poll_qualities",
        "shortlist_reasons",
    ]
    facts = analysis_facts(found)
    assert set(facts) == {"channels", "shifts", "polls", "shortlist"}
    assert len(facts["shortlist"]) == len(found.units)
