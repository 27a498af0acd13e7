"""Of many problems so many are told that every kind is among them, and how many more there are."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from campaign.problems.codes import Code, Problem, has_errors, make_problem
from campaign.problems.limiting import count_problems, limit_problems

MORE = {Code.FILE_MORE_PROBLEMS, Code.FILE_MORE_HINTS}
KINDS = [
    (Code.CELL_BLANK, 1),
    (Code.CELL_BLANK, 2),
    (Code.CELL_ERROR_VALUE, 1),
    (Code.ROW_HIDDEN, 0),
]


def some(kind: tuple[Code, int], rows: int) -> list[Problem]:
    code, column = kind
    return [make_problem(code, sheet="表", at=(row, column)) for row in range(1, rows + 1)]


def test_few_problems_are_all_told() -> None:
    problems = some(KINDS[0], 10)
    assert limit_problems(problems, 10) == tuple(problems)


def test_of_many_each_kind_is_told_and_how_many_more_there_are() -> None:
    problems = [*some(KINDS[0], 1_000), *some(KINDS[2], 3)]
    more, *chosen = limit_problems(problems, 10)
    assert chosen == [*problems[:5], *problems[1_000:]]
    assert (more.code, dict(more.facts)) == (Code.FILE_MORE_PROBLEMS, {"count": "995"})


def test_hints_make_room_for_errors_and_never_return_a_file() -> None:
    problems = [*some(KINDS[3], 1_000), *some(KINDS[0], 1)]
    kept = limit_problems(problems, 10)
    assert problems[-1] in kept
    assert not has_errors(limit_problems(some(KINDS[3], 1_000), 10))


@given(
    st.lists(st.sampled_from(KINDS).map(lambda kind: some(kind, 1)[0]), max_size=200),
    st.integers(1, 40),
)
def test_nothing_is_lost_from_the_count(problems: list[Problem], most: int) -> None:
    kept = limit_problems(problems, most)
    chosen = [problem for problem in kept if problem.code not in MORE]
    assert len(chosen) <= most
    for severity, count in Counter(problem.severity for problem in problems).items():
        assert sum(count_problems(p) for p in kept if p.severity is severity) == count
    assert has_errors(kept) == has_errors(tuple(problems))
    if len(set(problems)) <= most:
        assert set(problems) <= set(kept)
