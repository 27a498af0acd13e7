"""What every official document carries around its text: issuer, number, addressees, date."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster


@dataclass(frozen=True, kw_only=True, slots=True)
class Imprint:
    """The frame of a document; what does not apply keeps its default and is not printed.

    ``number`` is from ``document_number``. ``signer`` (签发人) belongs to reports to a higher body.
    ``contact`` (联系人) stands below the date (附注). ``printed_by`` (印发机关) brings the lines at
    the foot of the last page, with ``copies`` (抄送); they are dated ``printed_on``, or as the
    document.
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


def imprint_of(plan: Plan, roster: Roster, dated: dt.date, *attachments: str) -> Imprint:
    """Return the frame of a document of the campaign to all its units, as the plan states it."""
    campaign, documents = plan.campaign, plan.documents
    number = document_number(documents.agency, dated.year, None) if documents.agency else ""
    return Imprint(
        issuer=campaign.issuer,
        campaign=campaign.name,
        dated=dated,
        number=number,
        addressees=documents.addressees,
        copies=documents.copies,
        attachments=attachments,
        contact=contact_of(plan, roster),
        printed_by=documents.printed_by,
    )


def to_classes(imprint: Imprint, classes: Collection[str]) -> Imprint:
    """Address a document to those classes of units alone, in the plan's words; none are all."""
    if not classes:
        return imprint
    named = {name: _addressee(name, imprint.addressees) for name in classes}
    return replace(imprint, addressees=tuple(dict.fromkeys(named.values())))


def _addressee(unit_class: str, addressees: Collection[str]) -> str:
    """Find the addressee that names a class and no more, such as 各党支部."""
    return next((one for one in addressees if one.endswith(unit_class)), f"各{unit_class}")


def contact_of(plan: Plan, roster: Roster) -> str:
    """Return whom to ask at the office, with the telephone; "" where the roster has neither."""
    office = roster.unit(plan.campaign.office)
    known = (office.head, f"电话：{office.telephone}" if office.telephone else "") if office else ()
    return "，".join(filter(None, known))
