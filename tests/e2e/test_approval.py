"""A result approved as in the UI: asked, answered wrongly and rightly, across a power failure."""

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from adapters.files.home import Home
from adapters.store.engine import reading
from adapters.store.sql.timestamps import now_in
from adapters.store.tables import events, outbox
from campaign.results.lifecycle import ResultState
from services.context import open_context
from services.results.approval.codes import one_time_codes
from services.results.lifecycle.transitions import approve_result, submit_result
from services.results.register.register import draft_result, find_result
from tests.support.samples.definitions import changed
from tests.support.samples.evaluation_workbooks import AUTUMN
from tests.support.samples.ranked_branches import BY, CHIEF, DAY, signed
from tests.support.servers.browser import browser, log_in
from tests.support.servers.prefect_server import dump
from tests.support.servers.running_stack import Stack, wait_for

NOTE = "暂定成绩的单位材料已核实"
PERSONAL = "260401"
EVERY_MONTH = ", ".join(f'"{y}-{m:02d}"' for y in range(2026, 2100) for m in range(1, 13))
"""The present time is whatever it is, and a notice period needs its working days."""


class Desk:
    """A stack, its office as a test sees it, and the API as the UI uses it."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.context = open_context(home)
        self.looked = 0
        self.start()

    def now(self) -> dt.datetime:
        return now_in(self.context.definitions.plan.campaign.time_zone)

    def rows(self, table: Any) -> list[Any]:
        with reading(self.context.engine) as connection:
            return list(connection.execute(select(table)).all())

    def state(self, id_: str) -> ResultState:
        with reading(self.context.engine) as connection:
            return ResultState(find_result(connection, id_).state)

    def look_after_results(self) -> None:
        """Let the year's end wake on a day on which nothing else is planned."""
        self.looked += 1
        self.stack.start("year-end/year-end", as_of="2027-02-01")
        wait_for(lambda: len(self.stack.runs("year-end", "COMPLETED")) == self.looked)

    def start(self) -> None:
        self.stack = Stack(self.home.root)
        self.stack.wait_until_ready()
        self.api = self.stack.api()

    def kill(self) -> None:
        """Let worker and server die at once, as in a power failure."""
        self.stack.kill()

    def waiting(self) -> dict[str, Any]:
        """Return the one run that waits, once its form is there."""
        wait_for(lambda: self.stack.runs("approval", "PAUSED"))
        [run] = self.stack.runs("approval", "PAUSED")
        wait_for(lambda: self.input(run, "description"))
        return run

    def input(self, run: dict[str, Any], what: str) -> str:
        key = run["state"]["state_details"]["run_input_keyset"][what]
        answer = self.api.get(f"flow_runs/{run['id']}/input/{key}")
        return answer.text if answer.is_success else ""

    def answer(self, run: dict[str, Any], **given: str) -> dict[str, Any]:
        """Answer as the form does."""
        answer = self.api.post(f"flow_runs/{run['id']}/resume", json={"run_input": given})
        return dict(answer.raise_for_status().json())

    def answer_in_the_browser(self, run: dict[str, Any], decision: str, *texts: str) -> None:
        """Log in, open the run, and fill in the form; ``texts`` in the order of its fields."""
        with browser() as tabs:
            page = tabs.new_page()
            log_in(page, self.stack)
            page.goto(f"http://127.0.0.1:{self.stack.port}/runs/flow-run/{run['id']}")
            page.get_by_role("button", name="Resume").click()
            form = page.get_by_role("dialog")
            choice = form.locator("fieldset").first.get_by_role("button")
            choice.focus()
            page.keyboard.press("ArrowDown")
            page.get_by_role("option", name=decision).click()
            expect(choice).to_have_text(decision)
            for field, text in zip(form.get_by_role("textbox").all(), texts, strict=True):
                field.fill(text)
            form.get_by_role("button", name="Submit").click()
            expect(form).to_be_hidden()

    def asked_again(self, run: dict[str, Any]) -> dict[str, Any]:
        """Return the run when it waits for its next answer."""

        def later() -> bool:
            found = self.stack.runs("approval", "PAUSED")
            return bool(found) and found[0]["state"]["id"] != run["state"]["id"]

        wait_for(later)
        return self.waiting()

    def tells(self, code: str) -> bool:
        """Return whether any table of Prefect's database tells a code."""
        return code in dump(self.home.state / "prefect" / "prefect.db")

    def end(self) -> None:
        self.kill()
        self.context.engine.dispose()


@pytest.fixture
def desk(evaluated_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Give a stack on a home whose result was submitted, whatever the present year."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    home = Home(shutil.copytree(evaluated_home.root, tmp_path / "home"))
    plan = home.inputs / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        changed(text, 'listed_months = ["2027-01"]', f"listed_months = [{EVERY_MONTH}]"),
        encoding="utf-8",
    )
    desk = Desk(home)
    yield desk
    desk.end()


def submitted(desk: Desk) -> str:
    """Submit the result of an earlier day now: what the flow does, it does by the present time."""
    id_ = draft_result(desk.context, DAY, BY, AUTUMN).id
    submit_result(desk.context, id_, BY, desk.now())
    return id_


def test_a_result_is_approved_in_the_ui_after_refusals_and_a_power_failure(desk: Desk) -> None:
    id_ = submitted(desk)
    [code] = one_time_codes(desk.context, signed(), 1, desk.now())[0]
    desk.look_after_results()
    run = desk.waiting()
    assert run["name"] == f"审批考评成果-{id_[:8]}"
    question = desk.input(run, "description")
    assert "局机关第一党支部" in question and "须写明意见" in question and "林知夏" not in question

    refused = desk.answer(run, decision="同意", member=CHIEF)
    assert refused["status"] == "REJECT", "a code is asked for"
    desk.answer(run, decision="同意", member=CHIEF, code=PERSONAL, note=NOTE)
    run = desk.asked_again(run)
    assert "一次性审批码" in desk.input(run, "description") and "另设" in desk.input(
        run, "description"
    )

    desk.kill()
    desk.start()
    assert desk.waiting()["id"] == run["id"]

    desk.answer(run, decision="同意", member=CHIEF, code=code)
    run = desk.asked_again(run)
    assert "批准须写明意见" in desk.input(run, "description")
    desk.answer_in_the_browser(run, "同意", CHIEF, code.lower(), NOTE)
    wait_for(lambda: desk.stack.runs("approval", "COMPLETED"))

    assert desk.state(id_) is ResultState.NOTICE
    acts = [row for row in desk.rows(events) if row.kind == "result.approve"]
    assert [(row.actor, json.loads(row.detail)["why"]) for row in acts] == [(CHIEF, NOTE)]
    announced = [row for row in desk.rows(outbox) if row.subject.startswith("【公示】")]
    assert len(announced) == 19
    assert not desk.stack.runs("approval", "FAILED", "CRASHED")
    assert [each for each in (PERSONAL, code, code.lower()) if desk.tells(each)] == []


def test_a_result_that_is_approved_by_command_is_waited_for_no_more(desk: Desk) -> None:
    id_ = submitted(desk)
    for _ in range(2):
        desk.look_after_results()
    run = desk.waiting()
    approve_result(desk.context, id_, signed(NOTE), desk.now())
    desk.look_after_results()
    wait_for(lambda: desk.stack.runs("approval", "COMPLETED"))
    [ended] = desk.stack.runs("approval", "COMPLETED", "PAUSED", "FAILED", "CRASHED")
    assert ended["id"] == run["id"] and "不再等待" in ended["state"]["message"]
