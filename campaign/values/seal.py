"""The seal of an issued workbook, and the serial number (填报码) that people read and type.

Both are made with the office's key, so that a workbook's unit and period cannot be changed and a
mistyped serial number is noticed. This module is given the key; it keeps none.
"""

import hashlib
import hmac
import json
import re
from dataclasses import asdict, dataclass

SHEET_NAME = "_form"
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXY3456789"
_CHECK_LENGTH = 4
_NONE = "-"  # stands for no period: programs do not keep empty cells


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Which workbook this is. ``period`` is written as in the plan, "" for event forms."""

    form: str
    version: int
    unit: str
    period: str
    serial: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Serial:
    """The parts of a serial number: form code, two-digit year, unit code, slot, check letters.

    The slot is the month 06, the quarter Q2, 00 for the year, or E001 for the first event.
    Other letters than E and Q stand before the number of a questionnaire.
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
        """Whether it is of an event, not of a period."""
        return self.slot[0].isalpha() and not self.slot.startswith("Q")


_SERIAL = re.compile(
    rf"([A-Z]{{2,3}})(\d\d)-([A-Z0-9]{{2,12}}|党办)-(\d\d|Q[1-4]|E\d{{3,5}}|[A-DF-PR-Z]\d{{5,12}})-([{_ALPHABET}]{{{_CHECK_LENGTH}}})"
)

_CODE = re.compile(r"(?<![A-Z])([A-Z]{2,3})\d\d-")


def make_serial(key: bytes, *, form_code: str, year: int, unit: str, slot: str) -> str:
    """Return the serial number, such as XX26-ZB01-06-K7Q4; its last letters check the rest."""
    stem = f"{form_code}{year % 100:02d}-{unit}-{slot}"
    return f"{stem}-{_check(key, stem)}"


def find_serial(key: bytes, text: str) -> Serial | None:
    """Return the valid serial number in a text (a file's name, a printed cell), or None.

    Full-width and lower-case letters are the caller's to normalise beforehand.
    """
    for match in _SERIAL.finditer(text):
        stem = match.group().rpartition("-")[0]
        serial = Serial(**dict(zip(Serial.__slots__, match.groups(), strict=True)))
        if hmac.compare_digest(serial.check, _check(key, stem)):
            return serial
    return None


def find_leading_serial(name: str) -> str:
    """Return what looks like a serial number at the beginning of a file's name, unchecked."""
    match = _SERIAL.match(name)
    return match.group() if match else ""


def find_form_code(name: str) -> str:
    """Return the form code with which a serial number in a file's name begins, however mistyped."""
    match = _CODE.search(name)
    return match.group(1) if match else ""


def sign_identity(key: bytes, identity: Identity) -> str:
    """Return the seal of an identity: HMAC-SHA256 over its canonical JSON, in hexadecimal."""
    text = json.dumps(asdict(identity), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def seal_rows(key: bytes, identity: Identity) -> list[tuple[str, str]]:
    """Return the hidden sheet's content: a label and a value per row, the seal last."""
    rows = [(name, str(value) or _NONE) for name, value in asdict(identity).items()]
    return [*rows, ("seal", sign_identity(key, identity))]


def read_seal(key: bytes, rows: list[tuple[str, str]]) -> Identity | None:
    """Return the identity that a hidden sheet states; None if its seal is forged or edited."""
    stated = dict(rows)
    try:
        identity = Identity(
            form=stated["form"],
            version=int(stated["version"]),
            unit=stated["unit"],
            period="" if stated["period"] == _NONE else stated["period"],
            serial=stated["serial"],
        )
    except (KeyError, ValueError):
        return None
    seal = stated.get("seal", "").encode()  # compare_digest takes no text beyond ASCII
    return identity if hmac.compare_digest(sign_identity(key, identity).encode(), seal) else None


def _check(key: bytes, stem: str) -> str:
    digest = hmac.new(key, b"serial:" + stem.encode(), hashlib.sha256).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:_CHECK_LENGTH])
