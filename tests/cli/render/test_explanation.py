"""What an explanation prints beside the sums: how far a unit is from more."""

import datetime as dt
import io
import re
from fractions import Fraction

import pytest
from rich.console import Console

from campaign.scoring.assessment import Assessment
from campaign.scoring.smallest_change import Rise
from cli.render.explanation import print_to_office, print_to_unit
from tests.support.samples.scored_year import END, assessed


def printed(found: Assessment, unit: str) -> tuple[str, str]:
    """Return what the office and what the unit reads, each on one line."""
    told = []
    for show in (print_to_office, print_to_unit):
        out = Console(file=io.StringIO(), width=80)
        show(found, unit, out)
        told.append(re.sub(r"\s", "", out.file.getvalue()))  # type: ignore[attr-defined]  # StringIO
    return told[0], told[1]


def named(rise: Rise | None) -> str:
    """Return the points of a rise, to two places and never too few."""
    assert rise
    hundredths = -(-rise.points * 100 // 1)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


@pytest.mark.parametrize("seed", range(4))
def test_what_a_unit_lacks_is_said_in_points(seed: int) -> None:
    found = assessed(seed, 10)
    rises = 0
    for score in found.scores:
        told = printed(found, score.unit)
        for rise in filter(None, found.smallest_changes[score.unit].place.values()):
            rises += 1
            assert all(f"提高{named(rise)}分" in each for each in told)
            assert Fraction(named(rise)) >= rise.points
    assert rises


def test_who_is_first_or_listed_is_told_so_instead_of_none() -> None:
    found = assessed(1, 10)
    for stood in found.ranks:
        for told in printed(found, stood.unit):
            assert ("前进一名：已是第一名" in told) == (stood.final_rank == 1)
            assert ("进入推荐名单：已列入" in told) == stood.shortlisted
            assert ("前进一名：不参加最终名次" in told) == (stood.final_rank is None)


@pytest.mark.parametrize("day", [dt.date(2026, 11, 20), END])
def test_a_vetoed_unit_reads_its_raw_rank_once_all_is_in(day: dt.date) -> None:
    found = assessed(1, 24, day=day)
    vetoed = [rank for rank in found.ranks if rank.vetoes and rank.raw_rank]
    assert vetoed
    for rank in vetoed:
        office, unit = printed(found, rank.unit)
        assert f"原始名次第{rank.raw_rank}名" in office
        assert ("原始名次" in unit) == (day == END)
