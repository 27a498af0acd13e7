"""Derive, store and find results, and apply acts to them.

Nothing is overwritten or deleted. Every act is an event; beside a document only its state is
stored.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.metadata import version

from adapters.gc_pause import gc_paused
from adapters.store.content_hashes import pinned_submissions
from adapters.store.duty_histories import deducted_statuses
from adapters.store.engine import Connection, reading, writing
from adapters.store.events import Event, append
from adapters.store.reports import load_reports
from adapters.store.results.register import (
    Result,
    ResultStatus,
    change_state,
    insert_result,
    load_result,
    results_beginning_with,
)
from campaign.deadlines.status import SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.reports.report import Report
from campaign.results.document import (
    ResultDocument,
    canonical,
    make_document,
    read_document,
    remove_again,
    result_id,
)
from campaign.results.lifecycle import (
    FIRST_STATES,
    Beginning,
    ResultAct,
    ResultState,
    next_state,
    refusal,
)
from campaign.results.notice_period import NoticePeriod
from campaign.results.pinned_inputs import PinnedInputs
from campaign.scoring.assessment import assess
from campaign.scoring.collect import collect_evidence
from campaign.scoring.edition import CURRENT, Edition
from campaign.values.acts import Actor
from services.context import AppContext
from services.definitions.archive import keep_definitions
from services.definitions.loading import parse_definitions, read_definition_files
from services.errors import WrongActError
from services.results.register.event_consistency import events_of, record_disagreements
from services.results.register.succession import last_reopened
from services.texts.results import result_wordings


class UnknownResultError(Exception):
    """No result, or more than one, has an id that begins so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftedResult:
    """A drafted result; not ``new`` if the same inputs had yielded it before."""

    id: str
    new: bool
    state: ResultState


def software_version() -> str:
    """Return the version of this software, which a result names."""
    return version("zuofeng")


@dataclass(frozen=True, kw_only=True, slots=True)
class DerivedResult:
    """The document of a day as derived; ``supersedes`` is the result that was reopened last."""

    document: ResultDocument
    supersedes: str


def derive_result(context: AppContext, day: dt.date, now: dt.datetime) -> DerivedResult:
    """Derive the result of a day by the definitions as they are now, which are kept.

    What objections removed from the result that it supersedes stays removed.

    Raises WrongActError for a day that is not over yet but today's, DefinitionError.
    """
    if day > now.date():
        raise WrongActError(result_wordings().registry.day_to_come.format(day=day))
    files = read_definition_files(context.home)
    definitions = parse_definitions(files)
    hashes = keep_definitions(context.engine, context.home, files, now)
    with reading(context.engine) as connection:
        supersedes = last_reopened(connection)
        removed = _removed_from(connection, supersedes)
        reports = load_reports(connection, definitions, day)
        records = DayRecords(reports, deducted_statuses(connection, definitions, day))
        pinned = PinnedInputs(
            software=software_version(),
            definitions=hashes,
            submissions=pinned_submissions(connection, [report.receipt for report in reports]),
        )
    document = remove_again(derived(definitions, records, day, pinned, supersedes), removed)
    return DerivedResult(document=document, supersedes=supersedes)


def draft_result(
    context: AppContext,
    day: dt.date,
    actor: Actor,
    now: dt.datetime,
    result: DerivedResult | None = None,
) -> DraftedResult:
    """Store the result of a day as a draft: ``result``, or one that is derived now.

    Raises WrongActError for a day that is not over yet but today's, DefinitionError.
    """
    while True:  # again only where a result was reopened meanwhile
        result = result or derive_result(context, day, now)
        with writing(context.engine) as connection:
            if last_reopened(connection) == result.supersedes:
                return _store_draft(connection, result.document, actor, now)
        result = None


@dataclass(frozen=True, slots=True)
class DayRecords:
    """What was recorded by the end of a day, and the edition of the rules to read it by.

    ``statuses`` are those of ``deducted_statuses``.
    """

    reports: Collection[Report]
    statuses: Collection[SubmissionStatus]
    edition: Edition = CURRENT


def derived(
    definitions: Definitions,
    records: DayRecords,
    day: dt.date,
    pinned: PinnedInputs,
    supersedes: str,
) -> ResultDocument:
    """Return the document of the assessment of a day's records by these definitions."""
    plan, roster = definitions.plan, definitions.roster
    with gc_paused():
        evidence = collect_evidence(
            records.reports, plan, roster, day, records.edition, records.statuses
        )
        assessment = assess(evidence, plan, roster, day)
    return make_document(assessment, pinned, supersedes)


def _removed_from(connection: Connection, id_: str) -> list[dict[str, str]]:
    result = load_result(connection, id_)
    removed: list[dict[str, str]] = read_document(result.document)["removed"] if result else []
    return removed


def _store_draft(
    connection: Connection, document: ResultDocument, actor: Actor, now: dt.datetime
) -> DraftedResult:
    id_ = result_id(canonical(document))
    if stored := load_result(connection, id_):
        return DraftedResult(id=id_, new=False, state=ResultState(stored.state))
    store_result(connection, document, actor, now)
    return DraftedResult(id=id_, new=True, state=ResultState.DRAFT)


def store_result(
    connection: Connection,
    document: ResultDocument,
    actor: Actor,
    now: dt.datetime,
    renewed: ResultStatus | None = None,
    notice: NoticePeriod | None = None,
) -> str:
    """Store a new result with its event, and return its id.

    It is a draft, or it renews the result ``renewed`` and begins a notice period.
    """
    beginning = Beginning.RENEW if renewed else Beginning.DRAFT
    data, state = canonical(document), FIRST_STATES[beginning]
    id_ = result_id(data)
    result = Result(
        id=id_,
        document=data,
        as_of=dt.date.fromisoformat(str(document["as_of"])),
        root=renewed.root if renewed else id_,
        supersedes=document["supersedes"],
        state=state,
        created_at=now,
        changed_at=now,
        notice_first=notice.first if notice else None,
        notice_last=notice.last if notice else None,
    )
    insert_result(connection, result)
    detail = {"as_of": result.as_of, "supersedes": result.supersedes, "state": state}
    _record(connection, beginning, id_, actor, now, {**detail, **notice_facts(notice)})
    return id_


def notice_facts(notice: NoticePeriod | None) -> dict[str, object]:
    """Return the notice period that an act begins, as detail of its event."""
    return {"notice_first": notice.first, "notice_last": notice.last} if notice else {}


def find_result(connection: Connection, id_: str) -> Result:
    """Return the result whose id begins so; raises UnknownResultError if not exactly one does."""
    prefix = id_.strip().lower()
    results = results_beginning_with(connection, prefix, most=2) if prefix else []
    wordings = result_wordings().registry
    if not results:
        raise UnknownResultError(wordings.unknown.format(id=id_))
    if len(results) > 1:
        raise UnknownResultError(wordings.several.format(id=id_))
    return results[0]


def require_possible(result: Result, act: ResultAct) -> ResultState:
    """Return the state that an act leads to; raises WrongActError if it is not possible."""
    state = ResultState(result.state)
    after = next_state(state, act)
    if after is None:
        raise WrongActError(refusal(state, act))
    return after


def require_untouched(connection: Connection, result: Result) -> None:
    """Check a result against its id and its events; raises WrongActError if they disagree."""
    events = events_of(connection, result.id)
    if disagreements := "".join(record_disagreements(connection, result, events)):
        raise WrongActError(result_wordings().registry.touched.format(disagreements=disagreements))


def apply_act(
    connection: Connection,
    result: Result,
    act: ResultAct,
    actor: Actor,
    now: dt.datetime,
    detail: Mapping[str, object] | None = None,
) -> ResultState:
    """Apply an act: store the state that it leads to and its event; return the state.

    Raises WrongActError if the act is not possible, or the clock is behind the last act.
    """
    state = require_possible(result, act)
    require_untouched(connection, result)
    if now < result.changed_at:
        wording = result_wordings().registry.clock_behind
        raise WrongActError(wording.format(now=_minute(now), last=_minute(result.changed_at)))
    change_state(connection, result.id, state, now)
    _record(connection, act, result.id, actor, now, {**(detail or {}), "state": state})
    return state


def _minute(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="minutes")[:16]


def _record(
    connection: Connection,
    act: ResultAct | Beginning,
    id_: str,
    actor: Actor,
    now: dt.datetime,
    detail: Mapping[str, object],
) -> None:
    facts = {"why": actor.reason, **detail}
    event = Event(at=now, actor=actor.name, kind=f"result.{act}", subject=id_, detail=facts)
    append(connection, [event])
