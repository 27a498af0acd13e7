"""The flow send-mail on a real server: a mass mailing goes out in portions of a minute."""

import asyncio

import pytest

import flows.send_mail
from adapters.store.engine import writing
from adapters.store.outbox import Post, enqueue
from campaign.values.message import Message
from flows.send_mail import PAUSE_SECONDS, send_mail
from tests.support.flow_clock import run_flows_in
from tests.support.mail.smtp_server import Postbox, StartServer
from tests.support.office import Bureau
from tests.support.samples.short_plan import shorten
from tests.support.servers.prefect_server import PrefectServer


def test_a_mass_mailing_goes_out_in_portions_and_the_rest_with_the_next_run(
    bureau: Bureau,
    prefect_server: PrefectServer,
    monkeypatch: pytest.MonkeyPatch,
    start_mail_server: StartServer,
) -> None:
    shorten(bureau, ("per_minute = 20", "per_minute = 2"))
    run_flows_in(bureau, monkeypatch)

    async def rest(seconds: float) -> None:
        bureau.later(seconds=seconds)

    monkeypatch.setattr(flows.send_mail, "pause", rest)
    postbox = Postbox()
    start_mail_server(postbox)
    message = Message(subject="【催报】六月学习月报", text="请报送。", html="<p>请报送。</p>")
    posts = [
        Post(key=str(n), kind="notice", unit="ZB01", recipient="a@b.example", message=message)
        for n in range(9)
    ]
    with writing(bureau.context.engine) as connection:
        enqueue(connection, posts, bureau.context.definitions.plan.mail, bureau.now)

    asyncio.run(send_mail())
    assert len(postbox.letters) == 8
    assert "1 wait for the next run" in prefect_server.log(prefect_server.last_run())

    bureau.later(seconds=PAUSE_SECONDS)
    asyncio.run(send_mail())
    assert len(postbox.letters) == 9
