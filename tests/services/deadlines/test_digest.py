"""The office's digest: what it counts, whom it names, and on which days it is written."""

import datetime as dt

import pytest

from adapters.store.engine import writing
from adapters.store.outbox import DIGEST, Post, enqueue
from adapters.worker_pool import Readers
from tests.services.deadlines.test_reminders import MORNING, NINE, in_one_line, messages, run
from tests.support.mail.outbox_fixture import MESSAGE
from tests.support.office import Bureau
from tests.support.samples.ledgers import ledger
from tests.support.samples.one_duty import day


def test_what_the_digest_says_is_what_the_table_counts(office: Bureau) -> None:
    run(office, "07-08")
    [digest] = messages(office, DIGEST)
    assert digest.subject == "【每日情况】2026年7月8日：逾期未报45份，待报0份"
    for row in (
        "任务 期间 截止日期 应报 已报 免报 待报 逾期",
        "每月学习教育 2026年6月 2026年7月7日 19 0 0 0 19",
    ):
        assert row in in_one_line(digest.text)
    for row in (*messages(office), digest):
        assert "\n" not in row.html and "<script" not in row.html and "href" not in row.html


def test_the_digest_names_what_waits_for_somebody(office: Bureau, readers: Readers) -> None:
    office.now = dt.datetime.combine(day("06-29"), MORNING, tzinfo=office.now.tzinfo)
    office.drop("ZB01/台账.xlsx", ledger(office))
    [reply] = office.sweep(readers)
    assert reply.disposition == "receipt", reply
    post = Post(key="a", kind="notice", unit="ZB02", recipient="", message=MESSAGE)
    mail = office.context.definitions.plan.mail
    with writing(office.context.engine) as connection:
        enqueue(connection, [post], mail, office.now)

    run(office, "07-02")

    [digest] = messages(office, DIGEST)
    for words in (
        "ZB01-001",
        "1天",
        "未送达：请用其他方式通知：局机关第二党支部1封、离退休干部党支部1封",
        "待发：1封邮件超过1小时没有发出",
    ):
        assert words in digest.text


def test_files_set_aside_for_more_than_a_working_day_are_in_the_digest(office: Bureau) -> None:
    from sqlalchemy import insert

    from adapters.store.tables import drops

    row = {
        "path_key": "a",
        "name": "某表.xlsx",
        "folder_unit": "ZB01",
        "size": 1,
        "mtime_ns": "1",
        "sha256": "0" * 64,
        "suffix": ".xlsx",
        "confidential": False,
        "received_at": NINE,
        "estimated": False,
        "state": "quarantined",
        "receipt": "HZ26-000009",
        "answered_at": NINE,
    }
    with writing(office.context.engine) as connection:
        connection.execute(insert(drops).values(row))
    for on, told in (("07-03", False), ("07-06", True)):
        run(office, on)
        [digest] = [each for each in messages(office, DIGEST) if on in each.key]
        assert ("HZ26-000009" in digest.text) is told
        assert "某表" not in digest.text


@pytest.mark.parametrize(
    ("on", "digests", "why"),
    [("07-04", 0, "a Saturday"), ("07-06", 1, "a Monday"), ("10-10", 1, "a make-up Saturday")],
)
def test_the_office_reads_on_working_days(office: Bureau, on: str, digests: int, why: str) -> None:
    run(office, on)
    assert len(messages(office, DIGEST)) == digests, why
