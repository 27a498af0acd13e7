"""Fills a handful of workbooks, good and bad, for whoever wants to see the software at work."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from adapters.files.encryption import seal_key
from adapters.files.home import CONFIDENTIAL, Home
from adapters.store.engine import open_store
from adapters.store.timestamps import now_in
from adapters.workbooks.blanks.workbook import Issue, issue_workbook, seal_identity
from adapters.workbooks.filler import CellValue, SheetRows, fill
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import Duty
from campaign.definitions.form import Form
from campaign.definitions.roster import Person, Unit
from campaign.values.periods import Period
from rehearsal.content import sample_contents as contents
from services.definitions.loading import load_definitions
from services.issuing.folder import file_name
from services.issuing.serial_numbers import number_events

_LEAST_STAFF = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A file for the inbox: ``path`` is below it, ``good`` says whether it will be accepted."""

    path: str
    data: bytes
    good: bool


@dataclass(frozen=True, kw_only=True)
class _Desk:
    """What filling in takes: the definitions, the key, the day, and the dice."""

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
        """Return what is open of the form's latest period, of units with enough people."""
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

    def numbered(self, issue: Issue) -> Issue:
        """Return an event form's workbook with its number, which is then taken."""
        key, plan = seal_key(self.home), self.definitions.plan
        (numbered,) = number_events(
            open_store(self.home),
            [issue],
            lambda issue: seal_identity(issue, key, plan).serial,
            fresh=True,
            now=self.now,
        )
        return numbered

    def signed(self, unit: Unit, people: list[Person]) -> dict[str, CellValue]:
        """Return who fills in, by telephone and date, as most forms ask."""
        return {
            "reporter": people[-1].name,
            "reporter_phone": unit.telephone,
            "reported_on": self.today,
        }

    def filled(self, issue: Issue, rows: SheetRows, header: dict[str, CellValue]) -> bytes:
        plan, roster = self.definitions.plan, self.definitions.roster
        blank = issue_workbook(issue, key=seal_key(self.home), plan=plan, roster=roster)
        return fill(issue.form, blank, rows, header)


def drop_samples(home: Home) -> tuple[Path, ...]:
    """Write the samples into the inbox as clerks would drop them; return their paths."""
    zone = load_definitions(home).plan.campaign.time_zone
    written = []
    for sample in sample_workbooks(home, now_in(zone)):
        path = home.inbox / sample.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.data)
        written.append(path)
    return tuple(written)


def sample_workbooks(home: Home, now: dt.datetime, seed: int = 2026) -> tuple[Sample, ...]:
    """Return good and bad workbooks for the periods that are open at ``now``.

    Forms that the bureau does not use or that are not open yet are left out. The complaint takes
    the next free number of its form, so the second call's differs.
    """
    desk = _Desk(
        home=home,
        definitions=load_definitions(home),
        now=now,
        random=Random(seed),  # noqa: S311 - dice for made-up contents, not for secrets
    )
    makers: dict[str, Callable[[_Desk, Form, list[Duty]], Iterator[Sample]]] = {
        "study": _studies,
        "rectification": _rectifications,
        "self_evaluation": _self_evaluation,
        "inspection": _inspection,
    }
    samples: list[Sample] = []
    for key, make in makers.items():
        form, duties = desk.definitions.forms.get(key), desk.open_duties(key)
        if form and duties:
            samples += make(desk, form, duties)
    samples += _complaint(desk)
    return (*samples, *_not_a_workbook(desk))


def _studies(desk: _Desk, form: Form, duties: list[Duty]) -> Iterator[Sample]:
    """Give a report in a clerk's own ways of writing, a nil return, and one full of faults."""
    makers = (_tolerable_study, _nil_study, _faulty_study)
    for duty, make in zip(duties, makers, strict=False):
        issue = desk.issue(form, duty)
        people = desk.staff(duty.unit, duty.period.last)
        rows = contents.study_rows(people, duty.period, desk.random)
        rows, header = make(rows, duty.period)
        yield Sample(
            path=f"{duty.unit}/{file_name(issue)}",
            data=desk.filled(issue, rows, {**desk.signed(issue.unit, people), **header}),
            good=make is not _faulty_study,
        )


Study = dict[str, list[contents.SampleRow]]


def _tolerable_study(rows: Study, period: Period) -> tuple[Study, contents.SampleRow]:
    first, second = rows["sessions"]
    first["hours"] = f"{first['hours']}小时"
    second["held_on"] = f"{period.first.month}月18日"
    rows["attendance"][0]["person"] = f" {rows['attendance'][0]['person']}　"
    return rows, {}


def _nil_study(_rows: Study, _period: Period) -> tuple[Study, contents.SampleRow]:
    return {}, {"nil": True, "nil_reason": "全体人员参加防汛值守，学习并入下月进行"}


def _faulty_study(rows: Study, period: Period) -> tuple[Study, contents.SampleRow]:
    first, second = rows["sessions"]
    first |= {"held_on": f"{period.first:%Y-%m}-32", "hours": 99}
    second |= {"summary": None, "attended": 0}
    rows["attendance"][0]["person"] = "甄不在册"
    return rows, {}


def _rectifications(desk: _Desk, form: Form, duties: list[Duty]) -> Iterator[Sample]:
    """Give a ledger, and another one that lies in a foreign unit's folder."""
    own, *others = duties[3:6] or duties[:3]
    for duty, folder in [
        (own, own.unit),
        *zip(others[:1], [d.unit for d in others[1:]], strict=False),
    ]:
        issue = desk.issue(form, duty)
        people = desk.staff(duty.unit, duty.period.last)
        rows = contents.rectification_rows(duty.unit, people, duty.period, desk.random)
        header = {**desk.signed(issue.unit, people), "responsible_leader": people[0].name}
        yield Sample(
            path=f"{folder}/{file_name(issue)}",
            data=desk.filled(issue, rows, header),
            good=folder == duty.unit,
        )


def _self_evaluation(desk: _Desk, form: Form, duties: list[Duty]) -> Iterator[Sample]:
    duty = duties[0]
    issue = desk.issue(form, duty)
    people = desk.staff(duty.unit, desk.today)
    day = duty.opens + dt.timedelta(days=14)
    header: dict[str, CellValue] = {
        "secretary": people[0].name,
        "party_members": sum(person.category == "党员干部" for person in people),
        "evaluated_on": day,
        "overall": "支部一年来落实首问负责、限时办结，群众满意度有所提升，窗口服务仍有差距",
        "problems": "下基层不够经常，个别党员为民服务意识不强",
        "next_steps": "建立每月走访制度，问题列入整改台账逐项销号",
    }
    rows = contents.self_evaluation_rows(people, day, desk.random)
    yield Sample(
        path=f"{duty.unit}/{file_name(issue)}", data=desk.filled(issue, rows, header), good=True
    )


def _inspection(desk: _Desk, form: Form, duties: list[Duty]) -> Iterator[Sample]:
    duty, inspectors = duties[0], desk.staff(desk.office, desk.today)
    issue = desk.issue(form, duty)
    if inspectors:
        header: dict[str, CellValue] = {
            "inspected_on": duty.period.first + dt.timedelta(days=40),
            "leader": inspectors[0].name,
            "inspectors": [person.name for person in inspectors[1:3]] or inspectors[0].name,
            "received_by": desk.staff(duty.unit, duty.period.last)[0].name,
            "conclusion": "窗口服务规范，个别台账登记不全，限期补齐",
        }
        rows = contents.inspection_rows(form, desk.random)
        data = desk.filled(issue, rows, header)
        yield Sample(path=f"{desk.office}/{file_name(issue)}", data=data, good=True)


def _complaint(desk: _Desk) -> Iterator[Sample]:
    """Give a confidential case, about somebody of a unit, in the folder for such files."""
    definitions = desk.definitions
    form, office = definitions.forms.get("complaint"), definitions.roster.unit(desk.office)
    handlers = desk.staff(desk.office, desk.today)
    accused = [p for unit in definitions.roster.units for p in desk.staff(unit.code, desk.today)]
    if form and office and handlers:
        issue = desk.numbered(Issue(form=form, unit=office))
        received = desk.today - dt.timedelta(days=7)
        header = contents.complaint_header(handlers[0].name, received)
        data = desk.filled(issue, contents.complaint_rows(desk.random.choice(accused)), header)
        yield Sample(path=f"{CONFIDENTIAL}/{file_name(issue)}", data=data, good=True)


def _not_a_workbook(desk: _Desk) -> Iterator[Sample]:
    """Give a note that somebody renamed, so that it looks like a workbook."""
    text = "各位：本月学习情况见群里的截图，请党办代填。谢谢！"
    folder = desk.definitions.roster.units[0].code
    yield Sample(path=f"{folder}/学习情况.xlsx", data=text.encode("gb18030"), good=False)
