"""zuofeng check --against: stored reports judged and scored by another plan, nothing written."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner, Result

from adapters.store.tables import metadata
from campaign.problems.codes import Code, make_problem
from campaign.what_if.verdict_changes import RejudgedReport
from cli.main import app
from cli.what_if import print_effects
from services.what_if import PlanEffects
from services.what_if.replay import Replay
from tests.support.office import Bureau
from tests.support.samples.definitions import changed
from tests.support.samples.evaluation_workbooks import AUTUMN

DAY = "2026-11-02"
SELF = """form = "self_evaluation"
classes = ["支部"]                           # 自评由各支部开展（S35至S37）
periods = ["2026"]
"""


def other_plan(bureau: Bureau, *changes: tuple[str, str]) -> Path:
    text = (bureau.home.inputs / "plan.toml").read_text(encoding="utf-8")
    for old, new in changes:
        text = changed(text, old, new)
    path = bureau.home.root.parent / "拟改方案.toml"
    path.write_text(text, encoding="utf-8")
    return path


def run(bureau: Bureau, plan: Path, *words: str) -> Result:
    command = ["check", "--against", str(plan), "--as-of", DAY, *words]
    home = ["--home", str(bureau.home.root)]
    return CliRunner().invoke(app, [*command, *home], env={"COLUMNS": "80"})


def told(bureau: Bureau, *changes: tuple[str, str], exits: int = 1) -> Any:
    result = run(bureau, other_plan(bureau, *changes), "--json")
    assert result.exit_code == exits, result.output
    return json.loads(result.stdout)


def change_of(found: Any, unit: str, name: str) -> tuple[Any, Any]:
    (entry,) = [each for each in found["scores"] if each["unit"] == unit]
    pair = entry["changes"][name]
    return pair["before"], pair["after"]


def test_the_same_plan_changes_nothing(year: Bureau) -> None:
    found = told(year, exits=0)
    assert found["changes"] is False and found["settings"] == []
    assert found["examined"] == 14, "11 in force; of what came too early nobody knows what it was"
    assert found["not_by_the_plan"] == found["not_examined"] == []
    result = run(year, other_plan(year))
    assert (result.exit_code, "改用后没有任何变化" in result.stdout) == (0, True)


def test_only_what_had_come_by_that_day_is_looked_at(year: Bureau) -> None:
    command = ["check", "--against", str(other_plan(year)), "--as-of", "2026-07-10", "--json"]
    result = CliRunner().invoke(app, [*command, "--home", str(year.home.root)])
    assert json.loads(result.stdout)["examined"] == 5, "two accepted, three returned"


def test_other_weights_change_scores_and_no_verdict(year: Bureau) -> None:
    """ZB02: self 90, spot 100: (90×10 + 100×20) ÷ 30 before, (90×30 + 100×20) ÷ 50 after."""
    weights = 'name = "自评"\nweight = {}', 'name = "群众测评"\nweight = {}'
    changes = [(weights[0].format(10), weights[0].format(30))]
    changes += [(weights[1].format(30), weights[1].format(10))]
    found = told(year, *changes)
    assert found["settings"] == [
        {"key": "appraisal.channels[self].weight", "before": "10", "after": "30"},
        {"key": "appraisal.channels[public].weight", "before": "30", "after": "10"},
    ]
    assert (found["verdicts"], found["duties"], found["warnings"]) == ([], [], [])
    assert change_of(found, "ZB02", "total") == ("96.6666666667", "94")
    assert change_of(found, "ZB02", "weight_present.whole") == ("30", "50")


def test_an_earlier_lock_returns_what_came_after_it_and_counts_0_what_never_came(
    year: Bureau,
) -> None:
    lock = "due = { date = 2026-11-15 }                 # S37\nlock = 2026-12-15"
    found = told(year, (lock, "due = { date = 2026-10-20 }\nlock = 2026-10-25"))
    assert {(each["unit"], each["before"], each["after"]) for each in found["verdicts"]} == {
        (f"ZB0{n}", "accepted", "returned") for n in range(1, 7)
    }
    (problem,) = found["verdicts"][0]["problems"]
    assert problem["code"] == "period.locked" and "10月25日" in problem["what"]
    states = {each["unit"]: (each["before"], each["after"]) for each in found["duties"]}
    assert states["ZB01"] == ("on_time", "locked") and states["ZB08"] == ("open", "locked")
    assert change_of(found, "ZB08", "cells.self.service") == (None, "0")
    assert "ZB02" not in {each["unit"] for each in found["scores"]}, "its report counts as it did"


def test_an_earlier_opening_lets_in_what_was_returned_unless_it_was_replaced(year: Bureau) -> None:
    opens = SELF + "opens = 2026-10-08"
    found = told(year, (opens, SELF + "opens = 2026-06-01"))
    (verdict,) = found["verdicts"]
    assert (verdict["unit"], verdict["before"], verdict["after"]) == (
        *("ZB07", "returned"),
        "accepted",
    )
    assert [each["code"] for each in verdict["problems"]] == ["period.not_begun"]
    assert "ZB07" not in {each["unit"] for each in found["scores"]}, "to be sent again first"


def test_lower_limits_return_files_and_tell_of_the_confidential_one_its_receipt_alone(
    year: Bureau,
) -> None:
    limits = ("max_sheets = 30", "max_sheets = 1")
    found = told(year, limits)
    assert len(found["verdicts"]) == 10, "an export has one sheet"
    secret = [each for each in found["verdicts"] if each["confidential"]]
    assert [set(each) for each in secret] == [{"receipt", "confidential", "before", "after"}]
    assert len(found["returned_otherwise"]) == 3
    printed = run(year, other_plan(year, limits)).stdout
    assert secret[0]["receipt"] in printed and "保密件" in printed
    for word in ("TS-2026-001", "甄一鸣", "举报"):
        assert word not in printed and word not in json.dumps(found, ensure_ascii=False)


def test_no_cell_of_a_confidential_report_is_printed(year: Bureau) -> None:
    cell = make_problem(Code.CELL_NOT_A_CHOICE, sheet="举报登记", at=(5, 3), value="甄一鸣")
    secret = RejudgedReport(
        receipt="HZ26-000099",
        unit="DW01",
        form="complaint",
        slot="",
        confidential=True,
        before=(),
        after=(cell,),
    )
    definitions, printed = year.context.definitions, io.StringIO()
    found = PlanEffects(
        day=AUTUMN.date(),
        before=definitions,
        after=definitions,
        differences=(),
        replay=Replay(reports=(secret,)),
        duties=(),
        scores=(),
        people={},
    )
    print_effects(found, Console(file=printed, width=80))
    unit = definitions.roster.unit("DW01")
    assert unit and "HZ26-000099" in printed.getvalue()
    for word in ("甄一鸣", "举报", unit.name):
        assert word not in printed.getvalue()


def test_another_value_of_a_mark_changes_the_cells_of_ballots(year: Bureau) -> None:
    found = told(year, ('name = "基本满意", value = 70', 'name = "基本满意", value = 61'))
    assert [each["unit"] for each in found["scores"]] == ["ZB01"]
    assert change_of(found, "ZB01", "cells.public.style") == ("70", "61")
    assert change_of(found, "ZB01", "channels.public") == ("70", "61")


def test_a_class_that_is_not_asked_any_more_has_its_reports_returned(year: Bureau) -> None:
    asked = 'form = "study"\nclasses = ["支部", "单位"]'
    found = told(year, (asked, asked.replace(', "单位"', "")))
    (verdict,) = found["verdicts"]
    assert (verdict["unit"], verdict["form"]) == ("DW01", "study")
    assert [each["code"] for each in verdict["problems"]] == ["unit.not_asked"]
    june = {e["unit"]: e for e in found["duties"] if e["period"] == "2026-06"}
    assert (june["DW01"]["before"], june["DW01"]["after"]) == ("on_time", None)
    assert "不要求" in run(year, other_plan(year, (asked, asked.replace(', "单位"', "")))).stdout


def _without(text: str, key: str) -> str:
    blocks = text.split("[[obligations]]\n")
    return "[[obligations]]\n".join(b for b in blocks if not b.startswith(f'key = "{key}"'))


UNFIT: Sequence[tuple[str, str, str, str]] = [
    ("weights", 'name = "自评"\nweight = 10', 'name = "自评"\nweight = 11', "之和应为100"),
    ("a unit that the roster lacks", 'units = ["党办"]', 'units = ["某办"]', "没有单位“某办”"),
    ("a mark that the forms lack", 'name = "基本满意"', 'name = "较满意"', "较满意"),
]


@pytest.mark.parametrize(("old", "new", "words"), [u[1:] for u in UNFIT], ids=[u[0] for u in UNFIT])
def test_a_plan_that_does_not_fit_ends_with_2_and_the_list(
    year: Bureau, old: str, new: str, words: str
) -> None:
    found = told(year, (old, new), exits=2)
    assert found["ok"] is False
    assert any(words in fault["message"] for fault in found["faults"])
    result = run(year, other_plan(year, (old, new)))
    assert result.exit_code == 2 and "这份方案不能用" in result.stdout


def test_an_obligation_removed_while_its_form_stays_is_a_fault_of_the_two(year: Bureau) -> None:
    path = other_plan(year)
    path.write_text(_without(path.read_text(encoding="utf-8"), "lookback"), encoding="utf-8")
    result = run(year, path, "--json")
    assert result.exit_code == 2
    (fault,) = json.loads(result.stdout)["faults"]
    assert fault["file"] == "inputs/forms/lookback.toml" and "无人报送" in fault["message"]


def test_the_faults_of_the_other_plan_bear_its_name(year: Bureau) -> None:
    path = other_plan(year, ("year = 2026", "year = 2027"))
    faults = json.loads(run(year, path, "--json").stdout)["faults"]
    assert str(path) in {fault["file"] for fault in faults}
    assert "inputs/plan.toml" not in {fault["file"] for fault in faults}


def test_what_forms_changed_since_is_not_laid_at_the_plans_door(year: Bureau) -> None:
    path = year.home.inputs / "forms" / "study.toml"
    path.write_text(changed(path.read_text(encoding="utf-8"), "version = ", "version = 9"))
    found = told(year, exits=0)
    assert len(found["not_by_the_plan"]) == 1 and found["verdicts"] == []


def test_an_original_that_is_gone_is_named_and_is_a_finding(year: Bureau) -> None:
    gone = next(path for path in year.home.archive.rglob("*.xlsx"))
    gone.unlink()
    found = told(year, exits=1)
    assert len(found["not_examined"]) == 1 and found["verdicts"] == []
    assert "zuofeng verify" in run(year, other_plan(year)).stdout


def test_nothing_is_written(year: Bureau) -> None:
    before = _state(year)
    told(year, ("max_sheets = 30", "max_sheets = 1"))
    assert _state(year) == before


def _state(bureau: Bureau) -> tuple[Any, ...]:
    rows = {name: bureau.rows(table) for name, table in metadata.tables.items()}
    root = bureau.home.root
    files = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    return rows, {p: t for p, t in files.items() if ".db" not in p.name}


def test_all_is_readable_in_80_columns(year: Bureau) -> None:
    plan = other_plan(
        year,
        ("max_sheets = 30", "max_sheets = 1"),
        ('name = "自评"\nweight = 10', 'name = "自评"\nweight = 30'),
        ('name = "群众测评"\nweight = 30', 'name = "群众测评"\nweight = 10'),
        (SELF + "opens = 2026-10-08", SELF + "opens = 2026-06-01"),
    )
    result = run(year, plan)
    assert result.exit_code == 1
    assert max(map(cell_len, result.stdout.splitlines())) <= 80
    for words in (
        *("appraisal.channels[self].weight", "接收→退回", "总分 96.67→94.00"),
        *("自评已有权重", "没有改变任何记录", "计分时仍然计入"),
    ):
        assert words in result.stdout, result.stdout


@pytest.mark.parametrize(
    "words", [["--as-of", DAY], ["--against", "nowhere.toml"]], ids=["no plan", "no such file"]
)
def test_wrong_use_ends_with_2(year: Bureau, words: list[str]) -> None:
    result = CliRunner().invoke(app, ["check", *words, "--home", str(year.home.root)])
    assert result.exit_code == 2
