"""Sends a paper to the office and to units: a mail to each, the paper attached."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.documents.docx import render_docx
from adapters.files.file_names import shown_name
from adapters.files.home import DOCUMENTS
from adapters.mail.messages import render_message as put_into_words
from adapters.store.outbox import Post
from campaign.deadlines.agenda import Action
from campaign.definitions.definitions import Definitions, addresses
from campaign.definitions.plan import UnitClass
from campaign.documents.kinds import OfficialDocument
from campaign.values.message import Letterhead, Message
from services.agenda.action import OutputFile
from services.context import AppContext

KIND = "circular"
EVERYBODY: tuple[UnitClass, ...] = ("支部", "单位")


@dataclass(frozen=True, kw_only=True, slots=True)
class Circular:
    """The facts of ``circular``: what is sent, and in a few sentences what it says.

    ``sort`` is what the subject begins with, such as 会议通知; ``papers`` are what is attached.
    """

    letterhead: Letterhead
    sort: str
    title: str
    lines: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CircularContent:
    """What all receivers of a circular are told: the facts but for whom they greet."""

    sort: str
    title: str
    lines: tuple[str, ...]
    files: tuple[OutputFile, ...]


def document_paper(document: OfficialDocument, name: str) -> OutputFile:
    """Return an official document under its name, to be kept among the documents."""
    return OutputFile(name=f"{DOCUMENTS}/{shown_name(name)}.docx", data=render_docx(document))


def receivers(
    definitions: Definitions, day: dt.date, classes: Iterable[UnitClass] = EVERYBODY
) -> tuple[str, ...]:
    """Return the codes of the units of these classes that take part on a day, and the office's."""
    units = (unit.code for unit in definitions.roster.of_classes(classes, day))
    return tuple(dict.fromkeys((*units, definitions.plan.campaign.office)))


def circulate(
    context: AppContext,
    action: Action,
    sending: CircularContent,
    codes: Iterable[str],
    now: dt.datetime,
) -> tuple[Post, ...]:
    """Return a message for each receiver with the papers attached."""

    def words(code: str) -> Message:
        facts = Circular(
            letterhead=letterhead(context.definitions, code, now),
            sort=sending.sort,
            title=sending.title,
            lines=sending.lines,
            files=tuple(paper.name.rpartition("/")[2] for paper in sending.files),
        )
        return put_into_words(KIND, facts)

    known = addresses(context.definitions.plan, context.definitions.roster)
    return tuple(
        Post(
            key=f"{KIND}:{action.key}:{code}",
            kind=KIND,
            unit=code,
            recipient=known.get(code, ""),
            message=words(code),
            attachments=attached(context, sending.files),
            mass=True,
        )
        for code in codes
    )


def to_office(
    context: AppContext,
    action: Action,
    kind: str,
    message: Message,
    files: Sequence[OutputFile] = (),
) -> Post:
    """Return a message to the office about a work, papers attached."""
    plan = context.definitions.plan
    return Post(
        key=f"{kind}:{action.key}",
        kind=kind,
        unit=plan.campaign.office,
        recipient=plan.mail.office_address,
        message=message,
        attachments=attached(context, files),
    )


def attached(context: AppContext, files: Iterable[OutputFile]) -> tuple[str, ...]:
    """Return where papers will lie, relative to the home."""
    reports = context.home.reports.relative_to(context.home.root)
    return tuple((reports / paper.name).as_posix() for paper in files)


def letterhead(definitions: Definitions, code: str, now: dt.datetime) -> Letterhead:
    """Return what a message to a unit, or to the office, carries."""
    campaign = definitions.plan.campaign
    return Letterhead(
        addressee=definitions.roster.name_of(code),
        issuer=campaign.issuer,
        campaign=campaign.name,
        written_at=now,
    )
