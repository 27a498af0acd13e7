"""Writes each problem out for clerks: what is wrong, why it is not accepted, how to mend it.

They read it in receipts and on the sheet 修改意见. In the templates ``{value}`` is what the sender
wrote; the other names in braces are the problem's facts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from campaign.problems import cell_messages, file_messages, sheet_messages
from campaign.problems.codes import Problem
from campaign.values.cell_ref import column_letters


@dataclass(frozen=True, slots=True)
class ProblemWording:
    """A problem's title, and its three sentences as templates of ``str.format``."""

    title: str
    problem: str
    reason: str
    remedy: str


CATALOGUE = {
    code: ProblemWording(*texts)
    for wordings in (file_messages.WORDINGS, sheet_messages.WORDINGS, cell_messages.WORDINGS)
    for code, texts in wordings.items()
}
"""The wording of every code; a test notices a code without one."""

_OPEN_FACTS = frozenset(("format", "size", "limit", "count", "old", "new", "opens", "lock", "what"))
"""Facts that may be shown of a confidential file: they name no person, unit, form or sheet."""

_LEFT_OUT = "（略）"


def problem_text(problem: Problem) -> str:
    """Return the sentence that says what is wrong.

    Raises KeyError if the problem lacks a fact of its wording, as the next two do.
    """
    return _fill(CATALOGUE[problem.code].problem, problem)


def reason_text(problem: Problem) -> str:
    """Return the sentence that says why it matters. Raises as ``problem_text`` does."""
    return _fill(CATALOGUE[problem.code].reason, problem)


def remedy_text(problem: Problem) -> str:
    """Return the sentence that says what to do. Raises as ``problem_text`` does."""
    return _fill(CATALOGUE[problem.code].remedy, problem)


def problem_title(problem: Problem) -> str:
    """Return a problem's short name, which holds nothing that the sender wrote."""
    return CATALOGUE[problem.code].title


def redact_problem(problem: Problem) -> Problem | None:
    """Return a confidential file's problem without its contents, None if nothing may be shown.

    Problems of the file as such may be shown, because its sender filled in nothing of them.
    """
    if problem.code not in file_messages.WORDINGS:
        return None
    facts = tuple(
        (name, value if name in _OPEN_FACTS else _LEFT_OUT) for name, value in problem.facts
    )
    return replace(problem, sheet=problem.sheet and _LEFT_OUT, value="", facts=facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProblemLine:
    """One line of a list of problems: the same problem in one column, with all its cells."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """The problem whose wording stands for all."""
        return self.problems[0]

    @property
    def where(self) -> str:
        """The place as staff name it, such as 学习记录 C7、C9至C12."""
        parts = (self.first.sheet, _cell_names(self.problems))
        return " ".join(part for part in parts if part) or "整个文件"


def group_problems(problems: Iterable[Problem]) -> tuple[ProblemLine, ...]:
    """Group problems of the same code, column and wording into lines, in the given order."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        texts = problem_text(problem), remedy_text(problem)
        key = (problem.sheet, problem.column, problem.code, *texts)
        groups.setdefault(key, []).append(problem)
    return tuple(ProblemLine(problems=tuple(group)) for group in groups.values())


def _fill(template: str, problem: Problem) -> str:
    place = {"sheet": problem.sheet, "row": str(problem.row), "cell": problem.cell}
    return template.format(**place, **{"value": problem.value, **dict(problem.facts)})


def _cell_names(problems: tuple[Problem, ...]) -> str:
    first = problems[0]
    letters = column_letters(first.column)
    if not first.row:
        return f"{letters}列" if letters else ""
    rows = sorted({problem.row for problem in problems})
    names = "、".join(f"{letters}{'至'.join(map(str, run))}" for run in _runs(rows))
    return names.replace("至", f"至{letters}") if letters else f"第{names}行"


def _runs(rows: list[int]) -> list[tuple[int, ...]]:
    """Return three and more consecutive rows as (first, last), every other row as (row,)."""
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
