"""zuofeng destroy: lists first, asks who and why, and says what is left to do."""

import json

import pytest
from typer.testing import CliRunner, Result

import cli.audit.destroy
from adapters.store.tables import events, private_sheets
from adapters.worker_pool import Readers
from cli.main import app
from tests.support.office import NOW, Bureau


@pytest.fixture
def due(bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """Give a bureau with a complaint, some years later."""
    bureau.drop("保密/投诉.xlsx", bureau.complaint("TS-2026-001"))
    bureau.sweep(readers)
    monkeypatch.setattr(cli.audit.destroy, "now_in", lambda _zone: NOW.replace(year=2030))
    return bureau


def destroy(bureau: Bureau, *options: str, typed: str = "") -> Result:
    words = ["destroy", *options, "--home", str(bureau.home.root)]
    return CliRunner().invoke(app, words, input=typed, env={"COLUMNS": "200"})


def test_a_dry_run_lists_receipts_and_destroys_nothing(due: Bureau) -> None:
    shown = destroy(due, "--dry-run")
    assert shown.exit_code == 0, shown.output
    assert "HZ26-000001" in shown.output and "2030年1月1日以前" not in shown.output
    assert "2027年1月1日以前" in shown.output and "没有销毁" in shown.output
    assert json.loads(destroy(due, "--dry-run", "--json").stdout)["due"] == ["HZ26-000001"]
    assert len(due.rows(private_sheets)) == 1


def test_it_asks_who_and_why_and_once_more(due: Bureau) -> None:
    assert destroy(due, typed="秦朗\n期满\nn\n").exit_code == 1
    assert len(due.rows(private_sheets)) == 1
    done = destroy(due, typed="秦朗\n局办批准\ny\n")
    assert done.exit_code == 0, done.output
    assert "已销毁1件，删除文件1个" in done.output and "请记下链头：" in done.output
    assert due.rows(private_sheets) == []
    [act] = [event for event in due.rows(events) if event.kind == "private.destroyed"]
    assert (act.actor, json.loads(act.detail)["why"]) == ("秦朗", "局办批准")
    assert "没有保存期满" in destroy(due).output


def test_without_a_name_and_a_reason_nothing_happens(due: Bureau) -> None:
    refused = destroy(due, "--json", "--yes", "--by", "秦朗")
    assert refused.exit_code == 2 and len(due.rows(private_sheets)) == 1
    done = destroy(due, "--json", "--yes", "--by", "秦朗", "--why", "期满")
    assert json.loads(done.stdout)["receipts"] == ["HZ26-000001"]


def test_a_plan_that_sets_no_period_keeps_everything(due: Bureau) -> None:
    plan = due.home.inputs / "plan.toml"
    plan.write_text(plan.read_text("utf-8").replace("private_months = 36", ""), "utf-8")
    assert "一直保存" in destroy(due, "--yes", "--by", "秦朗", "--why", "期满").output
    assert len(due.rows(private_sheets)) == 1
