"""The sentences that commands print before and after their tables, from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/reports.toml"


class ScoreSentences(Definition):
    """Sentences beside the tables of scores, raters and people."""

    nobody: str
    nothing_yet: str
    columns: str
    interval: str
    joint_interval: str
    analysis: str
    no_last_year: str
    no_ratings: str
    people: str
    no_people: str
    city: Annotated[str, facts("unit", "percent", "day", "document")]
    whole_bureau: str


class ExplanationSentences(Definition):
    """Sentences in the explanation of one unit's score."""

    head: Annotated[str, facts("unit", "unit_class", "day")]
    ranked: Annotated[str, facts("place", "total", "grade", "interval")]
    place: Annotated[str, facts("rank")]
    no_place: str
    raw_place: Annotated[str, facts("rank")]
    secret: str
    not_closed: str
    one_place_up: Annotated[str, facts("change")]
    onto_shortlist: Annotated[str, facts("change")]
    not_competing: str
    first: str
    shortlisted: str
    rise: Annotated[str, facts("channel", "dimension", "points")]
    either: str
    no_rise: str
    counts: Annotated[str, facts("channel", "counts")]
    few: Annotated[str, facts("least")]


class ReminderSentences(Definition):
    """Sentences beside the table of a day's reminders."""

    to_come: Annotated[str, facts("day")]
    not_confirmed: Annotated[str, facts("day")]
    done: Annotated[str, facts("last", "day")]
    nobody: Annotated[str, facts("day")]
    tried: Annotated[str, facts("units")]
    queued: Annotated[str, facts("units", "letters")]
    to_call: Annotated[str, facts("units")]


class WhatIfSentences(Definition):
    """Sentences beside the tables of another plan's effects."""

    returned_otherwise: Annotated[str, facts("count", "receipts")]
    hints: Annotated[str, facts("hint", "more", "fewer")]
    people_count: Annotated[str, facts("people", "before", "after")]
    people_changed: Annotated[str, facts("people", "after")]
    ladder: str
    consequences: str
    nominees: str
    unresolved: str
    same_evidence: str
    not_by_plan: Annotated[str, facts("count", "receipts")]
    failed: Annotated[str, facts("count", "receipts")]
    destroyed: Annotated[str, facts("count", "receipts")]
    changed: Annotated[str, facts("day")]
    unchanged: Annotated[str, facts("day")]
    broken: Annotated[str, facts("count")]


class TableSentences(Definition):
    """Sentences that stand in for a table."""

    empty: str


class ReportSentences(Definition):
    """All sentences of the catalogue."""

    tables: TableSentences

    scores: ScoreSentences
    explanation: ExplanationSentences
    reminders: ReminderSentences
    what_if: WhatIfSentences


@cache
def report_sentences() -> ReportSentences:
    """Return the sentences. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue(CATALOGUE, ReportSentences)
