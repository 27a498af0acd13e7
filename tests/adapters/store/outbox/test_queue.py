"""The outbox: no message is lost, the first mass mailing waits, the office hears of the rest."""

import re
from collections import Counter

import pytest
from sqlalchemy import select

from adapters.store.engine import reading, writing
from adapters.store.outbox import (
    REMINDER,
    MessageState,
    Post,
    enqueue,
    messages_in,
    release,
    send_again,
    supersede,
)
from adapters.store.outbox.delivery_attempts import lease_messages
from adapters.store.tables import events
from campaign.definitions.definitions import mail_addresses
from campaign.definitions.roster import Roster
from services.notify.sending import SendingResult
from tests.support.mail.outbox_fixture import MESSAGE, UNITS, Mailroom
from tests.support.mail.smtp_server import Postbox, StartServer


def test_a_message_of_the_same_key_is_taken_once(mailroom: Mailroom) -> None:
    assert mailroom.put("a", "b", "b") == 2
    assert mailroom.put("b", "c") == 1
    assert mailroom.states() == {"a": "pending", "b": "pending", "c": "pending"}
    assert mailroom.kinds() == ["message.pending"] * 3


def test_a_message_goes_with_the_transaction_that_it_reports(mailroom: Mailroom) -> None:
    post = Post(key="a", kind="receipt", unit="", recipient="x@y.example", message=MESSAGE)
    with pytest.raises(ZeroDivisionError), writing(mailroom.engine) as connection:
        enqueue(connection, [post], mailroom.plan.mail, mailroom.now)
        _ = 1 / 0
    assert mailroom.states() == {} and mailroom.kinds() == []


def test_a_missing_attachment_is_an_error_that_names_it(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    mailroom.put("a", attachments=("outputs/returned/ZB01/修改意见.xlsx",))
    sending = mailroom.send()
    assert "附件不存在：outputs/returned/ZB01/修改意见.xlsx" in sending.alarms[0]
    assert mailroom.row("a").state == "failed" and postbox.letters == []


def test_without_a_server_messages_become_files(
    mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZUOFENG_SMTP_HOST", raising=False)
    mailroom.put("a", "b")
    mailroom.put("c", attachments=("没有.xlsx",))
    sending = mailroom.send()
    assert (sending.sent, sending.failed) == (2, 1)
    assert len(list(mailroom.home.mail.rglob("*.eml"))) == 2
    assert mailroom.send() == SendingResult(sent=1), "a word to the office"
    assert mailroom.send() == SendingResult()


def test_the_first_mass_mailing_waits_for_a_look_and_later_ones_do_not(mailroom: Mailroom) -> None:
    mailroom.put("answer:1")
    mailing = ["r:ZB01", "r:ZB03", "r:ZB02"]
    mailroom.put("r:ZB01", "r:ZB03", mass=True)
    mailroom.put("r:ZB02", mass=True, unit="ZB02", recipient="")
    mailroom.wait(hours=2)
    assert mailroom.send() == SendingResult(sent=1)
    with writing(mailroom.engine) as connection:
        assert [message.key for message in messages_in(connection, [MessageState.HELD])] == mailing
        assert release(connection, "张三", mailroom.now) == 3
        assert release(connection, "张三", mailroom.now) == 0
    assert mailroom.states()["r:ZB02"] == "no_address"
    assert mailroom.send() == SendingResult(sent=3), (
        "the two of the mailing, and a word to the office"
    )
    mailroom.put("r2:ZB01", mass=True)
    assert mailroom.send() == SendingResult(sent=1)
    with reading(mailroom.engine) as connection:
        query = select(events.c.actor).where(events.c.kind == "outbox.released")
        assert connection.scalars(query).all() == ["张三"]


def test_a_plan_that_holds_nothing_back_sends_the_first_mailing_at_once(mailroom: Mailroom) -> None:
    mail = mailroom.plan.mail.model_copy(update={"hold_first": False})
    post = Post(key="a", kind="r", unit="", recipient="x@y.example", message=MESSAGE, mass=True)
    with writing(mailroom.engine) as connection:
        enqueue(connection, [post], mail, mailroom.now)
    assert mailroom.states() == {"a": MessageState.PENDING}


def test_a_unit_without_an_address_is_reported_once_and_served_when_it_has_one(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    mailroom.put("a", "b", unit="ZB02", recipient="")
    assert mailroom.send() == SendingResult(sent=1)
    mailroom.put("c", unit="ZB02", recipient="")
    assert mailroom.send() == SendingResult(), "the office knows of this unit"
    mailroom.wait(days=1)
    mailroom.put("d", unit="ZB02", recipient="")
    assert mailroom.send() == SendingResult(), "and on another day as well"
    assert postbox.recipients == ["dangban@minzheng.example"]
    told = postbox.letters[0].get_body(("plain",))
    assert told is not None and re.search(r"第二党支部\s+已接收\s+2\s", told.get_content())

    second = UNITS[2].model_copy(update={"email": "zb02@minzheng.example"})
    found = Roster(units=(*UNITS[:2], second), people=(), leading_group=())
    assert mailroom.send(found) == SendingResult(sent=4)
    assert Counter(postbox.recipients[1:]) == {"zb02@minzheng.example": 4}
    mailroom.put("e", unit="ZB02", recipient="")
    mailroom.wait(days=1)
    assert mailroom.send() == SendingResult(sent=1), "its address is gone again"


def test_another_unit_without_an_address_and_failures_are_still_reported(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    mailroom.put("a", unit="ZB02", recipient="")
    assert mailroom.send() == SendingResult(sent=1)
    mailroom.wait(days=1)
    mailroom.put("b", unit="ZB02", recipient="")
    mailroom.put("c", unit="ZB03", recipient="")
    mailroom.put("d", recipient="张三@minzheng.example")
    assert (mailroom.send().failed, mailroom.send().sent) == (1, 1)
    first, other, failed = (letter.get_body(("plain",)) for letter in postbox.letters)
    assert first and other and failed
    assert "第二党支部" not in other.get_content() + failed.get_content()
    assert "ZB03" in other.get_content()
    assert "第一党支部" in failed.get_content()


def test_old_news_is_not_sent_when_an_address_is_found_at_last(mailroom: Mailroom) -> None:
    mailroom.put("a", unit="ZB02", recipient="")
    mailroom.wait(days=30)
    second = UNITS[2].model_copy(update={"email": "zb02@minzheng.example"})
    found = Roster(units=(*UNITS[:2], second), people=(), leading_group=())
    mailroom.send(found)
    assert mailroom.states()["a"] == "no_address"


def test_failures_are_reported_within_the_hour_and_can_be_sent_again(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_recipient=["550 5.1.1 User unknown"])
    start_mail_server(postbox)
    mailroom.put("a", recipient="old@minzheng.example")
    assert mailroom.send().failed == 1
    assert mailroom.send() == SendingResult(sent=1)
    told = postbox.letters[0].get_body(("plain",))
    assert told is not None and "User unknown" in told.get_content()
    with writing(mailroom.engine) as connection:
        assert (
            send_again(
                connection, mail_addresses(mailroom.plan, mailroom.roster), "张三", mailroom.now
            )
            == 1
        )
    assert mailroom.send() == SendingResult(sent=1)
    assert postbox.recipients[-1] == "zb01@minzheng.example"


def test_an_answer_to_an_unknown_unit_can_be_sent_again_to_the_office(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_recipient=["550 no"])
    start_mail_server(postbox)
    mailroom.put("a", unit="", recipient="dangban@old.example")
    assert mailroom.send().failed == 1
    with writing(mailroom.engine) as connection:
        assert (
            send_again(
                connection, mail_addresses(mailroom.plan, mailroom.roster), "张三", mailroom.now
            )
            == 1
        )
    assert mailroom.send() == SendingResult(sent=1)
    assert postbox.recipients == ["dangban@minzheng.example"]


def test_an_office_whose_own_mail_fails_is_not_written_to_about_it(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_recipient=["550 no"] * 9)
    start_mail_server(postbox)
    mailroom.put("a")
    for _ in range(5):
        mailroom.send()
        mailroom.wait(hours=2)
    assert Counter(mailroom.states().values()) == {"failed": 2}


def test_what_holds_for_its_day_goes_out_on_that_day_or_is_superseded(mailroom: Mailroom) -> None:
    mailroom.put("a", "b", kind=REMINDER)
    mailroom.put("c")
    mailroom.wait(hours=14, minutes=59)
    ids = [mailroom.row(key).id for key in ("a", "b", "c")]
    mailroom.wait(minutes=1)
    assert mailroom.send() == SendingResult(sent=1), "at midnight only the receipt is left"
    with writing(mailroom.engine) as connection:
        assert supersede(connection, ids, mailroom.now) == 2
        assert supersede(connection, ids, mailroom.now) == 0
    assert mailroom.states() == {"a": "superseded", "b": "superseded", "c": "sent"}
    assert mailroom.kinds()[-2:] == ["message.superseded"] * 2


def test_what_a_sender_has_at_the_moment_is_not_superseded(mailroom: Mailroom) -> None:
    mailroom.put("a", kind=REMINDER)
    with writing(mailroom.engine) as connection:
        [each] = lease_messages(connection, mailroom.now, 1)
        assert supersede(connection, [each.id], mailroom.now) == 0
    assert mailroom.states() == {"a": "pending"}
