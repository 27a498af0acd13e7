"""zuofeng result and zuofeng code: who acts says so, and proves it where it counts."""

import datetime as dt
import json
import subprocess
import sys
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import cli.results.result
from adapters.store.tables import events
from campaign.values.approval_codes import code_matches
from cli.main import app
from tests.support.office import CHECKOUT, Bureau
from tests.support.samples.ranked_branches import CHIEF, DAY, DEPUTY

RIGHT = {CHIEF: "260401", DEPUTY: "260402"}
OFFICE = ("--by", "秦朗", "--why", "按程序办理")


class Desk:
    """A desk at which commands are typed, on a day that is given."""

    def __init__(self, bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bureau, self.monkeypatch = bureau, monkeypatch
        self.on(DAY)

    def on(self, day: dt.date) -> None:
        now = self.bureau.now.replace(month=day.month, day=day.day)
        self.monkeypatch.setattr(cli.results.result, "now_in", lambda zone: now)

    def run(self, *words: str, code: str = "", typed: str = "") -> Result:
        env = {"COLUMNS": "200", "ZUOFENG_CODE": code}
        home = ["--home", str(self.bureau.home.root)]
        return CliRunner().invoke(app, ["result", *words, *home], env=env, input=typed)

    def done(self, *words: str, code: str = "") -> Any:
        result = self.run(*words, "--json", code=code)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


@pytest.fixture
def desk(appraised: Bureau, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(appraised, monkeypatch)


def submitted(desk: Desk) -> str:
    id_: str = desk.done("draft", "--as-of", str(DAY), *OFFICE)["id"]
    desk.done("submit", id_[:10], *OFFICE)
    return id_


def test_the_life_of_a_result_by_commands(desk: Desk) -> None:
    drafted = desk.done("draft", *OFFICE)
    id_ = drafted["id"]
    assert (drafted["new"], drafted["as_of"]) == (True, str(DAY))
    assert "已有同样的成果，现为“草稿”" in desk.run("draft", *OFFICE).stdout
    short = id_[:8]
    assert desk.done("submit", short, *OFFICE)["state"] == "submitted"
    told = desk.done("return", short, "--by", DEPUTY, "--why", "补充说明", code=RIGHT[DEPUTY])
    assert told["state"] == "returned"
    desk.done("submit", short, *OFFICE)
    told = desk.done("approve", short, "--by", CHIEF, "--note", "已核实", code=RIGHT[CHIEF])
    assert (told["state"], told["notice_last"]) == ("notice", "2026-11-09")

    about = ("--unit", "局机关第二党支部", "--document", "示民异〔2026〕1号")
    told = desk.done("object", short, *about, *OFFICE)
    assert told["objections"][0]["upheld"] is None
    decided = ("--decide", "成立", "--by", CHIEF, "--why", "情况属实")
    told = desk.done("object", short, *about, *decided, code=RIGHT[CHIEF])
    second = told["id"]
    assert second != id_ and told["supersedes"] == id_ and told["state"] == "notice"
    assert [each["unit"] for each in told["shortlist"]] == ["ZB01"]

    early = desk.run("publish", second, *OFFICE)
    assert early.exit_code == 2 and "2026-11-10起才能公布" in early.stderr
    desk.on(dt.date(2026, 11, 10))
    told = desk.done("publish", second, *OFFICE)
    assert told["in_force"] and told["file"].endswith(f"outputs/reports/results/{second}.json")
    assert desk.run("reproduce", second).exit_code == 0
    told = desk.done("reopen", second, "--by", "秦朗", "--why", "发现漏项")
    assert told["state"] == "reopened" and told["in_force"]
    assert desk.done("draft", *OFFICE)["new"]
    states = {each["state_name"] for each in desk.done("list")}
    assert states == {"已被取代", "已重新办理", "草稿"}
    shown = desk.run("show", second).stdout
    assert "已重新办理（现行）" in shown and "移出后重新公示" in shown and "发现漏项" in shown


def test_approval_names_what_needs_a_note_before_it_asks_for_a_code(desk: Desk) -> None:
    id_ = submitted(desk)
    result = desk.run("approve", id_, "--by", CHIEF)
    assert result.exit_code == 2
    assert "--note" in result.stderr and "局机关第一党支部（ZB01）" in result.stderr
    assert "审批码" not in result.stderr


def test_a_code_comes_from_standard_input_for_scripts(desk: Desk) -> None:
    id_ = submitted(desk)
    result = desk.run("approve", id_, "--by", CHIEF, "--note", "同意", typed=f"{RIGHT[CHIEF]}\n")
    assert result.exit_code == 0, result.output
    assert RIGHT[CHIEF] not in result.output


def test_without_a_code_nothing_is_tried(desk: Desk) -> None:
    id_ = submitted(desk)
    result = desk.run("approve", id_, "--by", CHIEF, "--note", "同意")
    assert result.exit_code == 2 and "没有给出审批码" in result.stderr
    assert not [e for e in desk.bureau.rows(events) if e.kind == "result.code_refused"]


def test_a_wrong_code_is_refused_and_shown_nowhere(desk: Desk) -> None:
    id_ = submitted(desk)
    result = desk.run("approve", id_, "--by", CHIEF, "--note", "同意", code="secret-9")
    assert result.exit_code == 2 and "审批码不对" in result.stderr
    assert "secret-9" not in result.output
    assert not any("secret-9" in str(event) for event in desk.bureau.rows(events))
    assert "审批码不对" in desk.run("show", id_).stdout


def test_no_command_takes_a_code_as_an_option() -> None:
    result = CliRunner().invoke(app, ["result", "approve", "--help"])
    assert result.exit_code == 0 and "--code" not in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["submit", "ffff", *OFFICE], "没有编号以“ffff”开头的成果"),
        (["draft", "--by", "秦朗", "--why", " "], "不能为空"),
        (["draft", "--by", " ", "--why", "试"], "不能为空"),
        (["draft", "--why", "试"], "--by"),
        (["draft", "--as-of", "2026-12-31", *OFFICE], "还没有到"),
        (["draft", "--as-of", "昨天", *OFFICE], "--as-of"),
        (["object", "ffff", "--unit", "ZB01", "--decide", "也许", *OFFICE], "--decide"),
    ],
)
def test_wrong_use_is_exit_code_2(desk: Desk, words: list[str], said: str) -> None:
    result = desk.run(*words)
    assert result.exit_code == 2 and said in result.output


def test_what_differs_is_exit_code_1_with_its_paths(desk: Desk) -> None:
    id_ = submitted(desk)
    for path in desk.bureau.home.archive.glob("*/*.toml"):
        path.unlink()
    result = desk.run("reproduce", id_)
    assert result.exit_code == 1
    assert '$.definitions["plan.toml"]' in result.stdout and "处不同" in result.stdout
    as_json = desk.run("reproduce", id_, "--json")
    assert as_json.exit_code == 1 and json.loads(as_json.stdout)["equal"] is False


def test_an_empty_list_says_how_to_begin(desk: Desk) -> None:
    assert "zuofeng result draft" in desk.run("list").stdout


def test_the_hash_that_code_makes_is_that_of_the_code() -> None:
    given = {"env": {"ZUOFENG_CODE": "", "COLUMNS": "200"}, "input": "270315\n"}
    results = [CliRunner().invoke(app, ["code", "--json"], **given) for _ in range(2)]  # type: ignore[arg-type]  # of mixed kinds
    hashes = [json.loads(result.stdout)["hash"] for result in results]
    assert all(code_matches("270315", stored) for stored in hashes)
    assert hashes[0] != hashes[1], "each with a salt of its own"


def test_a_short_code_is_refused() -> None:
    result = CliRunner().invoke(app, ["code"], env={"ZUOFENG_CODE": "12345"})
    assert result.exit_code == 2 and "至少6位" in result.output


def test_a_code_in_a_pipe_is_read_by_the_real_command() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", "code"],
        input="270315\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=CHECKOUT,
    )
    assert code_matches("270315", done.stdout.strip())
    assert "270315" not in done.stdout + done.stderr


def test_a_result_is_reproduced_while_todays_plan_cannot_be_read(desk: Desk) -> None:
    id_ = submitted(desk)
    plan = desk.bureau.home.inputs / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8") + "\n[[broken", encoding="utf-8")
    assert desk.run("list").exit_code != 0
    result = desk.run("reproduce", id_)
    assert result.exit_code == 0, result.output
