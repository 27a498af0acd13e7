"""One-time codes: for a member, for one act, and for nothing else."""

import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from adapters.store.engine import reading
from adapters.store.tables import events
from campaign.results.lifecycle import ResultAct, ResultState
from campaign.values.one_time_codes import ALPHABET, normalize_code
from cli.main import app
from services.results.approval.codes import (
    MOST_WRONG,
    Signature,
    WrongCodeError,
    one_time_codes,
    prove,
)
from services.results.approval.one_time_codes import VALID
from services.results.lifecycle.transitions import return_result, submit_result
from services.results.register.register import find_result
from tests.support.office import Bureau
from tests.support.samples.definitions import approval_code
from tests.support.samples.ranked_branches import BY, CHIEF, DEPUTY, signed, submitted


def issued(bureau: Bureau, member: str = CHIEF, count: int = 1) -> tuple[str, ...]:
    return one_time_codes(bureau.context, signed(member=member), count, bureau.now)[0]


def once(code: str, member: str = CHIEF) -> Signature:
    return Signature(member=member, code=code, why="同意", one_time=True)


def test_a_code_is_right_once_and_again_for_what_was_interrupted(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    first, second = issued(appraised, count=2)
    prove(appraised.context, id_, ResultAct.RETURN, once(first), appraised.now)
    prove(appraised.context, id_, ResultAct.RETURN, once(first), appraised.now)
    with pytest.raises(WrongCodeError, match="已经用过"):
        prove(appraised.context, id_, ResultAct.APPROVE, once(first), appraised.now)
    assert (
        prove(appraised.context, id_, ResultAct.APPROVE, once(second), appraised.now).name == CHIEF
    )


def test_a_spent_code_returns_nothing_that_is_submitted_again(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    [code] = issued(appraised)
    return_result(appraised.context, id_, once(code), appraised.now)
    appraised.later(minutes=1)
    submit_result(appraised.context, id_, BY, appraised.now)
    with pytest.raises(WrongCodeError):
        return_result(appraised.context, id_, once(code), appraised.now)
    with reading(appraised.context.engine) as connection:
        assert find_result(connection, id_).state == ResultState.SUBMITTED


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (str, True),
        (str.lower, True),
        (lambda code: code.replace("-", " "), True),
        (lambda code: code.translate({ord(c): ord(c) + 0xFEE0 for c in ALPHABET}), True),
        (lambda code: code[:-1] + ("2" if code[-1] != "2" else "3"), False),
        (lambda code: code[:4], False),
        (lambda code: "", False),
    ],
)
def test_how_a_code_is_typed(appraised: Bureau, typed: type[str], right: bool) -> None:
    id_ = submitted(appraised)
    [code] = issued(appraised)
    if right:
        prove(appraised.context, id_, ResultAct.RETURN, once(typed(code)), appraised.now)
        return
    with pytest.raises(WrongCodeError):
        prove(appraised.context, id_, ResultAct.RETURN, once(typed(code)), appraised.now)


def test_a_code_is_its_member_s_alone_and_grows_old(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    [code] = issued(appraised)
    with pytest.raises(WrongCodeError):
        prove(appraised.context, id_, ResultAct.APPROVE, once(code, DEPUTY), appraised.now)
    late = appraised.now + VALID + dt.timedelta(seconds=1)
    with pytest.raises(WrongCodeError, match="过期"):
        prove(appraised.context, id_, ResultAct.APPROVE, once(code), late)


def test_neither_kind_of_code_is_taken_for_the_other(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    [code] = issued(appraised)
    with pytest.raises(WrongCodeError):
        prove(appraised.context, id_, ResultAct.APPROVE, signed(code=code), appraised.now)
    with pytest.raises(WrongCodeError, match="另设"):
        prove(appraised.context, id_, ResultAct.APPROVE, once(approval_code(1)), appraised.now)


def test_nobody_guesses_and_nothing_that_is_kept_gives_a_code_away(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    codes = issued(appraised, count=3)
    for _ in range(MOST_WRONG):
        with pytest.raises(WrongCodeError):
            prove(appraised.context, id_, ResultAct.APPROVE, once("2222-2222-2222"), appraised.now)
    with pytest.raises(WrongCodeError, match="次数过多"):
        prove(appraised.context, id_, ResultAct.APPROVE, once(codes[0]), appraised.now)
    with pytest.raises(WrongCodeError, match="次数过多"):
        issued(appraised)
    kept = "".join(str(row) for row in appraised.rows(events))
    assert not [code for code in codes if code in kept or normalize_code(code) in kept]


def test_codes_are_asked_for_by_command(appraised: Bureau) -> None:
    def run(*words: str, code: str) -> tuple[int, str]:
        command = ["code", "--once", *words, "--home", str(appraised.home.root)]
        result = CliRunner().invoke(app, command, env={"ZUOFENG_CODE": code})
        return result.exit_code, result.output

    right = approval_code(1)
    status, told = run("--by", CHIEF, "--count", "2", "--json", code=right)
    assert status == 0 and len(json.loads(told)["codes"]) == 2
    status, told = run("--by", CHIEF, code=right)
    assert status == 0 and "本人保管" in told and right not in told
    assert run("--by", CHIEF, code="999999")[0] == 2
    assert run(code=right)[0] == 2
