"""Archives the files of plan, roster and forms by which results are derived, under their hashes."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from adapters.files.archive import archive_path
from adapters.files.atomic_write import write_durably
from adapters.files.home import Home
from adapters.store.definition_files import register_definition_files
from adapters.store.engine import Engine, writing
from campaign.problems.template_faults import DefinitionFileFault


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file, by name."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def keep_definitions(
    engine: Engine, home: Home, files: Mapping[str, bytes], now: dt.datetime
) -> dict[str, str]:
    """Archive definitions durably and return their hashes, by name.

    Their rows come first, so that the archive never holds a file without a row. Raises OSError if
    a file cannot be written.
    """
    hashes = hashes_of(files)
    suffixes = {hashes[name]: PurePosixPath(name).suffix for name in files}
    with writing(engine) as connection:
        register_definition_files(connection, suffixes, now)
    missing = [name for name in files if not _path(home, name, hashes[name]).exists()]
    if missing:
        with writing(engine):  # two people who draft at once do not write the same file
            for name in missing:
                write_durably(_path(home, name, hashes[name]), files[name])
    return hashes


def _path(home: Home, name: str, sha256: str) -> Path:
    return archive_path(home, sha256, PurePosixPath(name).suffix, confidential=False)


def kept_definitions(
    home: Home, hashes: Mapping[str, str]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the archived files of these names and hashes, and what is wrong with any, by name."""
    files, faults = {}, {}
    for name, sha256 in hashes.items():
        path = _path(home, name, sha256)
        if not path.is_file():
            faults[name] = str(DefinitionFileFault.NOT_ARCHIVED)
            continue
        files[name] = path.read_bytes()
        if hashlib.sha256(files[name]).hexdigest() != sha256:
            faults[name] = str(DefinitionFileFault.ARCHIVED_ALTERED)
    return files, faults
