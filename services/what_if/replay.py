"""Judges stored reports by another plan: their archived originals are examined once more.

Nothing is written, and no original leaves the archive: the worker processes read and decrypt it.
"""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.files.archive import read_archived
from adapters.files.home import Home
from adapters.store.engine import Connection, Engine, reading
from adapters.workbooks.gate import inspect_size
from adapters.worker_pool import Failed, Readers
from campaign.definitions.duties import DutyKey
from campaign.problems.codes import Code, Problem, has_errors, make_problem
from campaign.what_if.verdict_changes import HISTORY, RejudgedReport
from services.context import ExaminerContext
from services.intake.cross_checks import cross_report_problems, key_of, submission_index_for
from services.intake.examination import Examined, init_worker, judge, refused
from services.what_if.originals import Original

ProgressReporter = Callable[[int, int], None]
"""Is called with how many of how many originals are done."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Replay:
    """What was judged, and the receipts of originals that could not be: gone, or our fault.

    ``otherwise`` are those that the plan in force would judge otherwise today as well: what has
    changed since is not the other plan's doing.
    """

    judged: tuple[RejudgedReport, ...]
    otherwise: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def replay(
    home: Home,
    originals: Sequence[Original],
    desks: tuple[ExaminerContext, ExaminerContext],
    engine: Engine,
    told: ProgressReporter,
) -> Replay:
    """Judge originals by the second desk, and those judged otherwise than then by the first too.

    What was returned and has been replaced since is left out, as far as it can be told what it
    was: a file that neither plan recognises stays in.
    """
    now, other = desks
    after, failed = _examine(home, originals, other, told)
    standing = _unreplaced(originals, after)
    with reading(engine) as connection:
        judged = [_judged(item, after[item.claim.receipt], connection) for item in standing]
    doubtful = {item.receipt for item in judged if item.differs}
    again = [item for item in standing if item.claim.receipt in doubtful]
    before, failed_again = _examine(home, again, now, lambda done, total: None)
    with reading(engine) as connection:
        found = {
            item.claim.receipt: _judged(item, before[item.claim.receipt], connection).after
            for item in again
            if item.claim.receipt in before
        }
    judged = [replace(item, before=found.get(item.receipt, item.before)) for item in judged]
    return Replay(
        judged=tuple(judged),
        otherwise=tuple(i.receipt for i in judged if i.receipt in doubtful and not i.differs),
        failed=(*failed, *failed_again),
    )


def _examine(
    home: Home, originals: Sequence[Original], examiner: ExaminerContext, told: ProgressReporter
) -> tuple[dict[str, Examined], list[str]]:
    """Return what was examined, by receipt, and the receipts of what could not be."""
    found: dict[str, Examined] = {}
    failed: list[str] = []
    if not originals:
        return found, failed
    processes = max(1, min(os.cpu_count() or 1, len(originals)))
    with Readers(
        processes, examiner.recognition.plan.limits, _prepare, (examiner, home)
    ) as readers:
        for done, (item, result) in enumerate(readers.map(_examine_original, originals), start=1):
            receipt = item.claim.receipt
            if isinstance(result, Failed):
                failed.append(receipt)
            elif isinstance(result, Examined):
                found[receipt] = result
            else:
                unreadable = (make_problem(Code.FILE_UNREADABLE),)
                found[receipt] = refused(item.claim, examiner, unreadable)
            told(done, len(originals))
    return found, failed


_here: tuple[ExaminerContext, Home] | None = None


def _prepare(examiner: ExaminerContext, home: Home) -> None:
    global _here
    init_worker(examiner)
    _here = examiner, home


def _examine_original(original: Original) -> Examined:
    if _here is None:
        raise RuntimeError("the worker process was not prepared")
    desk, home = _here
    claim, secret = original.claim, original.confidential
    data = read_archived(home, claim.sha256, claim.suffix, secret, desk.archive_key)
    if too_large := inspect_size(len(data), desk.recognition.plan.limits):
        return refused(claim, desk, too_large)
    examined, _, _ = judge(claim, data, desk, original.accepted_as)
    return replace(examined, sheets=())


def _unreplaced(originals: Iterable[Original], examined: Mapping[str, Examined]) -> list[Original]:
    """Leave out papers, and returned reports after which another of the same key came."""
    last: dict[DutyKey, str] = {}
    kept = []
    for item in sorted(originals, key=lambda item: (item.claim.received_at, item.claim.drop_id)):
        found = examined.get(item.claim.receipt)
        if found is None or found.paper:
            continue
        kept.append(item)
        if (key := _key(item, found))[1]:
            last[key] = item.claim.receipt
    return [
        item
        for item in kept
        if item.accepted_as
        or last.get(_key(item, examined[item.claim.receipt])) in (None, item.claim.receipt)
    ]


def _key(item: Original, found: Examined) -> DutyKey:
    return item.key if item.key[1] else key_of(found)


def _judged(item: Original, found: Examined, connection: Connection) -> RejudgedReport:
    unit, form, slot = _key(item, found)
    return RejudgedReport(
        receipt=item.claim.receipt,
        unit=unit or item.claim.folder_unit,
        form=form,
        slot=slot,
        confidential=item.confidential or found.confidential,
        before=item.found,
        after=(*found.problems, *_history(item, found, connection)),
    )


def _history(item: Original, found: Examined, connection: Connection) -> Collection[Problem]:
    """Return what contradicts other reports: as it was found, or looked up where it was not."""
    if item.accepted_as:
        return [each for each in item.found if each.code in HISTORY] if found.form else ()
    if not found.form or has_errors(found.problems):
        return [each for each in item.found if each.code in HISTORY]
    return cross_report_problems(submission_index_for(connection, [found]), found)
