"""Lists the hashes of a year's outputs: the same seed must give the same bytes.

Left out are the database and its keys (outputs/state), and what encryption makes different each
time: confidential originals, the year's package, which lists their hashes, and the message that
names the package's. The head of the chain of events in a digest depends on the keys, and is
masked. Every other output is compared to the byte.
"""

import email
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from adapters.files.archive import ENCRYPTED
from adapters.files.home import Home
from services.audit.year_archive import FOLDER

LISTED = "fingerprints.txt"
_PACKAGE_MAIL, _DIGEST_MAIL = "【年度归档】", "【每日情况】"
_HEAD = re.compile(rb"\d+-[0-9a-f]{32}")


def fingerprints(home: Home) -> dict[str, str]:
    """Return the SHA-256 of every output that promises to be the same, by its path."""
    return {
        path.relative_to(home.root).as_posix(): hashlib.sha256(_compared(path)).hexdigest()
        for path in sorted(_reproducible(home))
    }


def write_fingerprints(home: Home) -> str:
    """List the fingerprints beside the outputs, and return the fingerprint of them all."""
    text = "".join(f"{digest}  {path}\n" for path, digest in fingerprints(home).items())
    (home.root / LISTED).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _compared(path: Path) -> bytes:
    """Return the bytes that must be the same; of a digest those without the head."""
    data = path.read_bytes()
    if _DIGEST_MAIL not in path.name:
        return data
    message = email.message_from_bytes(data)
    parts = (part.get_payload(decode=True) for part in message.walk())
    texts = [part for part in parts if isinstance(part, bytes)]
    return _HEAD.sub(b"", b"\0".join((data.partition(b"\r\n\r\n")[0], *texts)))


def _reproducible(home: Home) -> Iterator[Path]:
    left_out = {home.state, home.reports / FOLDER}
    for path in home.outputs.rglob("*"):
        encrypted = path.suffix == ENCRYPTED or _PACKAGE_MAIL in path.name
        if path.is_file() and not encrypted and left_out.isdisjoint(path.parents):
            yield path
