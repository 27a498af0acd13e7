"""After the lock nothing can be filed in place of what is withdrawn: the office is told so."""

import datetime as dt
from typing import Any

import pytest

from adapters.store.tables import drops, submissions
from adapters.worker_pool import Readers
from services.assessment import assess_day
from services.errors import WrongActError
from services.intake.manual_acceptance import withdraw_submission
from tests.support.office import Bureau
from tests.support.samples.evaluation_workbooks import event
from tests.support.samples.ranked_branches import BY

LOCK = dt.date(2026, 12, 15)


def on(bureau: Bureau, day: dt.date) -> None:
    bureau.later(days=(day - bureau.now.date()).days)


def own_receipt(bureau: Bureau) -> str:
    rows = [r for r in bureau.rows(drops) if (r.unit, r.form) == ("ZB01", "self_evaluation")]
    return str(rows[0].receipt)


def own_cells(bureau: Bureau) -> set[object]:
    score, _ = assess_day(bureau.context.engine, bureau.context.definitions, bureau.now.date()).of(
        "ZB01"
    )
    return {cell.value for cell in score.cells["self"].values()}


def test_on_the_day_of_the_lock_it_is_withdrawn_as_ever(appraised: Bureau) -> None:
    on(appraised, LOCK)
    receipt = own_receipt(appraised)
    assert withdraw_submission(appraised.context, receipt, BY, appraised.now) == (1, 0)


def test_after_the_lock_the_office_is_told_what_follows_and_of_the_waiver(
    appraised: Bureau,
) -> None:
    on(appraised, LOCK + dt.timedelta(days=1))
    receipt = own_receipt(appraised)
    with pytest.raises(WrongActError, match=r"已于2026-12-15封账.*记0分.*--force.*免报"):
        withdraw_submission(appraised.context, receipt, BY, appraised.now)
    assert own_cells(appraised) == {95}, "nothing was withdrawn"
    assert all(s.withdrawn_at is None for s in appraised.rows(submissions))


def test_by_force_it_is_withdrawn_all_the_same(appraised: Bureau) -> None:
    on(appraised, LOCK + dt.timedelta(days=1))
    receipt = own_receipt(appraised)
    withdraw_submission(appraised.context, receipt, BY, appraised.now, force=True)
    assert own_cells(appraised) == {0}


def test_a_unit_that_is_waived_loses_nothing_and_needs_no_force(
    appraised: Bureau, readers: Readers
) -> None:
    waiver = {
        "unit": "ZB01",
        "obligation": "支部自评",
        "period": "2026年",
        "why": "机构改革期间不开展",
        "expires_on": "2026-12-31",
    }
    number: dict[str, Any] = {"waivers.number": "MB-2026-01"}
    filled = event(appraised, "waiver", {"waivers": [waiver]}, 1, **number)
    appraised.drop("党办/免报.xlsx", filled)
    [reply] = appraised.sweep(readers)
    assert reply.disposition == "receipt", [reply]
    on(appraised, LOCK + dt.timedelta(days=1))
    withdraw_submission(appraised.context, own_receipt(appraised), BY, appraised.now)
    assert own_cells(appraised) == {None}
