"""All analyses of a ranking for JSON: numbers as decimal strings, every shift, also of no place."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from campaign.results.document import ResultDocument
from campaign.results.last_year import compare_years
from campaign.scoring.analysis.agreement import agreements
from campaign.scoring.analysis.cell_errors import cell_errors
from campaign.scoring.analysis.channel_effects import channel_correlations, channel_effects
from campaign.scoring.analysis.other_rules import rank_shifts
from campaign.scoring.analysis.poll_qualities import poll_qualities
from campaign.scoring.analysis.rater_drops import rater_drops
from campaign.scoring.analysis.shortlist_rules import shortlist_decisions
from campaign.scoring.assessment import Assessment
from campaign.values.exact_numbers import number_text

AnalysisFacts = dict[str, list[dict[str, Any]]]


def analysis_facts(assessment: Assessment, last: ResultDocument | None = None) -> AnalysisFacts:
    """Return the analyses by the keys of docs/scoring.md 十.

    ``last`` is the result of the year before; without it ``last_year`` is empty.
    """
    bars = {rank.unit: rank.barred or None for rank in assessment.ranks}
    years = compare_years(assessment, last) if last else ()
    return {
        "channels": [_plain(asdict(effect)) for effect in channel_effects(assessment)],
        "correlations": [_plain(asdict(pair)) for pair in channel_correlations(assessment)],
        "shifts": [_plain(asdict(shift)) for shift in rank_shifts(assessment)],
        "rater_drops": [_plain(asdict(drop)) for drop in rater_drops(assessment)],
        "agreement": [_plain(asdict(agreement)) for agreement in agreements(assessment)],
        "cell_errors": [_plain(asdict(cell)) for cell in cell_errors(assessment)],
        "polls": [_plain(asdict(poll)) for poll in poll_qualities(assessment)],
        "shortlist": [
            {
                "unit": decision.unit,
                "shortlisted": decision.listed,
                "places": decision.places,
                "barred": bars[decision.unit],
                "rule": str(decision.rule),
                "place": decision.place,
                "moved_up": decision.moved_up,
            }
            for decision in shortlist_decisions(assessment)
        ],
        "last_year": [_plain(asdict(unit)) for unit in years],
    }


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _json_value(value) for key, value in facts.items()}


def _json_value(value: object) -> object:
    if isinstance(value, Fraction):
        return number_text(value)
    return str(value) if isinstance(value, Decimal) else value
