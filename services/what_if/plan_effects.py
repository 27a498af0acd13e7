"""Compares the plan in force with another on the same stored reports, for ``check --against``.

Verdicts, timeliness, scores and ranks are compared; nothing is written, no message is made.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.files.encryption import archive_key, seal_key
from adapters.files.home import Home
from adapters.gc_pause import gc_paused
from adapters.store.duty_histories import deducted_statuses, load_waivers, statuses_on
from adapters.store.engine import Connection, open_store, reading
from adapters.store.integrity.destructions import load_destructions
from adapters.store.reports import load_reports
from campaign.deadlines.status import SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.recognition.recognition import RecognitionContext
from campaign.reports.report import Report
from campaign.scoring.assessment import Assessment, assess
from campaign.scoring.collect import collect_evidence
from campaign.what_if.plan_diff import PlanDifference, plan_differences
from campaign.what_if.score_changes import ScoreChange, people_changes, score_changes
from campaign.what_if.verdict_changes import (
    DutyChange,
    RejudgedReport,
    WarningChange,
    duty_changes,
    returned_otherwise,
    verdict_changes,
    warning_changes,
)
from services.examiner import ExaminerContext
from services.progress import ProgressReporter
from services.what_if.originals import load_originals
from services.what_if.replay import Replay, replay


@dataclass(frozen=True, kw_only=True)
class PlanEffects:
    """The changes that another plan makes, as of the end of ``day``.

    Scores by both plans are of the same reports, those that count now: one that the other plan
    would return still counts, and one that it would accept does not yet. ``destroyed`` are the
    receipts of reports whose originals were destroyed: those cannot be judged again.
    """

    day: dt.date
    before: Definitions
    after: Definitions
    differences: tuple[PlanDifference, ...]
    replay: Replay
    duties: tuple[DutyChange, ...]
    scores: tuple[ScoreChange, ...]
    people: Mapping[str, tuple[int, int]]
    destroyed: tuple[str, ...] = ()

    @property
    def verdicts(self) -> tuple[RejudgedReport, ...]:
        """The reports that one plan accepts and the other returns."""
        return verdict_changes(self.replay.reports)

    @property
    def returned_otherwise(self) -> tuple[RejudgedReport, ...]:
        """The reports that both plans return, for other errors."""
        return returned_otherwise(self.replay.reports)

    @property
    def warnings(self) -> tuple[WarningChange, ...]:
        """The warnings that come and go in accepted reports."""
        return warning_changes(self.replay.reports)

    @property
    def any_change(self) -> bool:
        """Whether anything changes, or a report could not be examined."""
        changes = (self.verdicts, self.returned_otherwise, self.warnings, self.duties, self.scores)
        return any(changes) or bool(self.people or self.replay.failed)


def compute_effects(
    home: Home,
    definitions: Definitions,
    other: Definitions,
    day: dt.date,
    progress: ProgressReporter,
) -> PlanEffects:
    """Return what other definitions, the same but for the plan, change at the end of a day.

    ``progress`` is called as originals are examined. Raises DefinitionError if a key file is
    damaged.
    """
    engine = open_store(home)
    with reading(engine) as connection:
        destroyed = load_destructions(connection)
        originals = load_originals(connection, home, day)
        examiner = _examiner(connection, home, definitions, day)
        other_examiner = _examiner(connection, home, other, day)
        statuses = statuses_on(connection, definitions, day)
        other_statuses = statuses_on(connection, other, day)
        reports = load_reports(connection, definitions, day)
        lapsed = [deducted_statuses(connection, side, day) for side in (definitions, other)]
    kept = [item for item in originals if item.claim.receipt not in destroyed]
    before = _assess(reports, lapsed[0], definitions, day)
    after = _assess(reports, lapsed[1], other, day)
    return PlanEffects(
        day=day,
        before=definitions,
        after=other,
        differences=plan_differences(definitions.plan, other.plan),
        replay=replay(home, kept, examiner, other_examiner, engine, progress),
        duties=duty_changes(statuses, other_statuses),
        scores=score_changes(before, after),
        people=people_changes(before, after),
        destroyed=tuple(
            receipt for item in originals if (receipt := item.claim.receipt) in destroyed
        ),
    )


def _examiner(
    connection: Connection, home: Home, definitions: Definitions, day: dt.date
) -> ExaminerContext:
    context = RecognitionContext(
        plan=definitions.plan,
        roster=definitions.roster,
        forms=definitions.forms,
        key=seal_key(home),
        waivers=load_waivers(connection, definitions, day),
    )
    return ExaminerContext(recognition=context, archive_key=archive_key(home))


def _assess(
    reports: Sequence[Report],
    statuses: Sequence[SubmissionStatus],
    definitions: Definitions,
    day: dt.date,
) -> Assessment:
    plan, roster = definitions.plan, definitions.roster
    with gc_paused():
        evidence = collect_evidence(reports, plan, roster, day, statuses=statuses)
        return assess(evidence, plan, roster, day)
