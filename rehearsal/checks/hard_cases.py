"""Checks that the hard cases of scoring came out: a tie, a close call, a late correction."""

from collections.abc import Iterable, Iterator

from campaign.definitions.applicability import RATINGS
from campaign.scoring.analysis.shortlist_rules import ShortlistRule, shortlist_decisions
from campaign.scoring.assessment import Assessment
from campaign.scoring.totals import points_of
from rehearsal.content.scenario import Scenario
from rehearsal.content.texts import check_texts, event_texts

HardCases = tuple[tuple[str, Iterable[str]], ...]
"""What must hold, and what deviates from it, in words."""


def check_hard_cases(assessment: Assessment, scenario: Scenario) -> HardCases:
    """Return what must hold of the cases that a bureau of that size can have."""
    texts = check_texts().hard
    winner = scenario.winners["支部"]
    forms = {obligation.form for obligation in assessment.plan.obligations}
    deducted = {deduction.key for deduction in assessment.appraisal.deductions}
    tied = {scenario.tied_one, scenario.tied_other}
    close = {scenario.close_ahead, scenario.close_behind}
    planted: list[tuple[bool, str, Iterable[str]]] = [
        (all(tied), texts["tied"].format(tied=_listed(tied)), _tied(assessment, tied)),
        (all(tied), texts["moved"].format(moved=_listed(tied)), _moved(assessment, tied)),
        (all(close), texts["close"].format(close=_listed(close)), _close(assessment, close)),
        (
            bool(scenario.unrating) and RATINGS in forms and "unrated" in deducted,
            texts["unrated"].format(unrated=scenario.unrating),
            _unrated(assessment, scenario.unrating),
        ),
        (
            "decision" in forms,
            texts["corrected"].format(unit=winner),
            _corrected(assessment, winner),
        ),
    ]
    return tuple((what, deviations) for there, what, deviations in planted if there)


def _listed(units: Iterable[str]) -> str:
    return "、".join(sorted(units)) or check_texts().year["none"]


def _tied(assessment: Assessment, tied: set[str]) -> Iterator[str]:
    """Both are listed by the tie, with one total, and the list is longer than its places."""
    decisions = list(shortlist_decisions(assessment))
    by_tie = {decision.unit for decision in decisions if decision.rule == ShortlistRule.TIED}
    totals = {assessment.of(unit)[0].total for unit in tied}
    listed = {d.unit for d in decisions if d.listed}
    if by_tie != tied or not tied <= listed or len(totals) != 1:
        yield check_texts().hard["tied_found"].format(found=_listed(listed), tied=_listed(by_tie))


def _moved(assessment: Assessment, moved: set[str]) -> Iterator[str]:
    """A veto moves the list: those at the boundary are on it because another is not."""
    found = {decision.unit for decision in shortlist_decisions(assessment) if decision.moved_up}
    if found != moved:
        yield check_texts().hard["moved_found"].format(found=_listed(found))


def _close(assessment: Assessment, close: set[str]) -> Iterator[str]:
    pairs = [
        {call.ahead, call.behind} for call in assessment.close_calls if call.boundary == "shortlist"
    ]
    if close not in pairs:
        found = "；".join(_listed(pair) for pair in pairs) or check_texts().year["none"]
        yield check_texts().hard["close_found"].format(found=found)


def _unrated(assessment: Assessment, unrating: str) -> Iterator[str]:
    lapses = {
        lapse.unit for lapse in assessment.collected.evidence.lapses if lapse.key == "unrated"
    }
    deducted = {
        score.unit
        for score in assessment.scores
        if score.unit in lapses and score.deduction == points_of(score.deduction_trail) > 0
    }
    if deducted != {unrating}:
        yield check_texts().hard["unrated_found"].format(found=_listed(deducted))


def _corrected(assessment: Assessment, winner: str) -> Iterator[str]:
    """The tier of the later version counts, and that of the earlier one does not."""
    rows = event_texts().decisions["commendation_corrected"].rows
    expected = assessment.appraisal.bonus.tiers[str(rows[0]["tier"])]
    score, _ = assessment.of(winner)
    if score.bonus != expected:
        yield check_texts().hard["corrected_found"].format(found=score.bonus, expected=expected)
