"""No work of the agenda may fall on a day on which no schedule of its flow wakes."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from campaign.deadlines.agenda import PhaseFlow, agenda
from services.definitions.prefect_yaml_coverage import check_schedule_coverage, planned_runs
from tests.support.office import CHECKOUT
from tests.support.samples.definitions import plan

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = [dt.date(2026, 6, 1) + dt.timedelta(days=n) for n in range(61)]  # June and July


def test_each_flow_wakes_on_every_day_on_which_the_plan_has_work_for_it() -> None:
    assert check_schedule_coverage(CHECKOUT, plan()) == []


@pytest.mark.parametrize(
    ("schedule", "first", "count"),
    [
        ({"cron": "30 7 * 6 *"}, "2026-06-01", 30),
        ({"cron": "30 7 1,15 * *"}, "2026-06-01", 4),
        ({"cron": "30 7 L * *"}, "2026-06-30", 2),
        ({"cron": "30 7 * * 1-5"}, "2026-06-01", 45),
        ({"cron": "30 20 * 6 *", "timezone": "UTC"}, "2026-06-02", 30),  # 4:30 on the next day
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=5"}, "2026-06-05", 2),
        ({"rrule": "DTSTART:20260601T090000\nRRULE:FREQ=WEEKLY;BYDAY=MO"}, "2026-06-01", 9),
        ({"interval": 3600}, "2026-06-01", 61),
        ({"interval": 200_000}, "", 0),
    ],
)
def test_a_schedule_s_days_are_those_of_the_bureau(
    schedule: dict[str, object], first: str, count: int
) -> None:
    found = planned_runs({"timezone": "Asia/Shanghai"} | schedule, DAYS, ZONE) & set(DAYS)
    assert (str(min(found, default="")), len(found)) == (first, count)


def project(folder: Path, **crons: str) -> Path:
    """Return a project in which every flow wakes each morning, these by another cron."""
    deployments = [
        {
            "name": str(flow),
            "schedules": [
                {"cron": crons.get(flow.replace("-", "_"), "30 7 * * *"), "timezone": str(ZONE)}
            ],
        }
        for flow in PhaseFlow
    ]
    (folder / "prefect.yaml").write_text(yaml.safe_dump({"deployments": deployments}))
    return folder


def test_work_on_a_day_on_which_the_flow_sleeps_is_a_fault(tmp_path: Path) -> None:
    [fault] = check_schedule_coverage(project(tmp_path, mobilization="30 7 * 4,5 *"), plan())
    assert fault.path == "deployments（mobilization）.schedules"
    assert fault.message == "以下日期没有定时运行，不能按期办理报送情况（2026-06-01）"
    assert check_schedule_coverage(project(tmp_path, mobilization="30 7 * 4-6 *"), plan()) == []


def test_a_flow_that_is_not_deployed_is_a_fault(tmp_path: Path) -> None:
    file = project(tmp_path) / "prefect.yaml"
    content = yaml.safe_load(file.read_text())
    content["deployments"] = [one for one in content["deployments"] if one["name"] != "year-end"]
    file.write_text(yaml.safe_dump(content))
    [fault] = check_schedule_coverage(tmp_path, plan())
    assert fault.path == "deployments"
    assert "没有部署流程“year-end”" in fault.message


def test_a_deployment_without_schedules_misses_everything(tmp_path: Path) -> None:
    file = project(tmp_path) / "prefect.yaml"
    content = yaml.safe_load(file.read_text())
    for one in content["deployments"]:
        if one["name"] == PhaseFlow.MONTHLY_STUDY:
            del one["schedules"]
    file.write_text(yaml.safe_dump(content))
    [fault] = check_schedule_coverage(tmp_path, plan())
    many = sum(work.flow is PhaseFlow.MONTHLY_STUDY for work in agenda(plan()))
    assert f"等{many}件事项" in fault.message


@pytest.mark.parametrize("text", ["", "deployments: []", "deployments: [", "- 1"])
def test_what_cannot_be_read_is_left_to_the_other_check(tmp_path: Path, text: str) -> None:
    assert check_schedule_coverage(tmp_path, plan()) == []
    (tmp_path / "prefect.yaml").write_text(text)
    assert check_schedule_coverage(tmp_path, plan()) == []


def test_a_schedule_that_means_nothing_is_left_to_the_other_check(tmp_path: Path) -> None:
    assert check_schedule_coverage(project(tmp_path, mobilization="99 99 * * *"), plan()) == []
