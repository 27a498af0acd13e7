"""The outbox: no message is lost, none goes out twice, and the office hears of what did not."""

import datetime as dt
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

import tasks.sending
from campaign.plan import Plan, parse_plan
from campaign.roster import Roster, Unit
from tasks.attempts import LEASE, claim
from tasks.events import broken_links
from tasks.home import Home
from tasks.messages import Message
from tasks.outbox import Post, State, enqueue, listed, release, send_again
from tasks.sending import Sending, addresses, send_pending
from tasks.store import reading, writing
from tasks.tables import events, outbox
from tests.mail_server import TAKE_AND_VANISH, VANISH, Postbox, StartServer

START = dt.datetime(2026, 7, 6, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
MESSAGE = Message(subject="【已接收】学习情况月报", text="已接收。\n", html="<p>已接收。</p>")
SAMPLE_PLAN = Path(tasks.sending.__file__).parent.parent / "inputs" / "plan.toml"
MAIL = {"sender": "zuofeng@minzheng.example", "office_address": "dangban@minzheng.example"}
UNITS = (
    Unit(code="党办", name="党办", unit_class="办公室"),
    Unit(code="ZB01", name="第一党支部", unit_class="支部", email="zb01@minzheng.example"),
    Unit(code="ZB02", name="第二党支部", unit_class="支部"),
)


class Clock:
    """A clock that stands until it is told."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += dt.timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def plan() -> Plan:
    plan = parse_plan(SAMPLE_PLAN.read_text(encoding="utf-8"), "inputs/plan.toml")
    mail = plan.mail.model_copy(
        update={**MAIL, "hold_first": True, "retry_minutes": 5, "attempts": 4}
    )
    return plan.model_copy(update={"mail": mail})


@pytest.fixture
def roster() -> Roster:
    return Roster(units=UNITS, people=(), leading_group=())


@pytest.fixture
def send(
    any_store: Engine, home: Home, plan: Plan, roster: Roster, clock: Clock
) -> Callable[[], Sending]:
    return lambda: send_pending(any_store, home, plan, roster, clock)


@pytest.fixture
def put(any_store: Engine, plan: Plan, clock: Clock) -> Callable[..., int]:
    def put(*keys: str, **more: Any) -> int:
        facts = {"kind": "receipt", "unit": "ZB01", "recipient": "zb01@minzheng.example"}
        posts = [Post(key=key, message=MESSAGE, **{**facts, **more}) for key in keys]
        with writing(any_store) as connection:
            return enqueue(connection, posts, plan.mail, clock())

    return put


def states(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return {
            row.key: row.state for row in connection.execute(select(outbox.c.key, outbox.c.state))
        }


def kinds(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        assert broken_links(connection) == []
        return list(connection.scalars(select(events.c.kind).order_by(events.c.position)))


def row(engine: Engine, key: str) -> Any:
    with reading(engine) as connection:
        return connection.execute(select(outbox).where(outbox.c.key == key)).one()


Send = Callable[[], Sending]
Put = Callable[..., int]


def test_a_message_of_the_same_key_is_taken_once(any_store: Engine, put: Put) -> None:
    assert put("a", "b", "b") == 2
    assert put("b", "c") == 1
    assert states(any_store) == {"a": "pending", "b": "pending", "c": "pending"}
    assert kinds(any_store) == ["message.pending"] * 3


def test_a_message_goes_with_the_transaction_that_it_reports(
    any_store: Engine, plan: Plan, clock: Clock
) -> None:
    post = Post(key="a", kind="receipt", unit="", recipient="x@y.example", message=MESSAGE)
    with pytest.raises(ZeroDivisionError), writing(any_store) as connection:
        enqueue(connection, [post], plan.mail, clock())
        _ = 1 / 0
    assert states(any_store) == {} and kinds(any_store) == []


def test_a_server_that_takes_everything_gets_each_message_once(
    any_store: Engine, put: Put, send: Send, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    put(*(f"drop:{number}" for number in range(45)))
    assert send() == Sending(sent=45)
    assert send() == Sending()
    assert len(postbox.letters) == len({letter["Message-ID"] for letter in postbox.letters}) == 45
    assert len(postbox.clients) == 1
    assert set(states(any_store).values()) == {"sent"}
    assert Counter(kinds(any_store)) == {"message.pending": 45, "message.sent": 45}


@pytest.mark.parametrize("answer", ["451 4.7.1 Greylisted", VANISH])
def test_what_a_server_puts_off_is_sent_later_and_once(
    answer: str,
    any_store: Engine,
    put: Put,
    send: Send,
    clock: Clock,
    start_mail_server: StartServer,
) -> None:
    postbox = Postbox(answers_to_data=[answer])
    start_mail_server(postbox)
    put("a", "b")
    assert send() == Sending(sent=1, put_off=1)
    assert send() == Sending(), "not before its time"
    clock.wait(minutes=5)
    assert send() == Sending(sent=1)
    assert len(postbox.letters) == 2
    assert states(any_store) == {"a": "sent", "b": "sent"}
    assert "message.put_off" in kinds(any_store)


def test_a_message_whose_acceptance_nobody_heard_goes_once_more_under_the_same_id(
    any_store: Engine, put: Put, send: Send, clock: Clock, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_data=[TAKE_AND_VANISH])
    start_mail_server(postbox)
    put("a")
    assert send() == Sending(put_off=1)
    clock.wait(minutes=5)
    assert send() == Sending(sent=1)
    clock.wait(days=1)
    assert send() == Sending()
    first, second = postbox.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()


def test_each_attempt_waits_longer_up_to_an_hour_and_the_last_one_fails(
    any_store: Engine, put: Put, send: Send, clock: Clock, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_recipient=["450 4.2.1 Mailbox busy"] * 4)
    start_mail_server(postbox)
    put("a")
    waits = []
    for _ in range(3):
        assert send() == Sending(put_off=1)
        again = dt.datetime.fromisoformat(row(any_store, "a").next_attempt_at)
        waits.append((again - clock.now).total_seconds() / 60)
        clock.now = again
    assert waits == [5, 10, 20]
    last = send()
    assert (last.failed, last.sent) == (1, 0) and "已尝试4次" in last.alarms[0]
    assert row(any_store, "a").state == "failed"


def test_a_refused_recipient_fails_at_once_and_does_not_hold_up_the_others(
    any_store: Engine, put: Put, send: Send, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_recipient=["550 5.1.1 User unknown"])
    start_mail_server(postbox)
    put("a", "b")
    sending = send()
    assert (sending.sent, sending.failed) == (1, 1)
    assert "User unknown" in sending.alarms[0] and "ZB01" in sending.alarms[0]
    assert states(any_store) == {"a": "failed", "b": "sent"}
    assert "550" in row(any_store, "a").error


def test_a_sender_that_the_server_does_not_know_fails_no_message(
    any_store: Engine, put: Put, send: Send, clock: Clock, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_sender=["553 5.7.1 Sender not owned"] * 12)
    start_mail_server(postbox)
    put("a", "b")
    for _ in range(6):
        sending = send()
        assert sending.put_off == 2 and "mail.sender" in sending.alarms[0]
        clock.wait(hours=1)
    assert send() == Sending(sent=2)


def test_a_wrong_password_leaves_everything_pending_and_says_so(
    any_store: Engine,
    put: Put,
    send: Send,
    clock: Clock,
    start_mail_server: StartServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    postbox = Postbox()
    start_mail_server(postbox, "ssl", login=True)
    right = os.environ["ZUOFENG_SMTP_PASSWORD"]
    monkeypatch.setenv("ZUOFENG_SMTP_PASSWORD", "wrong")
    put("a", "b")
    for _ in range(10):
        sending = send()
        assert sending.sent == sending.failed == 0 and "拒绝登录" in sending.alarms[0]
        clock.wait(minutes=5)
    assert set(states(any_store).values()) == {"pending"}
    monkeypatch.setenv("ZUOFENG_SMTP_PASSWORD", right)
    assert send() == Sending(sent=2)


def test_a_server_that_is_down_loses_nothing_however_long(
    any_store: Engine, put: Put, send: Send, clock: Clock, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox).stop()
    put("a")
    for _ in range(20):
        sending = send()
        assert sending.sent == sending.failed == 0 and "连接不上" in sending.alarms[0]
        clock.wait(minutes=5)
    assert row(any_store, "a").attempts == 0
    start_mail_server(postbox)
    assert send() == Sending(sent=1)
    assert row(any_store, "a").error is None


def test_a_server_that_stops_in_the_middle_gets_the_rest_later(
    any_store: Engine, put: Put, send: Send, clock: Clock, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    controller = start_mail_server(postbox)

    def close_the_door() -> None:
        if len(postbox.letters) == 3:
            postbox.answers_to_recipient = ["421 4.3.2 Shutting down"]
            assert controller.server is not None
            controller.loop.call_soon(controller.server.close)

    postbox.on_data = close_the_door
    put(*"abcdef")
    sending = send()
    assert (sending.sent, sending.put_off) == (3, 1) and "连接不上" in sending.alarms[0]
    assert Counter(states(any_store).values()) == {"sent": 3, "pending": 3}
    postbox.on_data = lambda: None
    start_mail_server(postbox)
    clock.wait(minutes=5)
    assert send() == Sending(sent=3)
    assert len(postbox.letters) == 6


def test_two_senders_at_once_send_each_message_once(
    any_store: Engine, put: Put, send: Send, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    put(*(f"drop:{number}" for number in range(60)))
    results: list[Sending] = []
    threads = [threading.Thread(target=lambda: results.append(send())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(result.sent for result in results) == 60
    assert len(postbox.letters) == len({letter["Message-ID"] for letter in postbox.letters}) == 60


def test_a_sender_that_is_killed_after_the_acceptance_repeats_the_same_message(
    any_store: Engine,
    put: Put,
    send: Send,
    home: Home,
    clock: Clock,
    start_mail_server: StartServer,
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    put("a")
    script = f"""
import datetime as dt, sys
from pathlib import Path
from campaign.plan import parse_plan
from campaign.roster import Roster
from tasks.home import Home
from tasks.sending import send_pending
from tasks.store import open_store
home = Home(Path(sys.argv[1]))
plan = parse_plan(Path({str(SAMPLE_PLAN)!r}).read_text(encoding="utf-8"), "")
plan = plan.model_copy(update={{"mail": plan.mail.model_copy(update={MAIL!r})}})
roster = Roster(units=(), people=(), leading_group=())
clock = lambda: dt.datetime.fromisoformat({START.isoformat()!r})
send_pending(open_store(home), home, plan, roster, clock)
"""
    sender = subprocess.Popen([sys.executable, "-c", script, str(home.root)])
    postbox.on_data = sender.kill
    assert sender.wait() == -9
    postbox.on_data = lambda: None
    assert send() == Sending(), "its lease has not ended"
    clock.wait(seconds=LEASE.total_seconds())
    assert send() == Sending(sent=1)
    first, second = postbox.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert row(any_store, "a").attempts == 2


def test_a_missing_attachment_is_an_error_that_names_it(
    any_store: Engine, put: Put, send: Send, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    put("a", attachments=("outputs/returned/ZB01/修改意见.xlsx",))
    sending = send()
    assert "附件不存在：outputs/returned/ZB01/修改意见.xlsx" in sending.alarms[0]
    assert row(any_store, "a").state == "failed" and postbox.letters == []


def test_without_a_server_messages_become_files(
    any_store: Engine, put: Put, send: Send, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZUOFENG_SMTP_HOST", raising=False)
    put("a", "b")
    put("c", attachments=("没有.xlsx",))
    sending = send()
    assert (sending.sent, sending.failed) == (2, 1)
    assert len(list(home.mail.rglob("*.eml"))) == 2
    assert send() == Sending(sent=1), "a word to the office"
    assert send() == Sending()


def test_the_first_mass_mailing_waits_for_a_look_and_later_ones_do_not(
    any_store: Engine, put: Put, send: Send, home: Home, clock: Clock
) -> None:
    put("answer:1")
    mailing = ["r:ZB01", "r:ZB03", "r:ZB02"]
    put("r:ZB01", "r:ZB03", mass=True)
    put("r:ZB02", mass=True, unit="ZB02", recipient="")
    clock.wait(hours=2)
    assert send() == Sending(sent=1)
    with writing(any_store) as connection:
        assert [each["key"] for each in listed(connection, [State.HELD])] == mailing
        assert release(connection, "张三", clock()) == 3
        assert release(connection, "张三", clock()) == 0
    assert states(any_store)["r:ZB02"] == "no_address"
    assert send() == Sending(sent=3), "the two of the mailing, and a word to the office"
    put("r2:ZB01", mass=True)
    assert send() == Sending(sent=1)
    with reading(any_store) as connection:
        query = select(events.c.actor).where(events.c.kind == "outbox.released")
        assert connection.scalars(query).all() == ["张三"]


def test_a_plan_that_holds_nothing_back_sends_the_first_mailing_at_once(
    any_store: Engine, plan: Plan, clock: Clock
) -> None:
    mail = plan.mail.model_copy(update={"hold_first": False})
    post = Post(key="a", kind="r", unit="", recipient="x@y.example", message=MESSAGE, mass=True)
    with writing(any_store) as connection:
        enqueue(connection, [post], mail, clock())
    assert states(any_store) == {"a": State.PENDING}


def test_a_unit_without_an_address_is_reported_once_a_day_and_served_when_it_has_one(
    any_store: Engine,
    put: Put,
    send: Send,
    home: Home,
    plan: Plan,
    clock: Clock,
    start_mail_server: StartServer,
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    put("a", "b", unit="ZB02", recipient="")
    assert send() == Sending(sent=1)
    put("c", unit="ZB02", recipient="")
    assert send() == Sending(), "once a day"
    clock.wait(days=1)
    assert send() == Sending(sent=1)
    assert postbox.recipients == ["dangban@minzheng.example"] * 2
    told = postbox.letters[0].get_body(("plain",))
    assert told is not None and "第二党支部：已接收，2封" in told.get_content()

    second = UNITS[2].model_copy(update={"email": "zb02@minzheng.example"})
    found = Roster(units=(*UNITS[:2], second), people=(), leading_group=())
    assert send_pending(any_store, home, plan, found, clock) == Sending(sent=3)
    assert Counter(postbox.recipients[2:]) == {"zb02@minzheng.example": 3}


def test_old_news_is_not_sent_when_an_address_is_found_at_last(
    any_store: Engine, put: Put, home: Home, plan: Plan, clock: Clock
) -> None:
    put("a", unit="ZB02", recipient="")
    clock.wait(days=30)
    second = UNITS[2].model_copy(update={"email": "zb02@minzheng.example"})
    found = Roster(units=(*UNITS[:2], second), people=(), leading_group=())
    send_pending(any_store, home, plan, found, clock)
    assert states(any_store)["a"] == "no_address"


def test_failures_are_reported_within_the_hour_and_can_be_sent_again(
    any_store: Engine,
    put: Put,
    send: Send,
    plan: Plan,
    roster: Roster,
    clock: Clock,
    start_mail_server: StartServer,
) -> None:
    postbox = Postbox(answers_to_recipient=["550 5.1.1 User unknown"])
    start_mail_server(postbox)
    put("a", recipient="old@minzheng.example")
    assert send().failed == 1
    assert send() == Sending(sent=1)
    told = postbox.letters[0].get_body(("plain",))
    assert told is not None and "User unknown" in told.get_content()
    with writing(any_store) as connection:
        assert send_again(connection, addresses(plan, roster), "张三", clock()) == 1
    assert send() == Sending(sent=1)
    assert postbox.recipients[-1] == "zb01@minzheng.example"


def test_an_answer_to_an_unknown_unit_can_be_sent_again_to_the_office(
    any_store: Engine,
    put: Put,
    send: Send,
    plan: Plan,
    roster: Roster,
    clock: Clock,
    start_mail_server: StartServer,
) -> None:
    postbox = Postbox(answers_to_recipient=["550 no"])
    start_mail_server(postbox)
    put("a", unit="", recipient="dangban@old.example")
    assert send().failed == 1
    with writing(any_store) as connection:
        assert send_again(connection, addresses(plan, roster), "张三", clock()) == 1
    assert send() == Sending(sent=1)
    assert postbox.recipients == ["dangban@minzheng.example"]


def test_an_office_whose_own_mail_fails_is_not_written_to_about_it(
    any_store: Engine, put: Put, send: Send, clock: Clock, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_recipient=["550 no"] * 9)
    start_mail_server(postbox)
    put("a")
    for _ in range(5):
        send()
        clock.wait(hours=2)
    assert Counter(states(any_store).values()) == {"failed": 2}


def test_a_batch_that_takes_longer_than_its_leases_sends_nothing_twice(
    any_store: Engine, put: Put, send: Send, clock: Clock, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    rivals: list[int] = []

    def take_long() -> None:
        clock.wait(minutes=4)
        with writing(any_store) as connection:
            rivals.append(len(claim(connection, clock(), 100)))

    put(*"abcdefgh")
    postbox.on_data = take_long
    send()
    assert len(postbox.letters) == len({letter["Message-ID"] for letter in postbox.letters}) == 8
    assert rivals == [0] * 8
