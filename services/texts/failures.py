"""Gives what a command says when disk, database or network fail, from its catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/failures.toml"


class DiskWordings(Definition):
    """Failures of files and folders."""

    full: Annotated[str, facts("place")]
    quota: Annotated[str, facts("place")]
    read_only: Annotated[str, facts("place")]
    denied: Annotated[str, facts("place")]
    missing: Annotated[str, facts("place")]
    not_a_folder: Annotated[str, facts("place")]
    is_a_folder: Annotated[str, facts("place")]
    device: Annotated[str, facts("place")]
    too_many_files: Annotated[str, facts("place")]
    other: Annotated[str, facts("place", "reason")]
    somewhere: str


class DatabaseWordings(Definition):
    """Failures of the database."""

    locked: str
    full: str
    read_only: str
    damaged: str
    other: Annotated[str, facts("reason")]


class NetworkWordings(Definition):
    """Failures of connections."""

    failed: Annotated[str, facts("reason")]


class CommandWordings(Definition):
    """What stands below a failure."""

    details: str


class FailureWordings(Definition):
    """All sentences of the catalogue."""

    disk: DiskWordings
    database: DatabaseWordings
    network: NetworkWordings
    command: CommandWordings


@cache
def failure_wordings() -> FailureWordings:
    """Return the sentences; raises DefinitionError where the catalogue is at fault."""
    return read_catalogue(CATALOGUE, FailureWordings)
