"""The words of every problem: what it is, why it is not accepted, how to mend it.

Read by clerks in receipts and on the sheet 修改意见. ``{value}`` is what the sender wrote; the
other names in braces are the problem's facts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from campaign.problems import cell_messages, file_messages, sheet_messages
from campaign.problems.codes import Code, Problem
from campaign.problems.message import ProblemWording
from campaign.values.cell_ref import column_letters

CATALOGUE: dict[Code, ProblemWording] = (
    file_messages.WORDINGS | sheet_messages.WORDINGS | cell_messages.WORDINGS
)
"""Every code has its words; a test holds the two together."""

_OPEN_FACTS = frozenset(("format", "size", "limit", "count", "old", "new", "opens", "lock", "what"))
"""Facts of a file as such: they name no person, no unit, no form and no sheet."""

_LEFT_OUT = "（略）"


def problem_text(problem: Problem) -> str:
    """Return the sentence that says what is wrong."""
    return _fill(CATALOGUE[problem.code].problem, problem)


def reason_text(problem: Problem) -> str:
    """Return the sentence that says why it matters."""
    return _fill(CATALOGUE[problem.code].reason, problem)


def remedy_text(problem: Problem) -> str:
    """Return the sentence that says what to do."""
    return _fill(CATALOGUE[problem.code].remedy, problem)


def problem_title(problem: Problem) -> str:
    """Return the problem's short name, free of anything that the sender wrote."""
    return CATALOGUE[problem.code].title


def redact_problem(problem: Problem) -> Problem | None:
    """Return what may be said openly of a confidential file's problem, None if nothing.

    What is wrong with the file as such may: nothing of it was filled in by its sender.
    """
    if problem.code not in file_messages.WORDINGS:
        return None
    facts = tuple((k, v if k in _OPEN_FACTS else _LEFT_OUT) for k, v in problem.facts)
    return replace(problem, sheet=problem.sheet and _LEFT_OUT, value="", facts=facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProblemLine:
    """One line for the sender: the same problem in one column, with all its cells."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """The problem whose words stand for all."""
        return self.problems[0]

    @property
    def where(self) -> str:
        """The place as staff name it: 学习记录 C7、C9至C12."""
        cell_messages = _cells(self.problems)
        return " ".join(part for part in (self.first.sheet, cell_messages) if part) or "整个文件"


def group_problems(problems: Iterable[Problem]) -> tuple[ProblemLine, ...]:
    """Group problems of the same code, column and words into lines, in the workbook's order."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for found in problems:
        key = (found.sheet, found.column, found.code, problem_text(found), remedy_text(found))
        groups.setdefault(key, []).append(found)
    return tuple(ProblemLine(problems=tuple(group)) for group in groups.values())


def _fill(template: str, problem: Problem) -> str:
    place = {"sheet": problem.sheet, "row": str(problem.row), "cell": problem.cell}
    return template.format(**place, **{"value": problem.value, **dict(problem.facts)})


def _cells(problems: tuple[Problem, ...]) -> str:
    first = problems[0]
    letters = column_letters(first.column)
    if not first.row:
        return f"{letters}列" if letters else ""
    rows = sorted({found.row for found in problems})
    names = "、".join(f"{letters}{'至'.join(map(str, run))}" for run in _runs(rows))
    return names.replace("至", f"至{letters}") if letters else f"第{names}行"


def _runs(rows: list[int]) -> list[tuple[int, ...]]:
    """Join three consecutive rows and more into their first and last; others stand alone."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    joined: list[tuple[int, ...]] = []
    for run in runs:
        joined += [(run[0], run[-1])] if len(run) > 2 else [(row,) for row in run]
    return joined
