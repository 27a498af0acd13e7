"""Checks the year's outputs against what was planted: reports, reminders, receipts, records."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from adapters.store.audit import message_kinds_by_drop, submission_records
from adapters.store.duty_histories import statuses_on
from adapters.store.engine import reading
from adapters.store.intake.drops import count_drops
from adapters.store.outbox import REMINDER, MessageState, messages_in
from campaign.deadlines.status import STATE_NAMES, DutyState, SubmissionStatus
from campaign.values.dispositions import DISPOSITION_NAMES
from rehearsal.checks.result_checks import Checks, Deviations, check_result
from rehearsal.content.texts import check_texts
from rehearsal.simulation.schedule import Manner, ScheduledReport, expected_reminders
from rehearsal.simulation.simulated_bureau import AnsweredDrop
from rehearsal.simulation.year import Year
from services.agenda.actions import skipped_actions
from services.audit.verify import verify

_MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class YearCheck:
    """What must hold of the outputs, and what deviates from it; nothing if it holds."""

    what: str
    deviations: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the outputs are as they were planted."""
        return not self.deviations


def check_year(year: Year) -> tuple[YearCheck, ...]:
    """Return all checks of a simulated year."""
    texts, statuses = check_texts().year, _statuses(year)
    checks: Checks = (
        (texts["answers"], _answers(year)),
        (_timeliness_text(year), _timeliness(year, statuses, lambda r: not _was_faulty(r))),
        (texts["corrections"], _timeliness(year, statuses, _was_faulty)),
        (texts["reminders"], _reminders(year)),
        (texts["once"], _repetitions(year)),
        (texts["mail"], _mail(year)),
        (texts["actions"], _undone(year)),
        *check_result(year),
        (texts["audit"], _audit(year)),
    )
    return tuple(YearCheck(what=what, deviations=tuple(deviations)) for what, deviations in checks)


def _statuses(year: Year) -> dict[object, SubmissionStatus]:
    context = year.bureau.context
    with reading(context.engine) as connection:
        statuses = statuses_on(connection, context.definitions, year.last_day)
    return {status.duty.key: status for status in statuses}


def _was_faulty(report: ScheduledReport) -> bool:
    return any(manner is Manner.FAULTY for _, manner in report.drops)


def _timeliness_text(year: Year) -> str:
    reports = year.participants.reports
    late = {report.duty.unit for report in reports if report.state is DutyState.LATE}
    texts = check_texts().year
    return texts["timeliness"].format(late="、".join(sorted(late)) or texts["none"])


def _timeliness(
    year: Year,
    statuses: Mapping[object, SubmissionStatus],
    applies: Callable[[ScheduledReport], bool],
) -> Deviations:
    for report in filter(applies, year.participants.reports):
        duty, status = report.duty, statuses[report.duty.key]
        if status.state is not report.state:
            yield (
                check_texts()
                .year["state"]
                .format(
                    unit=duty.unit,
                    obligation=duty.obligation.name,
                    period=duty.period.label,
                    expected=STATE_NAMES[report.state],
                    found=STATE_NAMES[status.state],
                )
            )


def _answers(year: Year) -> Deviations:
    for answer in year.answered:
        if not answer.as_expected:
            drop = answer.drop
            yield (
                check_texts()
                .year["answer"]
                .format(
                    day=answer.day,
                    unit=drop.unit,
                    form=drop.form,
                    expected=DISPOSITION_NAMES[drop.expect],
                    found=_disposition(answer),
                )
            )


def _disposition(answer: AnsweredDrop) -> str:
    reasons = "，".join(answer.receipt.reasons[:3])
    name = DISPOSITION_NAMES[answer.receipt.disposition]
    return f"{name}（{reasons}）" if reasons else name


def _reminders(year: Year) -> Deviations:
    texts, definitions = check_texts().year, year.bureau.context.definitions
    forms = definitions.office_forms
    reports = [r for r in year.participants.reports if r.duty.obligation.form not in forms]
    planted = expected_reminders(reports, definitions.plan)
    with reading(year.bureau.context.engine) as connection:
        messages = messages_in(connection, tuple(MessageState), [REMINDER])
    keys = [message.key.split(":") for message in messages]
    sent = {(dt.date.fromisoformat(day), unit) for _, day, unit in keys}
    for day, unit in sorted(planted - sent):
        yield texts["not_reminded"].format(day=day, unit=unit)
    for day, unit in sorted(sent - planted):
        yield texts["reminded_in_vain"].format(day=day, unit=unit)


def _repetitions(year: Year) -> Deviations:
    texts = check_texts().year
    with reading(year.bureau.context.engine) as connection:
        registered = count_drops(connection)
        accepted = Counter(row.drop_id for row in submission_records(connection))
        answered = {drop: len(kinds) for drop, kinds in message_kinds_by_drop(connection).items()}
    if registered != len(year.answered):
        yield texts["registered"].format(dropped=len(year.answered), registered=registered)
    yield from _more_than_once(texts["accepted_twice"], accepted)
    yield from _more_than_once(texts["answered_twice"], answered)


def _more_than_once(text: str, counts: Mapping[int, int]) -> Iterator[str]:
    return (text.format(drop=drop, count=count) for drop, count in counts.items() if count > 1)


def _mail(year: Year) -> Deviations:
    settled = (MessageState.SENT, MessageState.SUPERSEDED, MessageState.NO_ADDRESS)
    roster = year.bureau.context.definitions.roster
    with reading(year.bureau.context.engine) as connection:
        rows = messages_in(connection, tuple(MessageState))
    for row in rows:
        unit = roster.unit(row.unit)
        reachable = unit is not None and bool(unit.email)
        if row.state not in settled or (row.state == MessageState.NO_ADDRESS and reachable):
            yield f"{row.key}：{row.state}"


def _undone(year: Year) -> Deviations:
    last = min(year.last_day, year.bureau.context.definitions.plan.campaign.last)
    for action in skipped_actions(year.bureau.context, last):
        yield f"{action.flow} {action.kind} {action.subject}（{action.day}）"


def _audit(year: Year) -> Deviations:
    bureau = year.bureau
    for finding in verify(bureau.context.engine, bureau.home, bureau.now):
        yield f"{finding.check} {finding.subject}：{finding.what}"


def shortened(deviations: Iterable[str]) -> list[str]:
    """Return the first few deviations, and how many more there are."""
    lines = list(deviations)
    more = len(lines) - _MOST_NAMED
    rest = [check_texts().year["more"].format(count=more)] if more > 0 else []
    return [*lines[:_MOST_NAMED], *rest]
