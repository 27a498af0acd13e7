"""Events cut off, or a chain written anew, show by a head that was noted or told by mail."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from adapters.files.chain_key import Head
from adapters.store.engine import reading, writing
from adapters.store.events import Event, append, last_event
from cli.main import app
from services.audit.verify import AuditFinding, verify
from tests.support.office import Bureau


def found(bureau: Bureau) -> list[AuditFinding]:
    return verify(bureau.context.engine, bureau.home, bureau.now)


def tamper(bureau: Bureau, statement: str) -> None:
    """Edit the store as somebody does who is not the software."""
    with bureau.context.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount


def head_of(bureau: Bureau) -> Head:
    with reading(bureau.context.engine) as connection:
        return last_event(connection)


def test_a_chain_cut_at_its_end_shows_by_the_head_that_was_noted(filed: Bureau) -> None:
    last = head_of(filed).position
    tamper(filed, f"DELETE FROM events WHERE position = {last}")
    [cut] = [finding for finding in found(filed) if finding.check.value == "事件记录"]
    assert cut.subject == f"第{last}条" and "此后的记录被删除" in cut.what


def test_a_transaction_that_fails_leaves_no_head_behind(filed: Bureau) -> None:
    with pytest.raises(ZeroDivisionError), writing(filed.context.engine) as connection:
        append(connection, [Event(at=filed.now, actor="", kind="", subject="", detail={})])
        raise ZeroDivisionError
    with writing(filed.context.engine):
        pass
    assert found(filed) == []


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (lambda head: head, ""),
        (lambda head: Head(position=head.position + 1, hash=head.hash), "末尾的记录被删除"),
        (lambda head: Head(position=head.position, hash="f" * 32), "被删除或重写"),
        (lambda head: Head(position=head.position - 1, hash=head.hash), "被删除或重写"),
    ],
)
def test_a_head_from_a_digest_is_in_the_chain_or_the_command_says_what_was_done_to_it(
    head: Callable[[Head], Head], words: str, filed: Bureau
) -> None:
    told = str(head(head_of(filed)))
    command = ["verify", "--home", str(filed.home.root), "--against", told]
    run = CliRunner().invoke(app, command)
    whole = "".join(run.stdout.replace("│", "").split())
    assert (run.exit_code == 0) is not bool(words) and words in whole


def test_what_is_no_head_is_refused_with_an_example(filed: Bureau) -> None:
    command = ["verify", "--home", str(filed.home.root), "--against", "abc"]
    run = CliRunner().invoke(app, command)
    assert run.exit_code == 2 and "链头的写法" in run.stderr
