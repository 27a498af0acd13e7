"""What holds for every year: scores against plain loops, orders, names, trails, views."""

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.evidence import Evidence
from campaign.scoring.explain.unit_view import unit_cell
from campaign.scoring.ranking import rank_units
from campaign.scoring.score_trail import contributions
from campaign.scoring.scores import score_units
from campaign.scoring.totals import Score
from campaign.values.exact_numbers import weighted_mean
from rehearsal.content.evidence import FORMS, EvidenceYear, make_evidence_year, make_unit
from tests.support.samples.scored_year import ALL_FORMS
from tests.support.samples.scoring_cases import changed_rules, new_rules, rules
from tests.support.standing_reference import reckon


def late_rules() -> Appraisal:
    """Return the shipped rules with a deduction that the made-up year has lapses for."""
    late = {"key": "late", "name": "逾期", "points": "0.5"}
    return Appraisal.model_validate({**new_rules().model_dump(), "deductions": [late]})


def scores(year: EvidenceYear) -> tuple[Score, ...]:
    return score_units(year.units, year.forms, year.evidence, rules())


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 9),
    st.sampled_from([FORMS, ALL_FORMS]),
    st.sampled_from([rules(), new_rules(), late_rules()]),
)
def test_every_figure_is_what_plain_loops_reckon(
    seed: int, size: int, forms: dict[str, frozenset[str]], of: Appraisal
) -> None:
    year = make_evidence_year(seed, size, of, forms=forms, respondents=40)
    found = score_units(year.units, year.forms, year.evidence, of)
    stood = rank_units(found, year.vetoes, year.criticisms, year.key_rectifications, of)
    for score, standing, slow in zip(found, stood, reckon(year, of), strict=True):
        cells = {(c, d): cell.value for c, row in score.cells.items() for d, cell in row.items()}
        assert cells == slow["cells"]
        figures = ("unit", "base", "bonus", "deduction", "total", "grade", "weight_present")
        for name in (*figures, "ranked"):
            assert getattr(score, name) == slow[name], name
        for name in ("raw_rank", "final_rank", "last", "shortlisted"):
            assert getattr(standing, name) == slow[name], name
        assert bool(standing.vetoes) == slow["vetoed"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_the_trail_of_every_cell_adds_up_to_the_cell(seed: int) -> None:
    for score in scores(make_evidence_year(seed, 6, rules(), forms=ALL_FORMS)):
        for row in score.cells.values():
            for cell in row.values():
                assert sum(e.value * e.weight for e in contributions(cell)) == (cell.value or 0)


def shuffled(evidence: Evidence, seed: int) -> Evidence:
    chance = random.Random(seed)

    def mix(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    return replace(
        evidence,
        self_scores=mix(evidence.self_scores),
        ratings=mix(evidence.ratings),
        inspections=mix(evidence.inspections),
        findings=mix(evidence.findings),
        visits=mix(evidence.visits),
        ballots=mix(tuple(replace(b, ballots=mix(b.ballots)) for b in evidence.ballots)),
        documents=mix(evidence.documents),
        lapses=mix(evidence.lapses),
    )


def everything(found: tuple[Score, ...]) -> list[object]:
    """Return scores with every row of their trails, for comparison."""
    return [
        (
            score.unit,
            score.total,
            score.bonus_trail,
            [
                (c, d, list(contributions(x)))
                for c, row in score.cells.items()
                for d, x in row.items()
            ],
        )
        for score in found
    ]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_order_of_submissions_and_rows_never_matters(seed: int) -> None:
    year = make_evidence_year(seed, 6, rules(), forms=ALL_FORMS)
    other = replace(year, evidence=shuffled(year.evidence, seed))
    assert everything(scores(year)) == everything(scores(other))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_raising_one_cell_never_lowers_a_total_or_worsens_a_rank(
    seed: int, data: st.DataObject
) -> None:
    year = make_evidence_year(seed, 6, rules())
    raised = data.draw(st.sampled_from(year.evidence.self_scores or (None,)))
    if raised is None:
        return
    better = replace(raised, value=data.draw(st.decimals(raised.value, 100, places=2)))
    mixed = tuple(better if s is raised else s for s in year.evidence.self_scores)
    before, after = (
        scores(year),
        scores(replace(year, evidence=replace(year.evidence, self_scores=mixed))),
    )
    for old, new in zip(before, after, strict=True):
        assert (new.total or 0) >= (old.total or 0)
    ranks = [
        {s.unit: s.raw_rank or 0 for s in rank_units(some, (), (), (), rules())}
        for some in (before, after)
    ]
    assert ranks[1][raised.unit] <= ranks[0][raised.unit]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.permutations(range(6)))
def test_ranks_do_not_depend_on_the_units_names(seed: int, order: list[int]) -> None:
    year = make_evidence_year(seed, 6, rules())
    names = {u.code: f"N{order[at_]}" for at_, u in enumerate(year.units)}
    renamed = replace(
        year,
        units=tuple(make_unit(names[u.code], u.unit_class) for u in year.units),
        evidence=with_names(year.evidence, names),
    )
    assert [s.total for s in scores(year)] == [s.total for s in scores(renamed)]
    ranks = [
        [s.raw_rank for s in rank_units(some, (), (), (), rules())]
        for some in (scores(year), scores(renamed))
    ]
    assert ranks[0] == ranks[1]


def with_names(evidence: Evidence, names: dict[str, str]) -> Evidence:
    def name(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(item, unit=names[item.unit]) for item in items)

    return Evidence(
        self_scores=name(evidence.self_scores),
        ratings=tuple(replace(r, rater=names[r.rater]) for r in name(evidence.ratings)),
        inspections=name(evidence.inspections),
        findings=name(evidence.findings),
        visits=name(evidence.visits),
        ballots=name(evidence.ballots),
        documents=name(evidence.documents),
        lapses=name(evidence.lapses),
        filings={(names[u], form): filing for (u, form), filing in evidence.filings.items()},
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_a_channel_that_weighs_nothing_changes_nothing(seed: int) -> None:
    """With self at 0 (and public at 40), self scores make no difference at all."""
    weights = {"self": 0, "mutual": 20, "spot": 20, "social": 20, "public": 40}
    settings_ = changed_rules(
        channels=[{"key": k, "name": k, "weight": w} for k, w in weights.items()]
    )
    year = make_evidence_year(seed, 6, rules())
    without = replace(year.evidence, self_scores=())
    forms = {name: some - {"self_evaluation"} for name, some in year.forms.items()}
    assert score_units(year.units, year.forms, year.evidence, settings_) == score_units(
        year.units, forms, without, settings_
    )


@given(st.lists(st.tuples(st.integers(0, 100), st.fractions(0, 100)), min_size=1, max_size=25))
def test_weights_rescale_to_one(pairs: list[tuple[int, Fraction]]) -> None:
    whole = sum(weight for weight, _ in pairs)
    if whole:
        slow = sum(Fraction(weight, whole) * value for weight, value in pairs)
        assert weighted_mean(pairs) == slow
        assert weighted_mean((weight, Fraction(1)) for weight, _ in pairs) == 1
    else:
        assert weighted_mean(pairs) is None


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_a_unit_sees_counts_and_never_a_rater_or_a_ballot(seed: int) -> None:
    year = make_evidence_year(seed, 6, rules(), forms=ALL_FORMS)
    secret = {r.source for r in year.evidence.ratings}
    for score in scores(year):
        for channel, row in score.cells.items():
            for cell in row.values():
                seen, whole = unit_cell(channel, cell), list(contributions(cell))
                assert not {entry.source for entry in seen.rows} & secret
                assert channel not in ("social", "public") or not any(e.source for e in seen.rows)
                assert seen.value == cell.value
                assert seen.counted + seen.not_counted + sum(e.number for e in seen.rows) == sum(
                    e.number for e in whole
                )
