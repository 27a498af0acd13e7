"""Gives the sentences of ``zuofeng backup`` and ``zuofeng restore`` from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/backup.toml"


class BackupWordings(Definition):
    """Prompts, refusals, and what is said at the end."""

    file_name: Annotated[str, facts("time")]
    prompt: str
    backing_up: str
    restoring: str
    short_passphrase: Annotated[str, facts("count")]
    exists: Annotated[str, facts("path")]
    no_backup: Annotated[str, facts("path")]
    other_format: Annotated[str, facts("software")]
    damaged: Annotated[str, facts("name")]
    wrong_passphrase: str
    too_busy: str
    not_empty: Annotated[str, facts("path")]
    store_not_empty: str
    made: Annotated[str, facts("path", "files", "size")]
    keep: str
    restored: Annotated[str, facts("path", "files", "made_at")]
    head: Annotated[str, facts("head")]


@cache
def backup_wordings() -> BackupWordings:
    """Return the sentences; raises DefinitionError where the catalogue is at fault."""
    return read_catalogue(CATALOGUE, BackupWordings)
