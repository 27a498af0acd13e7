"""Writes the documents that events call for into the office's folder, each once, and tells it.

Every draft is an event under its key; what has one is not drafted again, even if the office has
changed, renamed or removed the file.
"""

import datetime as dt
from collections.abc import Sequence

from adapters.documents.docx import render_docx
from adapters.files.atomic_write import write_durably
from adapters.files.file_names import shown_name
from adapters.files.home import DOCUMENTS
from adapters.mail.markdown import line_of
from adapters.mail.messages import Letter
from adapters.mail.posts import post_to_office
from adapters.markdown_templates import render_markdown
from adapters.store.engine import Connection, reading, writing
from adapters.store.events import Event, append, subjects_of
from adapters.store.outbox import Post, enqueue
from adapters.store.reports import load_reports, load_reports_of
from adapters.store.results.register import load_results
from campaign.documents.drafts import Case, Draft, drafts
from campaign.documents.kinds import kind_of
from campaign.monitoring.rectification import LEDGER
from campaign.results.document import ResultDocument, read_document
from campaign.results.lifecycle import ResultState
from campaign.scoring.collect import collect_evidence
from campaign.values.acts import SOFTWARE
from services.context import AppContext

KIND = "drafts"
DRAFTED = "document.drafted"
"""The kind of the event that a document was drafted; its subject is the draft's key."""

OWN_FOLDER = f"{DOCUMENTS}/党办草稿"
"""For the office alone, below outputs/reports/: its share permissions are the office's to set."""

_ABOUT = "mail/parts/draft_about.md.j2"
_APPROVED = (ResultState.NOTICE, ResultState.PUBLISHED)


def write_drafts(context: AppContext, day: dt.date, now: dt.datetime) -> tuple[str, ...]:
    """Draft what the facts known at the end of a day call for; return the files that are new.

    Files are written before they are noted: a crash in between writes the same ones again.
    Raises OSError if one cannot be written, and jinja2's errors if a template is broken.
    """
    with reading(context.engine) as connection:
        known = _known(connection)
        called_for = [
            draft for draft in _called_for(connection, context, day) if draft.key not in known
        ]
    for draft in called_for:
        write_durably(context.home.reports / _path(draft), render_docx(draft.document))
    if not called_for:
        return ()
    with writing(context.engine) as connection:
        known = _known(connection)
        new = [draft for draft in called_for if draft.key not in known]
        append(connection, [_event(draft, now) for draft in new])
        posts = [_post(context, new, now)] if new else []
        enqueue(connection, posts, context.definitions.plan.mail, now)
    return tuple(_path(draft) for draft in new)


def _called_for(connection: Connection, context: AppContext, day: dt.date) -> tuple[Draft, ...]:
    definitions = context.definitions
    plan, roster = definitions.plan, definitions.roster
    reports = load_reports(connection, definitions, day)
    ledgers = load_reports_of(connection, definitions, LEDGER, day)
    evidence = collect_evidence(reports, plan, roster, day)
    case = Case(plan=plan, roster=roster, day=day)
    others = [report for report in reports if report.form != LEDGER]
    return drafts(evidence, (*others, *ledgers), _approved(connection), case)


def _approved(connection: Connection) -> list[ResultDocument]:
    return [read_document(result.document) for result in load_results(connection, _APPROVED)]


def _known(connection: Connection) -> set[str]:
    return set(subjects_of(connection, DRAFTED))


def _path(draft: Draft) -> str:
    return f"{OWN_FOLDER}/{shown_name(draft.name)}.docx"


def _facts(draft: Draft) -> dict[str, object]:
    file = _path(draft).rpartition("/")[2]
    return {"file": file, "kind": kind_of(draft.document), "document": draft.document}


def _about(draft: Draft) -> str:
    """Return why it was drafted, as the mail says it; it names nobody who was complained of."""
    return line_of(render_markdown(_ABOUT, {"draft": _facts(draft)}))


def _event(draft: Draft, now: dt.datetime) -> Event:
    detail = {"paper": _path(draft), "why": _about(draft)}
    return Event(at=now, actor=SOFTWARE, kind=DRAFTED, subject=draft.key, detail=detail)


def _post(context: AppContext, new: Sequence[Draft], now: dt.datetime) -> Post:
    home = context.home
    letter = Letter(
        kind=KIND,
        facts={
            "folder": (home.reports / OWN_FOLDER).relative_to(home.root).as_posix(),
            "drafts": [_facts(draft) for draft in new],
        },
    )
    return post_to_office(context.definitions.plan, letter, f"{KIND}:{new[0].key}", now)
