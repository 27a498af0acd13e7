"""The implementation scheme (实施方案) as the plan and the roster state it (S1 to S5, S56, S57)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.definitions.duties import due_date
from campaign.definitions.plan import Obligation, Plan
from campaign.definitions.roster import Roster
from campaign.documents.imprint import Imprint
from campaign.documents.scoring_rules_text import scoring_rules_text
from campaign.values.periods import Period, PeriodKind

_QUARTERS = "一二三四"


@dataclass(frozen=True, kw_only=True, slots=True)
class SchemePhase:
    """A phase; both dates belong to it."""

    name: str
    first: dt.date
    last: dt.date
    aim: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SchemeTask:
    """A report that is due: which, from whom, for which periods, until when, in words."""

    name: str
    form: str
    who: str
    periods: str
    due: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupRole:
    """The members of the leading group who have the same role."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scheme:
    """The facts of ``scheme``. ``bases`` are the documents of higher bodies that it follows."""

    imprint: Imprint
    year: int
    theme: str
    bases: tuple[str, ...]
    dimensions: tuple[str, ...]
    channels: tuple[str, ...]
    phases: tuple[SchemePhase, ...]
    topics: tuple[str, ...]
    leading_group: tuple[GroupRole, ...]
    office: str
    scoring: tuple[str, ...]
    tasks: tuple[SchemeTask, ...]


def scheme(
    plan: Plan,
    roster: Roster,
    imprint: Imprint,
    bases: tuple[str, ...],
    titles: Mapping[str, str],
) -> Scheme:
    """Return the scheme; ``titles`` are the forms' titles by key.

    Raises KeyError for a form without a title, UnknownYearError as ``due_date`` does.
    """
    return Scheme(
        imprint=imprint,
        year=plan.campaign.year,
        theme=plan.campaign.theme,
        bases=bases,
        dimensions=tuple(dimension.name for dimension in plan.appraisal.dimensions),
        channels=tuple(channel.name for channel in plan.appraisal.channels),
        phases=tuple(
            SchemePhase(name=phase.name, first=phase.first, last=phase.last, aim=phase.aim)
            for phase in plan.phases
        ),
        topics=tuple(topic.name for topic in plan.topics),
        leading_group=_roles(roster),
        office=roster.name_of(plan.campaign.office),
        scoring=scoring_rules_text(plan.appraisal),
        tasks=tuple(_task(item, plan, roster, titles) for item in plan.obligations),
    )


def _roles(roster: Roster) -> tuple[GroupRole, ...]:
    names: dict[str, list[str]] = {}
    for member in roster.leading_group:
        names.setdefault(member.role, []).append(member.name)
    return tuple(GroupRole(role=role, names=tuple(some)) for role, some in names.items())


def _task(
    obligation: Obligation, plan: Plan, roster: Roster, titles: Mapping[str, str]
) -> SchemeTask:
    days = [due_date(obligation, period, plan) for period in obligation.periods]
    return SchemeTask(
        name=obligation.name,
        form=titles[obligation.form],
        who=_who(obligation, roster),
        periods=periods_in_words(obligation.periods),
        due="、".join(_day(day, plan.campaign.year) for day in days) or "随时",
    )


def _who(obligation: Obligation, roster: Roster) -> str:
    named = (roster.unit(name) for name in obligation.units)
    names = [unit.name if unit else "" for unit in named]
    return "、".join([*(f"各{one}" for one in obligation.classes), *filter(None, names)])


def periods_in_words(periods: tuple[Period, ...]) -> str:
    """Say for which periods something is due: 6月至11月，每月; 第二季度、第四季度; 全年."""
    if not periods:
        return "发生时"
    kinds = {period.kind for period in periods}
    months = [period.last.month for period in periods]
    if kinds == {PeriodKind.MONTHLY}:
        if _unbroken(months, 1):
            return f"{months[0]}月至{months[-1]}月，每月"
        return "、".join(f"{month}月" for month in months)
    if kinds == {PeriodKind.QUARTERLY}:
        quarters = [_QUARTERS[month // 3 - 1] for month in months]
        if _unbroken(months, 3):
            return f"第{quarters[0]}至第{quarters[-1]}季度"
        return "、".join(f"第{quarter}季度" for quarter in quarters)
    return "全年"


def _unbroken(months: list[int], step: int) -> bool:
    return len(months) > 2 and months == list(range(months[0], months[-1] + 1, step))


def _day(day: dt.date, year: int) -> str:
    return f"{'' if day.year == year else f'{day.year}年'}{day.month}月{day.day}日"
