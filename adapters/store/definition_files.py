"""Files of plan, roster and forms that the archive keeps, by hash."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from adapters.store.rows import columns_of, read_rows
from adapters.store.tables import definition_files


@dataclass(frozen=True, kw_only=True, slots=True)
class DefinitionFile:
    """A file of definitions in the archive."""

    sha256: str
    suffix: str


def load_definition_files(connection: Connection) -> list[DefinitionFile]:
    """Return every file of definitions that was ever archived."""
    query = select(*columns_of(DefinitionFile, definition_files))
    return read_rows(connection, query, DefinitionFile)


def register_definition_files(
    connection: Connection, suffixes: Mapping[str, str], now: dt.datetime
) -> None:
    """Enter files that are not on record yet; ``suffixes`` are by hash."""
    registered = {file.sha256 for file in load_definition_files(connection)}
    rows = [
        {"sha256": sha256, "suffix": suffix, "archived_at": now}
        for sha256, suffix in suffixes.items()
        if sha256 not in registered
    ]
    if rows:
        connection.execute(insert(definition_files), rows)
