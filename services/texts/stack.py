"""The sentences of ``zuofeng up`` while it runs, from their catalogue."""

from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition

CATALOGUE = "terminal/stack.toml"


class StackTexts(Definition):
    """Refusals to start, exits of parts, and faults of definitions."""

    running: Annotated[str, facts("root")]
    running_as: Annotated[str, facts("root", "pid", "url")]
    no_port: Annotated[str, facts("port", "reason")]
    port_taken: str
    no_login: str
    unreadable: Annotated[str, facts("path", "reason")]
    fault: Annotated[str, facts("fault")]
    more_faults: Annotated[str, facts("count")]
    mended: str
    faults_left: Annotated[str, facts("count")]
    stopping: str
    no_answer: Annotated[str, facts("what", "log")]
    exited: Annotated[str, facts("name", "code", "log")]
    exits_often: Annotated[str, facts("name", "code", "log")]
    restarted: str
    interrupted: Annotated[str, facts("count")]
    not_deployed: Annotated[str, facts("log")]
    not_started: Annotated[str, facts("name", "code", "log")]


@cache
def stack_texts() -> StackTexts:
    """Return the sentences. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue(CATALOGUE, StackTexts)
