"""The smallest change that gains a place or the shortlist: worked cases and a law."""

import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from campaign.scoring.evidence import Criticism, Evidence, KeyRectification, VetoRecord
from campaign.scoring.ranking import UnitRank, rank_units
from campaign.scoring.scores import score_units
from campaign.scoring.smallest_change import Rise, smallest_rank_changes
from campaign.scoring.totals import Score
from rehearsal.content.evidence import make_evidence_year, make_unit
from tests.support.samples.scoring_cases import changed_rules, rules, self_scores

DAY = dt.date(2026, 9, 1)


def veto(code: str, key: str = "criticism") -> VetoRecord:
    return VetoRecord(unit=code, key=key, on=DAY, evidence="示纪〔2026〕3号")


def stand(
    scores: list[Score],
    *vetoes: VetoRecord,
    decisions: tuple[KeyRectification, ...] = (),
    criticisms: tuple[Criticism, ...] = (),
) -> dict[str, UnitRank]:
    found = rank_units(scores, vetoes, criticisms, decisions, rules())
    assert [s.unit for s in found] == [s.unit for s in scores]
    return {s.unit: s for s in found}


FORMS_ = {"支部": frozenset({"self_evaluation", "spot_check"})}


def self_and_spot(*values: str) -> tuple[list[Score], dict[str, UnitRank]]:
    """Score units by self (10 of 30) and spot (20 of 30) alone; all spot cells are 100."""
    codes = [f"U{n}" for n in range(len(values))]
    evidence = Evidence(
        self_scores=tuple(s for c, v in zip(codes, values, strict=True) for s in self_scores(v, c))
    )
    scores = list(score_units([make_unit(code) for code in codes], FORMS_, evidence, rules()))
    return scores, stand(scores)


def test_the_smallest_change_reaches_the_unit_ahead() -> None:
    """A self cell is 1/15 of the total. U1 lacks (92 − 91) ÷ 3 = 1/3 of a point: 5 in one cell.
    U2 lacks (91 − 90) ÷ 3 to U1, and is on no list: U0 alone is, (92 − 90) ÷ 3 = 2/3: 10 points.
    No spot cell can rise: all are 100."""
    scores, found = self_and_spot("92", "91", "90")
    changes = smallest_rank_changes(scores, found.values(), rules())
    assert changes["U0"].place == changes["U0"].shortlist == {"self": None, "spot": None}
    assert changes["U1"].place == {
        "self": Rise(dimension="service", points=Fraction(5)),
        "spot": None,
    }
    assert changes["U2"].place["self"] == Rise(dimension="service", points=Fraction(5))
    assert changes["U2"].shortlist["self"] == Rise(dimension="service", points=Fraction(10))


def test_the_smallest_change_is_in_the_dimension_that_weighs_most() -> None:
    """U1 lacks 1/3 of a point. A self cell is 1/3 × its dimension: 形象 at 40% takes 2.5 points,
    服务 at 10% would take 10."""
    weights = {"service": 10, "efficiency": 10, "quality": 20, "style": 20, "image": 40}
    settings_ = changed_rules(
        dimensions=[{"key": k, "name": k, "weight": w} for k, w in weights.items()]
    )
    evidence = Evidence(self_scores=(*self_scores("92", "U0"), *self_scores("91", "U1")))
    scores = score_units([make_unit("U0"), make_unit("U1")], FORMS_, evidence, settings_)
    changes = smallest_rank_changes(scores, stand(list(scores)).values(), settings_)
    assert changes["U1"].place["self"] == Rise(dimension="image", points=Fraction(5, 2))


def test_a_rise_beyond_100_is_no_change() -> None:
    """U2 lacks 6 ÷ 3 = 2 points to the shortlist: 30 in one cell of 90, which ends at 100."""
    scores, found = self_and_spot("96", "91", "90")
    changes = smallest_rank_changes(scores, found.values(), rules())
    assert changes["U2"].shortlist == {"self": None, "spot": None}
    assert changes["U2"].place["self"] is not None


def test_a_vetoed_unit_has_no_smallest_change() -> None:
    scores, _ = self_and_spot("92", "91", "90")
    found = stand(scores, veto("U1"))
    changes = smallest_rank_changes(scores, found.values(), rules())
    assert changes["U1"].place == {"self": None, "spot": None}
    assert changes["U2"].place["self"] == Rise(dimension="service", points=Fraction(10))


@given(st.integers(0, 10**6))
def test_the_smallest_change_is_enough_and_less_is_not(seed: int) -> None:
    """Raised by it, the total is that of the next unit ahead; by less, no place is gained."""
    year = make_evidence_year(seed, 8, rules())
    scores = list(score_units(year.units, year.forms, year.evidence, rules()))
    found = stand(scores)
    dimensions = {d.key: d.weight for d in rules().dimensions}
    for score in scores:
        change = smallest_rank_changes(scores, found.values(), rules())[score.unit]
        finals = [
            s.total for s in scores if found[s.unit].final_rank and s.unit_class == score.unit_class
        ]
        for channel, rise in change.place.items():
            if rise is None or score.total is None or score.unbounded_total is None:
                continue
            cell = score.cells[channel][rise.dimension]
            present = sum(
                score.weights.channels[c] * dimensions[d] * x.present
                for c, row in score.cells.items()
                for d, x in row.items()
                if x.value is not None
            )
            weight = score.weights.channels[channel] * dimensions[rise.dimension] * cell.present
            raised = score.unbounded_total + rise.points * weight / present
            assert raised == min(t for t in finals if t is not None and t > score.total)
            assert 0 < rise.points <= 100 - (cell.value or 0)
