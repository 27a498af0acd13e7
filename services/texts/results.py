"""The sentences of ``zuofeng result`` from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/results.toml"


class RegistryWordings(Definition):
    """Refusals of the register of results."""

    day_to_come: Annotated[str, facts("day")]
    unknown: Annotated[str, facts("id")]
    several: Annotated[str, facts("id")]
    touched: Annotated[str, facts("disagreements")]
    clock_behind: Annotated[str, facts("now", "last")]
    corrected_replaced: Annotated[str, facts("id", "state")]
    beside_reopened: Annotated[str, facts("id")]
    beside: Annotated[str, facts("id")]


class DisagreementWordings(Definition):
    """How a stored result disagrees with its id and events."""

    document: str
    state: str
    columns: Annotated[str, facts("names")]
    as_of: str
    supersedes: str
    root: str
    notice: str
    published_at: str


class ReproductionWordings(Definition):
    """Why a result derived again is not the stored one."""

    document: str
    setting_gone: str
    setting_not_read: Annotated[str, facts("fault")]
    submission_gone: Annotated[str, facts("receipt")]
    content_differs: Annotated[str, facts("receipt")]
    original_differs: Annotated[str, facts("receipt")]
    destroyed: Annotated[str, facts("count", "receipts")]
    result_differs: str


class ApprovalWordings(Definition):
    """Refusals of codes and members."""

    roster_missing: Annotated[str, facts("why")]
    roster_changed: str
    wrong_code: Annotated[str, facts("name")]
    own_code: str
    wrong_one_time_code: Annotated[str, facts("name")]
    too_many_codes: Annotated[str, facts("until")]
    not_a_member: Annotated[str, facts("name", "members")]
    no_members: str
    no_code: Annotated[str, facts("name")]


class ObjectionWordings(Definition):
    """Refusals of objections, and sentences about them."""

    plan_missing: Annotated[str, facts("why")]
    already_open: str
    no_reason: str
    listed_again: Annotated[str, facts("entry", "result", "document")]
    no_document: str
    nominee: Annotated[str, facts("unit", "name")]
    somebody: str
    notice_over: Annotated[str, facts("last")]
    no_unit: Annotated[str, facts("unit")]
    several_people: Annotated[str, facts("unit", "count", "name", "numbers")]
    no_person: Annotated[str, facts("unit", "name")]
    none_open: str
    several_open: Annotated[str, facts("numbers")]
    not_numbered: str
    not_listed: str
    registered: Annotated[str, facts("document", "about", "receipt", "row")]
    no_subject: str
    decided_otherwise: Annotated[str, facts("objection", "registered", "member", "decided")]


class LifecycleWordings(Definition):
    """Refusals of acts on a result."""

    note_needed: str
    no_reason: str
    superseded: Annotated[str, facts("id")]
    notice_lasts: Annotated[str, facts("last", "next")]
    undecided: Annotated[str, facts("count", "names")]
    not_taken_up: Annotated[str, facts("names")]
    decided_otherwise: Annotated[str, facts("sentences")]


class AnswerWordings(Definition):
    """Outcomes of an answer that a member gave in Prefect."""

    refused: Annotated[str, facts("reason")]
    note_needed: str
    approved: Annotated[str, facts("member", "first", "last")]
    returned: Annotated[str, facts("member")]


class ResultWordings(Definition):
    """The sentences of acts on results."""

    registry: RegistryWordings
    disagreements: DisagreementWordings
    reproduction: ReproductionWordings
    approval: ApprovalWordings
    objections: ObjectionWordings
    lifecycle: LifecycleWordings
    answer: AnswerWordings


@cache
def result_wordings() -> ResultWordings:
    """Return the sentences on results. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue(CATALOGUE, ResultWordings)
