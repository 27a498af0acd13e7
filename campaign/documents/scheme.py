"""The implementation scheme (实施方案) as the plan and the roster state it (S1 to S5, S56, S57)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.duties import due_date
from campaign.definitions.plan import Obligation, Plan
from campaign.definitions.roster import Roster
from campaign.documents.imprint import Imprint
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
    """A report that is due: which, from whom, for which periods, until when.

    It is owed by all units of ``classes`` or by the ``units`` named; without ``due`` days, at any
    time. ``form`` is the form's title.
    """

    name: str
    form: str
    classes: tuple[str, ...]
    units: tuple[str, ...]
    periods: tuple[Period, ...]
    due: tuple[dt.date, ...]


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
    appraisal: Appraisal
    phases: tuple[SchemePhase, ...]
    topics: tuple[str, ...]
    leading_group: tuple[GroupRole, ...]
    office: str
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
        appraisal=plan.appraisal,
        phases=tuple(
            SchemePhase(name=phase.name, first=phase.first, last=phase.last, aim=phase.aim)
            for phase in plan.phases
        ),
        topics=tuple(topic.name for topic in plan.topics),
        leading_group=_roles(roster),
        office=roster.name_of(plan.campaign.office),
        tasks=tuple(_task(item, plan, roster, titles) for item in plan.obligations),
    )


def _roles(roster: Roster) -> tuple[GroupRole, ...]:
    names: dict[str, list[str]] = {}
    for member in roster.leading_group:
        names.setdefault(member.role, []).append(member.name)
    return tuple(GroupRole(role=role, names=tuple(members)) for role, members in names.items())


def _task(
    obligation: Obligation, plan: Plan, roster: Roster, titles: Mapping[str, str]
) -> SchemeTask:
    return SchemeTask(
        name=obligation.name,
        form=titles[obligation.form],
        classes=obligation.classes,
        units=tuple(unit.name for unit in map(roster.unit, obligation.units) if unit),
        periods=obligation.periods,
        due=tuple(due_date(obligation, period, plan) for period in obligation.periods),
    )


def periods_in_words(periods: tuple[Period, ...]) -> str:
    """Return for which periods something is due: 6月至11月，每月; 第二季度、第四季度; 全年."""
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
