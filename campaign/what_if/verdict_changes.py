"""Which reports would be judged otherwise under another plan, and whether they would be in time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.duties import DutyKey
from campaign.problems.codes import Code, Problem, Severity, has_errors

_OF_THE_PLACE = frozenset({Code.PLACE_NOT_CONFIDENTIAL})
"""Where a file lay when it was taken in, which is not known of it any more."""

HISTORY = frozenset(code for code in Code if code.startswith("history."))
"""What contradicts other reports, on which a plan has no bearing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RejudgedReport:
    """A report judged twice: what was found in it by the plan in force, and by another.

    ``form`` and ``unit`` are "" where it was not recognised; ``slot`` as of a submission.
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
        """Whether the plan in force lets it in."""
        return not has_errors(self.before)

    @property
    def is_accepted(self) -> bool:
        """Whether the other plan would."""
        return not has_errors(self.after)

    @property
    def decisive(self) -> tuple[Problem, ...]:
        """The errors that only one of the plans finds."""
        both = _places(self.before) & _places(self.after)
        found = (p for p in (*self.before, *self.after) if p.severity is Severity.ERROR)
        return tuple(p for p in found if _place(p) not in both)

    @property
    def differs(self) -> bool:
        """Whether anything found differs, a warning included."""
        return _places(self.before) != _places(self.after)


@dataclass(frozen=True, kw_only=True, slots=True)
class WarningChange:
    """How many accepted reports a warning would newly stand in, and out of how many it would go."""

    code: Code
    more: int
    fewer: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyChange:
    """A duty that would stand otherwise; a state is None where the plan does not ask for it."""

    key: DutyKey
    obligation: str
    before: DutyState | None
    after: DutyState | None
    was_late: bool = False
    is_late: bool = False


def verdict_changes(judged: Iterable[RejudgedReport]) -> tuple[RejudgedReport, ...]:
    """Return what would be returned and is accepted, or the other way round, by receipt."""
    found = (item for item in judged if item.was_accepted != item.is_accepted)
    return tuple(sorted(found, key=lambda item: item.receipt))


def returned_otherwise(judged: Iterable[RejudgedReport]) -> tuple[RejudgedReport, ...]:
    """Return what is returned by both plans, for other reasons."""
    both = (item for item in judged if not item.was_accepted and not item.is_accepted)
    found = (item for item in both if _errors(item.before) != _errors(item.after))
    return tuple(sorted(found, key=lambda item: item.receipt))


def warning_changes(judged: Iterable[RejudgedReport]) -> tuple[WarningChange, ...]:
    """Count the warnings that come and go in reports that both plans accept, by code."""
    more, fewer = Counter[Code](), Counter[Code]()
    for item in judged:
        if item.was_accepted and item.is_accepted:
            before, after = _places(item.before), _places(item.after)
            more.update({code for code, *_ in after - before})
            fewer.update({code for code, *_ in before - after})
    changed = [code for code in Code if more[code] or fewer[code]]
    return tuple(WarningChange(code=c, more=more[c], fewer=fewer[c]) for c in changed)


def duty_changes(
    before: Iterable[SubmissionStatus], after: Iterable[SubmissionStatus]
) -> tuple[DutyChange, ...]:
    """Return the duties that stand otherwise, or that only one plan has, in the plans' order.

    How many days a late report is late makes no difference.
    """
    old, new = _by_key(before), _by_key(after)
    found = (_duty_change(key, old.get(key), new.get(key)) for key in dict.fromkeys([*old, *new]))
    return tuple(
        change
        for change in found
        if (change.before, change.was_late) != (change.after, change.is_late)
    )


def _duty_change(
    key: DutyKey, old: SubmissionStatus | None, new: SubmissionStatus | None
) -> DutyChange:
    names = (standing.duty.obligation.name for standing in (old, new) if standing)
    return DutyChange(
        key=key,
        obligation=next(names),
        before=old.state if old else None,
        after=new.state if new else None,
        was_late=bool(old and old.days_late),
        is_late=bool(new and new.days_late),
    )


def _by_key(statuses: Iterable[SubmissionStatus]) -> Mapping[DutyKey, SubmissionStatus]:
    return {standing.duty.key: standing for standing in statuses}


ProblemPlace = tuple[Code, str, int, int]


def _places(problems: Iterable[Problem]) -> set[ProblemPlace]:
    return {_place(p) for p in problems if p.code not in _OF_THE_PLACE}


def _place(found: Problem) -> ProblemPlace:
    return found.code, found.sheet, found.row, found.column


def _errors(problems: Iterable[Problem]) -> set[ProblemPlace]:
    return _places(p for p in problems if p.severity is Severity.ERROR)
