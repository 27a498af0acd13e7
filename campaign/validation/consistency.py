"""What plan, roster and forms must agree on; each contradiction is a fault with file and key."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from campaign.definitions.applicability import RATINGS, SELF, SOCIAL
from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.duties import binding_day, due_date, units_owing
from campaign.definitions.errors import Fault
from campaign.definitions.form import Field, Form, PlanList
from campaign.definitions.plan import Obligation, Plan
from campaign.definitions.roster import Roster
from campaign.definitions.rules import ReportedIn
from campaign.definitions.working_days import UnknownYearError, add_working_days
from campaign.validation.evidence_sources import check_evidence_sources
from campaign.validation.form_checks import check_form, form_file
from campaign.validation.questionnaire_checks import check_questionnaires
from campaign.values.periods import Period, PeriodKind
from campaign.values.text import name_key

PLAN = "inputs/plan.toml"
ROSTER = "inputs/roster.xlsx"

RESERVED_FOLDERS = frozenset({"保密", "退回", "未识别"})
"""Names of folders beside those of the units, in the inbox and among what is returned."""

_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(1, 10))}
)
_OTHER = "其他"
_OPEN_LISTS: frozenset[PlanList] = frozenset({"ladder_results"})


def check_consistency(plan: Plan, roster: Roster, forms: tuple[Form, ...]) -> list[Fault]:
    """Return every contradiction within and between the definitions; empty if they fit."""
    return [
        *_dates(plan),
        *_calendar(plan),
        *_obligations(plan, roster, {form.key: form for form in forms}),
        *_same_duty_twice(plan),
        *_locks_of_channels(plan),
        *_forms(plan, forms),
        *(fault for form in forms for fault in check_form(form, plan.campaign.year)),
        *(fault for form in forms for fault in check_questionnaires(form, plan, roster)),
        *_choices(plan, forms),
        *_links({form.key: form for form in forms}),
        *check_evidence_sources(plan, forms),
        *_office(plan, roster),
        *_folders(roster),
    ]


def _dates(plan: Plan) -> Iterator[Fault]:
    campaign = plan.campaign
    if campaign.first > campaign.last or campaign.first.year != campaign.year:
        yield _fault("campaign.first", "起止日期与年度不符，或者先后颠倒")
    before = campaign.first - dt.timedelta(days=1)
    for index, phase in enumerate(plan.phases):
        if not campaign.first <= phase.first <= phase.last <= campaign.last:
            yield _fault(f"phases[{index}]", f"“{phase.name}”的起止日期不在活动期间内")
        elif phase.first <= before:
            yield _fault(f"phases[{index}].first", f"“{phase.name}”与上一阶段重叠或者次序颠倒")
        before = phase.last
    for index, topic in enumerate(plan.topics):
        if topic.by and not campaign.first <= topic.by <= campaign.last:
            yield _fault(f"topics[{index}].by", f"“{topic.name}”的期限不在活动期间内")
    for index, meeting in enumerate(plan.meetings):
        if not campaign.first <= meeting.starts.date() <= campaign.last:
            yield _fault(f"meetings[{index}].starts", f"{meeting.name}不在活动期间内")


def _calendar(plan: Plan) -> Iterator[Fault]:
    calendar = plan.calendar
    for day in sorted(set(calendar.working_days) & set(calendar.days_off)):
        yield _fault("calendar", f"{day}同时列为上班和放假")
    notices = 2 * plan.appraisal.notice_working_days
    try:
        add_working_days(plan.campaign.last, notices, calendar)
    except UnknownYearError as error:
        yield _fault("calendar.listed_months", f"公示期（含第二次公示）无法推算：{error}")


def _obligations(plan: Plan, roster: Roster, forms: dict[str, Form]) -> Iterator[Fault]:
    for index, obligation in enumerate(plan.obligations):
        path = f"obligations[{index}]"
        form = forms.get(obligation.form)
        if form is None:
            yield _fault(f"{path}.form", f"没有报表“{obligation.form}”")
        for name in obligation.units:
            if roster.unit(name) is None:
                yield _fault(f"{path}.units", f"名册中没有单位“{name}”")
        kinds = {period.kind for period in obligation.periods} or {PeriodKind.EVENT}
        if form and kinds != {form.period}:
            yield _fault(f"{path}.periods", f"期间与报表“{form.title}”的报送周期不符")
        for source in obligation.sources:
            if not re.fullmatch(r"S([1-9]|[1-5]\d|6[0-5])", source):
                yield _fault(f"{path}.sources", f"“{source}”不是方案条目，应为S1至S65")
        yield from _deadlines(obligation, plan, roster, path)


def _deadlines(obligation: Obligation, plan: Plan, roster: Roster, path: str) -> Iterator[Fault]:
    if not obligation.periods and not units_owing(obligation, roster, plan.campaign.last):
        yield _fault(path, f"“{obligation.name}”没有约束任何单位")
    for period in obligation.periods:
        try:
            due = due_date(obligation, period, plan)
            grace = add_working_days(due, obligation.grace_days, plan.calendar)
        except UnknownYearError as error:
            yield _fault(f"{path}.due", str(error))
            continue
        if due < (obligation.opens or period.first):
            yield _fault(f"{path}.due", f"{period}的期限{due}早于受理日期")
        if due > plan.campaign.last:
            yield _fault(f"{path}.due", f"{period}的期限{due}晚于活动结束日期")
        if obligation.lock and obligation.lock < grace:
            yield _fault(f"{path}.lock", f"封账日期早于{period}的期限{due}（含宽限至{grace}）")
        if not units_owing(obligation, roster, binding_day(obligation, period, plan)):
            yield _fault(path, f"“{obligation.name}”{period}没有约束任何单位")


def _same_duty_twice(plan: Plan) -> Iterator[Fault]:
    seen: dict[tuple[str, str, Period], str] = {}
    for index, obligation in enumerate(plan.obligations):
        for period in obligation.periods:
            for whom in (*obligation.classes, *obligation.units):
                other = seen.setdefault((obligation.form, whom, period), obligation.key)
                if other != obligation.key:
                    message = f"{period}的{obligation.form}已由{other}要求{whom}报送，不能重复"
                    yield _fault(f"obligations[{index}].periods", message)


def _locks_of_channels(plan: Plan) -> Iterator[Fault]:
    """What units file themselves is closed before the year's result, which else could still move.

    An obligation without a lock makes nothing count 0, and is left alone.
    """
    result_on = plan.appraisal.result_on
    for index, obligation in enumerate(plan.obligations):
        lock = obligation.lock if obligation.form in (SELF, RATINGS, SOCIAL) else None
        if result_on and lock and lock >= result_on:
            message = f"封账日期{lock}应早于汇总全年成绩的日期（appraisal.result_on，{result_on}）"
            yield _fault(f"obligations[{index}].lock", message)


def _forms(plan: Plan, forms: tuple[Form, ...]) -> Iterator[Fault]:
    for name in ("key", "code", "title"):
        seen: dict[str, str] = {}
        for form in forms:
            value = str(getattr(form, name))
            if value in seen:
                message = f"“{value}”已用于报表{seen[value]}"
                yield Fault(source=form_file(form.key), path=name, message=message)
            seen[value] = form.key
    due = {obligation.form for obligation in plan.obligations}
    for form in forms:
        if form.key not in due:
            message = "方案的obligations中没有这张报表，无人报送"
            yield Fault(source=form_file(form.key), path="key", message=message)


def plan_names(plan: Plan, which: PlanList) -> tuple[str, ...]:
    """Return the names of one of the plan's lists, in the plan's order."""
    appraisal: Appraisal = plan.appraisal
    lists: dict[PlanList, Iterable[str]] = {
        "topics": (topic.name for topic in plan.topics),
        "dimensions": (dimension.name for dimension in appraisal.dimensions),
        "grades": (grade.name for grade in appraisal.grades),
        "marks": (mark.name for mark in appraisal.ballots.marks),
        "groups": (group.name for group in appraisal.ballots.groups),
        "tiers": appraisal.bonus.tiers,
        "spot_deductions": (deduction.kind for deduction in appraisal.spot_deductions),
        "ladder_links": appraisal.ladder.links,
        "ladder_results": appraisal.ladder.found_true,
    }
    return tuple(lists[which])


def _choices(plan: Plan, forms: tuple[Form, ...]) -> Iterator[Fault]:
    for form in forms:
        for at, sheet in enumerate(form.sheets):
            for part, fields in (("header", sheet.header), ("columns", sheet.columns)):
                for index, field in enumerate(fields):
                    path = f"sheets[{at}].{part}[{index}].choices"
                    for message in _strays(field, plan):
                        yield Fault(source=form_file(form.key), path=path, message=message)


def _links(forms: dict[str, Form]) -> Iterator[Fault]:
    """Find rules that tie numbers to a form without any; a form that is not used ties nothing."""
    for form in forms.values():
        for index, rule in enumerate(form.rules):
            other = forms.get(rule.form) if isinstance(rule, ReportedIn) else None
            if other and not other.numbered:
                message = f"“{other.title}”没有编号栏（number = true）"
                yield Fault(
                    source=form_file(form.key), path=f"rules[{index}].form", message=message
                )


def _strays(field: Field, plan: Plan) -> Iterator[str]:
    if field.of_plan is None:
        return
    names = plan_names(plan, field.of_plan)
    where = f"plan.toml的{field.of_plan}"
    for name in names:
        if name not in field.choices:
            yield f"“{field.heading}”缺少{where}中的“{name}”"
    for choice in field.choices:
        if choice not in (*names, _OTHER) and field.of_plan not in _OPEN_LISTS:
            yield f"“{field.heading}”的“{choice}”不在{where}中"


def _office(plan: Plan, roster: Roster) -> Iterator[Fault]:
    office = roster.unit(plan.campaign.office)
    if office is None or office.unit_class != "办公室":
        yield _fault("campaign.office", f"名册中没有类别为“办公室”的“{plan.campaign.office}”")
    if not roster.leading_group:
        message = "领导小组没有成员"
        yield Fault(source=ROSTER, path="工作表“领导小组”", message=message)


def _folders(roster: Roster) -> Iterator[Fault]:
    taken = {name_key(name) for name in RESERVED_FOLDERS}
    for unit in roster.units:
        path = f"工作表“单位”（{unit.code}）"
        for name in (unit.code, unit.name, *unit.aliases):
            if name_key(name) in taken:
                message = f"“{name}”与系统的文件夹同名，请换一个名称"
                yield Fault(source=ROSTER, path=path, message=message)
        if unit.code in _DEVICES:
            message = f"Windows不能建立名为“{unit.code}”的文件夹，请换一个代码"
            yield Fault(source=ROSTER, path=path, message=message)


def _fault(path: str, message: str) -> Fault:
    return Fault(source=PLAN, path=path, message=message)
