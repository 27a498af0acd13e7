"""The refusals of commands that are written wrongly, from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/usage.toml"


class RefusalWordings(Definition):
    """Why a command was not begun."""

    refusal: Annotated[str, facts("refusal")]
    see_help: Annotated[str, facts("command")]
    invalid: Annotated[str, facts("option", "refusal")]
    refused: Annotated[str, facts("refusal")]
    missing_option: Annotated[str, facts("option")]
    missing_argument: Annotated[str, facts("option")]
    missing_command: str
    no_such_command: Annotated[str, facts("name")]
    similar_command: Annotated[str, facts("name", "meant")]
    no_such_option: Annotated[str, facts("name")]
    similar_option: Annotated[str, facts("name", "meant")]
    too_much: Annotated[str, facts("names")]
    no_value: Annotated[str, facts("option")]
    a_value: Annotated[str, facts("option")]
    no_choice: Annotated[str, facts("value", "choices")]
    no_integer: str
    too_large: Annotated[str, facts("most")]
    too_small: Annotated[str, facts("least")]
    no_day: str
    aborted: str
    no_file: Annotated[str, facts("value")]
    a_folder: Annotated[str, facts("value")]


class UsageWordings(Definition):
    """All sentences of the catalogue."""

    refusals: RefusalWordings


@cache
def usage_wordings() -> UsageWordings:
    """Return the sentences. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue(CATALOGUE, UsageWordings)
