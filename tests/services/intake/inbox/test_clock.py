"""A clock that goes wrong and is put right: leases, waiting files and messages, and the alarm."""

import datetime as dt

import pytest
from sqlalchemy import update

from adapters.store.duty_histories import statuses_on
from adapters.store.engine import reading, writing
from adapters.store.intake.originals import accepted_originals
from adapters.store.outbox.delivery_attempts import lease_messages
from adapters.store.reports import load_reports_of
from adapters.store.tables import drops, outbox, submissions
from adapters.worker_pool import Readers
from campaign.deadlines.status import DutyState
from campaign.values.acts import Actor
from campaign.values.dispositions import Disposition
from services.audit.verify import verify
from services.intake.claim_files import LEASE, abandoned, overdue
from services.intake.inbox import is_put_back, list_inbox
from services.intake.manual_acceptance import withdraw_submission
from services.intake.process_inbox import collect_files
from tests.support.office import NOW, Bureau

AHEAD = [dt.timedelta(hours=3), dt.timedelta(days=30), dt.timedelta(days=4_000)]


def claim_ahead(bureau: Bureau, ahead: dt.timedelta) -> None:
    """Claim what lies in the inbox while the clock is ahead, and die."""
    limits = bureau.context.definitions.plan.limits
    bureau.now += ahead
    list_inbox(bureau.context.engine, bureau.home, limits, bureau.now - dt.timedelta(seconds=50))
    assert collect_files(bureau.context, lambda: bureau.now)
    bureau.now -= ahead


@pytest.mark.parametrize("ahead", AHEAD)
def test_claims_that_were_made_while_the_clock_was_ahead_wait_for_nobody(
    bureau: Bureau, readers: Readers, ahead: dt.timedelta
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    claim_ahead(bureau, ahead)

    assert overdue(bureau.context.engine, bureau.now) == [1]
    [receipt] = bureau.sweep(readers)

    assert receipt.disposition is Disposition.ACCEPTED


def test_a_claim_of_now_is_not_over_for_one_whose_time_is_a_little_older(bureau: Bureau) -> None:
    """The watcher may have waited a minute for the store between its clock and its question."""
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    claim_ahead(bureau, dt.timedelta(0))

    for seconds in (0, 60, 240):
        earlier = bureau.now - dt.timedelta(seconds=seconds)
        assert overdue(bureau.context.engine, earlier) == []
        assert abandoned(bureau.context.engine, bureau.home, earlier) == []
    assert overdue(bureau.context.engine, bureau.now + LEASE) == [1]


@pytest.mark.parametrize("ahead", AHEAD)
def test_a_file_that_was_seen_while_the_clock_was_ahead_is_not_waited_for(
    bureau: Bureau, readers: Readers, ahead: dt.timedelta
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    limits = bureau.context.definitions.plan.limits
    list_inbox(bureau.context.engine, bureau.home, limits, bureau.now + ahead)

    [receipt] = bureau.sweep(readers)

    assert receipt.disposition is Disposition.ACCEPTED
    assert bureau.rows(drops)[0].received_at <= bureau.now


@pytest.mark.parametrize("ahead", AHEAD)
@pytest.mark.parametrize("column", ["lease_until", "next_attempt_at"])
def test_a_message_that_was_queued_or_leased_while_the_clock_was_ahead_is_sent(
    bureau: Bureau, readers: Readers, column: str, ahead: dt.timedelta
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)
    with writing(bureau.context.engine) as connection:
        connection.execute(update(outbox).values({column: bureau.now + ahead}))
        leased = lease_messages(connection, bureau.now, 10)

    if ahead < dt.timedelta(days=1) and column == "next_attempt_at":
        assert leased == (), "it may wait for tomorrow's quota"
    else:
        assert len(leased) == 1


def test_the_office_is_told_once_that_the_clock_was_put_back(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.now += dt.timedelta(days=2)
    bureau.sweep(readers)
    assert not is_put_back(bureau.context.engine, bureau.now)
    bureau.now = NOW
    assert is_put_back(bureau.context.engine, bureau.now)
    for _ in range(3):
        bureau.sweep(readers)
        bureau.now += dt.timedelta(minutes=1)

    [alarm] = [row for row in bureau.rows(outbox) if row.kind == "clock"]
    assert alarm.unit == "党办" and "时钟" in alarm.subject


def test_clocks_that_differ_by_little_are_no_alarm(bureau: Bureau, readers: Readers) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)

    assert not is_put_back(bureau.context.engine, bureau.now - dt.timedelta(minutes=4))


@pytest.mark.parametrize("text", ["nonsense", "2036-01-01T00:00:00", ""])
def test_an_altered_time_of_an_event_stops_nothing(
    bureau: Bureau, readers: Readers, text: str
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)
    with bureau.context.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET at = ?", (text,))

    assert not is_put_back(bureau.context.engine, bureau.now)


def test_a_correction_counts_though_the_clock_was_put_back_before_it(
    bureau: Bureau, readers: Readers
) -> None:
    engine, definitions = bureau.context.engine, bureau.context.definitions
    bureau.now += dt.timedelta(days=40)
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    [first] = bureau.sweep(readers)
    bureau.now = NOW
    corrected = bureau.study_rows("ZB01", seed=7)
    bureau.drop("ZB01/更正.xlsx", bureau.study("ZB01", rows=corrected))

    [second] = bureau.sweep(readers)

    assert [row.in_force for row in bureau.rows(submissions)] == [False, True]
    with reading(engine) as connection:
        late = NOW.date() + dt.timedelta(days=50)
        [report] = load_reports_of(connection, definitions, "study", late)
        assert report.receipt == second.receipt
        [original] = accepted_originals(connection, late)
        assert original.drop.receipt == second.receipt
        statuses = statuses_on(connection, definitions, NOW.date())
    [status] = [s for s in statuses if s.duty.key == ("ZB01", "study", "2026-06")]
    assert status.state is DutyState.ON_TIME
    assert [
        finding for finding in verify(engine, bureau.home, bureau.now) if "版" in finding.what
    ] == []
    withdraw_submission(
        bureau.context, second.receipt, Actor(name="党办", reason="误报"), bureau.now
    )
    assert [row.in_force for row in bureau.rows(submissions)] == [True, False]
    assert first.receipt
