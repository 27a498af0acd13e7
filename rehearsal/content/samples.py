"""Fills in a handful of workbooks, good and bad, for ``zuofeng up --sample`` and for tests."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from adapters.files.encryption import seal_key
from adapters.files.home import CONFIDENTIAL, Home
from adapters.store.engine import open_store
from adapters.store.sql.timestamps import now_in
from adapters.workbooks.blanks.workbook import Issue, issue_workbook
from adapters.workbooks.filler import fill
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import Duty
from campaign.definitions.form import Form
from campaign.definitions.roster import Person, Unit
from campaign.values.periods import Period
from rehearsal.content.evaluation_contents import (
    inspection_header,
    inspection_rows,
    self_evaluation_header,
    self_evaluation_rows,
)
from rehearsal.content.form_contents import FormRow, FormTables
from rehearsal.content.report_contents import (
    complaint_header,
    complaint_rows,
    rectification_rows,
    study_rows,
)
from rehearsal.content.texts import fault_texts
from services.definitions.loading import load_definitions
from services.issuing.delivery import numbered
from services.issuing.folder import file_name

_LEAST_STAFF = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A file for the inbox: ``path`` is below it, ``good`` says whether it is to be accepted."""

    path: str
    data: bytes
    good: bool


@dataclass(frozen=True, kw_only=True)
class _SampleContext:
    """The home, its definitions, the time and the seeded generator of the samples."""

    home: Home
    definitions: Definitions
    now: dt.datetime
    random: Random

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def office(self) -> str:
        return self.definitions.plan.campaign.office

    def staff(self, unit: str, day: dt.date) -> list[Person]:
        """Return who works there on a day."""
        return [
            person
            for person in self.definitions.roster.people
            if unit in (person.unit, person.branch)
            and (person.first or day) <= day <= (person.last or day)
        ]

    def open_duties(self, form: str) -> list[Duty]:
        """Return the open duties of the form's latest period, of units with enough people."""
        duties = [
            duty
            for duty in self.definitions.duties
            if duty.obligation.form == form
            and duty.opens <= self.today <= (duty.lock or self.today)
            and len(self.staff(duty.unit, duty.period.last)) >= _LEAST_STAFF
        ]
        latest = max((duty.period.last for duty in duties), default=None)
        return [duty for duty in duties if duty.period.last == latest]

    def issue(self, form: Form, duty: Duty) -> Issue:
        unit = self.definitions.roster.unit(duty.unit)
        assert unit is not None, "duties name units of the roster"
        return Issue(form=form, unit=unit, period=duty.period, due=duty.due)

    def numbered_issue(self, form: Form, unit: Unit) -> Issue:
        """Return an event form's workbook with its number, which is then taken."""
        key, issues = seal_key(self.home), [Issue(form=form, unit=unit)]
        engine = open_store(self.home)
        (issue,) = numbered(engine, self.definitions, issues, key, self.now, fresh=True)
        engine.dispose()
        return issue

    def signature(self, unit: Unit, people: list[Person]) -> FormRow:
        """Return who fills in, with telephone and date, as most forms ask."""
        return {
            "reporter": people[-1].name,
            "reporter_phone": unit.telephone,
            "reported_on": self.today,
        }

    def fill(self, issue: Issue, rows: FormTables, header: FormRow) -> bytes:
        plan, roster = self.definitions.plan, self.definitions.roster
        blank = issue_workbook(issue, key=seal_key(self.home), plan=plan, roster=roster)
        return fill(issue.form, blank, rows, header)


def drop_samples(home: Home) -> tuple[Path, ...]:
    """Write the samples into the inbox as clerks would drop them; return their paths.

    Raises DefinitionError if the definitions are broken.
    """
    zone = load_definitions(home).plan.campaign.time_zone
    paths = []
    for sample in sample_workbooks(home, now_in(zone)):
        path = home.inbox / sample.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.data)
        paths.append(path)
    return tuple(paths)


def sample_workbooks(home: Home, now: dt.datetime, seed: int = 2026) -> tuple[Sample, ...]:
    """Return good and bad workbooks for the periods that are open at ``now``.

    Forms that the bureau does not use or that are not open yet are left out. The complaint takes
    the next free number of its form, so the second call's differs. Raises DefinitionError if the
    definitions are broken.
    """
    context = _SampleContext(
        home=home,
        definitions=load_definitions(home),
        now=now,
        random=Random(seed),  # noqa: S311 - for made-up contents, not for secrets
    )
    makers: dict[str, Callable[[_SampleContext, Form, list[Duty]], Iterator[Sample]]] = {
        "study": _studies,
        "rectification": _rectifications,
        "self_evaluation": _self_evaluation,
        "inspection": _inspection,
    }
    samples: list[Sample] = []
    for key, make in makers.items():
        form, duties = context.definitions.forms.get(key), context.open_duties(key)
        if form and duties:
            samples += make(context, form, duties)
    samples += _complaint(context)
    return (*samples, _not_a_workbook(context))


def _studies(context: _SampleContext, form: Form, duties: list[Duty]) -> Iterator[Sample]:
    """Return a report in a clerk's own ways of writing, a nil return, and one full of faults."""
    variants = (_tolerable_study, _nil_study, _faulty_study)
    for duty, vary in zip(duties, variants, strict=False):
        issue = context.issue(form, duty)
        people = context.staff(duty.unit, duty.period.last)
        rows = study_rows(people, duty.period, context.random)
        rows, header = vary(rows, duty.period)
        yield Sample(
            path=f"{duty.unit}/{file_name(issue)}",
            data=context.fill(issue, rows, {**context.signature(issue.unit, people), **header}),
            good=vary is not _faulty_study,
        )


def _tolerable_study(rows: FormTables, period: Period) -> tuple[FormTables, FormRow]:
    texts = fault_texts()
    first, second = rows["sessions"]
    first["hours"] = texts.hours.format(hours=first["hours"])
    second["held_on"] = texts.held_on.format(month=period.first.month)
    rows["attendance"][0]["person"] = f" {rows['attendance'][0]['person']}　"
    return rows, {}


def _nil_study(_rows: FormTables, _period: Period) -> tuple[FormTables, FormRow]:
    return {}, {"nil": True, "nil_reason": fault_texts().nil_reason}


def _faulty_study(rows: FormTables, period: Period) -> tuple[FormTables, FormRow]:
    first, second = rows["sessions"]
    first |= {"held_on": f"{period.first:%Y-%m}-32", "hours": 99}
    second |= {"summary": None, "attended": 0}
    rows["attendance"][0]["person"] = fault_texts().unknown_person
    return rows, {}


def _rectifications(context: _SampleContext, form: Form, duties: list[Duty]) -> Iterator[Sample]:
    """Return a ledger, and another one that lies in a foreign unit's folder."""
    own, *others = duties[3:6] or duties[:3]
    misplaced = zip(others[:1], [duty.unit for duty in others[1:]], strict=False)
    for duty, folder in [(own, own.unit), *misplaced]:
        issue = context.issue(form, duty)
        people = context.staff(duty.unit, duty.period.last)
        rows = rectification_rows(duty.unit, people, duty.period, context.random)
        header = {
            **context.signature(issue.unit, people),
            "responsible_leader": people[0].name,
        }
        yield Sample(
            path=f"{folder}/{file_name(issue)}",
            data=context.fill(issue, rows, header),
            good=folder == duty.unit,
        )


def _self_evaluation(context: _SampleContext, form: Form, duties: list[Duty]) -> Iterator[Sample]:
    duty = duties[0]
    issue = context.issue(form, duty)
    people = context.staff(duty.unit, context.today)
    day = duty.opens + dt.timedelta(days=14)
    rows = self_evaluation_rows(people, day, context.random)
    data = context.fill(issue, rows, self_evaluation_header(people, day))
    yield Sample(path=f"{duty.unit}/{file_name(issue)}", data=data, good=True)


def _inspection(context: _SampleContext, form: Form, duties: list[Duty]) -> Iterator[Sample]:
    duty, inspectors = duties[0], context.staff(context.office, context.today)
    issue = context.issue(form, duty)
    if inspectors:
        received_by = context.staff(duty.unit, duty.period.last)[0]
        day = duty.period.first + dt.timedelta(days=40)
        header = inspection_header(inspectors, received_by, day)
        data = context.fill(issue, inspection_rows(form, context.random), header)
        yield Sample(path=f"{context.office}/{file_name(issue)}", data=data, good=True)


def _complaint(context: _SampleContext) -> Iterator[Sample]:
    """Return a confidential case, about a person of some unit, in the folder for such files."""
    roster, today = context.definitions.roster, context.today
    form, office = context.definitions.forms.get("complaint"), roster.unit(context.office)
    handlers = context.staff(context.office, today)
    if form and office and handlers:
        people = [person for unit in roster.units for person in context.staff(unit.code, today)]
        issue = context.numbered_issue(form, office)
        rows = complaint_rows(context.random.choice(people))
        header = complaint_header(handlers[0].name, today - dt.timedelta(days=7))
        data = context.fill(issue, rows, header)
        yield Sample(path=f"{CONFIDENTIAL}/{file_name(issue)}", data=data, good=True)


def _not_a_workbook(context: _SampleContext) -> Sample:
    """Return a note that somebody renamed, so that it looks like a workbook."""
    texts = fault_texts()
    folder = context.definitions.roster.units[0].code
    data = texts.note.encode("gb18030")
    return Sample(path=f"{folder}/{texts.note_name}", data=data, good=False)
