"""The bureau in a rehearsal: blank workbooks filled in, dropped, swept, mail written, day by day.

One pool of processes fills in and reads for the whole year; it is started anew only when a waiver
changes what is on the examiners' desks.
"""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from zoneinfo import ZoneInfo

from adapters.files.home import CONFIDENTIAL, Home
from adapters.store.engine import writing
from adapters.store.outbox import release
from adapters.workbooks.blanks.workbook import Issue, issue_workbook
from adapters.workbooks.filler import fill
from adapters.worker_pool import Died, Failed, Readers
from campaign.deadlines.waivers import WAIVER
from campaign.definitions.form import Form
from campaign.definitions.roster import Person
from campaign.values.dispositions import Disposition
from rehearsal.content.form_contents import FormRow, FormTables
from services.context import AppContext, open_context
from services.intake.inbox import list_inbox
from services.intake.process_inbox import answer_claims, collect_files, open_readers
from services.intake.receipt import Receipt
from services.issuing.delivery import numbered
from services.issuing.folder import file_name
from services.issuing.selection import folder_of
from services.notify.sending import send_pending

_SETTLED = dt.timedelta(seconds=30)
_PROCESSES = 64  # more than any machine's: the pool takes one for each processor


@dataclass(frozen=True, kw_only=True, slots=True)
class FilledWorkbook:
    """A workbook as its clerk means to hand it in.

    ``folder`` is where it is dropped, where not below its own; ``expect`` is what must become of
    it. ``forged``: sealed by a key that is not this installation's.
    """

    issue: Issue
    rows: FormTables
    header: FormRow
    expect: Disposition = Disposition.ACCEPTED
    folder: str = ""
    name: str = ""
    forged: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Drop:
    """A file for the inbox and what must become of it; ``form`` and ``unit`` as far as known."""

    path: str
    data: bytes
    expect: Disposition
    unit: str = ""
    form: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """A drop, the day, and the answer that it got."""

    day: dt.date
    drop: Drop
    reply: Receipt

    @property
    def as_expected(self) -> bool:
        """Whether it got the answer that was planted."""
        return self.reply.outcome is self.drop.expect


@dataclass(frozen=True, slots=True)
class _Filling:
    """What a process needs to fill in a workbook."""

    form: Form
    blank: bytes
    rows: FormTables
    header: FormRow


def fill_here(work: _Filling) -> bytes:
    """Fill in a workbook, in a process of the pool."""
    return fill(work.form, work.blank, work.rows, work.header)


@dataclass(slots=True)
class SimulatedBureau:
    """The home, the clock's hand, and what came of every drop so far."""

    home: Home
    now: dt.datetime
    context: AppContext
    answered: list[Answered] = field(default_factory=list)
    sent: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)
    _readers: Readers | None = None

    def staff(self, unit: str) -> list[Person]:
        """Return who works in a unit or belongs to a branch today."""
        return [
            person
            for person in self.context.definitions.roster.people
            if unit in (person.unit, person.branch)
        ]

    def at(self, day: dt.date, hour: int, minute: int = 0) -> None:
        """Move the clock on."""
        self.now = dt.datetime.combine(day, dt.time(hour, minute), self.now.tzinfo)

    def hand_in(
        self, papers: Sequence[FilledWorkbook], others: Iterable[Drop] = ()
    ) -> list[Answered]:
        """Fill in, drop and sweep; return the answers in the order of the papers, then others."""
        fillings = [self._filling(paper) for paper in papers]
        data = self._fill(fillings)
        drops = [self._dropped(*pair) for pair in zip(papers, data, strict=True)]
        return self._sweep([*drops, *others])

    def send(self) -> None:
        """Send what is pending; what is held waits no longer: the office has looked at it."""
        with writing(self.context.engine) as connection:
            release(connection, self.context.definitions.plan.campaign.office, self.now)
        definitions = self.context.definitions
        where = (self.context.engine, self.home, definitions.plan, definitions.roster)
        self.sent += send_pending(*where, lambda: self.now).sent

    def close(self) -> None:
        """End the processes and leave the store."""
        self._stack.close()
        self.context.engine.dispose()

    def issue(self, form: str, unit: str) -> Issue:
        """Return an event form's workbook with its number."""
        definitions = self.context.definitions
        found = definitions.roster.unit(unit)
        assert found is not None, "the parts are units of the roster"
        key = self.context.examiner.recognition.key
        wanted = [Issue(form=definitions.forms[form], unit=found)]
        return numbered(self.context.engine, definitions, wanted, key, self.now, fresh=True)[0]

    def blank(self, issue: Issue, *, forged: bool = False) -> bytes:
        """Return the blank that was issued, or else what ``zuofeng forms`` would give."""
        definitions = self.context.definitions
        path = self.home.issued / folder_of(issue, definitions) / file_name(issue)
        if path.is_file() and not forged:
            return path.read_bytes()
        key = bytes(32) if forged else self.context.examiner.recognition.key
        plan, roster = definitions.plan, definitions.roster
        return issue_workbook(issue, key=key, plan=plan, roster=roster)

    def readers(self) -> Readers:
        """Return the pool, started when it is first needed."""
        if self._readers is None:
            self._readers = self._stack.enter_context(open_readers(self.context, _PROCESSES))
        return self._readers

    def _filling(self, paper: FilledWorkbook) -> _Filling:
        blank = self.blank(paper.issue, forged=paper.forged)
        return _Filling(paper.issue.form, blank, paper.rows, paper.header)

    def _fill(self, fillings: Sequence[_Filling]) -> list[bytes]:
        if not fillings:
            return []
        found = []
        for work, result in self.readers().map(fill_here, fillings, 4):
            if isinstance(result, Died | Failed):
                raise RuntimeError(f"{work.form.key} could not be filled in: {result}")
            found.append((work, result))
        by_work = {id(work): result for work, result in found}
        return [by_work[id(work)] for work in fillings]

    def _dropped(self, paper: FilledWorkbook, data: bytes) -> Drop:
        issue = paper.issue
        folder = paper.folder or folder_of(issue, self.context.definitions)
        if issue.form.confidential:
            folder = CONFIDENTIAL
        return Drop(
            path=f"{folder}/{paper.name or file_name(issue)}",
            data=data,
            expect=paper.expect,
            unit=issue.unit.code,
            form=issue.form.key,
        )

    def _sweep(self, drops: Sequence[Drop]) -> list[Answered]:
        """Put the files into the inbox one after the other, and answer them in that order."""
        engine, limits = self.context.engine, self.context.definitions.plan.limits
        list_inbox(engine, self.home, limits, self.now - 2 * _SETTLED)
        first = (self.now - _SETTLED).timestamp() - len(drops) / 1000
        for at, drop in enumerate(drops):
            path = self.home.inbox / drop.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(drop.data)
            os.utime(path, (first + at / 1000, first + at / 1000))
        list_inbox(engine, self.home, limits, self.now - _SETTLED)
        clock = partial(getattr, self, "now")
        claims = collect_files(self.context, clock)
        batches = answer_claims(self.context, self.readers(), claims, clock)
        replies = {reply.receipt: reply for batch in batches for reply in batch}
        told = [
            Answered(day=self.now.date(), drop=drop, reply=replies[claim.receipt])
            for drop, claim in zip(drops, claims, strict=True)
        ]
        self.answered += told
        if any(each.drop.form == WAIVER for each in told):
            self._read_again()
        return told

    def _read_again(self) -> None:
        """Let the examiners know the waivers that there are now."""
        self.close()
        self._readers = None
        self.context = open_context(self.home)


def open_simulated_bureau(home: Home) -> SimulatedBureau:
    """Open a home on the campaign's first day."""
    context = open_context(home)
    campaign = context.definitions.plan.campaign
    first = dt.datetime.combine(campaign.first, dt.time(), ZoneInfo(campaign.time_zone))
    return SimulatedBureau(home=home, now=first, context=context)
