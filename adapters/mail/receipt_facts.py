"""Hold the facts of the answer to a drop, and conceal those of a confidential one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from adapters.files.home import RETURNED_IN_CONFIDENTIAL, Home
from adapters.mail.messages import Letter
from campaign.deadlines.status import SubmissionStatus
from campaign.problems.codes import Problem, Severity
from campaign.problems.limiting import count_problems
from campaign.problems.messages import (
    ProblemLine,
    group_problems,
    problem_text,
    reason_text,
    redact_problem,
    remedy_text,
)

MOST_HINTS = 50
"""In one message; the marked copy lists all of them."""

_CONFIDENTIAL_INBOX = Home(Path()).confidential_inbox.as_posix()
_CONSTANTS = {"most_hints": MOST_HINTS, "confidential_inbox": _CONFIDENTIAL_INBOX}
_COPIES_OF_CONFIDENTIAL = f"{_CONFIDENTIAL_INBOX}/{RETURNED_IN_CONFIDENTIAL}/"
_LONGEST_PLACE = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """One finding as Chinese texts; ``cells`` counts its places.

    ``open`` is the hint that may be sent if the drop is confidential.
    """

    where: str = ""
    what: str = ""
    why: str = ""
    mend: str = ""
    cells: int = 1
    open: "Hint | None" = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptFacts:
    """The facts of the answer to one drop; those that do not apply keep their default.

    Kinds: ``receipt``, ``returned``, ``duplicate``, ``attachment``, ``quarantined`` (to the
    office), and ``accepted``, ``withdrawn`` by the office's hand. ``unit``, ``form`` and ``period``
    are names as staff read them.
    """

    receipt: str
    """The receipt's number, or the case's number."""
    received_at: dt.datetime
    estimated: bool = False
    """Whether the time of receipt is the file's own time, because nothing was running."""
    confidential: bool = False
    file_name: str = ""
    unit: str = ""
    sender_known: bool = True
    """Whether the file says from which unit it is, or the folder in which it lay."""
    form: str = ""
    period: str = ""
    serial: str = ""
    timeliness: str = ""
    """按期, 逾期 or another status of the obligation; "" for event forms."""
    version: int = 0
    """The version now in force; 0: none."""
    filed_as: int = 0
    """The version as which it is only kept, because the one in force was received later."""
    nil: bool = False
    sheets: tuple[tuple[str, int], ...] = ()
    """The names of the sheets, and how many rows were read from each."""
    normalised: tuple[tuple[str, int], ...] = ()
    """The tolerances applied in reading, and how often."""
    errors: tuple[Hint, ...] = ()
    """The reasons for its return; from ``hints_of``."""
    warnings: tuple[Hint, ...] = ()
    """The hints that block nothing; from ``hints_of``."""
    owed: tuple[SubmissionStatus, ...] = ()
    """The duties that the unit has still to fulfil."""
    earlier_receipt: str = ""
    """The same bytes were answered before under this number."""
    earlier_version: int = 0
    """The version that those bytes were accepted as."""
    receipt_in_force: str = ""
    """The receipt of the version now in force, if that is another one."""
    marked_copy: str = ""
    """The path of the marked copy, as a clerk finds it on the share."""
    unmarked: bool = False
    """Whether that copy is the original as it came, because it could not be read."""
    cells_marked: bool = False
    """Whether that copy has cells marked that are to be mended."""
    in_time_until: dt.date | None = None
    """The last day on which the correction still counts as on time."""
    by: str = ""
    """The name of the actor who accepted or withdrew it by hand."""
    reason: str = ""
    """The reason of that act."""

    def letter(self, kind: str) -> Letter:
        """Return the answer as a letter without confidential facts."""
        facts_shown = self._concealed() if self.confidential else self
        facts = {item.name: getattr(facts_shown, item.name) for item in fields(facts_shown)}
        return Letter(kind=kind, facts={**facts, **_CONSTANTS})

    def _concealed(self) -> "ReceiptFacts":
        """Return the facts of a confidential drop that may be sent: numbers, times, its faults."""
        rows = sum(count for _, count in self.sheets)
        return replace(
            self,
            file_name="",
            unit="",
            form="",
            period="",
            sheets=(("合计", rows),) if self.sheets else (),
            normalised=(),
            errors=tuple(hint.open or Hint(cells=hint.cells) for hint in self.errors),
            warnings=tuple(hint.open or Hint(cells=hint.cells) for hint in self.warnings),
            owed=(),
            marked_copy=_COPIES_OF_CONFIDENTIAL if self.marked_copy else "",
            reason="",
        )


def hints_of(problems: Iterable[Problem]) -> tuple[tuple[Hint, ...], tuple[Hint, ...]]:
    """Return the errors and the warnings among problems as hints, one hint per finding."""
    lines = group_problems(problems)
    errors, warnings = (
        tuple(_hint(finding) for finding in lines if finding.first.severity is severity)
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    return errors, warnings


def _hint(finding: ProblemLine) -> Hint:
    cells = sum(map(count_problems, finding.problems))
    redacted = redact_problem(finding.first)
    return Hint(
        where=_place(finding.where, cells),
        what=problem_text(finding.first),
        why=reason_text(finding.first),
        mend=remedy_text(finding.first),
        cells=cells,
        open=_hint_on_file(redacted, cells) if redacted else None,
    )


def _hint_on_file(problem: Problem, cells: int) -> Hint:
    return Hint(
        where="整个文件",
        what=problem_text(problem),
        why=reason_text(problem),
        mend=remedy_text(problem),
        cells=cells,
    )


def _place(where: str, cells: int) -> str:
    if len(where) <= _LONGEST_PLACE:
        return where
    return f"{where[:_LONGEST_PLACE].rpartition('、')[0]}等，共{cells}处"
