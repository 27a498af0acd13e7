"""Bounds how many problems of one file are told: each kind is, and how many more there are."""

from collections import Counter
from collections.abc import Hashable, Sequence

from campaign.problems.codes import Code, Problem, Severity, make_problem

MOST_STORED = 500
"""In the store and in a receipt."""

MOST_MARKED = 5_000
"""In the sender's marked copy: as many as a table may have rows."""

_MORE = (Code.FILE_MORE_PROBLEMS, Code.FILE_MORE_HINTS)


def limit_problems(problems: Sequence[Problem], most: int) -> tuple[Problem, ...]:
    """Return how many problems are left out, then at most so many of them in their order.

    Every kind (code, sheet and column) gets an equal share; errors go before warnings.
    """
    if len(problems) <= most:
        return tuple(problems)
    positions = _chosen(problems, most)
    chosen = [problem for position, problem in enumerate(problems) if position in positions]
    left_out = Counter(
        problem.severity for position, problem in enumerate(problems) if position not in positions
    )
    return (*(_more(severity, left_out[severity]) for severity in left_out), *chosen)


def count_problems(problem: Problem) -> int:
    """Return for how many problems one stands: more than one where others were left out."""
    return int(dict(problem.facts)["count"]) if problem.code in _MORE else 1


def _more(severity: Severity, count: int) -> Problem:
    is_error = severity is Severity.ERROR
    return make_problem(
        Code.FILE_MORE_PROBLEMS if is_error else Code.FILE_MORE_HINTS, count=str(count)
    )


def _chosen(problems: Sequence[Problem], most: int) -> set[int]:
    share = max(most // len({_kind(problem) for problem in problems}), 1)
    counts: Counter[Hashable] = Counter()
    positions: set[int] = set()
    for severity in Severity:
        for position, problem in enumerate(problems):
            if problem.severity is severity and len(positions) < most:
                kind = _kind(problem)
                counts[kind] += 1
                if counts[kind] <= share:
                    positions.add(position)
    return positions


def _kind(problem: Problem) -> Hashable:
    return problem.code, problem.sheet, problem.column
