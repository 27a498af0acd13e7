"""Sends a document to the office and to units: a letter to each, the document attached."""

import datetime as dt
from collections.abc import Iterable

from adapters.documents.docx import render_docx
from adapters.files.file_names import shown_name
from adapters.files.home import DOCUMENTS
from adapters.mail.messages import Letter
from adapters.mail.posts import post_to_unit
from adapters.store.outbox import Post
from campaign.deadlines.agenda import Action
from campaign.definitions.definitions import Definitions
from campaign.definitions.plan import UnitClass
from campaign.documents.kinds import OfficialDocument
from services.agenda.action import OutputFile
from services.context import AppContext

EVERYBODY: tuple[UnitClass, ...] = ("支部", "单位")


def document_file(document: OfficialDocument, name: str) -> OutputFile:
    """Return an official document under its name, to be kept among the documents.

    Raises jinja2's errors if the template asks for what the document lacks.
    """
    return OutputFile(name=f"{DOCUMENTS}/{shown_name(name)}.docx", data=render_docx(document))


def receivers(
    definitions: Definitions, day: dt.date, classes: Iterable[UnitClass] = EVERYBODY
) -> tuple[str, ...]:
    """Return the codes of the units of these classes that take part on a day, and the office's."""
    units = (unit.code for unit in definitions.roster.of_classes(classes, day))
    return tuple(dict.fromkeys((*units, definitions.plan.campaign.office)))


def circulate(
    context: AppContext, action: Action, letter: Letter, codes: Iterable[str], now: dt.datetime
) -> tuple[Post, ...]:
    """Return a letter for each receiver. Raises jinja2's errors if its template is broken."""
    return tuple(
        post_to_unit(
            context.definitions, code, letter, f"{letter.kind}:{action.key}:{code}", now, mass=True
        )
        for code in codes
    )


def to_office(context: AppContext, action: Action, letter: Letter, now: dt.datetime) -> Post:
    """Return a letter of the bureau to its office about an action.

    Raises jinja2's errors if its template is broken.
    """
    office = context.definitions.plan.campaign.office
    return post_to_unit(context.definitions, office, letter, f"{letter.kind}:{action.key}", now)


def attached(context: AppContext, files: Iterable[OutputFile]) -> tuple[str, ...]:
    """Return where files will lie, relative to the home."""
    reports = context.home.reports.relative_to(context.home.root)
    return tuple((reports / file.name).as_posix() for file in files)
