"""A day's reminders and digest in the real outbox: once, never stale, whatever was down."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from adapters.store.engine import reading, writing
from adapters.store.events import Event, append
from adapters.store.outbox import DIGEST, REMINDER, release, send_again
from adapters.store.tables import events, outbox
from adapters.worker_pool import Readers
from campaign.definitions.definitions import mail_addresses
from campaign.definitions.roster import Roster
from services.deadlines import reminders
from services.deadlines.reminders import DONE, Reminding, find_reminders, last_day_done, remind
from services.notify.sending import send_pending
from tests.support.office import Bureau
from tests.support.samples.one_duty import day
from tests.support.samples.short_plan import shorten

NINE = dt.datetime(2026, 7, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))

MORNING = dt.time(8, 0)
UNITS_OWING = 19  # every branch and unit of the sample roster
WITHOUT_ADDRESS = "ZB11"


def run(bureau: Bureau, on: str) -> Reminding:
    """Move the clock to the morning of a day and do its reminders."""
    bureau.now = dt.datetime.combine(day(on), MORNING, tzinfo=bureau.now.tzinfo)
    return remind(bureau.context.engine, bureau.context.definitions, day(on), bureau.now)


def send(bureau: Bureau) -> int:
    plan, roster = bureau.context.definitions.plan, bureau.context.definitions.roster
    return send_pending(bureau.context.engine, bureau.home, plan, roster, lambda: bureau.now).sent


def messages(bureau: Bureau, kind: str = REMINDER, **wanted: str) -> list[Any]:
    return [
        row
        for row in bureau.rows(outbox)
        if row.kind == kind and all(getattr(row, key) == value for key, value in wanted.items())
    ]


def in_one_line(text: str) -> str:
    """Return a message's text with the columns of its tables one space apart."""
    return " ".join(text.split())


def test_a_plan_day_reminds_each_unit_once_and_the_office_gets_its_digest(office: Bureau) -> None:
    found = run(office, "07-02")

    assert found.queued == UNITS_OWING
    assert Counter(row.unit for row in messages(office)).most_common(1)[0][1] == 1
    assert {row.state for row in messages(office)} == {"pending", "no_address"}
    assert [row.unit for row in messages(office, state="no_address")] == [WITHOUT_ADDRESS]
    assert found.unreachable(office.context.definitions) == (WITHOUT_ADDRESS,)
    [own] = messages(office, unit="ZB01")
    row = "理论学习教育情况月报表 2026年6月 2026年7月7日（星期二） 还有5天"
    assert row in in_one_line(own.text)
    assert "此前已逾期、仍未报送的" in own.text and "已逾期7天" in own.text
    assert not any("季度检查" in row.text for row in messages(office)), "the office makes them"
    [digest] = messages(office, DIGEST)
    assert digest.recipient == office.context.definitions.plan.mail.office_address
    for words in ("0590-5550101", "离退休干部党支部", "每月学习教育（6月），7月7日截止"):
        assert words in digest.text and words in digest.html


def test_two_runs_of_one_day_add_nothing(office: Bureau) -> None:
    run(office, "07-02")
    before = office.rows(outbox), office.rows(events)
    again = run(office, "07-02")
    assert (again.queued, again.stale) == (0, day("07-02"))
    assert (office.rows(outbox), office.rows(events)) == before


def test_a_run_that_is_older_than_one_already_done_does_nothing(office: Bureau) -> None:
    run(office, "07-03")
    before = office.rows(outbox), office.rows(events)
    older = run(office, "07-02")
    assert (older.queued, older.stale) == (0, day("07-03"))
    assert (office.rows(outbox), office.rows(events)) == before


def test_a_run_that_lost_the_race_adds_nothing(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run of the day ends between this one's look and its writing."""
    found: list[Reminding] = []

    def look_and_be_overtaken(*given: Any) -> Reminding:
        mine = find_reminders(*given)
        monkeypatch.undo()
        found.append(run(office, "07-02"))
        return mine

    monkeypatch.setattr(reminders, "find_reminders", look_and_be_overtaken)
    late = run(office, "07-02")
    assert (found[0].queued, late.queued, late.stale) == (UNITS_OWING, 0, day("07-02"))
    assert len(messages(office)) == UNITS_OWING
    assert len([row for row in office.rows(events) if row.kind == DONE]) == 1


def test_looking_changes_nothing(office: Bureau) -> None:
    with reading(office.context.engine) as connection:
        found = find_reminders(connection, office.context.definitions, day("07-02"))
    assert len(found.reminders) == UNITS_OWING
    assert office.rows(outbox) == [] == office.rows(events)


def test_who_has_filed_is_not_reminded_and_who_withdrew_is(
    office: Bureau, readers: Readers
) -> None:
    office.drop("ZB01/六月.xlsx", office.study("ZB01"))
    office.drop("ZB02/六月.xlsx", office.study("ZB02", rows={}))
    office.now = dt.datetime.combine(day("07-03"), MORNING, tzinfo=office.now.tzinfo)
    office.sweep(readers)

    run(office, "07-06")

    texts = {row.unit: row.text for row in messages(office)}
    assert "ZB01" not in texts
    assert "1. 理论学习教育情况月报表\n   期间：2026年6月" in texts["ZB02"]
    assert "退回待改，7月8日（含当日）前改正仍算按期" in texts["ZB02"]


def test_the_machine_off_from_20_june_to_5_july_misses_nothing_and_says_nothing_stale(
    office: Bureau, readers: Readers
) -> None:
    for number in range(10, 20):
        run(office, f"06-{number}")
        send(office)
    before = {row.key for row in messages(office)}
    assert {key.split(":")[1] for key in before} == {"2026-06-15"}, "seven days before the 25th"

    office.drop("ZB01/六月.xlsx", office.study("ZB01"))
    office.now = dt.datetime.combine(day("07-05"), MORNING, tzinfo=office.now.tzinfo)
    office.sweep(readers)
    for _ in range(3):  # the runs that were missed start together, and work for today
        run(office, "07-05")
        send(office)

    caught_up = [row for row in messages(office) if row.key not in before]
    assert Counter(row.unit for row in caught_up) == Counter(
        {unit.code: 1 for unit in office.context.definitions.roster.units if unit.code != "党办"}
    ), "each unit is told once, in one message"
    texts = {row.unit: row.text for row in caught_up}
    for words in ("2026年6月25日（星期四） 已逾期10天", "2026年7月5日"):
        assert all(words in in_one_line(text) for text in texts.values()), "in the words of the day"
    assert all("还有2天" in text for unit, text in texts.items() if unit != "ZB01")
    assert "2026年6月 " not in texts["ZB01"], "that it has filed"
    assert {row.state for row in caught_up} == {"sent", "no_address"}

    for on in ("07-06", "07-07", "07-08", "07-09"):
        run(office, on)
        send(office)
    by_day = Counter(row.key.split(":")[1] for row in messages(office))
    others = UNITS_OWING - 1
    assert by_day == {
        "2026-06-15": UNITS_OWING,
        "2026-07-05": UNITS_OWING,
        "2026-07-06": others,
        "2026-07-08": others,
    }


def test_nothing_written_before_downtime_goes_out_after_it(office: Bureau) -> None:
    """The run of 2 July queued its reminders; the machine went off before they were sent."""
    run(office, "07-02")
    office.now = dt.datetime.combine(day("07-05"), MORNING, tzinfo=office.now.tzinfo)
    office.now -= dt.timedelta(minutes=3)
    assert send(office) == 1, "only the word to the office on who has no address"
    assert len(messages(office, state="pending")) == UNITS_OWING - 1

    run(office, "07-05")
    send(office)

    sent = messages(office, state="sent")
    assert len(sent) == UNITS_OWING - 1
    assert all("2026年7月5日" in row.text and "还有2天" in row.text for row in sent)
    assert len(messages(office, state="superseded")) == UNITS_OWING - 1
    kinds = Counter(row.kind for row in office.rows(events))
    assert kinds["message.superseded"] == UNITS_OWING - 1 + 1, "and the digest of that day"


def test_what_nobody_has_released_is_written_anew_each_day(bureau: Bureau) -> None:
    shorten(bureau)
    run(bureau, "07-02")
    assert len(messages(bureau, state="held")) == UNITS_OWING
    run(bureau, "07-03")
    held = messages(bureau, state="held")
    assert len(held) == UNITS_OWING and all("还有4天" in row.text for row in held)
    assert len(messages(bureau, state="superseded")) == UNITS_OWING
    [digest] = [row for row in messages(bureau, DIGEST) if "07-03" in row.key]
    assert f"待放行：{UNITS_OWING}封群发邮件" in digest.text

    with writing(bureau.context.engine) as connection:
        release(connection, "秦朗", bureau.now)
    send(bureau)
    assert len(messages(bureau, state="sent")) == UNITS_OWING - 1
    run(bureau, "07-06")
    assert {row.key.split(":")[1] for row in messages(bureau, state="pending")} == {"2026-07-06"}


def test_a_unit_that_gets_an_address_is_told_how_it_stands_then(office: Bureau) -> None:
    run(office, "07-02")
    send(office)
    roster = office.context.definitions.roster
    units = tuple(
        unit.model_copy(update={"email": "zb11@minzheng.example"})
        if unit.code == WITHOUT_ADDRESS
        else unit
        for unit in roster.units
    )
    found = Roster(units=units, people=roster.people, leading_group=roster.leading_group)
    office.context.definitions.__dict__["roster"] = found
    office.now += dt.timedelta(days=1)
    send(office)
    assert [row.unit for row in messages(office, state="no_address")] == [WITHOUT_ADDRESS]
    run(office, "07-03")
    [again] = messages(office, state="pending")
    assert (again.unit, again.recipient) == (WITHOUT_ADDRESS, "zb11@minzheng.example")
    assert "还有4天" in again.text


def test_sending_again_by_hand_does_not_send_what_is_stale(office: Bureau) -> None:
    run(office, "07-02")
    office.now += dt.timedelta(days=1)
    plan, roster = office.context.definitions.plan, office.context.definitions.roster
    known = {**mail_addresses(plan, roster), WITHOUT_ADDRESS: "zb11@minzheng.example"}
    with writing(office.context.engine) as connection:
        assert send_again(connection, known, "秦朗", office.now) == 1
    assert send(office) == 0


def test_after_the_campaign_it_is_quiet(office: Bureau) -> None:
    for on in (dt.date(2027, 1, 4), dt.date(2027, 6, 1)):  # nobody knows June's working days
        now = dt.datetime.combine(on, MORNING, tzinfo=office.now.tzinfo)
        found = remind(office.context.engine, office.context.definitions, on, now)
        assert found.reminders == ()
    assert office.rows(outbox) == []


def test_days_done_are_read_from_the_record(office: Bureau) -> None:
    with writing(office.context.engine) as connection:
        assert last_day_done(connection) is None
        for on in ("2026-07-01", "2026-07-02"):
            act = Event(at=office.now, actor="系统", kind=DONE, subject=on, detail={})
            append(connection, [act])
        assert last_day_done(connection) == day("07-02")
