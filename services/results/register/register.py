"""The register of results: derives, stores and finds them, and carries out what is done to them.

Nothing is overwritten or deleted. Every act is an event; what is stored beside a document is only
where it stands.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from adapters.gc_pause import gc_paused
from adapters.store.bulk_sql import text_list
from adapters.store.content_hashes import stored_hashes
from adapters.store.engine import reading, writing
from adapters.store.events import Event, append
from adapters.store.reports import load_reports
from adapters.store.tables import drops, results, submissions
from campaign.definitions.definitions import Definitions
from campaign.reports.report import Report
from campaign.results.document import (
    PinnedInputs,
    PinnedSubmission,
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
from campaign.scoring.assessment import assess
from campaign.scoring.collect import collect_evidence
from campaign.values.acts import Actor
from services.context import AppContext
from services.definitions.archive import keep_definitions
from services.definitions.loading import parse_definitions, read_definition_files
from services.errors import WrongActError
from services.results.register.event_consistency import events_of, record_disagreements
from services.results.register.succession import last_reopened

Result = Row[Any]


class UnknownResultError(Exception):
    """No result, or more than one, has an id that begins so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftedResult:
    """The result that was asked for; not ``new`` where the same inputs had given it before."""

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
        raise WrongActError(f"{day}还没有到，不能起草当日的成果")
    files = read_definition_files(context.home)
    definitions = parse_definitions(files)
    hashes = keep_definitions(context.engine, context.home, files, now)
    with reading(context.engine) as connection:
        supersedes = last_reopened(connection)
        removed = _removed_from(connection, supersedes)
        reports = load_reports(connection, definitions, day)
        pinned = PinnedInputs(
            software=software_version(),
            definitions=hashes,
            submissions=pinned_submissions(connection, [report.receipt for report in reports]),
        )
    document = remove_again(derived(definitions, reports, day, pinned, supersedes), removed)
    return DerivedResult(document=document, supersedes=supersedes)


def draft_result(
    context: AppContext,
    day: dt.date,
    actor: Actor,
    now: dt.datetime,
    result: DerivedResult | None = None,
) -> DraftedResult:
    """Store the result of a day as a draft, the given one or one that is derived now.

    Raises WrongActError for a day that is not over yet but today's, DefinitionError.
    """
    while True:  # again only where a result was reopened meanwhile
        result = result or derive_result(context, day, now)
        with writing(context.engine) as connection:
            if last_reopened(connection) == result.supersedes:
                return _store_draft(connection, result.document, actor, now)
        result = None


def derived(
    definitions: Definitions,
    reports: Collection[Report],
    day: dt.date,
    pinned: PinnedInputs,
    supersedes: str,
) -> ResultDocument:
    """Return the document that these reports give by these definitions."""
    plan, roster = definitions.plan, definitions.roster
    with gc_paused():
        assessment = assess(collect_evidence(reports, plan, roster, day), plan, roster, day)
    return make_document(assessment, pinned, supersedes)


def pinned_submissions(
    connection: Connection, receipts: Collection[str]
) -> tuple[PinnedSubmission, ...]:
    """Return the accepted reports of these receipts with their hashes, as they are stored now."""
    s, d = submissions.c, drops.c
    query = (
        select(s.id, s.unit, s.form, s.period, d.receipt, d.sha256)
        .join_from(submissions, drops, d.id == s.drop_id)
        .where(d.receipt.in_(text_list(connection, receipts)))
    )
    rows = connection.execute(query).all()
    digests = stored_hashes(connection, query.with_only_columns(s.id))
    return tuple(
        PinnedSubmission(
            receipt=row.receipt,
            unit=row.unit,
            form=row.form,
            period=row.period,
            sha256=row.sha256,
            content=digests[row.id],
        )
        for row in rows
    )


def _removed_from(connection: Connection, id_: str) -> list[dict[str, str]]:
    data = connection.scalar(select(results.c.document).where(results.c.id == id_))
    removed: list[dict[str, str]] = read_document(data)["removed"] if data else []
    return removed


def _store_draft(
    connection: Connection, document: ResultDocument, actor: Actor, now: dt.datetime
) -> DraftedResult:
    data = canonical(document)
    id_ = result_id(data)
    known = connection.scalar(select(results.c.state).where(results.c.id == id_))
    if known is not None:
        return DraftedResult(id=id_, new=False, state=ResultState(known))
    store_result(connection, Beginning.DRAFT, document, actor, now)
    return DraftedResult(id=id_, new=True, state=ResultState.DRAFT)


def store_result(
    connection: Connection,
    beginning: Beginning,
    document: ResultDocument,
    actor: Actor,
    now: dt.datetime,
    **columns: dt.date,
) -> str:
    """Store a new result with its event, and return its id; ``columns`` are more of its row."""
    data, state = canonical(document), FIRST_STATES[beginning]
    id_ = result_id(data)
    row = {
        "id": id_,
        "document": data,
        "as_of": dt.date.fromisoformat(str(document["as_of"])),
        "root": id_,
        "supersedes": document["supersedes"],
        "state": state,
        "created_at": now,
        "changed_at": now,
    }
    connection.execute(insert(results).values({**row, **columns}))
    detail = {"as_of": row["as_of"], "supersedes": row["supersedes"], **_notice(columns)}
    _record(connection, beginning, id_, actor, now, {**detail, "state": state})
    return id_


def find_result(connection: Connection, id_: str) -> Result:
    """Return the result whose id begins so; raises UnknownResultError."""
    wanted = id_.strip().lower()
    query = select(results).where(results.c.id.startswith(wanted, autoescape=True)).limit(2)
    rows = connection.execute(query).all() if wanted else []
    if not rows:
        raise UnknownResultError(f"没有编号以“{id_}”开头的成果，用zuofeng result list查看")
    if len(rows) > 1:
        raise UnknownResultError(f"编号以“{id_}”开头的成果不止一份，请多写几位")
    return rows[0]


def require_possible(result: Result, act: ResultAct) -> ResultState:
    """Return the state that an act leads to; raises WrongActError where it is not possible."""
    state = ResultState(result.state)
    after = next_state(state, act)
    if after is None:
        raise WrongActError(refusal(state, act))
    return after


def require_untouched(connection: Connection, result: Result) -> None:
    """Refuse to do anything to a result that is not as its id and the record of events have it."""
    told = events_of(connection, result.id)
    if wrong := "".join(record_disagreements(connection, result, told)):
        raise WrongActError(
            f"{wrong}不能办理；请保留现场，运行zuofeng verify，与备份核对并查明原因"
        )


def apply_act(
    connection: Connection,
    result: Result,
    act: ResultAct,
    actor: Actor,
    now: dt.datetime,
    detail: Mapping[str, object] | None = None,
    **columns: dt.date,
) -> ResultState:
    """Do an act: its state, more ``columns`` of the row, and its event; return the new state.

    Raises WrongActError where it is not possible.
    """
    state = require_possible(result, act)
    require_untouched(connection, result)
    if now < result.changed_at:
        raise WrongActError(
            f"计算机时间{_minute(now)}早于这份成果上次办理的时间{_minute(result.changed_at)}，请先校准"
        )
    values = {"state": state, "changed_at": now, **columns}
    connection.execute(update(results).where(results.c.id == result.id).values(values))
    told = {**(detail or {}), **_notice(columns), "state": state}
    _record(connection, act, result.id, actor, now, told)
    return state


def _minute(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="minutes")[:16]


def _notice(columns: Mapping[str, dt.date]) -> dict[str, dt.date]:
    return {name: columns[name] for name in ("notice_first", "notice_last") if name in columns}


def _record(
    connection: Connection,
    act: ResultAct | Beginning,
    id_: str,
    actor: Actor,
    now: dt.datetime,
    detail: Mapping[str, object],
) -> None:
    told = {"why": actor.reason, **detail}
    event = Event(at=now, actor=actor.name, kind=f"result.{act}", subject=id_, detail=told)
    append(connection, [event])
