"""The sentences that commands say while they run, from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/sentences.toml"


class OptionSentences(Definition):
    """Refusals of options that several commands have."""

    no_inputs: Annotated[str, facts("root")]
    unknown_unit: Annotated[str, facts("name", "meant")]
    unknown_form: Annotated[str, facts("name", "meant")]
    meant: Annotated[str, facts("choices")]
    choices: Annotated[str, facts("choices")]
    no_day: Annotated[str, facts("text")]
    blank: str
    written: Annotated[str, facts("path")]
    suffix: Annotated[str, facts("name", "endings")]
    no_folder: Annotated[str, facts("path")]
    not_written: Annotated[str, facts("path", "reason")]
    nothing_to_write: str
    first_only: Annotated[str, facts("label", "others")]


class AcceptSentences(Definition):
    """Sentences of ``zuofeng accept``."""

    no_reason: str
    nobody: str
    identity: Annotated[str, facts("unit", "form", "slot")]
    faulty: str
    which_period: Annotated[str, facts("periods")]
    other_period: Annotated[str, facts("text", "choice")]
    no_serial: str
    wrong_serial: Annotated[str, facts("text")]
    serial_of_form: Annotated[str, facts("text", "form")]
    serial_of_unit: Annotated[str, facts("text", "unit")]


class CheckSentences(Definition):
    """Sentences of ``zuofeng check``."""

    against_only: str
    faults: str
    total: Annotated[str, facts("count")]
    incomplete: str
    hints: str
    all_well: str
    no_file: Annotated[str, facts("path")]
    rejudging: str


class CodeSentences(Definition):
    """Sentences about approval codes."""

    prompt: str
    of_member: Annotated[str, facts("member")]
    short: Annotated[str, facts("count")]
    enter: str
    nobody: str
    once: Annotated[str, facts("member", "until")]
    none: str


class FormSentences(Definition):
    """Sentences of ``zuofeng forms``."""

    none_of_period: Annotated[str, facts("period")]
    writing: str
    none_due: str
    any_time: str
    written: str
    there: str
    kept: str
    total: Annotated[str, facts("written", "count", "folder")]
    not_replaced: Annotated[str, facts("count")]


class IntakeSentences(Definition):
    """Sentences of ``zuofeng intake``."""

    looking: str
    checking: str
    total: Annotated[str, facts("count", "totals")]
    nothing: str
    sent: Annotated[str, facts("count")]
    written: Annotated[str, facts("count")]
    obstacle: Annotated[str, facts("place", "what")]


class OutboxSentences(Definition):
    """Sentences of ``zuofeng outbox``."""

    confirm: str
    released: Annotated[str, facts("count")]
    sent: Annotated[str, facts("sent", "deferred", "failed")]
    written: Annotated[str, facts("sent", "deferred", "failed")]
    waiting: Annotated[str, facts("count")]
    none_held: str
    no_address: str
    total: Annotated[str, facts("count")]


class RehearsalSentences(Definition):
    """Sentences of ``zuofeng rehearse``."""

    occupied: Annotated[str, facts("error")]
    rehearsing: str


class ResultSentences(Definition):
    """Sentences of ``zuofeng result``."""

    none: str
    drafted: Annotated[str, facts("id", "state")]
    drafted_before: Annotated[str, facts("state", "id")]
    head: Annotated[str, facts("state", "in_force", "day", "count")]
    in_force: str
    notice: Annotated[str, facts("first", "last")]
    supersedes: Annotated[str, facts("id")]
    successor: Annotated[str, facts("id")]
    unresolved: Annotated[str, facts("count")]
    roster_changed: str
    note_reason: Annotated[str, facts("reason")]
    software: Annotated[str, facts("then", "now")]
    unknown_software: str
    equal: Annotated[str, facts("id")]
    differences: Annotated[str, facts("count")]


class ScoreRefusals(Definition):
    """Refusals of ``zuofeng scores`` and ``zuofeng explain``."""

    with_analysis: str
    not_last_year: Annotated[str, facts("path", "year")]
    one_list: str
    day_for_unit: Annotated[str, facts("day")]
    no_day: Annotated[str, facts("text", "last")]
    day_to_come: Annotated[str, facts("day")]
    day_before: Annotated[str, facts("day", "first")]
    computing: str
    not_scored: Annotated[str, facts("unit", "day")]


class StartSentences(Definition):
    """Sentences of ``zuofeng up``."""

    ui: Annotated[str, facts("url")]
    login: Annotated[str, facts("command", "path")]
    inbox: Annotated[str, facts("path")]
    starting: str
    stopped: str
    no_inputs: Annotated[str, facts("root")]
    faulty: Annotated[str, facts("count")]
    samples: Annotated[str, facts("count")]


class WithdrawalSentences(Definition):
    """Sentences of ``zuofeng withdraw``."""

    withdrawn: Annotated[str, facts("receipt", "version", "state")]
    in_force: Annotated[str, facts("version")]
    none_in_force: str


class OriginalSentences(Definition):
    """Refusals of ``zuofeng original``."""

    half_named: str
    unknown: Annotated[str, facts("receipt")]
    confidential: str


class UpdateSentences(Definition):
    """Sentences of ``zuofeng reports``."""

    updating: str
    updated: Annotated[str, facts("count", "originals")]
    busy: Annotated[str, facts("name")]


class TableRefusals(Definition):
    """Sentences of ``zuofeng table`` and ``zuofeng tables``."""

    no_audience: Annotated[str, facts("text", "choices")]
    counting: str
    unit_wanted: str
    total: Annotated[str, facts("count")]
    similar: Annotated[str, facts("name", "similar")]
    unknown: Annotated[str, facts("name", "similar")]
    not_selectable: Annotated[str, facts("name")]
    not_for: Annotated[str, facts("title", "audience")]


class CommandSentences(Definition):
    """All sentences of the catalogue."""

    options: OptionSentences
    accept: AcceptSentences
    check: CheckSentences
    code: CodeSentences
    forms: FormSentences
    intake: IntakeSentences
    original: OriginalSentences
    outbox: OutboxSentences
    rehearse: RehearsalSentences
    reports: UpdateSentences
    result: ResultSentences
    scores: ScoreRefusals
    table: TableRefusals
    up: StartSentences
    withdraw: WithdrawalSentences


@cache
def command_sentences() -> CommandSentences:
    """Return the sentences. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue(CATALOGUE, CommandSentences)
