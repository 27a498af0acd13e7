"""zuofeng status and zuofeng remind, as the office runs them."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from adapters.store.tables import events, outbox
from adapters.worker_pool import Readers
from campaign.values.acts import Actor
from cli import main, remind, status
from services.intake.manual_acceptance import withdraw_submission
from tests.support.office import Bureau
from tests.support.samples.short_plan import shorten

Run = Callable[..., Result]
BRANCHES, UNITS = 12, 7


@pytest.fixture
def office(bureau: Bureau, readers: Readers) -> Bureau:
    """Give a bureau on 6 July: ZB01 has filed June's study report, ZB02's was returned."""
    shorten(bureau)
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02", rows={}))
    bureau.sweep(readers)
    return bureau


@pytest.fixture
def run(office: Bureau, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command at home on the bureau's clock, on 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    for module in (remind, status):
        monkeypatch.setattr(module, "now_in", lambda zone: office.now)

    def invoke(*words: str) -> Result:
        office.context.engine.dispose()
        return CliRunner().invoke(main.app, [*words, "--home", str(office.home.root)])

    return invoke


def facts(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_table_counts_every_obligation_that_has_opened(run: Run) -> None:
    shown = run("status")
    assert shown.exit_code == 0
    lines = {
        line.split()[0]: line.split()[1:] for line in shown.stdout.splitlines() if "（" in line
    }
    assert lines["每月学习教育（6月）"] == ["07-07", "19", "1", "1", "17"]
    assert lines["突出问题整改台账（第二季度）"] == ["06-25", "19", "19"]
    assert "支部自评" not in shown.stdout and "期尚未开始" in shown.stdout
    headings = next(line for line in shown.stdout.splitlines() if "任务" in line).split()
    assert headings == ["任务", "截止", "应报", "按期", "退回待改", "待报", "未报"]
    assert max(map(_width, shown.stdout.splitlines())) <= 80


def test_who_owes_is_listed_with_telephone_numbers(run: Run) -> None:
    shown = "".join(run("status").stdout.partition("谁还没有报")[2].split())
    assert "局机关第二党支部0590-5550102突出问题整改台账（第二季度），逾期11天" in shown
    assert "每月学习教育（6月），退回待改，7月9日前改正" in shown
    assert "文明科室、文明单位季度检查（第二季度），逾期11天：局办公室、社会救助科" in shown


@pytest.mark.parametrize(
    ("as_of", "counts"),
    [
        ("2026-05-31", {"due": 19, "not_open": 19}),
        ("2026-07-05", {"due": 19, "open": 19}),
        ("2026-07-06", {"due": 19, "on_time": 1, "returned": 1, "open": 17}),
        ("2026-07-10", {"due": 19, "on_time": 1, "missing": 18}),
    ],
)
def test_the_facts_of_a_day_are_those_known_on_it(
    run: Run, as_of: str, counts: dict[str, int]
) -> None:
    found = facts(run("status", "--as-of", as_of, "--json"))
    assert found["as_of"] == as_of
    [june] = [
        each
        for each in found["obligations"]
        if (each["obligation"], each["period"]) == ("study", "2026-06")
    ]
    states = ("not_open", "open", "returned", "on_time", "late", "nil", "waived", "missing")
    assert {key: june[key] for key in ("due", *states, "locked") if june[key]} == counts
    study = [s for s in found["statuses"] if (s["form"], s["period"]) == ("study", "2026-06")]
    assert len(study) == BRANCHES + UNITS


def test_a_withdrawn_report_is_owed_again(office: Bureau, run: Run) -> None:
    receipt = "HZ26-000001"
    withdraw_submission(office.context, receipt, Actor(name="秦朗", reason="误报"), office.now)
    found = facts(run("status", "--unit", "ZB01", "--json"))
    assert {s["unit"] for s in found["statuses"]} == {"ZB01"}
    [study] = [s for s in found["statuses"] if (s["form"], s["period"]) == ("study", "2026-06")]
    assert (study["state"], study["received_on"]) == ("open", None)


def test_one_unit_is_shown_report_by_report(run: Run) -> None:
    shown = run("status", "--unit", "局机关第二党支部")
    lines = ["".join(line.split()) for line in shown.stdout.splitlines()]
    [june] = [line for line in lines if "每月学习教育（6月）" in line]
    assert june == "每月学习教育（6月）07-07退回待改07-09前改正的按期"


@pytest.mark.parametrize("suffix", [".xlsx", ".json"])
def test_a_file_for_the_office_holds_duties_tallies_and_debtors(
    run: Run, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"报送情况{suffix}"
    result = run("status", "--out", str(path))
    assert result.exit_code == 0 and f"已写入：{path}" in result.stdout
    if suffix == ".xlsx":
        assert openpyxl.load_workbook(path).sheetnames == ["明细", "报送情况", "尚待报送"]
        return
    duties, tallies, owing = json.loads(path.read_text(encoding="utf-8"))["tables"]
    [june] = [r for r in duties["rows"] if (r["unit"], r["period"]) == ("ZB01", "2026-06")]
    assert (june["obligation"], june["state"], june["received_on"]) == (
        *("study", "on_time"),
        "2026-07-06",
    )
    [rate] = [row for row in tallies["rows"] if (row["period"]) == "2026-06"]
    assert (rate["due"], rate["on_time"], rate["returned"], rate["open"]) == (19, 1, 1, 17)
    assert {row["telephone"] for row in owing["rows"]} > {"0590-5550102"}


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_file_for_one_table_holds_the_duties_and_says_where_the_rest_is(
    run: Run, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"报送情况{suffix}"
    result = run("status", "--unit", "ZB01", "--out", str(path))
    assert result.exit_code == 0 and "报送情况、尚待报送见.xlsx、.json" in result.stdout
    frame = pd.read_csv(path) if suffix == ".csv" else pd.read_parquet(path)
    assert len(frame) == len(facts(run("status", "--unit", "ZB01", "--json"))["statuses"])


@pytest.mark.parametrize("name", ["报送情况.pdf", "报送情况", "没有/报送情况.xlsx"])
def test_a_file_that_cannot_be_written_is_wrong_use(run: Run, tmp_path: Path, name: str) -> None:
    result = run("status", "--out", str(tmp_path / name))
    assert result.exit_code == 2 and "--out" in result.output
    assert not list(tmp_path.glob("报送*"))


def test_long_after_the_campaign_the_table_still_stands(run: Run) -> None:
    for words in (("status",), ("remind", "--dry-run")):
        result = run(*words, "--as-of", "2028-02-01")
        assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "words",
    [("status", "--as-of", "7月6日"), ("status", "--unit", "XX"), ("remind", "--as-of", "?")],
)
def test_wrong_use_is_said_to_be(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2 and words[-1] in result.output


def test_a_dry_run_shows_who_would_be_reminded_and_writes_nothing(office: Bureau, run: Run) -> None:
    before = office.rows(outbox), office.rows(events)
    found = facts(run("remind", "--dry-run", "--json"))
    assert (found["as_of"], found["dry_run"], found["queued"]) == ("2026-07-06", True, 0)
    about = {each["unit"]: each["about"] for each in found["reminders"]}
    assert len(about) == BRANCHES + UNITS - 1 and "ZB01" not in about
    assert [item["state"] for item in about["ZB02"]] == ["returned"]
    assert found["without_address"] == ["ZB11"]
    shown = run("remind", "--dry-run").stdout
    assert "共18个单位，试算，未写入发件箱。" in shown and "离退休干部党支部" in shown
    assert (office.rows(outbox), office.rows(events)) == before


def test_a_day_to_come_is_done_only_when_it_is_confirmed(office: Bureau, run: Run) -> None:
    before = office.rows(outbox), office.rows(events)
    slip = run("remind", "--as-of", "2027-06-01")
    assert slip.exit_code == 2 and "2027-06-01尚未到来" in slip.output
    assert (office.rows(outbox), office.rows(events)) == before
    assert run("remind", "--as-of", "2026-07-07", "--yes").exit_code == 0
    assert "2026-07-07的提醒已经办理" in run("remind").stdout


def test_a_day_is_done_once_and_older_days_not_any_more(office: Bureau, run: Run) -> None:
    assert "写入发件箱18封" in run("remind").stdout
    kept = office.rows(outbox)
    assert "2026-07-06的提醒已经办理" in run("remind").stdout
    older = facts(run("remind", "--as-of", "2026-07-02", "--json"))
    assert (older["done_before"], older["queued"], older["reminders"]) == ("2026-07-06", 0, [])
    assert office.rows(outbox) == kept


def _width(line: str) -> int:
    return len(line) + len(re.findall(r"[\u2e80-\uffef“”]", line))
