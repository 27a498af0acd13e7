"""A workbook is written anew when what it shows has changed, and only then."""

import datetime as dt

from adapters.files.home import ORIGINALS
from adapters.worker_pool import Readers
from campaign.values.acts import Actor
from services.intake.manual_acceptance import withdraw_submission
from services.reports.state import is_outdated
from services.reports.update import update_reports
from tests.support.office import Bureau

NAME = "理论学习教育情况月报表 2026年6月.xlsx"
DAY = dt.timedelta(days=1)


def written(bureau: Bureau, day: dt.date) -> tuple[str, ...]:
    return update_reports(bureau.context, day).written


def test_units_that_become_overdue_change_the_workbook_of_those_who_filed(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)
    today = bureau.now.date()
    assert NAME in written(bureau, today)
    assert NAME not in written(bureau, today + DAY), "the day of the deadline changes nothing"
    assert NAME in written(bureau, today + 2 * DAY), "待报 has become 逾期未报"
    assert NAME not in written(bureau, today + 3 * DAY)


def test_a_newer_version_and_one_withdrawn_change_it(bureau: Bureau, readers: Readers) -> None:
    today = bureau.now.date()
    for seed in (1, 2):
        rows = bureau.study_rows("ZB01", seed=seed)
        bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01", rows=rows))
        [receipt] = bureau.sweep(readers)
        assert is_outdated(bureau.context, today)
        assert NAME in written(bureau, today)
    actor = Actor(name="党办", reason="误报")
    withdraw_submission(bureau.context, receipt.receipt, actor, bureau.now)
    assert is_outdated(bureau.context, today)
    assert NAME in written(bureau, today)
    assert not is_outdated(bureau.context, today)


def test_a_restored_home_gets_its_library_again(bureau: Bureau) -> None:
    today = bureau.now.date()
    update_reports(bureau.context, today)
    assert not is_outdated(bureau.context, today)
    (bureau.home.reports / ORIGINALS).rmdir()
    assert is_outdated(bureau.context, today)
