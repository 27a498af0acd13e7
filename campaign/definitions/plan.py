"""Holds the plan of the year: inputs/plan.toml as frozen models, every number of the year in it."""

import datetime as dt
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, field_validator, model_validator
from pydantic import Field as Setting

from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.errors import Definition, parse_toml
from campaign.definitions.limits import Limits
from campaign.problems.definition_faults import PlanFault
from campaign.values.periods import Period, PeriodKind
from campaign.values.text import clean_code

UnitClass = Literal["支部", "单位"]
Count = Annotated[int, Setting(ge=0)]


class Campaign(Definition):
    """The campaign's name, issuing body, office and time; both dates belong to it."""

    name: str
    year: int = Setting(ge=2004, le=2100)
    theme: str
    issuer: str
    office: Annotated[str, AfterValidator(clean_code)] = "党办"
    first: dt.date
    last: dt.date
    time_zone: str = "Asia/Shanghai"

    @field_validator("time_zone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError) as error:
            raise ValueError(PlanFault.TIME_ZONE_UNKNOWN.format(name=name)) from error
        return name


class Phase(Definition):
    """A phase of the campaign; both dates belong to it."""

    key: str
    name: str
    first: dt.date
    last: dt.date
    aim: str


class Due(Definition):
    """When a period's report is due: on a date, or counted from the period's last month.

    ``working_day`` is the n-th working day, ``day`` the day, of the period's last month or of
    the ``next`` one. The day itself is in time until 24:00.
    """

    date: dt.date | None = None
    working_day: int | None = Setting(default=None, ge=1, le=20)
    day: int | None = Setting(default=None, ge=1, le=28)
    month: Literal["last", "next"] = "last"

    @model_validator(mode="after")
    def _one(self) -> "Due":
        if sum(value is not None for value in (self.date, self.working_day, self.day)) != 1:
            raise ValueError(PlanFault.ONE_DUE)
        return self


class Obligation(Definition):
    """A duty of several units: a form, its filers, its periods, its due dates.

    ``due_on`` overrides the rule of ``due`` for single periods, which are its keys. ``grace_days``
    are working days after the due date that still count as in time; ``lock`` is the last day on
    which anything is accepted (None: open until the campaign's records are closed).
    """

    key: str
    name: str
    form: str
    classes: tuple[UnitClass, ...] = ()
    units: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    opens: dt.date | None = None
    due: Due | None = None
    due_on: dict[str, dt.date] = Setting(default_factory=dict)
    grace_days: Count = 0
    lock: dt.date | None = None
    sources: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "Obligation":
        if bool(self.classes) == bool(self.units):
            raise ValueError(PlanFault.CLASSES_OR_UNITS)
        if bool(self.periods) != bool(self.due):
            raise ValueError(PlanFault.PERIODS_AND_DUE)
        known = {str(period) for period in self.periods}
        if unknown := [key for key in self.due_on if key not in known]:
            raise ValueError(PlanFault.DUE_ON_UNKNOWN.format(periods="、".join(unknown)))
        if self.due and self.due.date and len(self.periods) > 1:
            raise ValueError(PlanFault.DUE_DATE_OF_SEVERAL)
        return self


class PlannedMeeting(Definition):
    """A meeting of the whole campaign, to which the heads of units are invited (S4, S64).

    ``starts`` is local time; the invitation goes out ``invite_working_days`` before, to the units
    of these classes. ``attendees`` names in words those who come.
    """

    key: str
    name: str
    starts: dt.datetime
    minutes: int = Setting(default=120, ge=15, le=600)
    place: str
    classes: tuple[UnitClass, ...] = ("支部", "单位")
    attendees: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    preparations: tuple[str, ...] = ()
    invite_working_days: Count = 5
    sources: tuple[str, ...] = ()

    @field_validator("starts")
    @classmethod
    def _local(cls, starts: dt.datetime) -> dt.datetime:
        if starts.tzinfo:
            raise ValueError(PlanFault.MEETING_WITH_ZONE)
        return starts


class Topic(Definition):
    """A topic that every unit must study, by a day if there is one; the study form lists it."""

    key: str
    name: str
    by: dt.date | None = None
    sources: tuple[str, ...] = ()


class OfficialDocuments(Definition):
    """What every official document states: its number, its bases, its addressees.

    ``agency`` is the issuer's part of the number (发文机关代字, GB/T 9704-2012), such as 示民; the
    serial is left for the registry to fill in. ``bases`` are the documents of higher bodies that
    the campaign follows. ``address`` is where objections to a public notice are sent,
    ``reports_to`` the body that proposals for commendation go to.
    """

    agency: str = ""
    address: str = ""
    reports_to: str = "上级活动领导小组办公室"
    bases: tuple[str, ...] = Setting(default=("上级关于加强作风建设的部署",), min_length=1)
    addressees: tuple[str, ...] = Setting(default=("各支部", "各单位"), min_length=1)
    copies: tuple[str, ...] = ()
    printed_by: str = ""


class Reminders(Definition):
    """How many working days before and after the due date units are reminded of what they owe.

    A report that came in time and was returned may be corrected within ``correction_days``.
    """

    working_days_before: tuple[Count, ...] = (7, 3, 1)
    working_days_after: tuple[Count, ...] = (1,)
    correction_days: Count = 3


class Calendar(Definition):
    """Corrections of the official calendar, and the months of a year that it does not cover yet.

    In ``listed_months`` Monday to Friday are working days, but for the days of both other lists.
    """

    working_days: tuple[dt.date, ...] = ()
    days_off: tuple[dt.date, ...] = ()
    listed_months: tuple[Period, ...] = ()

    @field_validator("listed_months")
    @classmethod
    def _months(cls, months: tuple[Period, ...]) -> tuple[Period, ...]:
        if any(month.kind is not PeriodKind.MONTHLY for month in months):
            raise ValueError(PlanFault.LISTED_MONTHS_NOT_MONTHS)
        return months


class Mail(Definition):
    """The sender and office addresses, and how messages are handed to the mail server.

    A message that the server defers is tried again after ``retry_minutes``, then after twice
    that, up to an hour; after ``attempts`` it counts as undeliverable and the office is told.
    No more than ``per_minute`` are handed over in a minute (0: no limit), so that a provider does
    not take a mass mailing for an abuse of the account. ``hold_first`` keeps the first mass mailing
    until the office releases it.
    """

    sender: Annotated[str, Setting(pattern=r"^[!-?A-~]+@[!-?A-~]+$")]
    sender_name: str
    office_address: Annotated[str, Setting(pattern=r"^$|^[!-?A-~]+@[!-?A-~]+$")] = ""
    hold_first: bool = True
    retry_minutes: int = Setting(default=5, ge=1, le=60)
    attempts: int = Setting(default=48, ge=1)
    per_minute: Count = 20


class Retention(Definition):
    """How many months returned copies, mail and private contents are kept; events stay for good.

    ``private_months`` count from the end of the year in which a file was received, 0 for ever;
    people destroy what is due by then, the software only proposes it.
    """

    returned_months: int = Setting(default=12, ge=1)
    mail_months: int = Setting(default=12, ge=1)
    private_months: int = Setting(default=0, ge=0, le=1200)

    def private_received_before(self, now: dt.datetime) -> dt.datetime | None:
        """Return before when what is due now was received, None where all of it is kept."""
        if not self.private_months:
            return None
        year = (now.year * 12 + now.month - 1 - self.private_months) // 12
        return dt.datetime(max(year, 1), 1, 1, tzinfo=now.tzinfo)


class Intake(Definition):
    """What intake asks of files; ``sealed_in_unit_folder``: a sealed one lies in its unit's folder.

    Without that, one at the inbox's top is its unit's by its seal, whoever put it there.
    """

    sealed_in_unit_folder: bool = False


class Plan(Definition):
    """The whole plan; every weight, point and date in it is the bureau's own setting."""

    campaign: Campaign
    phases: tuple[Phase, ...] = Setting(min_length=1)
    obligations: tuple[Obligation, ...]
    topics: tuple[Topic, ...] = ()
    meetings: tuple[PlannedMeeting, ...] = ()
    documents: OfficialDocuments = OfficialDocuments()
    appraisal: Appraisal
    reminders: Reminders = Reminders()
    calendar: Calendar = Calendar()
    limits: Limits = Limits()
    intake: Intake = Intake()
    mail: Mail
    retention: Retention = Retention()

    @model_validator(mode="after")
    def _consistent(self) -> "Plan":
        for table, keys in (
            ("phases", [phase.key for phase in self.phases]),
            ("obligations", [obligation.key for obligation in self.obligations]),
            ("topics", [topic.key for topic in self.topics]),
            ("meetings", [meeting.key for meeting in self.meetings]),
        ):
            if repeated := {key for key in keys if keys.count(key) > 1}:
                keys_text = "、".join(sorted(repeated))
                raise ValueError(PlanFault.KEY_REPEATED.format(table=table, keys=keys_text))
        return self

    def obligations_of(self, form: str) -> tuple[Obligation, ...]:
        """Return the obligations of which a form is filed, in the plan's order."""
        return tuple(obligation for obligation in self.obligations if obligation.form == form)


def parse_plan(text: str, source: str) -> Plan:
    """Read the plan's TOML. Raises DefinitionError, which names every faulty key."""
    return parse_toml(text, Plan, source)
