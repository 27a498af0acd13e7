"""Puts on record the hashes of files that people get and rely on: documents, receipts, mails."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection

from adapters.files.home import Home
from adapters.store.integrity.changes import HOME_OPTION, note_files


def record_files(connection: Connection, paths: Iterable[Path]) -> None:
    """Record the files of these paths below the home as they are now; others are left out."""
    home: Home = connection.get_execution_options()[HOME_OPTION]
    hashes = {}
    for path in dict.fromkeys(paths):
        if path.is_relative_to(home.root) and path.is_file():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            hashes[path.relative_to(home.root).as_posix()] = digest
    if hashes:
        note_files(connection, hashes)


def record_attachments(connection: Connection, paths: Iterable[str]) -> None:
    """Record the files that messages carry, by their paths relative to the home.

    One that is not there yet, such as a marked copy, is its receiver's to change.
    """
    home: Home = connection.get_execution_options()[HOME_OPTION]
    record_files(connection, (home.root / path for path in paths))
