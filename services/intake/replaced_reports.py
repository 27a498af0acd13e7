"""Alarms the office when a report in force is replaced by a file from outside its unit's folder.

Blanks lie where every unit sees them: whoever fills in another's and drops it at the inbox's top
would be believed. The unit's receipt tells of it; so does this letter.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.mail.messages import Letter
from adapters.mail.posts import post_to_office
from adapters.store.outbox import Post
from adapters.store.submissions import Version
from campaign.definitions.definitions import Definitions, period_label, responsible_unit
from services.intake.examining.examination import Examined

REPLACED = "replaced"
"""The kind of the letter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplacedReport:
    """A report that was replaced: its unit, form and period as people know them, both receipts."""

    drop_id: int
    unit: str
    form: str
    period: str
    receipt: str
    replaced: str


def note_replaced(
    replaced: list[ReplacedReport], definitions: Definitions, item: Examined, before: Version
) -> None:
    """Note a report that replaces another and came from outside its unit's folder.

    What the office accepts itself, and what lay in the folder for confidential forms, is not noted.
    """
    claim, form = item.claim, definitions.forms.get(item.form)
    owner = responsible_unit(item.form, item.unit, definitions)
    if item.by_hand or item.confidential or claim.folder_unit == owner:
        return
    replaced.append(
        ReplacedReport(
            drop_id=claim.drop_id,
            unit=definitions.roster.name_of(item.unit),
            form=form.title if form else item.form,
            period=period_label(item.slot),
            receipt=claim.receipt,
            replaced=before.receipt,
        )
    )


def replacement_alarms(
    definitions: Definitions, replaced: Sequence[ReplacedReport], now: dt.datetime
) -> list[Post]:
    """Return one letter to the office about the reports of a batch, none if there are none."""
    if not replaced:
        return []
    letter = Letter(kind=REPLACED, facts={"reports": replaced})
    return [post_to_office(definitions.plan, letter, f"{REPLACED}:{replaced[0].drop_id}", now)]
