"""What the answer to a drop says, and what of it may travel where the drop is confidential."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from adapters.files.home import RETURNED_IN_CONFIDENTIAL, Home
from adapters.mail.messages import Letter
from campaign.deadlines.status import SubmissionStatus
from campaign.problems.codes import Problem, Severity
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
    """One finding in words; ``cells`` counts the places where it was found.

    ``open`` is what may be said of it where the drop is confidential.
    """

    where: str = ""
    what: str = ""
    why: str = ""
    mend: str = ""
    cells: int = 1
    open: "Hint | None" = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptFacts:
    """The facts of the answer to one drop; what does not apply keeps its default and is not shown.

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
    form: str = ""
    period: str = ""
    serial: str = ""
    timeliness: str = ""
    """按期, 逾期 or what else obligations say; "" for event forms."""
    version: int = 0
    """The version now in force; 0: none."""
    filed_as: int = 0
    """The version as which it is only kept, because the one in force was received later."""
    nil: bool = False
    sheets: tuple[tuple[str, int], ...] = ()
    """How many rows were read from each."""
    normalised: tuple[tuple[str, int], ...] = ()
    """What was tolerated in reading, and how often."""
    errors: tuple[Hint, ...] = ()
    """Why it is returned; from ``hints_of``."""
    warnings: tuple[Hint, ...] = ()
    """What is worth a look and blocks nothing; from ``hints_of``."""
    owed: tuple[SubmissionStatus, ...] = ()
    """What the unit still has to file."""
    earlier_receipt: str = ""
    """The same bytes were answered before under this number."""
    earlier_version: int = 0
    """The version that those bytes were accepted as."""
    receipt_in_force: str = ""
    """The receipt of the version now in force, where that is another one."""
    marked_copy: str = ""
    """Where the marked copy lies, as a clerk finds it on the share."""
    unmarked: bool = False
    """Whether that copy is the original as it came, because it could not be read."""
    cells_marked: bool = False
    """Whether that copy has cells marked that are to be mended."""
    in_time_until: dt.date | None = None
    """The last day on which the correction still counts as on time."""
    by: str = ""
    """Who accepted or withdrew it by hand."""
    reason: str = ""
    """Why they did."""

    def letter(self, kind: str) -> Letter:
        """Return the answer as a letter, what is confidential left out."""
        shown = self._concealed() if self.confidential else self
        facts = {each.name: getattr(shown, each.name) for each in fields(shown)}
        return Letter(kind=kind, facts={**facts, **_CONSTANTS})

    def _concealed(self) -> "ReceiptFacts":
        """Return what may travel of a confidential drop: numbers, times, what the file lacks."""
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
    """Put problems into words: errors and warnings, one hint per finding."""
    lines = group_problems(problems)
    errors, warnings = (
        tuple(_hint(finding) for finding in lines if finding.first.severity is severity)
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    return errors, warnings


def _hint(finding: ProblemLine) -> Hint:
    cells, secret = len(finding.problems), redact_problem(finding.first)
    return Hint(
        where=_place(finding.where, cells),
        what=problem_text(finding.first),
        why=reason_text(finding.first),
        mend=remedy_text(finding.first),
        cells=cells,
        open=_hint_on_file(secret, cells) if secret else None,
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
