"""Gives the sentences of ``zuofeng destroy`` from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/destroy.toml"


class DestroyWordings(Definition):
    """What is due, the questions, and what is said at the end."""

    kept_for_ever: str
    nothing_due: str
    due: Annotated[str, facts("count", "before")]
    what_goes: str
    dry_run: str
    ask_who: str
    ask_why: str
    confirm: Annotated[str, facts("count")]
    who_and_why: str
    destroyed: Annotated[str, facts("count", "files")]
    locked: Annotated[str, facts("count")]
    not_erased: str
    head: Annotated[str, facts("head")]
    elsewhere: str


@cache
def destroy_wordings() -> DestroyWordings:
    """Return the sentences; raises DefinitionError where the catalogue is at fault."""
    return read_catalogue(CATALOGUE, DestroyWordings)
