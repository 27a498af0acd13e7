"""Which rule put a unit on the shortlist."""

from dataclasses import replace

import pytest

from campaign.scoring.analysis.shortlist_rules import ShortlistRule, shortlist_decisions
from campaign.scoring.assessment import Assessment
from campaign.scoring.evidence import Criticism
from campaign.scoring.ranking import Bar
from rehearsal.content.evidence import DAY
from tests.support.samples.scored_year import assessed, scoring_plan


@pytest.fixture(scope="module")
def year() -> Assessment:
    return assessed(6, 24)


def test_who_is_listed_was_within_the_places_and_who_is_not_is_beyond_or_barred(
    year: Assessment,
) -> None:
    listed = {rank.unit for rank in year.ranks if rank.shortlisted}
    assert listed
    for decision in shortlist_decisions(year):
        assert decision.listed == (decision.unit in listed)
        if decision.listed:
            assert decision.rule == ShortlistRule.WITHIN
            assert decision.place is not None and decision.place <= decision.places
        elif decision.place is not None:
            assert decision.rule == ShortlistRule.BEYOND and decision.place > decision.places
        else:
            assert decision.rule in set(Bar)


def test_who_is_listed_because_another_has_a_veto_has_moved_up(year: Assessment) -> None:
    before = {d.unit: d for d in shortlist_decisions(year)}
    listed = [r for r in year.ranks if r.unit_class == "支部" and r.shortlisted]
    best = min(listed, key=lambda rank: rank.final_rank or 0).unit
    criticism = Criticism(unit=best, on=DAY, document="示纪〔2026〕8号")
    after = {d.unit: d for d in shortlist_decisions(assessed(6, 24, more_criticisms=(criticism,)))}
    risen = [unit for unit, d in after.items() if d.listed and not before[unit].listed]
    assert after[best].rule == Bar.VETO and not after[best].listed
    assert len(risen) == 1 and after[risen[0]].moved_up
    assert not any(d.moved_up for d in before.values() if d.unit in risen)


def test_equal_totals_at_the_boundary_are_listed_by_the_tie() -> None:
    """Two units of equal totals share the last place there is, and both are listed."""
    year = assessed(6, 24, of=scoring_plan())
    listed = sorted(
        (r for r in year.ranks if r.unit_class == "支部" and r.shortlisted),
        key=lambda rank: rank.final_rank or 0,
    )
    outside = min(
        (r for r in year.ranks if r.unit_class == "支部" and not r.shortlisted and r.final_rank),
        key=lambda rank: rank.final_rank or 0,
    )
    last = listed[-1].unit
    total = year.of(last)[0].total
    tied = replace(
        year,
        scores=tuple(replace(s, total=total) if s.unit == outside.unit else s for s in year.scores),
        ranks=tuple(
            replace(r, shortlisted=True) if r.unit == outside.unit else r for r in year.ranks
        ),
    )
    decisions = {d.unit: d.rule for d in shortlist_decisions(tied)}
    assert (decisions[last], decisions[outside.unit]) == (ShortlistRule.TIED, ShortlistRule.TIED)
    assert all(decisions[rank.unit] == ShortlistRule.WITHIN for rank in listed[:-1])
