"""Judges stored reports by another plan, by examining their archived originals again.

Nothing is written, and no original leaves the archive: the worker processes read and decrypt it.
"""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.files.archive import read_archived
from adapters.files.home import Home
from adapters.store.engine import Connection, Engine, reading
from adapters.workbooks.gate import inspect_size
from adapters.worker_pool import Died, Failed, Readers
from campaign.definitions.duties import DutyKey
from campaign.problems.codes import Code, Problem, has_errors, make_problem
from campaign.what_if.verdict_changes import HISTORY, RejudgedReport
from services.examiner import ExaminerContext
from services.intake.cross_checks import cross_report_problems, key_of, submission_index_for
from services.intake.examining.examination import Examined, init_worker, judge, refused
from services.progress import ProgressReporter
from services.what_if.originals import Original


@dataclass(frozen=True, kw_only=True, slots=True)
class Replay:
    """The reports judged again, and the receipts of those that could not be or differ anyway.

    ``not_by_plan`` are reports that the plan in force, too, would judge otherwise today than it
    did: the other plan did not cause it. ``failed`` originals are gone, or failed in the worker.
    """

    reports: tuple[RejudgedReport, ...]
    not_by_plan: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def replay(
    home: Home,
    originals: Sequence[Original],
    examiner: ExaminerContext,
    other: ExaminerContext,
    engine: Engine,
    progress: ProgressReporter,
) -> Replay:
    """Judge originals by the ``other`` examiner, and those whose problems differ by ``examiner``.

    A returned report that has been replaced since is left out, as far as it can be recognised: a
    file that neither plan recognises stays in.
    """
    after, failed = _examine(home, originals, other, progress)
    current = _unreplaced(originals, after)
    with reading(engine) as connection:
        reports = [_rejudge(item, after[item.claim.receipt], connection) for item in current]
    differing = {report.receipt for report in reports if report.differs}
    again = [original for original in current if original.claim.receipt in differing]
    before, failed_again = _examine(home, again, examiner, lambda done, total: None)
    with reading(engine) as connection:
        problems_now = {
            original.claim.receipt: _rejudge(original, before[receipt], connection).after
            for original in again
            if (receipt := original.claim.receipt) in before
        }
    reports = [replace(r, before=problems_now.get(r.receipt, r.before)) for r in reports]
    return Replay(
        reports=tuple(reports),
        not_by_plan=tuple(r.receipt for r in reports if r.receipt in differing and not r.differs),
        failed=(*failed, *failed_again),
    )


def _examine(
    home: Home, originals: Sequence[Original], examiner: ExaminerContext, progress: ProgressReporter
) -> tuple[dict[str, Examined], list[str]]:
    """Return the examinations by receipt, and the receipts of originals that failed."""
    examined: dict[str, Examined] = {}
    failed: list[str] = []
    if not originals:
        return examined, failed
    processes = max(1, min(os.cpu_count() or 1, len(originals)))
    with Readers(
        processes, examiner.recognition.plan.limits, _prepare, (examiner, home)
    ) as readers:
        for done, (original, result) in enumerate(
            readers.map(_examine_original, originals), start=1
        ):
            receipt = original.claim.receipt
            if isinstance(result, Failed) or (isinstance(result, Died) and not result.blames_file):
                failed.append(receipt)
            elif isinstance(result, Examined):
                examined[receipt] = result
            else:
                unreadable = (make_problem(Code.FILE_UNREADABLE),)
                examined[receipt] = refused(original.claim, examiner, unreadable)
            progress(done, len(originals))
    return examined, failed


_worker: tuple[ExaminerContext, Home] | None = None


def _prepare(examiner: ExaminerContext, home: Home) -> None:
    global _worker
    init_worker(examiner)
    _worker = examiner, home


def _examine_original(original: Original) -> Examined:
    if _worker is None:
        raise RuntimeError("the worker process was not prepared")
    examiner, home = _worker
    claim, secret = original.claim, original.confidential
    data = read_archived(home, claim.sha256, claim.suffix, secret, examiner.archive_key)
    if too_large := inspect_size(len(data), examiner.recognition.plan.limits):
        return refused(claim, examiner, too_large)
    examined, _, _ = judge(claim, data, examiner, original.accepted_as)
    return replace(examined, sheets=())


def _unreplaced(originals: Iterable[Original], examined: Mapping[str, Examined]) -> list[Original]:
    """Leave out attachments, and returned reports after which another of the same key came."""
    last: dict[DutyKey, str] = {}
    kept = []
    for original in sorted(originals, key=lambda o: (o.claim.received_at, o.claim.drop_id)):
        receipt = original.claim.receipt
        if receipt not in examined or examined[receipt].paper:
            continue
        kept.append(original)
        if (key := _key(original, examined[receipt]))[1]:
            last[key] = receipt
    return [
        original
        for original in kept
        if original.accepted_as
        or last.get(_key(original, examined[original.claim.receipt]))
        in (None, original.claim.receipt)
    ]


def _key(original: Original, examined: Examined) -> DutyKey:
    return original.key if original.key[1] else key_of(examined)


def _rejudge(original: Original, examined: Examined, connection: Connection) -> RejudgedReport:
    unit, form, slot = _key(original, examined)
    return RejudgedReport(
        receipt=original.claim.receipt,
        unit=unit or original.claim.folder_unit,
        form=form,
        slot=slot,
        confidential=original.confidential or examined.confidential,
        before=original.problems,
        after=(*examined.problems, *_contradictions(original, examined, connection)),
    )


def _contradictions(
    original: Original, examined: Examined, connection: Connection
) -> Collection[Problem]:
    """Return what contradicts other reports: as stored, or looked up where nothing was stored."""
    stored = [problem for problem in original.problems if problem.code in HISTORY]
    if original.accepted_as:
        return stored if examined.form else ()
    if not examined.form or has_errors(examined.problems):
        return stored
    index = submission_index_for(connection, [examined], {})
    return cross_report_problems(index, examined, {}, examined.claim.received_at)
