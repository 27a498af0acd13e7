"""Compares verdicts on the same reports, and the status of duties, under two plans."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.duties import DutyKey
from campaign.problems.codes import Code, Problem, Severity, has_errors

_OF_THE_FOLDER = frozenset({Code.PLACE_NOT_CONFIDENTIAL})
"""Problems of the folder in which a file lay, which is not stored."""

HISTORY = frozenset(code for code in Code if code.startswith("history."))
"""Codes of contradictions with other reports, on which a plan has no bearing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RejudgedReport:
    """A report judged twice: its problems by the plan in force and by another.

    ``form`` and ``unit`` are "" where it was not recognised; ``slot`` is its period or number.
    """

    receipt: str
    unit: str
    form: str
    slot: str
    confidential: bool
    before: tuple[Problem, ...]
    after: tuple[Problem, ...]

    @property
    def was_accepted(self) -> bool:
        """Whether the plan in force accepts it."""
        return not has_errors(self.before)

    @property
    def is_accepted(self) -> bool:
        """Whether the other plan would accept it."""
        return not has_errors(self.after)

    @property
    def decisive(self) -> tuple[Problem, ...]:
        """The errors that only one of the plans finds."""
        both = _places(self.before) & _places(self.after)
        errors = (p for p in (*self.before, *self.after) if p.severity is Severity.ERROR)
        return tuple(error for error in errors if _place(error) not in both)

    @property
    def differs(self) -> bool:
        """Whether any problem differs, warnings included."""
        return _places(self.before) != _places(self.after)


@dataclass(frozen=True, kw_only=True, slots=True)
class WarningChange:
    """The number of accepted reports in which a warning would appear, and disappear."""

    code: Code
    more: int
    fewer: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyChange:
    """A duty whose status would differ; a state is None where that plan does not have the duty."""

    key: DutyKey
    obligation: str
    before: DutyState | None
    after: DutyState | None
    was_late: bool = False
    is_late: bool = False


def verdict_changes(reports: Iterable[RejudgedReport]) -> tuple[RejudgedReport, ...]:
    """Return the reports that one plan accepts and the other returns, by receipt."""
    changed = (report for report in reports if report.was_accepted != report.is_accepted)
    return tuple(sorted(changed, key=lambda report: report.receipt))


def returned_otherwise(reports: Iterable[RejudgedReport]) -> tuple[RejudgedReport, ...]:
    """Return the reports that both plans return, for other errors, by receipt."""
    returned = (report for report in reports if not report.was_accepted and not report.is_accepted)
    changed = (report for report in returned if _errors(report.before) != _errors(report.after))
    return tuple(sorted(changed, key=lambda report: report.receipt))


def warning_changes(reports: Iterable[RejudgedReport]) -> tuple[WarningChange, ...]:
    """Count the warnings that come and go in reports that both plans accept, by code."""
    more, fewer = Counter[Code](), Counter[Code]()
    for report in reports:
        if report.was_accepted and report.is_accepted:
            before, after = _places(report.before), _places(report.after)
            more.update({code for code, *_ in after - before})
            fewer.update({code for code, *_ in before - after})
    changed = [code for code in Code if more[code] or fewer[code]]
    return tuple(WarningChange(code=c, more=more[c], fewer=fewer[c]) for c in changed)


def duty_changes(
    before: Iterable[SubmissionStatus], after: Iterable[SubmissionStatus]
) -> tuple[DutyChange, ...]:
    """Return the duties whose status differs, or that only one plan has, in the plans' order.

    By how many days a late report is late makes no difference.
    """
    old, new = _by_key(before), _by_key(after)
    changes = (_duty_change(key, old.get(key), new.get(key)) for key in dict.fromkeys([*old, *new]))
    return tuple(
        change
        for change in changes
        if (change.before, change.was_late) != (change.after, change.is_late)
    )


def _duty_change(
    key: DutyKey, old: SubmissionStatus | None, new: SubmissionStatus | None
) -> DutyChange:
    names = (status.duty.obligation.name for status in (old, new) if status)
    return DutyChange(
        key=key,
        obligation=next(names),
        before=old.state if old else None,
        after=new.state if new else None,
        was_late=bool(old and old.days_late),
        is_late=bool(new and new.days_late),
    )


def _by_key(statuses: Iterable[SubmissionStatus]) -> Mapping[DutyKey, SubmissionStatus]:
    return {status.duty.key: status for status in statuses}


ProblemPlace = tuple[Code, str, int, int]


def _places(problems: Iterable[Problem]) -> set[ProblemPlace]:
    return {_place(p) for p in problems if p.code not in _OF_THE_FOLDER}


def _place(problem: Problem) -> ProblemPlace:
    return problem.code, problem.sheet, problem.row, problem.column


def _errors(problems: Iterable[Problem]) -> set[ProblemPlace]:
    return _places(p for p in problems if p.severity is Severity.ERROR)
