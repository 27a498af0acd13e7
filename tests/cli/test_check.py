"""zuofeng check: templates, prefect.yaml and definitions together, for people and for programs."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import typer
from prefect import flow
from rich.console import Console

import cli.check
from adapters.files.home import Home
from campaign.deadlines.agenda import PhaseFlow
from cli.check import check, check_up
from tests.support.samples.definitions import INPUTS, changed, plan_text
from tests.support.samples.prefect_yaml import SOUND

PHASES = "".join(
    f"""
  - name: {flow}
    description: 办理当天事项
    tags: [阶段]
    entrypoint: flows.example:example
    work_pool: {{name: office}}
    schedules:
      - {{slug: mornings, cron: "30 7 * * *", timezone: Asia/Shanghai}}
"""
    for flow in PhaseFlow
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project with one template, one flow and a sound prefect.yaml."""
    module = ModuleType("flows.example")
    module.example = flow(_example)  # type: ignore[attr-defined]  # a module made for the test
    module.number = 1  # type: ignore[attr-defined]  # likewise
    monkeypatch.setitem(sys.modules, "flows.example", module)
    root = tmp_path / "project"
    (root / "templates" / "mail").mkdir(parents=True)
    (root / "templates" / "mail" / "base.txt.j2").write_text("{{ letterhead.issuer }}")
    (root / "prefect.yaml").write_text(SOUND + PHASES)
    return root


def _example(days: int = 1) -> int:
    return days


@pytest.fixture
def office(home: Home) -> Home:
    """Give a home with the shipped definitions."""
    for name in ("plan.toml", "roster.xlsx"):
        shutil.copy(INPUTS / name, home.inputs)
    shutil.copytree(INPUTS / "forms", home.inputs / "forms")
    return home


@pytest.fixture
def printed(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Give what the command prints about the project, on a terminal of 80 columns."""
    text = io.StringIO()
    monkeypatch.setattr(cli.check, "PROJECT", project)
    monkeypatch.setattr(cli.check, "out", Console(file=text, width=80))
    yield text


def test_a_sound_project_has_no_faults_and_is_counted(office: Home, project: Path) -> None:
    found = check_up(office, project)
    assert found.faults == ()
    assert found.counts["报表"] >= 5
    assert (found.counts["支部"], found.counts["单位"], found.counts["办公室"]) == (12, 7, 1)
    assert (found.counts["模板"], found.counts["定时任务"]) == (1, 1 + len(PhaseFlow))


def test_all_is_well_in_one_line_with_remarks_that_stop_nothing(
    office: Home, printed: io.StringIO
) -> None:
    check(home=office.root)
    assert "✓ 核对无误：报表" in printed.getvalue()
    assert "obligations[2].due" in printed.getvalue()
    assert "是休息日" in printed.getvalue()


def test_faults_of_every_kind_are_listed_together_and_end_with_2(
    office: Home, project: Path, printed: io.StringIO
) -> None:
    plan = changed(plan_text(), "weight = 30", "weight = 31")
    (office.inputs / "plan.toml").write_text(plan)
    (project / "templates" / "mail" / "base.txt.j2").write_text("{% if x %}")
    (project / "prefect.yaml").unlink()
    with pytest.raises(typer.Exit) as ended:
        check(home=office.root)
    assert ended.value.exit_code == 2
    for words in (
        *("inputs/plan.toml", "appraisal.channels", "各项权重之和应为100，现为101"),
        *("templates/mail/base.txt.j2", "第1行", "prefect.yaml", "共3处错误"),
    ):
        assert words in printed.getvalue()


def test_programs_get_the_same_as_json(
    office: Home, project: Path, printed: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    check(home=office.root, as_json=True)
    well = json.loads(capsys.readouterr().out)
    assert (well["ok"], well["faults"], well["counts"]["定时任务"]) == (
        True,
        [],
        1 + len(PhaseFlow),
    )
    (project / "prefect.yaml").write_text("deployments: []")
    with pytest.raises(typer.Exit):
        check(home=office.root, as_json=True)
    ill = json.loads(capsys.readouterr().out)
    fault = {"file": "prefect.yaml", "key": "deployments", "message": "没有任何部署"}
    assert (ill["ok"], ill["faults"]) == (False, [fault])
    assert {"file", "key", "message"} == set(ill["remarks"][0])


def test_the_command_ends_with_2_where_there_is_nothing_to_check(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", "check", "--home", tmp_path],
        capture_output=True,
        text=True,
        cwd=INPUTS.parent,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert done.returncode == 2
    assert "没有inputs文件夹" in done.stderr
    assert "Traceback" not in done.stderr
