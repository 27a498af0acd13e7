"""The refusals of manual decisions on files, from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/manual.toml"


class AcceptanceRefusals(Definition):
    """Refusals of accepting a file by hand."""

    in_force: Annotated[str, facts("file")]
    destroyed: Annotated[str, facts("file")]
    no_file: Annotated[str, facts("file")]
    reader_killed: str
    attachment: str
    other_seal: Annotated[str, facts("other", "expected")]
    other_folder: Annotated[str, facts("other", "expected")]


class WithdrawalRefusals(Definition):
    """Refusals of withdrawing a report."""

    no_receipt: Annotated[str, facts("receipt")]
    not_accepted: Annotated[str, facts("receipt")]
    withdrawn: Annotated[str, facts("receipt")]
    number_taken: Annotated[str, facts("receipt", "version", "number", "other")]
    locked: Annotated[str, facts("form", "lock", "receipt", "register")]
    locked_scored: Annotated[str, facts("form", "lock", "receipt", "register")]
    waiver_form: Annotated[str, facts("form")]
    waiver: str


class ManualTexts(Definition):
    """All sentences of the catalogue."""

    accept: AcceptanceRefusals
    withdraw: WithdrawalRefusals


@cache
def manual_texts() -> ManualTexts:
    """Return the refusals. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue(CATALOGUE, ManualTexts)
