"""zuofeng outbox: what the office sees of its mail, and what it does by hand."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.store.engine import writing
from adapters.store.outbox import Post, enqueue
from adapters.store.tables import events, outbox
from campaign.values.message import Message
from cli.main import app, main
from tests.support.mail.smtp_server import Postbox, StartServer
from tests.support.office import Bureau

SECRET = "只应出现在邮件正文里的话"
Run = Callable[..., Result]


@pytest.fixture
def run(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give what runs a command in the bureau, with no mail server configured."""
    monkeypatch.delenv("ZUOFENG_SMTP_HOST", raising=False)
    return lambda *words: CliRunner().invoke(app, ["outbox", *words, "--home", home(bureau)])


def home(bureau: Bureau) -> str:
    return str(bureau.home.root)


def put(bureau: Bureau, *keys: str, **more: Any) -> None:
    message = Message(subject="【催报】[red]六月[/red]学习月报", text=SECRET, html=SECRET)
    facts = {"kind": "notice", "unit": "ZB01", "recipient": "zb01@minzheng.example"}
    posts = [Post(key=key, message=message, **{**facts, **more}) for key in keys]
    plan = bureau.context.definitions.plan
    with writing(bureau.context.engine) as connection:
        enqueue(connection, posts, plan.mail, bureau.now)


def states(bureau: Bureau) -> dict[str, str]:
    return {row.key: row.state for row in bureau.rows(outbox)}


def test_messages_are_listed_by_state_without_what_they_say(bureau: Bureau, run: Run) -> None:
    put(bureau, "a", "b")
    put(bureau, "c", unit="ZB02", recipient="")
    put(bureau, "d", mass=True)
    listed = run()
    assert listed.exit_code == 0
    flat = "".join(listed.stdout.split())
    for words in ("待发2封", "待放行1封", "无邮箱1封", "已发0封"):
        assert words in flat
    assert SECRET not in listed.stdout
    facts = json.loads(run("--json").stdout)
    assert {state: count for state, count in facts["counts"].items() if count} == {
        "pending": 2,
        "held": 1,
        "no_address": 1,
    }
    assert {each["unit"] for each in facts["messages"]} == {"ZB01", "ZB02"}
    assert SECRET not in json.dumps(facts, ensure_ascii=False)
    assert [
        each["key"] for each in json.loads(run("--state", "held", "--json").stdout)["messages"]
    ] == ["d"]


def test_sent_messages_are_listed_on_demand(bureau: Bureau, run: Run) -> None:
    put(bureau, "a")
    assert run("send").exit_code == 0
    assert json.loads(run("--json").stdout)["messages"] == []
    [sent] = json.loads(run("--state", "sent", "--json").stdout)["messages"]
    assert sent["key"] == "a" and sent["settled_at"]


def test_send_sends_at_once_what_waits_for_its_next_attempt(
    bureau: Bureau, run: Run, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_data=["451 later"])
    start_mail_server(postbox)
    put(bureau, "a")
    first = json.loads(run("send", "--json", "--by", "秦朗").stdout)
    assert first == {"sent": 0, "deferred": 1, "failed": 0, "waiting": 0, "alarms": []}
    again = run("send")
    assert again.exit_code == 0 and "已发1封" in again.stdout
    acts = [event for event in bureau.rows(events) if event.kind == "outbox.send"]
    assert acts[0].actor == "秦朗" and len(acts) == 2


def test_a_message_that_fails_is_a_finding_and_can_be_sent_again(
    bureau: Bureau, run: Run, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_recipient=["550 5.1.1 User unknown"])
    start_mail_server(postbox)
    put(bureau, "a")
    failed = run("send")
    assert failed.exit_code == 1 and "User unknown" in failed.stderr
    assert states(bureau) == {"a": "failed"}
    assert run("send", "--failed").exit_code == 0
    assert states(bureau)["a"] == "sent"


def test_a_server_that_is_down_is_a_finding(
    bureau: Bureau, run: Run, start_mail_server: StartServer
) -> None:
    start_mail_server(Postbox()).stop()
    put(bureau, "a")
    down = run("send", "--json")
    assert down.exit_code == 1 and "连接不上" in json.loads(down.stdout)["alarms"][0]
    assert states(bureau) == {"a": "pending"}


def test_release_shows_who_gets_what_and_lets_it_go(bureau: Bureau, run: Run) -> None:
    put(bureau, "a", "b", mass=True)
    put(bureau, "c", mass=True, unit="ZB02", recipient="")
    released = run("release", "--by", "秦朗")
    assert released.exit_code == 0
    flat = "".join(released.stdout.split())
    assert "共3封" in flat and "（无邮箱）" in flat and "[red]" in flat
    assert states(bureau) == {"a": "pending", "b": "pending", "c": "no_address"}
    [act] = [event for event in bureau.rows(events) if event.kind == "outbox.released"]
    assert act.actor == "秦朗"
    assert "没有待放行" in run("release").stdout


def test_a_wrong_mail_server_is_told_by_name_before_anything_is_done(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(bureau, "a")
    monkeypatch.setenv("ZUOFENG_SMTP_HOST", "mail.example")
    monkeypatch.setenv("ZUOFENG_SMTP_SECURITY", "tls")
    monkeypatch.setattr(sys, "argv", ["zuofeng", "outbox", "send", "--home", home(bureau)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "ZUOFENG_SMTP_SECURITY" in capsys.readouterr().err
    assert states(bureau) == {"a": "pending"}
    assert "outbox.send" not in {event.kind for event in bureau.rows(events)}
