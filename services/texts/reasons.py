"""The words of why a unit's total is what it is, from their catalogue."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/reasons.toml"


class ReasonTexts(Definition):
    """Sums, losses by channel, and why a cell is missing; ``nothing_*`` by channel."""

    no_total: str
    total: Annotated[str, facts("base", "bonus", "deduction", "result", "counted")]
    bounded_total: Annotated[str, facts("base", "bonus", "deduction", "result", "counted")]
    no_scores: str
    against_mean: Annotated[str, facts("unit_class", "reasons")]
    against_full: Annotated[str, facts("unit_class", "reasons")]
    less_mean: Annotated[str, facts("channel", "value", "standard", "points")]
    less_full: Annotated[str, facts("channel", "value", "standard", "points")]
    more_mean: Annotated[str, facts("channel", "value", "standard", "points")]
    more_full: Annotated[str, facts("channel", "value", "standard", "points")]
    all_alike: str
    bonus: Annotated[str, facts("points")]
    deduction: Annotated[str, facts("points")]
    weight: Annotated[str, facts("weight", "provisional", "unranked")]
    provisional: str
    unranked: str
    raw_rank: Annotated[str, facts("rank")]
    not_applied: str
    no_weight: str
    waived: str
    few_ballots: str
    few_ratings: Annotated[str, facts("least")]
    no_inspections: Annotated[str, facts("least")]
    nothing_self: str
    nothing_spot: str
    nothing_social: str
    nothing_public: str


@cache
def reason_wordings() -> Mapping[str, str]:
    """Return the words by their keys. Raises DefinitionError if the catalogue is broken."""
    wordings: dict[str, str] = read_catalogue(CATALOGUE, ReasonTexts).model_dump()
    return wordings
