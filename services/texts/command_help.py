"""The model by which ``zuofeng check`` checks the help of commands; cli.help_texts reads it."""

from typing import Annotated

from pydantic import Field

from adapters.text_catalogues import facts
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/help.toml"


class AboutHelp(Definition):
    """Help of a command that has only options of several commands."""

    about: str


class PanelsHelp(Definition):
    """Headings and remarks in the help of every command."""

    arguments: str
    options: str
    commands: str
    default: Annotated[str, facts("value")]
    required: str
    help: str


class SharedHelp(Definition):
    """Options that several commands have."""

    reason: str
    actor: str
    home: str
    as_json: str
    yes: str
    out: Annotated[str, facts("endings")]


class AcceptHelp(Definition):
    """Help of ``zuofeng accept``."""

    about: str
    file: str
    unit: str
    form: str
    period: str
    force: str


class BackupHelp(Definition):
    """Help of ``zuofeng backup``."""

    about: str
    passphrase_file: Annotated[str, facts("variable")]
    target: str


class CheckHelp(Definition):
    """Help of ``zuofeng check``."""

    about: str
    plan: str
    as_of: str


class CodeHelp(Definition):
    """Help of ``zuofeng code``."""

    about: str
    once: str
    by: str
    count: str


class DestroyHelp(Definition):
    """Help of ``zuofeng destroy``."""

    about: str
    by: str
    why: str
    dry_run: str


class ExplainHelp(Definition):
    """Help of ``zuofeng explain``."""

    about: str
    unit: str
    for_unit: str


class FormsHelp(Definition):
    """Help of ``zuofeng forms``."""

    about: str
    unit: str
    period: str
    form: str
    to: str


class IntakeHelp(Definition):
    """Help of ``zuofeng intake``."""

    about: str
    retry: str
    take_over: str


class OutboxHelp(Definition):
    """Help of ``zuofeng outbox``."""

    about: str
    state: str
    failed: str
    send: AboutHelp
    release: AboutHelp


class RehearseHelp(Definition):
    """Help of ``zuofeng rehearse``."""

    about: str
    units: str
    seed: str
    faults: str
    into: str
    plan: str


class RemindHelp(Definition):
    """Help of ``zuofeng remind``."""

    about: str
    dry_run: str


class RestoreHelp(Definition):
    """Help of ``zuofeng restore``."""

    about: str
    source: str
    home: str


class ResultDraftHelp(Definition):
    """Help of ``zuofeng result draft``."""

    about: str
    as_of: str


class ResultApproveHelp(Definition):
    """Help of ``zuofeng result approve``."""

    about: str
    note: str


class ResultObjectHelp(Definition):
    """Help of ``zuofeng result object``."""

    about: str
    unit: str
    by: str
    person: str
    document: str
    decide: str


class ResultHelp(Definition):
    """Help of ``zuofeng result``."""

    about: str
    id: str
    why: str
    by: str
    member: str
    draft: ResultDraftHelp
    submit: AboutHelp
    approve: ResultApproveHelp
    return_: AboutHelp = Field(alias="return")
    object: ResultObjectHelp
    publish: AboutHelp
    reopen: AboutHelp
    reproduce: AboutHelp
    list: AboutHelp
    show: AboutHelp


class ScoresHelp(Definition):
    """Help of ``zuofeng scores``."""

    about: str
    as_of: str
    only: str
    raters: str
    people: str
    analysis: str
    last_year: str


class StatusHelp(Definition):
    """Help of ``zuofeng status``."""

    about: str
    as_of: str
    unit: str


class UpHelp(Definition):
    """Help of ``zuofeng up``."""

    about: str
    port: str
    sample: str


class VerifyHelp(Definition):
    """Help of ``zuofeng verify``."""

    about: str
    against: str
    since: str
    since_last: str


class WithdrawHelp(Definition):
    """Help of ``zuofeng withdraw``."""

    about: str
    submission: str
    force: str


class OriginalHelp(Definition):
    """Help of ``zuofeng original``."""

    about: str
    by: str
    why: str
    receipt: str
    path: str


class ReportsHelp(Definition):
    """Help of ``zuofeng reports``."""

    about: str
    everything: str


class TableHelp(Definition):
    """Help of ``zuofeng table``."""

    about: str
    name: str
    unit: str
    period: str
    audience: str


class HelpTexts(Definition):
    """All texts of the catalogue."""

    about: str
    panels: PanelsHelp
    shared: SharedHelp
    accept: AcceptHelp
    backup: BackupHelp
    check: CheckHelp
    code: CodeHelp
    destroy: DestroyHelp
    explain: ExplainHelp
    forms: FormsHelp
    intake: IntakeHelp
    outbox: OutboxHelp
    password: AboutHelp
    rehearse: RehearseHelp
    remind: RemindHelp
    restore: RestoreHelp
    result: ResultHelp
    scores: ScoresHelp
    status: StatusHelp
    up: UpHelp
    verify: VerifyHelp
    withdraw: WithdrawHelp
    original: OriginalHelp
    reports: ReportsHelp
    table: TableHelp
    tables: AboutHelp
