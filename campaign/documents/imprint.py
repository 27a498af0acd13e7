"""What every official document carries around its text: issuer, number, addressees, date."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Imprint:
    """The frame of a document; what does not apply keeps its default and is not printed.

    ``number`` is from ``document_number``. ``signer`` (签发人) belongs to reports to a higher body.
    ``contact`` stands below the date (附注). ``printed_by`` (印发机关) brings the lines at the foot
    of the last page, with ``copies`` (抄送); they are dated ``printed_on``, or as the document.
    """

    issuer: str
    campaign: str
    dated: dt.date
    number: str = ""
    addressees: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    signer: str = ""
    contact: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None


def document_number(agency: str, year: int, serial: int | None) -> str:
    """Write 示民〔2026〕18号; without a serial a gap is left for the registry to fill in."""
    return f"{agency}〔{year}〕{'　' if serial is None else serial}号"
