"""Makes and checks the seal of an issued workbook, and its serial number (填报码).

Both depend on the office's key, so that a workbook's unit and period cannot be changed and a
mistyped serial number is noticed. The key is given to each function and kept by none.
"""

import hashlib
import hmac
import json
import re
from dataclasses import asdict, dataclass

SHEET_NAME = "_form"
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXY3456789"
_CHECK_LENGTH = 4
_NO_PERIOD = "-"  # spreadsheet programs do not keep empty cells


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """What a seal states; ``period`` is written as in the plan, "" for event forms."""

    form: str
    version: int
    unit: str
    period: str
    serial: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Serial:
    """The parts of a serial number: form code, two-digit year, unit code, slot, check letters.

    The slot is the month 06, the quarter Q2, 00 for the year, or E001 for the first event; other
    letters than E and Q stand before the number of a questionnaire.
    """

    form_code: str
    year: str
    unit: str
    slot: str
    check: str

    @property
    def text(self) -> str:
        """The serial number as it is printed."""
        return f"{self.form_code}{self.year}-{self.unit}-{self.slot}-{self.check}"

    @property
    def is_event(self) -> bool:
        """Whether it numbers an event instead of a period."""
        return self.slot[0].isalpha() and not self.slot.startswith("Q")


_SERIAL = re.compile(
    rf"([A-Z]{{2,3}})(\d\d)-([A-Z0-9]{{2,12}}|党办)-(\d\d|Q[1-4]|E\d{{3,5}}|[A-DF-PR-Z]\d{{5,12}})-([{_ALPHABET}]{{{_CHECK_LENGTH}}})"
)

_CODE = re.compile(r"(?<![A-Z])([A-Z]{2,3})\d\d-")


def make_serial(key: bytes, *, form_code: str, year: int, unit: str, slot: str) -> str:
    """Return a serial number such as XX26-ZB01-06-K7Q4; its last four characters check the rest."""
    stem = f"{form_code}{year % 100:02d}-{unit}-{slot}"
    return f"{stem}-{_check(key, stem)}"


def find_serial(key: bytes, text: str) -> Serial | None:
    """Return the first valid serial number in a file's name or a printed cell, None if none is.

    The text must be normalized and in capitals.
    """
    for match in _SERIAL.finditer(text):
        stem = match.group().rpartition("-")[0]
        serial = Serial(**dict(zip(Serial.__slots__, match.groups(), strict=True)))
        if hmac.compare_digest(serial.check, _check(key, stem)):
            return serial
    return None


def find_leading_serial(name: str) -> str:
    """Return the serial number with which a file's name begins, unchecked; "" if it has none."""
    match = _SERIAL.match(name)
    return match.group() if match else ""


def find_form_code(name: str) -> str:
    """Return the form code of a serial number in a file's name, however mistyped; "" if none."""
    match = _CODE.search(name)
    return match.group(1) if match else ""


def sign_identity(key: bytes, identity: Identity) -> str:
    """Return an identity's seal: HMAC-SHA256 (RFC 2104) over its canonical JSON, in hexadecimal."""
    text = json.dumps(asdict(identity), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def seal_rows(key: bytes, identity: Identity) -> list[tuple[str, str]]:
    """Return the rows of the hidden sheet: a label and a value each, the seal last."""
    rows = [(name, str(value) or _NO_PERIOD) for name, value in asdict(identity).items()]
    return [*rows, ("seal", sign_identity(key, identity))]


def read_seal(key: bytes, rows: list[tuple[str, str]]) -> Identity | None:
    """Return the identity that a hidden sheet states, None if its seal does not fit it."""
    labels = dict(rows)
    try:
        identity = Identity(
            form=labels["form"],
            version=int(labels["version"]),
            unit=labels["unit"],
            period="" if labels["period"] == _NO_PERIOD else labels["period"],
            serial=labels["serial"],
        )
    except (KeyError, ValueError):
        return None
    seal = labels.get("seal", "").encode()  # compare_digest takes no text beyond ASCII
    return identity if hmac.compare_digest(sign_identity(key, identity).encode(), seal) else None


def _check(key: bytes, stem: str) -> str:
    digest = hmac.new(key, b"serial:" + stem.encode(), hashlib.sha256).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:_CHECK_LENGTH])
