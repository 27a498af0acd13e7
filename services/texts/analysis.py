"""The words of the analyses beside a ranking, from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition
from campaign.tables.analysis.wordings import AnalysisWordings

CATALOGUE = "workbooks/analysis.toml"


class RuleNames(Definition):
    """The names of other rules, short enough for the heading of a column."""

    untrimmed: str
    median: str
    severity: str
    marks: str
    ballots_10: str
    ballots_30: str
    geometric: str
    complete: str
    without: Annotated[str, facts("name")]


class JoinedTexts(Definition):
    """Titles of tables; what another rule does to the shortlist, beside a rank or a unit."""

    title: Annotated[str, facts("title", "day")]
    unranked: str
    joins: Annotated[str, facts("rank")]
    leaves: Annotated[str, facts("rank")]
    unit_joins: Annotated[str, facts("unit")]
    unit_leaves: Annotated[str, facts("unit")]


class ListReasons(Definition):
    """Why a unit is on the shortlist, or not; ``moved_up`` and ``provisional`` are added."""

    within: Annotated[str, facts("place", "places")]
    tied: Annotated[str, facts("place", "places")]
    beyond: Annotated[str, facts("place", "places")]
    moved_up: str
    provisional: str
    veto: Annotated[str, facts("vetoes")]
    grade: Annotated[str, facts("grade", "least")]
    channel: Annotated[str, facts("channels", "least")]
    unranked_channel: Annotated[str, facts("channels")]
    unranked_weight: Annotated[str, facts("weight", "least")]


class TableNotes(Definition):
    """What must be read with each table, by the name of its schema."""

    shortlist_reasons: str
    rank_intervals: str
    channel_effects: str
    channel_correlations: str
    rank_shifts: str
    channel_drops: str
    group_drops: str
    rater_drops: str
    cell_errors: str
    poll_qualities: str
    last_year: str


class AnalysisTexts(Definition):
    """All words of the catalogue."""

    rules: RuleNames
    joined: JoinedTexts
    reasons: ListReasons
    notes: TableNotes


@cache
def analysis_wordings() -> AnalysisWordings:
    """Return the words. Raises DefinitionError if the catalogue is broken."""
    wordings: AnalysisWordings = read_catalogue(CATALOGUE, AnalysisTexts).model_dump()
    return wordings
