"""Lists the hashes of a year's outputs: the same seed must give the same bytes.

Left out are the database and its keys (outputs/state), and what encryption makes different each
time: confidential originals, the year's package, which lists their hashes, and the message that
names the package's. Every other output is compared to the byte.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from adapters.files.archive import ENCRYPTED
from adapters.files.home import Home
from services.audit.year_archive import FOLDER

LISTED = "fingerprints.txt"
_PACKAGE_MAIL = "【年度归档】"


def fingerprints(home: Home) -> dict[str, str]:
    """Return the SHA-256 of every output that promises to be the same, by its path."""
    return {
        path.relative_to(home.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(_reproducible(home))
    }


def write_fingerprints(home: Home) -> str:
    """List the fingerprints beside the outputs, and return the fingerprint of them all."""
    text = "".join(f"{digest}  {path}\n" for path, digest in fingerprints(home).items())
    (home.root / LISTED).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _reproducible(home: Home) -> Iterator[Path]:
    left_out = {home.state, home.reports / FOLDER}
    for path in home.outputs.rglob("*"):
        encrypted = path.suffix == ENCRYPTED or _PACKAGE_MAIL in path.name
        if path.is_file() and not encrypted and left_out.isdisjoint(path.parents):
            yield path
