"""A mail room for tests: a store, a clock that stands still, messages to send."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, select

from adapters.files.home import Home
from adapters.store.engine import reading, writing
from adapters.store.events import broken_links
from adapters.store.integrity.changes import ROWS_WRITTEN
from adapters.store.outbox import Post, enqueue
from adapters.store.tables import events, outbox
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster, Unit
from campaign.values.message import Message
from services.notify.sending import SendingResult, send_pending
from tests.support.samples.definitions import plan

START = dt.datetime(2026, 7, 6, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
MESSAGE = Message(subject="【已接收】学习情况月报", text="已接收。\n", html="<p>已接收。</p>")
MAIL = {"sender": "zuofeng@minzheng.example", "office_address": "dangban@minzheng.example"}
UNITS = (
    Unit(code="党办", name="党办", unit_class="办公室"),
    Unit(code="ZB01", name="第一党支部", unit_class="支部", email="zb01@minzheng.example"),
    Unit(code="ZB02", name="第二党支部", unit_class="支部"),
)
ROSTER = Roster(units=UNITS, people=(), leading_group=())


class Mailroom:
    """Puts messages into the outbox and sends them; time stands still unless it is moved."""

    def __init__(self, engine: Engine, home: Home) -> None:
        settings = {**MAIL, "hold_first": True, "retry_minutes": 5, "attempts": 4, "per_minute": 0}
        mail = plan().mail.model_copy(update=settings)
        self.plan: Plan = plan().model_copy(update={"mail": mail})
        self.roster = ROSTER
        self.engine, self.home, self.now = engine, home, START

    def wait(self, **time: float) -> None:
        self.now += dt.timedelta(**time)

    def limit(self, per_minute: int) -> None:
        """Let no more messages go out in a minute."""
        mail = self.plan.mail.model_copy(update={"per_minute": per_minute})
        self.plan = self.plan.model_copy(update={"mail": mail})

    def put(self, *keys: str, **more: Any) -> int:
        """Put receipts for ZB01 into the outbox, unless ``more`` says otherwise."""
        facts = {"kind": "receipt", "unit": "ZB01", "recipient": "zb01@minzheng.example"}
        posts = [Post(key=key, message=MESSAGE, **{**facts, **more}) for key in keys]
        with writing(self.engine) as connection:
            return enqueue(connection, posts, self.plan.mail, self.now)

    def send(self, roster: Roster = ROSTER) -> SendingResult:
        return send_pending(self.engine, self.home, self.plan, roster, lambda: self.now)

    def states(self) -> dict[str, str]:
        with reading(self.engine) as connection:
            rows = connection.execute(select(outbox.c.key, outbox.c.state))
            return {row.key: row.state for row in rows}

    def row(self, key: str) -> Any:
        with reading(self.engine) as connection:
            return connection.execute(select(outbox).where(outbox.c.key == key)).one()

    def kinds(self) -> list[str]:
        """Return the kinds of all acts, whose chain holds."""
        with reading(self.engine) as connection:
            assert broken_links(connection) == []
            acts = select(events.c.kind).where(events.c.kind != ROWS_WRITTEN)
            return list(connection.scalars(acts.order_by(events.c.position)))


@pytest.fixture
def mailroom(any_store: Engine, home: Home) -> Mailroom:
    """Give a mail room, once on each database."""
    return Mailroom(any_store, home)
