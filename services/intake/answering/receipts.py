"""Writes the answer to one drop: the facts of its receipt, and the files for its sender."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePath

from adapters.files.file_names import bare_stem, cut_name
from adapters.files.home import RETURNED_IN_CONFIDENTIAL, Home
from adapters.mail.messages import page
from adapters.mail.posts import post_to_unit
from adapters.mail.receipt_facts import ReceiptFacts, hints_of
from adapters.store.engine import Connection
from adapters.store.outbox import Post
from adapters.store.reports import keys_in_force
from adapters.store.submissions import SubmissionKey, Version
from campaign.deadlines.status import (
    AcceptedVersion,
    DutyHistory,
    DutyState,
    SubmissionStatus,
    judge_duty,
)
from campaign.deadlines.waivers import Waiver
from campaign.definitions.definitions import Definitions, period_label, responsible_unit
from campaign.definitions.duties import Duty, ReturnedReport, last_day_in_time, still_owed
from campaign.definitions.roster import Unit
from campaign.problems.codes import Code, Problem, Severity
from campaign.problems.limiting import count_problems
from campaign.problems.messages import CATALOGUE, redact_problem
from campaign.values.dispositions import ACCEPTED, Disposition
from services.intake.answering.answer_files import answers_folder, keep_answer_file
from services.intake.answering.receipt import Receipt
from services.intake.examining.examination import Examined

_LONGEST_STEM = 120
"""Bytes of a sender's file name that its copy carries beside the receipt's number; a name may
have 255, and less while it is being written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedVerdict:
    """A verdict as it is recorded: the version accepted, or the one that the same bytes had.

    ``newer`` is the version that stays in force because it came later than the accepted one.
    """

    examined: Examined
    disposition: Disposition
    problems: tuple[Problem, ...]
    version: Version | None = None
    earlier: Version | None = None
    newer: Version | None = None
    marked: bytes | None = None


@dataclass(slots=True)
class ReceiptWriter:
    """Writes the answers of one batch.

    ``waivers`` are keys that need not be filed, ``filed`` those in force by unit; ``returns`` say
    when a key's reports were returned, ``returned`` the receipts of bytes returned before.
    ``hashes`` are the SHA-256 of the receipts written, by their paths; copies are their receivers'
    to change.
    """

    home: Home
    definitions: Definitions
    now: dt.datetime
    waivers: Mapping[SubmissionKey, Sequence[Waiver]] = field(default_factory=dict)
    filed: dict[str, set[SubmissionKey]] = field(default_factory=lambda: defaultdict(set))
    returns: dict[SubmissionKey, list[ReturnedReport]] = field(
        default_factory=lambda: defaultdict(list)
    )
    returned: dict[tuple[str, str], str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = answers_folder(self.home)

    def load_filed(self, connection: Connection, units: Collection[str]) -> None:
        """Load what is in force of these units, so that receipts can list what is still due."""
        for key in keys_in_force(connection, units):
            self.filed[key[0]].add(key)

    def answer(self, verdict: RecordedVerdict) -> tuple[Receipt, Post]:
        """Keep receipt and marked copy ready for the share; return the receipt and its mail."""
        unit = self.addressee(verdict.examined)
        code, drop_id = unit.code if unit else "", verdict.examined.claim.drop_id
        copy = self._keep_copy(verdict, unit)
        letter = self._facts(verdict, unit, copy).letter(verdict.disposition)
        post = post_to_unit(self.definitions, code, letter, f"drop:{drop_id}", self.now)
        name, data = f"{verdict.examined.claim.receipt} 回执.html", page(post.message).encode()
        place = self.home.place_of_returned(code)
        keep_answer_file(self.folder, drop_id, place, name, data)
        self.hashes[f"{place}/{name}"] = sha256(data).hexdigest()
        return self._receipt(verdict), replace(post, drop_id=drop_id)

    def addressee(self, examined: Examined) -> Unit | None:
        """Return who is answered: the filing unit, the office for its own forms, the folder's.

        What is confidential and not recognised is the office's: the folder's unit may be the one
        that is complained about.
        """
        form, definitions = examined.form, self.definitions
        if examined.confidential and not form:
            return definitions.roster.unit(definitions.plan.campaign.office)
        unit = examined.unit or examined.claim.folder_unit
        return definitions.roster.unit(responsible_unit(form, unit, definitions))

    def _duty(self, examined: Examined) -> Duty | None:
        return self.definitions.duty((examined.unit, examined.form, examined.slot))

    def _facts(self, verdict: RecordedVerdict, unit: Unit | None, marked_copy: str) -> ReceiptFacts:
        examined, claim = verdict.examined, verdict.examined.claim
        form = self.definitions.forms.get(examined.form)
        subject = self.definitions.roster.unit(examined.unit)
        errors, warnings = hints_of(verdict.problems)
        current = verdict.newer or verdict.version
        another = verdict.newer or verdict.earlier
        return ReceiptFacts(
            receipt=claim.receipt,
            received_at=claim.received_at,
            estimated=claim.estimated,
            confidential=examined.confidential,
            file_name=claim.name,
            unit=subject.name if subject else "",
            sender_known=bool(examined.unit or claim.folder_unit),
            form=form.title if form else "",
            period=period_label(examined.slot),
            serial=examined.serial,
            timeliness=self._timeliness(verdict),
            version=current.version if current else 0,
            nil=examined.nil and verdict.disposition in ACCEPTED,
            sheets=self._sheets(verdict),
            normalised=examined.tolerated if verdict.disposition in ACCEPTED else (),
            errors=errors,
            warnings=warnings,
            owed=self._owed(unit) if verdict.disposition in ACCEPTED else (),
            earlier_receipt=self._earlier_receipt(verdict),
            earlier_version=verdict.earlier.version if verdict.earlier else 0,
            receipt_in_force=current.receipt if current and another else "",
            filed_as=verdict.version.version if verdict.version and verdict.newer else 0,
            marked_copy=marked_copy,
            unmarked=verdict.marked is None,
            cells_marked=any(p.row and p.severity is Severity.ERROR for p in verdict.problems),
            in_time_until=self._in_time_until(verdict),
            by=examined.by_hand.name if examined.by_hand else "",
            reason=examined.by_hand.reason if examined.by_hand else "",
        )

    def _earlier_receipt(self, verdict: RecordedVerdict) -> str:
        if verdict.earlier:
            return verdict.earlier.receipt
        if verdict.disposition is not Disposition.RETURNED:
            return ""
        claim = verdict.examined.claim
        key = claim.sha256, sender(verdict.examined)
        before = self.returned.get(key, "")
        self.returned[key] = claim.receipt
        return before

    def _sheets(self, verdict: RecordedVerdict) -> tuple[tuple[str, int], ...]:
        if verdict.disposition not in ACCEPTED or verdict.examined.nil:
            return ()
        return verdict.examined.counts

    def _timeliness(self, verdict: RecordedVerdict) -> str:
        """On time is judged by the first version that was accepted (S-table, due dates)."""
        duty = self._duty(verdict.examined)
        if duty is None or verdict.version is None or verdict.earlier:
            return ""
        first = verdict.version.first_received_at
        filed = AcceptedVersion(received_on=first.date(), accepted_on=self.now.date())
        return "按期" if self._status(duty, filed).state is DutyState.ON_TIME else "逾期"

    def _status(self, duty: Duty, *filings: AcceptedVersion) -> SubmissionStatus:
        """Return the status of a duty today, filed or not."""
        history = DutyHistory(filings=filings, returns=tuple(self.returns.get(duty.key, ())))
        waivers = self.waivers.get(duty.key, ())
        return judge_duty(duty, history, waivers, self.definitions.plan, self.now.date())

    def _in_time_until(self, verdict: RecordedVerdict) -> dt.date | None:
        """Return until when a correction is on time, if one of the files returned was."""
        duty = self._duty(verdict.examined)
        if duty is None or verdict.disposition is not Disposition.RETURNED:
            return None
        returns, today = self.returns[duty.key], self.now.date()
        returns.append(ReturnedReport(verdict.examined.claim.received_at.date(), today))
        if all(received > duty.grace for received, _ in returns):
            return None
        until = last_day_in_time(duty, returns, self.definitions.plan)
        return until if until >= today else None

    def _owed(self, unit: Unit | None) -> tuple[SubmissionStatus, ...]:
        if unit is None:
            return ()
        duties = self.definitions.duties_of(unit.code)
        due = still_owed(duties, self.filed[unit.code], self.now.date())
        owed = (status for duty in due if (status := self._status(duty)).owes)
        return tuple(sorted(owed, key=lambda status: not status.days_late))

    def _keep_copy(self, verdict: RecordedVerdict, unit: Unit | None) -> str:
        """Keep a copy ready for the sender: marked where it could be read, else as it came.

        Returns its path relative to the home's root, "" where there is none. What is only too
        large is not copied a second time: the original is in the archive.
        """
        too_large = any(p.code is Code.FILE_TOO_LARGE for p in verdict.problems)
        if verdict.disposition is not Disposition.RETURNED or too_large:
            return ""
        claim = verdict.examined.claim
        place = self.home.place_of_returned(unit.code if unit else "")
        stem, suffix = cut_name(bare_stem(PurePath(claim.name).stem), _LONGEST_STEM), claim.suffix
        if verdict.examined.confidential:
            folder = self.home.confidential_inbox / RETURNED_IN_CONFIDENTIAL
            place, stem = folder.relative_to(self.home.root).as_posix(), ""
        if verdict.marked is None:
            name, data = f"{claim.receipt} 原件退回 {stem}{suffix}", claim.spooled.read_bytes()
        else:
            name, data = f"{claim.receipt} 退回修改 {stem}.xlsx", verdict.marked
        name = name.replace(" .", ".").rstrip()
        keep_answer_file(self.folder, claim.drop_id, place, name, data)
        return f"{place}/{name}"

    def _receipt(self, verdict: RecordedVerdict) -> Receipt:
        examined, claim = verdict.examined, verdict.examined.claim
        blocking = [p for p in verdict.problems if p.severity is Severity.ERROR]
        form = self.definitions.forms.get(examined.form)
        hidden = examined.confidential
        return Receipt(
            receipt=claim.receipt,
            unit="保密" if hidden else examined.unit or claim.folder_unit,
            form="" if hidden or form is None else form.title,
            period="" if hidden else period_label(examined.slot),
            disposition=verdict.disposition,
            errors=sum(map(count_problems, blocking)),
            warnings=sum(map(count_problems, verdict.problems))
            - sum(map(count_problems, blocking)),
            reasons=_reasons(verdict, [p for p in blocking if redact_problem(p) or not hidden]),
        )


def sender(examined: Examined) -> str:
    """Return the code of the unit that a drop is booked under, "" if none is to be named."""
    folder = "" if examined.confidential else examined.claim.folder_unit
    return examined.unit or folder


def _reasons(verdict: RecordedVerdict, blocking: list[Problem]) -> tuple[str, ...]:
    if verdict.newer:
        return (f"此前已接收较新的第{verdict.newer.version}版，本件存档备查",)
    return tuple(dict.fromkeys(CATALOGUE[p.code].title for p in blocking))
