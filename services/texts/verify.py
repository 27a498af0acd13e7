"""The sentences of ``zuofeng verify`` from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/verify.toml"


class AuditSubjects(Definition):
    """The names of subjects that have no receipt or path."""

    event: Annotated[str, facts("position")]
    drop: Annotated[str, facts("id")]
    day_wanted: Annotated[str, facts("text")]
    one_since: str
    head_wanted: str


RowName = Annotated[str, facts("key")]


class AuditRows(Definition):
    """The name of a row, by its table."""

    drops: RowName
    problems: RowName
    submissions: RowName
    attachments: RowName
    issued: RowName
    actions: RowName
    definition_files: RowName
    results: RowName
    objections: RowName
    outbox: RowName


class AuditGroups(Definition):
    """The names of columns that change together."""

    contents: str
    answer: str
    in_force: str
    state: str
    decision: str
    sending: str


class AuditWordings(Definition):
    """What is wrong, a sentence a kind of finding."""

    broken_link: str
    chain_cut: Annotated[str, facts("position")]
    head_unknown: Annotated[str, facts("position", "last")]
    head_differs: Annotated[str, facts("position")]
    rows_counted: Annotated[str, facts("count", "expected")]
    checkpoint_forged: str
    row_differs: Annotated[str, facts("groups")]
    row_missing: str
    row_unrecorded: str
    row_touched: Annotated[str, facts("position")]
    file_changed: str
    file_gone: str
    file_is_link: str
    blank_unsealed: str
    key_changed: Annotated[str, facts("position")]
    key_gone: Annotated[str, facts("position")]
    quarantine_not_told: str
    claimed: str
    spooled_copy_missing: str
    answer_incomplete: str
    answer_not_sent: str
    answers_differ: Annotated[str, facts("answers")]
    answer_events: Annotated[str, facts("count")]
    answer_without_drop: str
    submission_missing: str
    submission_without_drop: str
    wrongly_in_force: Annotated[str, facts("version")]
    not_in_force: Annotated[str, facts("version")]
    content_differs: Annotated[str, facts("version")]
    stray_contents: Annotated[str, facts("table")]
    withdrawal_differs: Annotated[str, facts("version")]
    message_missing: str
    message_without_event: str
    key_missing: str
    original_missing: str
    not_decrypted: str
    original_altered: str
    original_unknown: str
    plain_copy: str
    destroyed_remains: str
    result_missing: str
    definition_wrong: Annotated[str, facts("wrong", "sha256")]
    objections_differ: str
    publication_missing: str
    publication_differs: str
    publication_unknown: str


class AuditRemedies(Definition):
    """What to do about a finding."""

    ask: str
    verify_all: str
    restore_or_rename: str
    restore_old_key: str
    requeue: str
    start: str
    restore_file: str
    restore_key: str
    move_original: str
    delete_copy: str
    destroy_again: str
    move_out: str


class AuditReport(Definition):
    """The lines around the findings."""

    extent: Annotated[str, facts("events", "rows", "files", "originals")]


class VerifyTexts(Definition):
    """The texts of a verification's report."""

    report: AuditReport

    subjects: AuditSubjects
    rows: AuditRows
    groups: AuditGroups
    findings: AuditWordings
    remedies: AuditRemedies


@cache
def verify_texts() -> VerifyTexts:
    """Return the texts of a verification. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue(CATALOGUE, VerifyTexts)
