"""By which day a file counts: promises of a return, windows that open and lock, the year's end."""

import datetime as dt

import pytest

from adapters.store.tables import (
    outbox,
    problems,
)
from adapters.workbooks.filler import fill
from adapters.worker_pool import Readers
from campaign.problems.codes import Code
from campaign.values.dispositions import Disposition
from services.intake.inbox import list_inbox
from tests.support.office import Bureau


@pytest.mark.parametrize(
    ("returned_on", "corrected_after_days", "timeliness"),
    [(7, 1, "按期"), (7, 3, "按期"), (7, 6, "逾期"), (8, 1, "逾期")],
)
def test_a_correction_is_in_time_as_long_as_its_return_has_promised(
    bureau: Bureau,
    readers: Readers,
    returned_on: int,
    corrected_after_days: int,
    timeliness: str,
) -> None:
    bureau.later(days=returned_on - bureau.now.day)
    rows = bureau.study_rows("ZB01")
    rows["sessions"][0]["held_on"] = "2026年2月30日"
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01", rows=rows))
    bureau.sweep(readers)
    assert ("2026年7月10日（含当日）前" in bureau.rows(outbox)[-1].text) == (returned_on == 7)

    bureau.later(days=corrected_after_days)
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)

    assert f"报送时效：{timeliness}" in bureau.rows(outbox)[-1].text


def test_a_second_return_repeats_the_promise_and_does_not_extend_it(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.later(days=1)
    for day, promised in ((7, True), (8, True), (13, False)):
        bureau.later(days=day - bureau.now.day)
        rows = bureau.study_rows("ZB01", seed=day)
        rows["sessions"][0]["held_on"] = "乱写"
        bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01", rows=rows))
        bureau.sweep(readers)
        assert ("7月10日（含当日）前" in bureau.rows(outbox)[-1].text) == promised, day


LOCKING = [
    ("2026-10-07T23:59:30+08:00", True, "before it opens"),
    ("2026-10-08T00:00:00+08:00", False, "on the first day"),
    ("2026-12-15T23:59:30+08:00", False, "on the last day, and read on the next"),
    ("2026-12-15T16:00:00+00:00", True, "midnight has passed where the bureau is"),
]


@pytest.mark.parametrize(("received", "refused", "why"), LOCKING)
def test_windows_are_judged_by_the_day_of_receipt(
    bureau: Bureau, readers: Readers, received: str, refused: bool, why: str
) -> None:
    bureau.now = dt.datetime.fromisoformat(received)
    bureau.drop("自评.xlsx", bureau.blank("self_evaluation", "ZB01", "2026"))
    list_inbox(
        bureau.context.engine, bureau.home, bureau.context.definitions.plan.limits, bureau.now
    )
    bureau.later(minutes=1)

    bureau.sweep(readers)

    codes = {problem.code for problem in bureau.rows(problems)}
    assert bool(codes & {Code.PERIOD_NOT_BEGUN, Code.PERIOD_LOCKED}) is refused, why


def test_a_deadline_without_year_after_the_campaign_s_end_is_not_guessed(
    bureau: Bureau, readers: Readers
) -> None:
    data = bureau.complaint("TS-2026-001")
    late = fill(bureau.form("complaint"), data, {}, {"due_on": "1月20日"})
    bureau.drop("保密/一.xlsx", late)

    [reply] = bureau.sweep(readers)

    assert reply.disposition is Disposition.RETURNED
    assert [problem.code for problem in bureau.rows(problems)] == [Code.CELL_NOT_A_DATE]
