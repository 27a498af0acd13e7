"""Which reports count on a day, and by which receipt they are loaded, on either database."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine, insert

from adapters.store.engine import reading, writing
from adapters.store.reports import load_reports, load_reports_by_receipt
from adapters.store.tables import drops, submission_sheets, submissions
from adapters.worker_pool import Readers
from campaign.reports.report import Row as StoredRow
from campaign.values.seal import Identity
from services.intake.manual_acceptance import accept_file, withdraw_submission
from tests.adapters.store.test_reports import TODAY, gathered, reports, take_in
from tests.support.office import Bureau
from tests.support.samples.evaluation_workbooks import (
    AUTUMN,
    self_evaluation,
)
from tests.support.samples.every_outcome import HAND


def scores_on(bureau: Bureau, day: dt.date) -> list[str]:
    return [str(score.value) for score in gathered(bureau, day).evidence.self_scores[:1]]


def test_what_counts_on_a_day_is_what_had_been_accepted_and_not_withdrawn_by_its_end(
    autumn: Bureau, readers: Readers
) -> None:
    day = dt.timedelta(days=1)
    take_in(autumn, readers, 一=self_evaluation(autumn, "ZB01", (71, 70, 70, 70, 70)))
    autumn.now += 2 * day
    second = take_in(autumn, readers, 二=self_evaluation(autumn, "ZB01", (72, 70, 70, 70, 70)))
    autumn.now += 2 * day
    withdraw_submission(autumn.context, second["二"], HAND, autumn.now)
    autumn.now += 2 * day
    third = take_in(autumn, readers, 三=self_evaluation(autumn, "ZB01", (73, 70, 70, 70, 70)))
    withdraw_submission(autumn.context, third["三"], HAND, autumn.now)

    seen = [scores_on(autumn, TODAY + n * day) for n in range(-1, 7)]

    assert seen == [[], ["71"], ["71"], ["72"], ["72"], ["71"], ["71"], ["71"]]


def test_the_last_minute_of_a_day_belongs_to_it(autumn: Bureau, readers: Readers) -> None:
    autumn.now = AUTUMN.replace(hour=23, minute=59)
    take_in(autumn, readers, 一=self_evaluation(autumn, "ZB01", (71, 70, 70, 70, 70)))
    autumn.now += dt.timedelta(minutes=1)
    take_in(autumn, readers, 二=self_evaluation(autumn, "ZB01", (72, 70, 70, 70, 70)))
    assert scores_on(autumn, TODAY) == ["71"]
    assert scores_on(autumn, TODAY + dt.timedelta(days=1)) == ["72"]


def test_what_was_received_last_counts_not_what_was_accepted_last(
    autumn: Bureau, readers: Readers
) -> None:
    autumn.drop("ZB02/一.xlsx", self_evaluation(autumn, "ZB01", (71, 70, 70, 70, 70)))
    [returned] = autumn.sweep(readers)
    autumn.now += dt.timedelta(days=1)
    take_in(autumn, readers, 二=self_evaluation(autumn, "ZB01", (72, 70, 70, 70, 70)))
    autumn.now += dt.timedelta(days=1)
    named = Identity(form="self_evaluation", version=1, unit="ZB01", period="2026", serial="")
    accept_file(autumn.context, returned.receipt, named, HAND, autumn.now)
    assert scores_on(autumn, autumn.now.date()) == ["72"]


def test_reports_are_loaded_by_receipt_whether_or_not_they_still_count(
    autumn: Bureau, readers: Readers
) -> None:
    first = take_in(autumn, readers, 一=self_evaluation(autumn, "ZB01", (71, 70, 70, 70, 70)))
    before = reports(autumn)
    second = take_in(autumn, readers, 二=self_evaluation(autumn, "ZB01", (72, 70, 70, 70, 70)))
    withdraw_submission(autumn.context, second["二"], HAND, autumn.now)
    with reading(autumn.context.engine) as connection:
        load = autumn.context.definitions
        assert load_reports_by_receipt(connection, load, [first["一"]]) == before
        both = load_reports_by_receipt(connection, load, [*first.values(), *second.values()])
        assert [report.receipt for report in both] == [first["一"], second["二"]]
        with pytest.raises(LookupError, match="2026-99999"):
            load_reports_by_receipt(connection, load, ["2026-99999"])


def put(connection: Connection, number: int, form: str, unit: str, **sheets: object) -> None:
    """Store a report as recording does, with what loading reads of it."""
    at = dt.datetime.combine(TODAY, dt.time(9), ZoneInfo("Asia/Shanghai"))
    common = {"id": number, "unit": unit, "form": form, "period": f"{number}", "received_at": at}
    drop = {"path_key": "", "name": "报表.xlsx", "folder_unit": "", "size": 1, "mtime_ns": "0"}
    drop |= {"sha256": f"{number}", "suffix": ".xlsx", "confidential": False, "estimated": False}
    drop |= {"state": "answered", "lease_until": at, "receipt": f"r{number}"}
    version = {"drop_id": number, "version": 1, "form_version": 1, "serial": "", "event_key": ""}
    version |= {"nil": False, "accepted_at": at, "in_force": True, "normalised": 0}
    connection.execute(insert(drops), [{**common, **drop}])
    connection.execute(insert(submissions), [{**common, **version}])
    for key, rows in sheets.items():
        stored = {"header": "{}", "rows": json.dumps(rows), "sheet": key, "submission_id": number}
        connection.execute(insert(submission_sheets), [stored])


def test_both_databases_give_reports_with_what_is_recorded_of_nominees(
    any_store: Engine, bureau: Bureau
) -> None:
    definitions, name = bureau.context.definitions, bureau.people("DW02")[0].name
    with writing(any_store) as connection:
        put(connection, 1, "nomination", "DW02", nominees=[[5, {"person": name}]])
        put(connection, 2, "study", "DW02", attendance=[[5, {"person": name}]])
        put(connection, 3, "study", "ZB09", attendance=[])
        put(connection, 4, "rectification", "ZB02", ledger=[])
    with reading(any_store) as connection:
        found = load_reports(connection, definitions, TODAY)
        assert [report.receipt for report in found] == ["r1", "r2", "r4"]
        assert found[1].rows("attendance") == (StoredRow(number=5, values={"person": name}),)
        assert found[1].sheets["attendance"].name == "出勤情况"
        assert load_reports_by_receipt(connection, definitions, ["r2"]) == (found[1],)


def test_an_empty_store_of_either_kind_has_no_reports(any_store: Engine, bureau: Bureau) -> None:
    with reading(any_store) as connection:
        definitions = bureau.context.definitions
        assert load_reports(connection, definitions, TODAY) == ()
        assert load_reports_by_receipt(connection, definitions, []) == ()
