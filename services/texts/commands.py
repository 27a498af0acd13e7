"""The model by which ``zuofeng check`` checks the catalogue of commands; cli.main reads it."""

from campaign.definitions.errors import Definition

CATALOGUE = "terminal/commands.toml"


class CommandLines(Definition):
    """The line of each command in the list of ``zuofeng --help``."""

    accept: str
    backup: str
    check: str
    code: str
    destroy: str
    explain: str
    forms: str
    intake: str
    password: str
    rehearse: str
    remind: str
    restore: str
    scores: str
    status: str
    up: str
    verify: str
    withdraw: str
    tables: str
    table: str
    original: str
    reports: str
    outbox: str
    result: str
