"""Sums as a clerk reads them: whoever types them into a calculator gets the figure that stands."""

import re
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.scoring.assessment import Assessment
from campaign.scoring.ballots import ballot_cells, scale_of
from campaign.scoring.evidence import BallotBatch
from campaign.scoring.explain.arithmetic import (
    cell_lines,
    channel_line,
    display_number,
    extra_lines,
    open_lines,
    rater_lines,
    total_lines,
)
from campaign.scoring.totals import Score
from tests.support.samples.scored_year import assessed

_SUM = re.compile(r"([-（）()0-9.＋－×÷票]+)([＝≈])(-?[0-9.]+)")
_SIGNS = str.maketrans({"（": "(", "）": ")", "＋": "+", "－": "-", "×": "*", "÷": "/", "票": ""})


def everything(found: Assessment, score: Score) -> Iterator[str]:
    """Give every line that is written about a unit."""
    dimensions = found.appraisal.dimensions
    for channel, row in score.cells.items():
        yield channel_line([(d.weight, row[d.key]) for d in dimensions], score.channels[channel])
        for cell in row.values():
            yield from cell_lines(cell, found.name)
    yield from total_lines(score)


def reckoned(text: str) -> Fraction:
    """Work a sum out as a pocket calculator with brackets does."""
    numbers = re.sub(r"([0-9.]+)", r"Fraction('\1')", text.translate(_SIGNS))
    return Fraction(eval(numbers, {"Fraction": Fraction}))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_every_sum_that_is_written_comes_out_as_written(seed: int) -> None:
    found = assessed(seed, 6)
    sums = [
        match.groups()
        for score in found.scores
        for line in everything(found, score)
        for match in _SUM.finditer(line)
    ]
    assert len(sums) > 50
    for text, sign, result in sums:
        exact = reckoned(text)
        if "." not in text:
            assert (exact == Fraction(result)) == (sign == "＝"), text
        assert abs(exact - Fraction(result)) < Fraction(1, 1000), f"{text}{sign}{result}"


def test_a_cell_is_reckoned_from_what_its_lines_end_with() -> None:
    found = assessed(1, 12)
    score, _ = found.of("U00001")
    assert cell_lines(score.cells["self"]["service"], found.name) == [
        "自评分：93.9［zp-U00001 zp-U00001.xlsx 评分第6行］"
    ]
    lines = cell_lines(score.cells["mutual"]["service"], found.name)
    assert lines[0] == "支部互评：（74＋90.7＋69.7＋75.9）÷4＝77.575"
    assert "给本单位的评分，不计：单位U00001 64.6" in lines[-1]
    lines = cell_lines(score.cells["spot"]["service"], found.name)
    assert lines[0] == "抽查：100－3－5－3－5－5－10－10＝59"
    lines = cell_lines(score.cells["social"]["service"], found.name)
    assert lines[1].startswith("服务对象（权重50）：（2票×100＋1票×70＋2票×30）÷5＝66；另有：")


def test_the_total_is_reckoned_from_channels_bonus_and_deductions() -> None:
    """(10 × 82.74 + 20 × 78.19 + 20 × 65.4 + 20 × 59.3548 + 30 × 75.3786) ÷ 100 ≈ 71.4765."""
    found = assessed(1, 12)
    score, _ = found.of("U00001")
    assert total_lines(score) == [
        "基础分：（10×82.74＋20×78.19＋20×65.4＋20×59.3548＋30×75.3786）÷100≈71.4765",
        "总分：71.4765＋4－0≈75.4765",
    ]
    assert extra_lines(score.bonus_trail)[0] == (
        "示民〔2026〕1号（市级）：2分（凭文件加分）［bz bz.xlsx 评分第947行］"
    )


def test_rows_of_one_sheet_stand_together_as_ranges() -> None:
    found = assessed(1, 12)
    score, _ = found.of("U00001")
    lines = rater_lines(score.cells["public"].values(), found.name)
    assert lines == ["服务对象［public-U00001 public-U00001.xlsx 服务对象第1–8行］"]
    lines = rater_lines(score.cells["mutual"].values(), found.name)
    assert "单位U00006［hp-U00006 hp-U00006.xlsx 评分第282–286行］" in lines


@pytest.mark.parametrize("seed", range(5))
def test_open_lines_name_no_rater_no_ballot_and_no_file(seed: int) -> None:
    found = assessed(seed, 10)
    for score in found.scores:
        cells = [cell for row in score.cells.values() for cell in row.values()]
        told = "\n".join(line for cell in cells for line in open_lines(cell))
        told += "\n".join(extra_lines(score.bonus_trail, files=False))
        assert "互评" not in told and "票" not in told.replace("测评票", "")
        assert "hp-" not in told and ".xlsx" not in told
        assert not [u.code for u in found.units if u.code != score.unit and u.code in told]


def test_figures_have_at_most_four_places() -> None:
    cases = {
        Fraction(1, 3): "0.3333",
        Fraction(2, 3): "0.6667",
        Fraction(1, 16): "0.0625",
        Fraction(1, 32): "0.0313",
        Fraction(80): "80",
    }
    assert {value: display_number(value) for value in cases} == cases


def test_a_group_of_whom_no_ballot_came_back_is_told_so() -> None:
    scale = scale_of(assessed(1, 4).appraisal.ballots)
    batch = BallotBatch(
        channel="social",
        unit="ZB01",
        group="党代表",
        ballots=(),
        returned=0,
        issued=10,
        submission="HZ26-000001",
        file="票.xlsx",
        sheet="测评票",
    )
    cell = ballot_cells([batch], scale, ["service"], own=True)["service"]
    assert cell_lines(cell, str) == ["党代表（权重10）：没有收回测评票，不计"]
