"""The notes of actions that the agenda carries out, from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "prefect/actions.toml"


class AgendaNotes(Definition):
    """Notes of a phase's first run, and of the actions that it skips."""

    first_run: str
    before_first_run: str


class DailyNotes(Definition):
    """Why a morning's run does nothing."""

    to_come: Annotated[str, facts("day")]


class WorkbookNotes(Definition):
    """Notes of sending blank workbooks."""

    sent: Annotated[str, facts("workbooks", "units")]


class SchemeNotes(Definition):
    """Notes of publishing the scheme."""

    over: str
    published: Annotated[str, facts("letters")]


class MeetingNotes(Definition):
    """Notes of inviting to a meeting."""

    held: Annotated[str, facts("meeting", "time")]
    invited: Annotated[str, facts("meeting", "letters")]
    moved: Annotated[str, facts("meeting", "letters")]


class EvaluationNotes(Definition):
    """Notes of announcing an evaluation."""

    too_late: Annotated[str, facts("evaluation")]
    announced: Annotated[str, facts("evaluation", "letters")]


class CoverageNotes(Definition):
    """Notes of reporting to the office who has filed."""

    nobody: str
    reported: Annotated[str, facts("obligation", "due", "filed", "lacking")]


class StudyNotes(Definition):
    """Notes of a month's study bulletin."""

    reported: Annotated[str, facts("due", "filed", "missed", "letters")]


class InspectionNotes(Definition):
    """Notes of a quarter's inspection bulletin."""

    nothing_yet: str
    reported: Annotated[str, facts("units", "notices")]


class ActionNotes(Definition):
    """The notes of actions, by what they do."""

    agenda: AgendaNotes
    daily: DailyNotes
    workbooks: WorkbookNotes
    scheme: SchemeNotes
    meeting: MeetingNotes
    evaluation: EvaluationNotes
    coverage: CoverageNotes
    study: StudyNotes
    inspection: InspectionNotes


@cache
def action_notes() -> ActionNotes:
    """Return the notes of actions. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue(CATALOGUE, ActionNotes)
