"""Versions that lose rows: asked about with what is gone; corrected and added rows are not."""

import copy
import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import select

from adapters.store.engine import reading
from adapters.store.tables import drops, outbox, problems, submissions
from adapters.worker_pool import Readers
from campaign.problems.codes import Code, Problem
from campaign.problems.messages import problem_text
from campaign.values.dispositions import Disposition
from services.deadlines.reminders import remind
from tests.support.office import Bureau

Rows = dict[str, list[dict[str, Any]]]


def file_versions(bureau: Bureau, readers: Readers, *versions: Rows) -> list[str]:
    """File versions one after the other; return what is asked about the last one."""
    for number, rows in enumerate(versions):
        bureau.drop(f"ZB01/{number}.xlsx", bureau.study("ZB01", rows=rows))
        [receipt] = bureau.sweep(readers)
        assert receipt.disposition is Disposition.ACCEPTED, receipt.reasons
        bureau.later(minutes=10)
    last = max(row.id for row in bureau.rows(drops))
    return [
        problem_text(Problem(code=Code(row.code), facts=tuple(json.loads(row.facts).items())))
        for row in bureau.rows(problems)
        if row.drop_id == last and row.code == Code.HISTORY_VERSION_LACKS
    ]


def whole(bureau: Bureau) -> Rows:
    rows: Rows = copy.deepcopy(bureau.study_rows("ZB01"))
    return rows


def of_session(rows: Rows, session: int) -> Rows:
    return {
        sheet: [row for row in table if row["session"] == session] for sheet, table in rows.items()
    }


def test_a_colleagues_half_that_replaces_the_whole_is_asked_about(
    bureau: Bureau, readers: Readers
) -> None:
    rows = whole(bureau)
    count = len(of_session(rows, 1)["attendance"])
    assert file_versions(bureau, readers, rows, of_session(rows, 2)) == [
        f"第1版有、这一版没有的：“学习场次”场次1；“出勤情况”{count}行（场次1）。"
    ]
    assert [(row.version, row.in_force) for row in bureau.rows(submissions)] == [
        (1, False),
        (2, True),
    ]
    message = bureau.rows(outbox)[-1]
    for text in (message.text, message.html):
        assert "场次1" in text and "全部内容填在一份表内" in text


def test_two_halves_of_equal_size_do_not_undo_each_other_in_silence(
    bureau: Bureau, readers: Readers
) -> None:
    rows = whole(bureau)
    [asked] = file_versions(bureau, readers, of_session(rows, 1), of_session(rows, 2))
    assert "“学习场次”场次1；“出勤情况”" in asked and "（场次1）" in asked


def _correct_a_status(rows: Rows) -> None:
    rows["attendance"][0] |= {"status": "请假", "reason": "下乡走访"}


def _correct_a_name(rows: Rows) -> None:
    rows["attendance"][0]["person"] = "丁立冬"


def _rewrite_a_session(rows: Rows) -> None:
    rows["sessions"][0] |= {
        "summary": "重新整理的学习内容摘要，补充讨论情况",
        "place": "二楼会议室",
    }


def _renumber_the_last_session(rows: Rows) -> None:
    rows["sessions"].append({**rows["sessions"][1], "session": 3})


def _reorder(rows: Rows) -> None:
    rows["attendance"].reverse()


def _add_attendance(rows: Rows) -> None:
    rows["attendance"].append(
        {**rows["attendance"][0], "status": "补学", "made_up_on": "2026-06-19"}
    )


@pytest.mark.parametrize(
    "change",
    [
        _correct_a_status,
        _correct_a_name,
        _rewrite_a_session,
        _renumber_the_last_session,
        _reorder,
        _add_attendance,
    ],
)
def test_corrected_and_added_rows_raise_nothing(
    bureau: Bureau, readers: Readers, change: Any
) -> None:
    before = whole(bureau)
    after = copy.deepcopy(before)
    change(after)
    assert file_versions(bureau, readers, before, after) == []


def test_one_row_that_is_gone_is_counted(bureau: Bureau, readers: Readers) -> None:
    before = whole(bureau)
    after = copy.deepcopy(before)
    del after["attendance"][3]
    [asked] = file_versions(bureau, readers, before, after)
    assert asked == "第1版有、这一版没有的：“出勤情况”1行（场次1）。"


def test_a_version_that_mends_the_loss_raises_nothing(bureau: Bureau, readers: Readers) -> None:
    rows = whole(bureau)
    again = copy.deepcopy(rows)
    again["sessions"][0]["note"] = "补报"
    assert file_versions(bureau, readers, rows, of_session(rows, 2), again) == []


def test_both_versions_in_one_sweep_are_compared(bureau: Bureau, readers: Readers) -> None:
    rows = whole(bureau)
    bureau.drop("ZB01/1.xlsx", bureau.study("ZB01", rows=rows))
    bureau.drop("ZB01/2.xlsx", bureau.study("ZB01", rows=of_session(rows, 2)))
    bureau.sweep(readers)
    assert [row.code for row in bureau.rows(problems)] == [Code.HISTORY_VERSION_LACKS]


def test_a_late_file_that_does_not_come_into_force_loses_nothing(
    bureau: Bureau, readers: Readers
) -> None:
    rows = whole(bureau)
    file_versions(bureau, readers, rows)
    bureau.now -= dt.timedelta(minutes=13)  # no clock that was put back: some minutes
    bureau.drop("ZB01/旧.xlsx", bureau.study("ZB01", rows=of_session(rows, 2)))
    bureau.sweep(readers)
    assert [row.in_force for row in bureau.rows(submissions)] == [True, False]
    assert bureau.rows(problems) == []


def test_the_office_reads_of_the_loss_in_its_digest(bureau: Bureau, readers: Readers) -> None:
    rows = whole(bureau)
    file_versions(bureau, readers, rows, of_session(rows, 2))
    bureau.later(days=1)
    context = bureau.context
    remind(context.engine, context.definitions, bureau.now.date(), bureau.now)
    with reading(context.engine) as connection:
        digest = connection.execute(select(outbox).where(outbox.c.kind == "digest")).one()
    assert "这次少了内容的报表" in digest.text and "场次1" in digest.text


def test_a_half_that_replaces_the_whole_after_the_clock_was_put_back_is_asked_about(
    bureau: Bureau, readers: Readers
) -> None:
    rows = whole(bureau)
    file_versions(bureau, readers, rows)
    bureau.later(hours=-6)
    assert file_versions(bureau, readers, of_session(rows, 2)) != []
    assert [(row.version, row.in_force) for row in bureau.rows(submissions)] == [
        (1, False),
        (2, True),
    ]
