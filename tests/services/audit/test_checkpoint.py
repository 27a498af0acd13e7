"""A verification goes on where the last one ended: what came since, and that nothing is lacking."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from adapters.worker_pool import Readers
from cli.main import app
from services.audit.checkpoint import ForgedCheckpointError, load_checkpoint
from tests.support.office import Bureau


def run(bureau: Bureau, *arguments: str, expected: int = 0) -> dict[str, Any]:
    command = ["verify", "--home", str(bureau.home.root), "--json", *arguments]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == expected, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def said(bureau: Bureau, *arguments: str) -> list[str]:
    findings = run(bureau, *arguments, expected=1)["findings"]
    return [f"{finding['subject']}{finding['what']}" for finding in findings]


def tamper(bureau: Bureau, statement: str) -> None:
    with bureau.context.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount


@pytest.fixture
def verified(filed: Bureau, readers: Readers) -> Bureau:
    """Give a home that was found in order, and into which a report came after that."""
    run(filed)
    filed.later(days=1)
    filed.drop("ZB04/六月.xlsx", filed.study("ZB04"))
    filed.sweep(readers)
    return filed


def test_what_came_since_is_verified_and_the_next_goes_on_after_it(verified: Bureau) -> None:
    before = load_checkpoint(verified.home)
    assert run(verified, "--since-last")["ok"]
    after = load_checkpoint(verified.home)
    assert before and after and after.head.position > before.head.position
    assert after.counts["drops"] == before.counts["drops"] + 1
    assert run(verified, "--since-last")["ok"] and load_checkpoint(verified.home) == after


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE drops SET size = 1 WHERE id = (SELECT max(id) FROM drops)", "登记的内容"),
        ("UPDATE outbox SET text = '' WHERE id = (SELECT max(id) FROM outbox)", "登记的内容"),
        (
            "UPDATE submission_sheets SET rows = '[]' WHERE submission_id = "
            "(SELECT max(id) FROM submissions)",
            "内容或收到时间",
        ),
        ("DELETE FROM problems WHERE drop_id < 4", "problems有"),
        ("DELETE FROM outbox WHERE id = 1", "outbox有"),
        ("INSERT INTO attachments VALUES (1, 'X')", "attachments有2行，按上次核验后的记录应有1行"),
        ("DELETE FROM events WHERE position = 3", ""),
        ("DELETE FROM events WHERE position > 3", "末尾的记录被删除"),
    ],
)
def test_what_was_touched_since_or_lacks_shows(
    statement: str, words: str, verified: Bureau
) -> None:
    tamper(verified, statement)
    if words:
        assert any(words in what for what in said(verified, "--since-last"))
    else:  # of the old ones the head alone is asked for: all of them by a verification of all
        assert run(verified, "--since-last")["ok"]
    assert said(verified)


def test_an_original_that_came_since_is_read(verified: Bureau) -> None:
    newest = max(verified.home.archive.rglob("*.xlsx"), key=lambda path: path.stat().st_mtime_ns)
    newest.write_bytes(b"another")
    assert any(newest.name in what for what in said(verified, "--since-last"))


def test_what_came_from_a_day_on_is_verified(verified: Bureau) -> None:
    tamper(verified, "UPDATE drops SET size = 1 WHERE id = (SELECT max(id) FROM drops)")
    day = verified.now.date()
    assert any("drops" in what for what in said(verified, "--since", day.isoformat()))
    tomorrow = day.replace(day=day.day + 1).isoformat()
    assert run(verified, "--since", tomorrow)["ok"]


def test_a_checkpoint_is_kept_only_where_all_was_in_order_and_cannot_be_forged(
    verified: Bureau,
) -> None:
    path = verified.home.state / "verified.json"
    kept = path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    tamper(verified, "UPDATE drops SET size = 1 WHERE id = (SELECT max(id) FROM drops)")
    said(verified, "--since-last")
    said(verified)
    assert path.read_text() == kept
    path.write_text(kept.replace('"drops": 8', '"drops": 9').replace('"drops": 7', '"drops": 9'))
    with pytest.raises(ForgedCheckpointError):
        load_checkpoint(verified.home)
    command = ["verify", "--home", str(verified.home.root), "--since-last"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1 and "上次核验的记录被改动" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("--since", "昨天"), ("--since", "2026-07-01", "--since-last")]
)
def test_wrong_use_is_refused(arguments: tuple[str, ...], filed: Bureau) -> None:
    result = CliRunner().invoke(app, ["verify", "--home", str(filed.home.root), *arguments])
    assert result.exit_code == 2


def test_the_first_time_everything_is_verified(filed: Bureau, tmp_path: Path) -> None:
    tamper(filed, "UPDATE drops SET size = 1 WHERE id = 1")
    assert said(filed, "--since-last")


def test_what_came_since_a_day_whose_rows_nobody_counted_is_in_order(verified: Bureau) -> None:
    for back in (0, 1, 400):
        day = (verified.now - dt.timedelta(days=back)).date().isoformat()
        assert run(verified, "--since", day)["findings"] == []
