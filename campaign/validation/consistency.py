"""Finds contradictions within and between plan, roster and forms, before these come into force."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from campaign.definitions.applicability import RATINGS, SELF, SOCIAL
from campaign.definitions.duties import binding_day, due_date, units_owing
from campaign.definitions.errors import Fault
from campaign.definitions.form import Field, Form, PlanList
from campaign.definitions.plan import Obligation, Plan
from campaign.definitions.roster import Roster
from campaign.definitions.rules import ReportedIn
from campaign.definitions.working_days import UnknownYearError, add_working_days
from campaign.problems.definition_faults import FormFault, PlanFault, RosterFault, RuleFault
from campaign.validation.appraisal_checks import check_appraisal
from campaign.validation.evidence_sources import check_evidence_sources
from campaign.validation.faults import form_fault, leaders_fault, plan_fault, unit_fault
from campaign.validation.form_checks import check_form, form_fields
from campaign.validation.questionnaire_checks import check_questionnaires
from campaign.values.periods import Period, PeriodKind
from campaign.values.text import name_key

RESERVED_FOLDERS = frozenset({"保密", "退回", "未识别"})
"""The folders beside those of the units, in the inbox and among the returned copies."""

_WINDOWS_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(1, 10))}
)
_SOURCE = re.compile(r"S([1-9]|[1-5]\d|6[0-5])")
_OTHER = "其他"
_OPEN_LISTS: frozenset[PlanList] = frozenset({"ladder_results"})


def check_consistency(plan: Plan, roster: Roster, forms: tuple[Form, ...]) -> list[Fault]:
    """Return every contradiction within and between the definitions; empty if they agree."""
    forms_by_key = {form.key: form for form in forms}
    return [
        *_date_faults(plan),
        *_calendar_faults(plan),
        *_obligation_faults(plan, roster, forms_by_key),
        *_repeated_duties(plan),
        *_late_locks(plan),
        *_form_faults(plan, forms),
        *(fault for form in forms for fault in check_form(form, plan.campaign.year)),
        *(fault for form in forms for fault in check_questionnaires(form, plan, roster)),
        *_choice_faults(plan, forms),
        *_link_faults(forms_by_key),
        *check_evidence_sources(plan, forms),
        *(check_appraisal(plan, forms_by_key) if forms else ()),
        *_office_faults(plan, roster),
        *_folder_faults(roster),
    ]


def _date_faults(plan: Plan) -> Iterator[Fault]:
    campaign = plan.campaign
    if campaign.first > campaign.last or campaign.first.year != campaign.year:
        yield plan_fault("campaign.first", PlanFault.CAMPAIGN_DATES)
    before = campaign.first - dt.timedelta(days=1)
    for index, phase in enumerate(plan.phases):
        if not campaign.first <= phase.first <= phase.last <= campaign.last:
            yield plan_fault(f"phases[{index}]", PlanFault.PHASE_OUTSIDE.format(name=phase.name))
        elif phase.first <= before:
            message = PlanFault.PHASE_OVERLAPS.format(name=phase.name)
            yield plan_fault(f"phases[{index}].first", message)
        before = phase.last
    for index, topic in enumerate(plan.topics):
        if topic.by and not campaign.first <= topic.by <= campaign.last:
            yield plan_fault(f"topics[{index}].by", PlanFault.TOPIC_OUTSIDE.format(name=topic.name))
    for index, meeting in enumerate(plan.meetings):
        if not campaign.first <= meeting.starts.date() <= campaign.last:
            message = PlanFault.MEETING_OUTSIDE.format(name=meeting.name)
            yield plan_fault(f"meetings[{index}].starts", message)


def _calendar_faults(plan: Plan) -> Iterator[Fault]:
    calendar = plan.calendar
    for day in sorted(set(calendar.working_days) & set(calendar.days_off)):
        yield plan_fault("calendar", PlanFault.DAY_LISTED_TWICE.format(day=day))
    notices = 2 * plan.appraisal.notice_working_days
    try:
        add_working_days(plan.campaign.last, notices, calendar)
    except UnknownYearError as error:
        message = PlanFault.NOTICE_PERIOD_UNKNOWN.format(error=error)
        yield plan_fault("calendar.listed_months", message)


def _obligation_faults(plan: Plan, roster: Roster, forms: dict[str, Form]) -> Iterator[Fault]:
    for index, obligation in enumerate(plan.obligations):
        path = f"obligations[{index}]"
        form = forms.get(obligation.form)
        if form is None:
            message = PlanFault.FORM_UNKNOWN.format(form=obligation.form)
            yield plan_fault(f"{path}.form", message)
        for name in obligation.units:
            if roster.unit(name) is None:
                yield plan_fault(f"{path}.units", PlanFault.UNIT_UNKNOWN.format(unit=name))
        kinds = {period.kind for period in obligation.periods} or {PeriodKind.EVENT}
        if form and kinds != {form.period}:
            message = PlanFault.PERIOD_OF_OTHER_KIND.format(form=form.title)
            yield plan_fault(f"{path}.periods", message)
        for source in obligation.sources:
            if not _SOURCE.fullmatch(source):
                message = PlanFault.SOURCE_UNKNOWN.format(source=source)
                yield plan_fault(f"{path}.sources", message)
        yield from _deadline_faults(obligation, plan, roster, path)


def _deadline_faults(
    obligation: Obligation, plan: Plan, roster: Roster, path: str
) -> Iterator[Fault]:
    if not obligation.periods and not units_owing(obligation, roster, plan.campaign.last):
        yield plan_fault(path, PlanFault.NOBODY_BOUND.format(name=obligation.name))
    for period in obligation.periods:
        try:
            due = due_date(obligation, period, plan)
            grace = add_working_days(due, obligation.grace_days, plan.calendar)
        except UnknownYearError as error:
            yield plan_fault(f"{path}.due", str(error))
            continue
        facts = {"name": obligation.name, "period": period, "due": due, "grace": grace}
        if due < (obligation.opens or period.first):
            yield plan_fault(f"{path}.due", PlanFault.DUE_BEFORE_OPENING.format(**facts))
        if due > plan.campaign.last:
            yield plan_fault(f"{path}.due", PlanFault.DUE_AFTER_CAMPAIGN.format(**facts))
        if obligation.lock and obligation.lock < grace:
            yield plan_fault(f"{path}.lock", PlanFault.LOCK_BEFORE_DUE.format(**facts))
        if not units_owing(obligation, roster, binding_day(obligation, period, plan)):
            yield plan_fault(path, PlanFault.NOBODY_BOUND_IN_PERIOD.format(**facts))


def _repeated_duties(plan: Plan) -> Iterator[Fault]:
    first: dict[tuple[str, str, Period], str] = {}
    for index, obligation in enumerate(plan.obligations):
        for period in obligation.periods:
            for whom in (*obligation.classes, *obligation.units):
                other = first.setdefault((obligation.form, whom, period), obligation.key)
                if other != obligation.key:
                    message = PlanFault.DUTY_TWICE.format(
                        period=period, form=obligation.form, other=other, whom=whom
                    )
                    yield plan_fault(f"obligations[{index}].periods", message)


def _late_locks(plan: Plan) -> Iterator[Fault]:
    """Find reports of units that are locked only after the year's result, which could then change.

    An obligation without a lock never counts as missed, and is passed over.
    """
    result_on = plan.appraisal.result_on
    for index, obligation in enumerate(plan.obligations):
        lock = obligation.lock if obligation.form in (SELF, RATINGS, SOCIAL) else None
        if result_on and lock and lock >= result_on:
            message = PlanFault.LOCK_AFTER_RESULT.format(lock=lock, result_on=result_on)
            yield plan_fault(f"obligations[{index}].lock", message)


def _form_faults(plan: Plan, forms: tuple[Form, ...]) -> Iterator[Fault]:
    for name in ("key", "code", "title"):
        users: dict[str, str] = {}
        for form in forms:
            value = str(getattr(form, name))
            if value in users:
                message = FormFault.TAKEN.format(value=value, other=users[value])
                yield form_fault(form.key, name, message)
            users[value] = form.key
    filed = {obligation.form for obligation in plan.obligations}
    for form in forms:
        if form.key not in filed:
            yield form_fault(form.key, "key", FormFault.NOBODY_FILES)


def plan_names(plan: Plan, of_plan: PlanList) -> tuple[str, ...]:
    """Return the names of one of the plan's lists, in the plan's order."""
    appraisal = plan.appraisal
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
    return tuple(lists[of_plan])


def _choice_faults(plan: Plan, forms: tuple[Form, ...]) -> Iterator[Fault]:
    for form in forms:
        for path, field in form_fields(form):
            for message in _differences_from_plan(field, plan):
                yield form_fault(form.key, f"{path}.choices", message)


def _differences_from_plan(field: Field, plan: Plan) -> Iterator[str]:
    if field.of_plan is None:
        return
    names = plan_names(plan, field.of_plan)
    facts = {"heading": field.heading, "of_plan": field.of_plan}
    for name in names:
        if name not in field.choices:
            yield FormFault.CHOICE_MISSING.format(**facts, name=name)
    for choice in field.choices:
        if choice not in (*names, _OTHER) and field.of_plan not in _OPEN_LISTS:
            yield FormFault.CHOICE_UNKNOWN.format(**facts, choice=choice)


def _link_faults(forms: dict[str, Form]) -> Iterator[Fault]:
    """Find rules that tie numbers to a form without any; unused forms are passed over."""
    for form in forms.values():
        for index, rule in enumerate(form.rules):
            other = forms.get(rule.form) if isinstance(rule, ReportedIn) else None
            if other and not other.numbered:
                message = RuleFault.FORM_WITHOUT_NUMBERS.format(form=other.title)
                yield form_fault(form.key, f"rules[{index}].form", message)


def _office_faults(plan: Plan, roster: Roster) -> Iterator[Fault]:
    office = roster.unit(plan.campaign.office)
    if office is None or office.unit_class != "办公室":
        message = PlanFault.OFFICE_UNKNOWN.format(office=plan.campaign.office)
        yield plan_fault("campaign.office", message)
    if not roster.leading_group:
        yield leaders_fault(RosterFault.NO_LEADERS)


def _folder_faults(roster: Roster) -> Iterator[Fault]:
    reserved = {name_key(name) for name in RESERVED_FOLDERS}
    for unit in roster.units:
        for name in (unit.code, unit.name, *unit.aliases):
            if name_key(name) in reserved:
                yield unit_fault(unit.code, RosterFault.FOLDER_TAKEN.format(name=name))
        if unit.code in _WINDOWS_DEVICES:
            yield unit_fault(unit.code, RosterFault.NAME_OF_DEVICE.format(code=unit.code))
