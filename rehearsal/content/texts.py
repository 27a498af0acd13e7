"""Loads the made-up names and sentences, which lie as TOML files beside this module."""

import tomllib
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T", bound="_Texts")
Texts = tuple[str, ...]
Cells = dict[str, str | Texts]
"""Cells of a form's row or header by key, as a clerk types them."""


class _Texts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PeopleTexts(_Texts):
    """people.toml: what names of people and units are put together from."""

    surnames: str
    first_characters: str
    second_characters: str
    branch_name: str
    offices: Texts
    service_name: str
    services: Texts
    office_name: str
    posts: Texts
    categories: Texts
    leader_roles: Texts


class StudyTexts(_Texts):
    """The monthly study report; an activity has kind, lecturer and summary."""

    topics: Texts
    absence_reasons: Texts
    place: str
    activities: tuple[dict[str, str], ...]


class RectificationTexts(_Texts):
    """The rectification ledger; a problem has category, content and measure."""

    sources: Texts
    states: Texts
    started: Cells
    closed: Cells
    problems: tuple[dict[str, str], ...]


class ComplaintTexts(_Texts):
    """A complaint: its header, and the row of the person complained of."""

    header: Cells
    case: Cells


class SelfEvaluationTexts(_Texts):
    """A branch's self-evaluation; ``meetings`` gives days before it by kind of meeting."""

    bases: Texts
    shortfalls: Texts
    grades: Texts
    member_measure: str
    meeting: Cells
    meetings: dict[str, int]
    header: Cells


class InspectionTexts(_Texts):
    """An inspector's record."""

    shortfall: str
    conclusion: str
    bonus_document: str


class SocialEvaluationTexts(_Texts):
    """A unit's own survey: the kind of activity, and the group asked beside the first."""

    activity: str
    group: str


class ReportTexts(_Texts):
    """reports.toml: what clerks write into the forms."""

    nil_reason: str
    mutual_basis: str
    study: StudyTexts
    rectification: RectificationTexts
    complaint: ComplaintTexts
    self_evaluation: SelfEvaluationTexts
    inspection: InspectionTexts
    social_evaluation: SocialEvaluationTexts


class FaultTexts(_Texts):
    """faults.toml: what is written carelessly or wrongly, and files that are no workbooks."""

    no_date: str
    no_number: str
    unknown_person: str
    hours: str
    held_on: str
    nil_reason: str
    note: str
    note_name: str
    proxy: str
    forged_name: str
    repeated_name: str
    attachment_name: str


class DocumentTexts(_Texts):
    """A registered document: its number by year, its title, and the rows that it decides."""

    number: str
    title: str
    rows: tuple[Cells, ...]


class FindingTexts(_Texts):
    """A finding of a spot check; ``number`` is that of the criticism published for it."""

    number: str = ""
    row: Cells


class QuestionnaireTexts(_Texts):
    """The answer sheet that a questionnaire service exports."""

    name: str
    service_columns: Texts
    unit: str
    group: str
    dimension: str
    total: str
    seconds: str
    source: str
    respondent: str
    total_score: str


class EventTexts(_Texts):
    """events.toml: what is filed when something happens."""

    waiver_number: str
    waiver_reason: str
    complaint_number: str
    complaint_closed: Cells
    spot_check_number: str
    spot_check_nothing: str
    spot_check_header: Cells
    spot_check: dict[str, FindingTexts]
    ballots_number: str
    ballots_manner: str
    meeting_number: str
    nomination: Cells
    nominee: Cells
    decisions: dict[str, DocumentTexts]
    questionnaire: QuestionnaireTexts


class TimelineTexts(_Texts):
    """timeline.toml: the words of the year's story, and of acts of the office and the leaders."""

    home_note: str
    drafts: str
    result: str
    act_reason: str
    approval_opinion: str
    drafted: str
    submitted: str
    approved: str
    objected: str


class CheckTexts(_Texts):
    """checks.toml: what is checked after the year, and what is said of what differs."""

    year: dict[str, str]
    plan: dict[str, str]
    result: dict[str, str]
    hard: dict[str, str]


@cache
def people_texts() -> PeopleTexts:
    """Return the names of people and units."""
    return _load(PeopleTexts, "people")


@cache
def report_texts() -> ReportTexts:
    """Return what clerks write into the forms."""
    return _load(ReportTexts, "reports")


@cache
def fault_texts() -> FaultTexts:
    """Return what clerks get wrong."""
    return _load(FaultTexts, "faults")


@cache
def event_texts() -> EventTexts:
    """Return what is filed when something happens."""
    return _load(EventTexts, "events")


@cache
def timeline_texts() -> TimelineTexts:
    """Return the words of the year's story."""
    return _load(TimelineTexts, "timeline")


@cache
def check_texts() -> CheckTexts:
    """Return what is checked after the year."""
    return _load(CheckTexts, "checks")


def _load(texts: type[T], name: str) -> T:
    path = Path(__file__).with_name(f"{name}.toml")
    return texts.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
