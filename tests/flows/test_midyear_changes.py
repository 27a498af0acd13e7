"""What happens within the year: reports mended late, units and people that move, another plan."""

import datetime as dt
from typing import Any

import openpyxl

from adapters.worker_pool import Readers
from campaign.deadlines.agenda import ActionKind, PhaseFlow
from services.agenda.actions import due_actions
from services.intake.examining.examination import init_worker
from services.issuing.send_workbooks import send_workbooks
from services.monitoring.study_bulletin import report_study
from tests.services.intake.test_changed_roster import enter
from tests.services.monitoring.test_study_bulletin import rows
from tests.support.office import Bureau
from tests.support.run_actions import carry, tables, words
from tests.support.samples.definitions import changed

MERGED = dt.date(2026, 8, 31)


def at(bureau: Bureau, day: str) -> None:
    bureau.now = dt.datetime.fromisoformat(f"2026-{day}T09:00").replace(tzinfo=bureau.now.tzinfo)
    bureau.later(seconds=0)


def hand_in(bureau: Bureau, unit: str, period: str, content: Any) -> str:
    """Drop a month's report, and return what became of it, by readers that know the roster."""
    bureau.drop(f"{unit}/{period}.xlsx", bureau.study(unit, period, rows=content))
    with Readers(
        1, bureau.context.definitions.plan.limits, init_worker, (bureau.context.examiner,)
    ) as new:
        [reply] = bureau.sweep(new)
    return str(reply.disposition)


def timeliness(bureau: Bureau, month: str) -> dict[str, str]:
    """Return what the month's tables say of when units reported, by their codes."""
    names = {unit.name: unit.code for unit in bureau.context.definitions.roster.units}
    found = tables(bureau, f"学习/{month} 学习情况表.xlsx")["各单位"]
    return {names[row[0]]: str(row[1]) for row in found}


def test_a_report_that_came_in_time_and_was_mended_is_in_time_for_three_working_days(
    bureau: Bureau,
) -> None:
    at(bureau, "07-07")  # the last day
    for unit in ("ZB01", "ZB02", "ZB03"):
        assert hand_in(bureau, unit, "2026-06", {}) == "returned"
    at(bureau, "07-10")  # the third working day after
    assert hand_in(bureau, "ZB01", "2026-06", rows(bureau, "ZB01", "2026-06", "出勤")) == "receipt"
    at(bureau, "07-13")
    assert hand_in(bureau, "ZB02", "2026-06", rows(bureau, "ZB02", "2026-06", "出勤")) == "receipt"

    carry(bureau, report_study, ActionKind.STUDY_BULLETIN, "2026-06", late=6)

    text = words(bureau, "文件/2026-06 学习情况通报.docx")
    assert "按期报送1个，逾期报送1个，未报送17个" in text
    assert "局机关第三党支部（退回待改）" in text
    said = timeliness(bureau, "2026-06")
    assert said["ZB01"] == "按期" and said["ZB02"].startswith("逾期")


def merge(bureau: Bureau) -> tuple[str, str]:
    """Let ZB04 go into ZB03 at the end of August; return who moved and who left."""
    moved, *others = bureau.people("ZB04")
    for person in (moved, *others):
        enter(bureau, "人员", person.code, "截止日期", MERGED)
    enter(bureau, "单位", "ZB04", "停用日期", MERGED)
    enter(bureau, "单位", "ZB04", "并入单位", "ZB03")
    path = bureau.home.inputs / "roster.xlsx"
    book = openpyxl.load_workbook(path)
    begins = MERGED + dt.timedelta(days=1)
    book["人员"].append((moved.code, moved.name, "ZB03", "ZB03", "党员干部", "科员", begins, None))
    book.save(path)
    bureau.later(seconds=0)
    return moved.name, others[0].name


def test_a_branch_that_was_merged_owes_up_to_its_last_month_and_its_people_study_on_elsewhere(
    bureau: Bureau,
) -> None:
    at(bureau, "08-20")
    moved, left = merge(bureau)
    at(bureau, "09-02")
    assert hand_in(bureau, "ZB04", "2026-08", rows(bureau, "ZB04", "2026-08", "出勤")) == "receipt"
    carry(bureau, report_study, ActionKind.STUDY_BULLETIN, "2026-08")
    assert "支部、单位19个，按期报送1个" in words(bureau, "文件/2026-08 学习情况通报.docx")
    assert timeliness(bureau, "2026-08")["ZB04"] == "按期"

    at(bureau, "10-08")
    content = rows(bureau, "ZB03", "2026-09", "出勤")
    here = {p.name for p in bureau.people("ZB03") if p.last is None or p.last > MERGED}
    content["attendance"] = [row for row in content["attendance"] if row["person"] in here]
    assert moved in here and left not in here
    content["sessions"][0] |= {"expected": len(here), "attended": len(here)}
    assert hand_in(bureau, "ZB03", "2026-09", content) == "receipt"
    carry(bureau, report_study, ActionKind.STUDY_BULLETIN, "2026-09")
    text = words(bureau, "文件/2026-09 学习情况通报.docx")
    assert "支部、单位17个，按期报送1个" in text and "老区办党支部" not in text  # DW07 went as well
    sheets = tables(bureau, "学习/2026-09 学习情况表.xlsx")
    [person] = [row for row in sheets["个人出勤"] if row[1] == moved and "第三" in row[0]]
    assert person[4] == 0, "not absent"


def test_another_plan_moves_what_is_to_come_and_leaves_what_was_done(bureau: Bureau) -> None:
    flow = PhaseFlow.MONTHLY_STUDY
    due_actions(bureau.context, flow, dt.date(2026, 6, 1), bureau.now)
    carry(bureau, report_study, ActionKind.STUDY_BULLETIN, "2026-06")
    before = words(bureau, "文件/2026-06 学习情况通报.docx")
    plan = bureau.home.inputs / "plan.toml"
    old = 'due = { working_day = 5, month = "next" }'
    new = f'{old}\ndue_on = {{ "2026-07" = 2026-08-14 }}'
    plan.write_text(changed(plan.read_text(encoding="utf-8"), old, new), encoding="utf-8")

    at(bureau, "08-10")  # between the old day and the new one
    due = due_actions(bureau.context, flow, bureau.now.date(), bureau.now)
    assert [str(work.subject) for work in due if work.kind is ActionKind.STUDY_BULLETIN] == []
    carry(bureau, send_workbooks, ActionKind.ISSUE, "2026-08-03")
    at(bureau, "08-14")
    july = rows(bureau, "ZB01", "2026-07", "出勤")
    assert hand_in(bureau, "ZB01", "2026-07", july) == "receipt"
    carry(bureau, report_study, ActionKind.STUDY_BULLETIN, "2026-07")
    assert bureau.now.date() == dt.date(2026, 8, 17), "the working day after the new day"
    assert "按期报送1个" in words(bureau, "文件/2026-07 学习情况通报.docx")
    assert words(bureau, "文件/2026-06 学习情况通报.docx") == before
