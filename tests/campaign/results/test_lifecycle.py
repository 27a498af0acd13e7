"""The life of a result: every state with every act."""

import pytest

from campaign.results.lifecycle import (
    ACT_NAMES,
    STATE_NAMES,
    ResultAct,
    ResultState,
    next_state,
    possible_acts,
    refusal,
)

LIFE = """
state      submit    approve return   object reject uphold     publish   reopen   supersede
draft      submitted -       -        -      -      -          -         -        -
submitted  -         notice  returned -      -      -          -         reopened -
returned   submitted -       -        -      -      -          -         reopened -
notice     -         -       -        notice notice superseded published reopened -
published  -         -       -        -      -      -          -         reopened -
reopened   -         -       -        -      -      -          -         -        superseded
superseded -         -       -        -      -      -          -         -        -
"""


def cases() -> list[tuple[str, str, str]]:
    head, *lines = (line.split() for line in LIFE.strip().splitlines())
    return [(row[0], act, to) for row in lines for act, to in zip(head[1:], row[1:], strict=True)]


@pytest.mark.parametrize(("state", "act", "to"), cases())
def test_an_act_leads_from_a_state_to_the_next_or_nowhere(state: str, act: str, to: str) -> None:
    assert next_state(ResultState(state), ResultAct(act)) == (
        None if to == "-" else ResultState(to)
    )


def test_the_table_has_every_state_and_every_act() -> None:
    assert {(state, act) for state, act, _ in cases()} == {
        (s, a) for s in ResultState for a in ResultAct
    }
    assert STATE_NAMES.keys() == set(ResultState) and ACT_NAMES.keys() == set(ResultAct)


@pytest.mark.parametrize("state", ResultState)
def test_a_refusal_says_what_can_be_done_now(state: ResultState) -> None:
    impossible = [act for act in ResultAct if next_state(state, act) is None]
    for act in impossible:
        said = refusal(state, act)
        assert STATE_NAMES[state] in said and ACT_NAMES[act] in said
        possible = possible_acts(state)
        assert all(ACT_NAMES[each] in said for each in possible)
        assert possible or "result draft" in said


def test_nobody_but_a_successor_supersedes() -> None:
    assert all(ResultAct.SUPERSEDE not in possible_acts(state) for state in ResultState)
