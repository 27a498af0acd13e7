"""Holds the year's outputs against what was planted: reports, reminders, answers, records."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from adapters.store.duty_histories import statuses_on
from adapters.store.engine import reading
from adapters.store.outbox import REMINDER, MessageState
from adapters.store.tables import drops, outbox, submissions
from campaign.deadlines.status import STATE_NAMES, DutyState, SubmissionStatus
from campaign.values.dispositions import DISPOSITION_NAMES
from rehearsal.checks.result_checks import check_result
from rehearsal.simulation.schedule import Manner, ScheduledReport, expected_reminders
from rehearsal.simulation.simulated_bureau import Answered
from rehearsal.simulation.year import Year
from services.agenda.actions import skipped_actions
from services.audit.verify import verify

_MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class YearCheck:
    """One planted fact: what must hold, and what is otherwise; nothing if it holds."""

    what: str
    wrong: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the outputs say what was planted."""
        return not self.wrong


def check_year(year: Year) -> tuple[YearCheck, ...]:
    """Return all checks of a year that was played."""
    standing = _standings(year)
    facts: tuple[tuple[str, Iterable[str]], ...] = (
        ("每份文件的答复都与设定相符", _answers(year)),
        (_late_words(year), _timeliness(year, standing, lambda turn: not _was_faulty(turn))),
        (
            "退回后按期改正的，仍算按时",
            _timeliness(year, standing, _was_faulty),
        ),
        ("每天提醒的正是尚未报送的，没有别的单位", _reminders(year)),
        ("没有一份文件收了两次、答了两次", _twice(year)),
        ("没有发不出去的邮件，没有邮箱的单位已列明", _mail(year)),
        ("方案的事项全部办理", _undone(year)),
        *check_result(year),
        ("核验：记录、答复、存档完好", _verify(year)),
    )
    return tuple(YearCheck(what=what, wrong=tuple(wrong)) for what, wrong in facts)


def _standings(year: Year) -> dict[object, SubmissionStatus]:
    bureau = year.bureau
    with reading(bureau.context.engine) as connection:
        found = statuses_on(connection, bureau.context.definitions, year.last_day)
    return {each.duty.key: each for each in found}


def _was_faulty(turn: ScheduledReport) -> bool:
    return any(manner is Manner.FAULTY for _, manner in turn.drops)


def _late_words(year: Year) -> str:
    late = {turn.duty.unit for turn in year.troupe.turns if turn.state is DutyState.LATE}
    names = "、".join(sorted(late)) or "无"
    return f"谁按时、谁逾期（{names}）、谁未报、谁零报告、谁免报，与设定相符"


def _timeliness(
    year: Year, status: dict[object, SubmissionStatus], wanted: Callable[[ScheduledReport], bool]
) -> Iterator[str]:
    for turn in filter(wanted, year.troupe.turns):
        found = status[turn.duty.key]
        if found.state is not turn.state:
            duty = turn.duty
            yield (
                f"{duty.unit}《{duty.obligation.name}》{duty.period.label}应为"
                f"{STATE_NAMES[turn.state]}，实为{STATE_NAMES[found.state]}"
            )


def _answers(year: Year) -> Iterator[str]:
    for each in year.answered:
        if not each.as_expected:
            yield (
                f"{each.day} {each.drop.unit} {each.drop.form}：应为"
                f"{DISPOSITION_NAMES[each.drop.expect]}，实为{_words(each)}"
            )


def _words(each: Answered) -> str:
    reasons = "，".join(each.reply.reasons[:3])
    return DISPOSITION_NAMES[each.reply.outcome] + (f"（{reasons}）" if reasons else "")


def _reminders(year: Year) -> Iterator[str]:
    plan = year.bureau.context.definitions.plan
    forms = year.bureau.context.definitions.office_forms
    own = [turn for turn in year.troupe.turns if turn.duty.obligation.form not in forms]
    planted = expected_reminders(own, plan)
    query = select(outbox.c.key).where(outbox.c.kind == REMINDER)
    with reading(year.bureau.context.engine) as connection:
        keys = [key.split(":") for key in connection.scalars(query)]
    sent = {(dt.date.fromisoformat(day), unit) for _, day, unit in keys}
    yield from (f"{day} 没有提醒{unit}" for day, unit in sorted(planted - sent))
    yield from (f"{day} 多提醒了{unit}" for day, unit in sorted(sent - planted))


def _twice(year: Year) -> Iterator[str]:
    with reading(year.bureau.context.engine) as connection:
        answered = connection.scalars(select(drops.c.state)).all()
        accepted = Counter(connection.scalars(select(submissions.c.drop_id)).all())
        replies = Counter(
            connection.scalars(select(outbox.c.drop_id).where(outbox.c.drop_id.is_not(None)))
        )
    if len(answered) != len(year.answered):
        yield f"放入{len(year.answered)}份，登记{len(answered)}份"
    yield from (f"第{drop}号收文登记了{count}次" for drop, count in accepted.items() if count > 1)
    yield from (f"第{drop}号收文答复了{count}次" for drop, count in replies.items() if count > 1)


def _mail(year: Year) -> Iterator[str]:
    settled = (MessageState.SENT, MessageState.SUPERSEDED, MessageState.NO_ADDRESS)
    query = select(outbox.c.key, outbox.c.state, outbox.c.unit)
    roster = year.bureau.context.definitions.roster
    with reading(year.bureau.context.engine) as connection:
        rows = connection.execute(query).all()
    for row in rows:
        unit = roster.unit(row.unit)
        reachable = unit is not None and bool(unit.email)
        if row.state not in settled or (row.state == MessageState.NO_ADDRESS and reachable):
            yield f"{row.key}：{row.state}"


def _undone(year: Year) -> Iterator[str]:
    last = min(year.last_day, year.bureau.context.definitions.plan.campaign.last)
    for action in skipped_actions(year.bureau.context, last):
        yield f"{action.flow} {action.kind} {action.subject}（{action.day}）"


def _verify(year: Year) -> Iterator[str]:
    bureau = year.bureau
    for finding in verify(bureau.context.engine, bureau.home, bureau.now):
        yield f"{finding.check} {finding.subject}：{finding.what}"


def shortened(wrong: Iterable[str]) -> list[str]:
    """Return the first few of what is otherwise, and how many more there are."""
    found = list(wrong)
    more = len(found) - _MOST_NAMED
    return [*found[:_MOST_NAMED], *([f"……另有{more}项"] if more > 0 else [])]
