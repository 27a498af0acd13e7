"""Why a total is what it is: the sum first, then the greatest loss, then what is missing."""

from dataclasses import replace
from fractions import Fraction

import pytest

from campaign.scoring.evidence import Evidence, Filing
from campaign.scoring.explain.arithmetic import equals_text, mean_text
from campaign.scoring.explain.reasons import (
    missing_lines,
    reason_line,
    total_line,
    veto_lines,
    weight_line,
)
from campaign.scoring.totals import Score
from rehearsal.content.evidence import FORMS
from services.texts.reasons import reason_wordings
from tests.support.samples.scored_year import assessed
from tests.support.samples.scoring_cases import score_of, total

TEXTS = reason_wordings()


def test_the_total_is_a_sum_in_one_line() -> None:
    score = replace(total("A", 88), bonus=Fraction(3), deduction=Fraction(1), total=Fraction(90))
    assert total_line(score, TEXTS) == "总分＝基础分88＋加分3－扣分1＝90"


def test_a_rounded_term_makes_the_sum_an_approximation() -> None:
    score = replace(total("A", Fraction(265, 3)), bonus=Fraction(1), total=Fraction(268, 3))
    assert total_line(score, TEXTS) == "总分＝基础分88.3333＋加分1－扣分0≈89.3333"
    assert equals_text(Fraction(1), [Fraction(1, 3), Fraction(2, 3)]) == "≈1"
    thirds = [(1, Fraction(1, 3)), (1, Fraction(5, 3))]
    assert mean_text(thirds, Fraction(1)) == "（0.3333＋1.6667）÷2≈1"


def test_a_total_beyond_the_bounds_says_what_it_counts_as() -> None:
    score = replace(total("A", 104), bonus=Fraction(3), total=Fraction(105))
    assert total_line(score, TEXTS).endswith("＝107，超出上下限，按105计")


def test_the_greatest_loss_comes_first_and_all_losses_add_up_to_the_distance() -> None:
    found = assessed(3, 24)
    told = 0
    for score in found.scores:
        line = reason_line(found, score.unit, TEXTS)
        lost = [float(part.partition("分")[0]) for part in line.split("少得")[1:]]
        assert lost == sorted(lost, reverse=True)
        told += bool(lost) and score.ranked
        if lost and score.ranked:
            assert line.startswith(f"与{score.unit_class}平均相比，")
    assert told > 5


def test_a_unit_of_a_small_class_is_told_no_mean_that_would_be_its_peers() -> None:
    found = assessed(1, 6)
    ranked = [score.unit for score in found.scores if score.ranked]
    assert ranked
    for unit in ranked:
        assert reason_line(found, unit, TEXTS, for_unit=True).startswith("与满分相比，")


def empty_score(**filings: Filing) -> tuple[Score, list[str]]:
    found = assessed(1, 2)
    evidence = Evidence(filings={("A1", form): filing for form, filing in filings.items()})
    score = score_of(evidence, forms=FORMS["支部"])
    bare = replace(
        found,
        scores=(score,),
        ranks=(replace(found.ranks[0], unit="A1"),),
        collected=replace(found.collected, evidence=evidence),
    )
    return score, missing_lines(bare, "A1", TEXTS)


@pytest.mark.parametrize(
    ("filing", "line"),
    [
        (Filing.OPEN, "自评：尚未报送，缺项"),
        (Filing.WAIVED, "自评：经批准免报，缺项"),
    ],
)
def test_each_missing_channel_says_why(filing: Filing, line: str) -> None:
    score, lines = empty_score(self_evaluation=filing)
    assert line in lines
    assert "互评：支部互评不足3份有效评分，这一部分缺" in lines
    assert "群众测评：没有收到测评票，缺项" in lines
    assert score.provisional


def test_what_does_not_apply_says_so() -> None:
    found = assessed(1, 12)
    unit = next(score.unit for score in found.scores if score.unit_class == "单位")
    assert "自评：不适用于这一类单位" in missing_lines(found, unit, TEXTS)


def test_the_weight_present_is_rounded_but_never_past_the_bound() -> None:
    found = assessed(1, 4)
    least = found.appraisal.least_weight_present
    short = replace(total("A", 80), weight_present=Fraction(least) - Fraction(1, 50), ranked=False)
    assert weight_line(short, found, TEXTS) == (
        f"已有权重{least - 0.02}（满分100），成绩为暂定，不参加排名"
    )
    third = replace(total("A", 80), weight_present=Fraction(700, 9))
    assert weight_line(third, found, TEXTS) == "已有权重77.8（满分100），成绩为暂定"


def test_a_veto_is_told_with_its_ground_and_the_raw_rank() -> None:
    found = assessed(1, 24)
    vetoed = [rank for rank in found.ranks if rank.vetoes]
    assert vetoed
    for rank in vetoed:
        for veto, line in zip(rank.vetoes, veto_lines(found, rank.unit, TEXTS), strict=True):
            assert veto.evidence in line and str(veto.on) in line
            assert (rank.raw_rank is None) or f"原始名次第{rank.raw_rank}名" in line
        secret = veto_lines(found, rank.unit, TEXTS, with_rank=False)
        assert not any("原始名次" in line for line in secret)
