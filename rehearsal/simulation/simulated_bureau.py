"""Acts as the bureau of a rehearsal: fills in, drops and processes workbooks, and sends mail.

One pool of processes fills in and reads for the whole year; it is started anew only when a waiver
changes what examiners have to know.
"""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
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
from services.intake.answering.receipt import Receipt
from services.intake.inbox import list_inbox
from services.intake.process_inbox import answer_claims, collect_files, open_readers
from services.issuing.delivery import numbered
from services.issuing.folder import file_name, path_of
from services.issuing.selection import folder_of
from services.notify.sending import send_pending

_SETTLED = dt.timedelta(seconds=30)
_PROCESSES = 64  # more than any machine's: the pool takes one for each processor


@dataclass(frozen=True, kw_only=True, slots=True)
class FilledWorkbook:
    """A workbook as its clerk means to file it.

    ``folder`` is where it is dropped if not in its unit's own; ``expect`` is what must become of
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
class AnsweredDrop:
    """A drop, the day, and the receipt that it got."""

    day: dt.date
    drop: Drop
    receipt: Receipt

    @property
    def as_expected(self) -> bool:
        """Whether the receipt says what was planted."""
        return self.receipt.disposition is self.drop.expect


@dataclass(frozen=True, slots=True)
class _FillTask:
    """What a process needs to fill in a workbook."""

    form: Form
    blank: bytes
    rows: FormTables
    header: FormRow


def fill_in_worker(task: _FillTask) -> bytes:
    """Return the filled workbook, in a process of the pool."""
    return fill(task.form, task.blank, task.rows, task.header)


@dataclass(slots=True)
class SimulatedBureau:
    """A home, the virtual time, and every drop so far with its receipt."""

    home: Home
    now: dt.datetime
    context: AppContext
    answered: list[AnsweredDrop] = field(default_factory=list)
    sent: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)
    _readers: Readers | None = None
    _by_document: dict[tuple[str, str], Issue] = field(default_factory=dict)

    def staff(self, unit: str) -> list[Person]:
        """Return who works in a unit or belongs to a branch today."""
        return [
            person
            for person in self.context.definitions.roster.people
            if unit in (person.unit, person.branch)
        ]

    def set_time(self, day: dt.date, hour: int) -> None:
        """Set the virtual time to the hour of a day."""
        self.now = dt.datetime.combine(day, dt.time(hour), self.now.tzinfo)

    def file(
        self, workbooks: Sequence[FilledWorkbook], others: Iterable[Drop] = ()
    ) -> list[AnsweredDrop]:
        """Fill in, drop and process workbooks; return their answers in order, then the others'."""
        contents = self._fill([self._fill_task(workbook) for workbook in workbooks])
        drops = [self._drop(*pair) for pair in zip(workbooks, contents, strict=True)]
        return self._process([*drops, *others])

    def send(self) -> None:
        """Send what is pending; what is held for the office's look is released first."""
        engine, definitions = self.context.engine, self.context.definitions
        plan, roster = definitions.plan, definitions.roster
        with writing(engine) as connection:
            release(connection, plan.campaign.office, self.now)
        self.sent += send_pending(engine, self.home, plan, roster, lambda: self.now).sent

    def close(self) -> None:
        """End the processes and leave the store."""
        self._stack.close()
        self.context.engine.dispose()

    def issue(self, form: str, unit: str, document: str = "") -> Issue:
        """Return an event form's workbook with its number.

        What is filed once more about a ``document`` is the workbook of before, corrected.
        """
        if (form, document) in self._by_document:
            return self._by_document[form, document]
        issue = self._new_issue(form, unit)
        if document:
            self._by_document[form, document] = issue
        return issue

    def _new_issue(self, form: str, unit: str) -> Issue:
        definitions = self.context.definitions
        filer = definitions.roster.unit(unit)
        assert filer is not None, "all roles are given to units of the roster"
        key = self.context.examiner.recognition.key
        issues = [Issue(form=definitions.forms[form], unit=filer)]
        return numbered(self.context.engine, definitions, issues, key, self.now, fresh=True)[0]

    def blank(self, issue: Issue, *, forged: bool = False) -> bytes:
        """Return the blank that was issued, or else what ``zuofeng forms`` would give."""
        definitions = self.context.definitions
        path = path_of(self.home.issued / folder_of(issue, definitions), issue)
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

    def _fill_task(self, workbook: FilledWorkbook) -> _FillTask:
        blank = self.blank(workbook.issue, forged=workbook.forged)
        return _FillTask(workbook.issue.form, blank, workbook.rows, workbook.header)

    def _fill(self, tasks: Sequence[_FillTask]) -> list[bytes]:
        """Return the filled workbooks in the order of the tasks; the pool gives them in its own."""
        if not tasks:
            return []
        contents = {}
        for task, result in self.readers().map(fill_in_worker, tasks, 4):
            if isinstance(result, Died | Failed):
                raise RuntimeError(f"{task.form.key} could not be filled in: {result}")
            contents[id(task)] = result
        return [contents[id(task)] for task in tasks]

    def _drop(self, workbook: FilledWorkbook, data: bytes) -> Drop:
        issue = workbook.issue
        folder = workbook.folder or folder_of(issue, self.context.definitions)
        if issue.form.confidential:
            folder = CONFIDENTIAL
        return Drop(
            path=f"{folder}/{workbook.name or file_name(issue)}",
            data=data,
            expect=workbook.expect,
            unit=issue.unit.code,
            form=issue.form.key,
        )

    def _process(self, drops: Sequence[Drop]) -> list[AnsweredDrop]:
        """Write the files into the inbox one after the other, and process them in that order."""
        engine, limits = self.context.engine, self.context.definitions.plan.limits
        list_inbox(engine, self.home, limits, self.now - 2 * _SETTLED)
        first = (self.now - _SETTLED).timestamp() - len(drops) / 1000
        for at, drop in enumerate(drops):
            path = self.home.inbox / drop.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(drop.data)
            os.utime(path, (first + at / 1000, first + at / 1000))
        list_inbox(engine, self.home, limits, self.now - _SETTLED)
        claims = collect_files(self.context, lambda: self.now)
        batches = answer_claims(self.context, self.readers(), claims, lambda: self.now)
        receipts = {receipt.receipt: receipt for batch in batches for receipt in batch}
        answered = [
            AnsweredDrop(day=self.now.date(), drop=drop, receipt=receipts[claim.receipt])
            for drop, claim in zip(drops, claims, strict=True)
        ]
        self.answered += answered
        if any(answer.drop.form == WAIVER for answer in answered):
            self._reopen()
        return answered

    def _reopen(self) -> None:
        """Update the examiners with the waivers that there are now."""
        self.close()
        self._readers = None
        self.context = open_context(self.home)


def open_simulated_bureau(home: Home) -> SimulatedBureau:
    """Open a home on the campaign's first day. Raises DefinitionError for broken definitions."""
    context = open_context(home)
    campaign = context.definitions.plan.campaign
    first = dt.datetime.combine(campaign.first, dt.time(), ZoneInfo(campaign.time_zone))
    return SimulatedBureau(home=home, now=first, context=context)
