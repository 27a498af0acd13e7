"""Decide which form, unit and period a workbook is: by its seal, its serial number, its title."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from campaign.deadlines.waivers import Waiver
from campaign.definitions.duties import DutyKey, binding_day, binds
from campaign.definitions.form import Form
from campaign.definitions.plan import Obligation, Plan
from campaign.definitions.plan_index import PlanIndex, index_plan
from campaign.definitions.roster import Roster, Unit
from campaign.problems.codes import Code, Problem, make_problem
from campaign.reading.questionnaires.exports import QuestionnaireSheet, find_questionnaire
from campaign.recognition.layout import find_form_by_layout, read_printed_labels
from campaign.values.periods import Period, PeriodKind, find_period, parse_period
from campaign.values.raw_workbook import RawSheet, RawWorkbook
from campaign.values.seal import SHEET_NAME, Identity, Serial, find_serial, make_serial, read_seal
from campaign.values.text import scalar_text


@dataclass(frozen=True, kw_only=True)
class RecognitionContext:
    """The definitions that recognition needs; ``key`` is the office's key of seals.

    ``waivers`` let reports in after their lock.
    """

    plan: Plan
    roster: Roster
    forms: Mapping[str, Form]
    key: bytes
    waivers: Mapping[DutyKey, Sequence[Waiver]] = field(default_factory=dict)

    @cached_property
    def plan_index(self) -> PlanIndex:
        """The names of the plan that a cell may use."""
        return index_plan(self.plan, self.forms.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class DropPlace:
    """The place of a file and the day of its receipt: ``folder`` is a unit's code or "".

    ``name`` is the file's, which counts for exports of questionnaires alone.
    """

    folder: str
    confidential: bool
    received_on: dt.date
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecognizedWorkbook:
    """A workbook's form, unit and period (None for event forms); ``problems`` are warnings."""

    form: Form
    unit: Unit
    period: Period | None
    serial: str
    problems: tuple[Problem, ...] = ()

    @property
    def slot(self) -> str:
        """The key of a submission beside form and unit: its period, or its serial."""
        return str(self.period) if self.period else self.serial


def recognize_form(
    workbook: RawWorkbook, place: DropPlace, context: RecognitionContext
) -> RecognizedWorkbook | tuple[Problem, ...]:
    """Return the workbook's form, unit and period, or the problems for which it is refused."""
    sealed = workbook.sheet(SHEET_NAME)
    if sealed is not None:
        identity = read_seal(context.key, read_seal_rows(sealed))
        if identity is None:
            return (make_problem(Code.SEAL_FORGED),)
        recognized = resolve_identity(identity, place, context)
        if isinstance(recognized, RecognizedWorkbook):
            return replace(recognized, problems=_check_folder(recognized, place, context))
        return recognized
    guess = _without_seal(workbook, place, context)
    if not isinstance(guess, Identity):
        return guess
    identity = guess
    return resolve_identity(identity, place, context)


def resolve_identity(
    identity: Identity, place: DropPlace, context: RecognitionContext
) -> RecognizedWorkbook | tuple[Problem, ...]:
    """Return the form, unit and period that an identity names, if they hold in this place."""
    form = context.forms.get(identity.form)
    if form is None:
        return (make_problem(Code.FORM_UNKNOWN, form=identity.form),)
    if identity.version != form.version:
        old, new = str(identity.version), str(form.version)
        return (make_problem(Code.FORM_OLD_VERSION, form=form.title, old=old, new=new),)
    unit = context.roster.unit(identity.unit)
    if unit is None:
        return (make_problem(Code.UNIT_UNKNOWN, unit=identity.unit),)
    period = parse_period(identity.period) if identity.period else None
    recognized = RecognizedWorkbook(form=form, unit=unit, period=period, serial=identity.serial)
    faults = [
        *check_place(form, unit.code, place.folder, context),
        *_check_duty(recognized, place, context),
    ]
    if faults:
        return tuple(faults)
    exposed = form.confidential and not place.confidential
    warnings = (make_problem(Code.PLACE_NOT_CONFIDENTIAL, form=form.title),) if exposed else ()
    return RecognizedWorkbook(
        form=form, unit=unit, period=period, serial=identity.serial, problems=warnings
    )


def read_seal_rows(sheet: RawSheet) -> list[tuple[str, str]]:
    """Return the labels and values of the hidden sheet, unchecked."""
    return [(scalar_text(row[0]), scalar_text(row[1])) for row in sheet.rows if len(row) > 1]


def _check_folder(
    recognized: RecognizedWorkbook, place: DropPlace, context: RecognitionContext
) -> tuple[Problem, ...]:
    """Return a workbook's problems, with that of one at the top where the plan wants none there."""
    if place.folder or place.confidential or not context.plan.intake.sealed_in_unit_folder:
        return recognized.problems
    form, unit = recognized.form, recognized.unit.code
    owner = context.plan.campaign.office if form.filed_by == "office" else unit
    name = context.roster.name_of(owner)
    outside = make_problem(Code.PLACE_OUTSIDE_FOLDER, unit=name, folder=owner)
    return (*recognized.problems, outside)


def check_place(form: Form, unit: str, folder: str, context: RecognitionContext) -> list[Problem]:
    """Return the problems of the folder (a unit's code or "") in which a unit's form lay."""
    owner = context.plan.campaign.office if form.filed_by == "office" else unit
    if folder in ("", owner):
        return []
    belongs, lies = context.roster.name_of(owner), context.roster.name_of(folder)
    return [make_problem(Code.PLACE_FOREIGN_FOLDER, unit=belongs, folder=lies)]


def _check_duty(
    recognized: RecognizedWorkbook, place: DropPlace, context: RecognitionContext
) -> list[Problem]:
    form, unit = recognized.form, recognized.unit
    obligations = context.plan.obligations_of(form.key)
    if not obligations:
        return [make_problem(Code.FORM_UNKNOWN, form=form.title)]
    if recognized.period is None and not unit.active_on(place.received_on):
        return [make_problem(Code.UNIT_UNKNOWN, unit=unit.name)]
    binding = [o for o in obligations if binds(unit, o, context.roster)]
    if not binding:
        filers = "、".join(dict.fromkeys(name for o in obligations for name in _filers(o, context)))
        return [make_problem(Code.UNIT_NOT_ASKED, form=form.title, unit=unit.name, filers=filers)]
    if recognized.period is None:
        return []
    due_obligations = [o for o in binding if recognized.period in o.periods]
    if not due_obligations:
        return [make_problem(Code.PERIOD_OUTSIDE, form=form.title, period=recognized.period.label)]
    for obligation in due_obligations:
        if unit.active_on(binding_day(obligation, recognized.period, context.plan)):
            opens = obligation.opens or recognized.period.first
            key, day = (unit.code, form.key, str(recognized.period)), place.received_on
            waived = any(waiver.holds_on(day) for waiver in context.waivers.get(key, ()))
            return _check_window(recognized, opens, None if waived else obligation.lock, day)
    return [make_problem(Code.UNIT_UNKNOWN, unit=unit.name)]


def _filers(obligation: Obligation, context: RecognitionContext) -> list[str]:
    return [*obligation.classes, *(context.roster.name_of(unit) for unit in obligation.units)]


def _check_window(
    recognized: RecognizedWorkbook, opens: dt.date, lock: dt.date | None, day: dt.date
) -> list[Problem]:
    label = recognized.period.label if recognized.period else ""
    if day < opens:
        return [make_problem(Code.PERIOD_NOT_BEGUN, period=label, opens=_spoken(opens))]
    if lock and day > lock:
        title = recognized.form.title
        return [make_problem(Code.PERIOD_LOCKED, form=title, period=label, lock=_spoken(lock))]
    return []


def _without_seal(
    workbook: RawWorkbook, place: DropPlace, context: RecognitionContext
) -> Identity | tuple[Problem, ...]:
    if not place.folder:
        return (make_problem(Code.SEAL_MISSING),)
    if exported := find_questionnaire(workbook, context.forms.values(), place.name):
        return _questionnaire(exported, context)
    form = find_form_by_layout(workbook, context.forms.values())
    if form is None:
        return _uncertain("是哪一张报表")
    printed = read_printed_labels(workbook, form)
    serial = find_serial(context.key, printed.get("serial", "").upper())
    if serial and serial.form_code == form.code:
        return _by_serial(form, serial, context)
    owner = context.roster.unit(printed.get("unit") or place.folder)
    if form.filed_by == "office" or form.period is PeriodKind.EVENT or owner is None:
        return _uncertain("是哪个单位、哪一期的报表")
    period = find_period(printed.get("period", "")) or find_period(printed.get("title", ""))
    if period is None or period.kind is not form.period:
        return _uncertain("是哪一期的报表")
    return Identity(
        form=form.key, version=form.version, unit=owner.code, period=str(period), serial=""
    )


def _questionnaire(
    exported: QuestionnaireSheet, context: RecognitionContext
) -> Identity | tuple[Problem, ...]:
    """Return the office's event that a questionnaire is: its number is part of the serial."""
    form, office = exported.form, context.plan.campaign.office
    if not exported.number:
        return (make_problem(Code.EXPORT_NO_NUMBER),)
    serial = make_serial(
        context.key,
        form_code=form.code,
        year=context.plan.campaign.year,
        unit=office,
        slot=exported.slot,
    )
    return Identity(form=form.key, version=form.version, unit=office, period="", serial=serial)


def _uncertain(missing: str) -> tuple[Problem, ...]:
    return (make_problem(Code.FORM_UNCERTAIN, what=missing),)


def _by_serial(
    form: Form, serial: Serial, context: RecognitionContext
) -> Identity | tuple[Problem, ...]:
    """Return the identity that a printed serial number names, or why it names none any more."""
    campaign_year = context.plan.campaign.year
    year = campaign_year // 100 * 100 + int(serial.year)
    event = serial.is_event
    period = None if event else parse_period(f"{year}-{serial.slot}".removesuffix("-00"))
    if (period.kind if period else PeriodKind.EVENT) is not form.period:
        return _uncertain("是哪一期的报表")
    if year != campaign_year:
        return (make_problem(Code.PERIOD_OUTSIDE, form=form.title, period=f"{year}年"),)
    return Identity(
        form=form.key,
        version=form.version,
        unit=serial.unit,
        period=str(period) if period else "",
        serial=serial.text,
    )


def _spoken(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
