"""Collects the events for which the plan lists deductions from a unit's total."""

from collections.abc import Iterable, Iterator

from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.applicability import RATINGS
from campaign.definitions.appraisal_plan import CRITICISED, LATE, UNFILED, UNRATED
from campaign.definitions.duties import Duty
from campaign.scoring.collect.reference_data import ReferenceData
from campaign.scoring.edition import Edition
from campaign.scoring.evidence import Criticism, Filing, Lapse

_KEY_OF_STATE = {DutyState.LATE: LATE, DutyState.LOCKED: UNFILED}


def collect_lapses(
    duties: Iterable[tuple[Duty, Filing]],
    statuses: Iterable[SubmissionStatus],
    criticisms: Iterable[Criticism],
    reference: ReferenceData,
) -> tuple[Lapse, ...]:
    """Return the lapses of all units that the plan deducts for; of the first edition none.

    ``duties`` are those to file what feeds a score, ``statuses`` those of all duties.
    """
    if reference.edition is Edition.FIRST:
        return ()
    planned = {deduction.key for deduction in reference.plan.appraisal.deductions}
    lapses = (*_unrated(duties), *_unpunctual(statuses), *_criticised(criticisms))
    return tuple(lapse for lapse in lapses if lapse.key in planned)


def _unrated(duties: Iterable[tuple[Duty, Filing]]) -> Iterator[Lapse]:
    for duty, filing in duties:
        if duty.obligation.form == RATINGS and filing is Filing.MISSED:
            yield Lapse(unit=duty.unit, key=UNRATED, label=_name(duty))


def _unpunctual(statuses: Iterable[SubmissionStatus]) -> Iterator[Lapse]:
    for status in statuses:
        if key := _KEY_OF_STATE.get(status.state):
            yield Lapse(unit=status.duty.unit, key=key, label=_name(status.duty))


def _name(duty: Duty) -> str:
    return f"{duty.obligation.name}，{duty.period.label}"


def _criticised(criticisms: Iterable[Criticism]) -> Iterator[Lapse]:
    for criticism in criticisms:
        if criticism.after_spot_check and not criticism.person:
            yield Lapse(
                unit=criticism.unit,
                key=CRITICISED,
                label=criticism.document,
                source=criticism.source,
            )
