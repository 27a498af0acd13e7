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
from services.definitions.mail_template_checks import check_templates
from services.definitions.prefect_yaml import check_deployments
from tests.support.samples.definitions import INPUTS, changed, plan_text

SOUND = """
deployments:
  - name: intake
    description: 收表
    tags: [收表]
    entrypoint: flows.example:example
    work_pool: {name: office}
    parameters: {days: 7}
    schedules:
      - {slug: daily, cron: "30 8 * * *", timezone: Asia/Shanghai}
      - {slug: monthly, rrule: "FREQ=MONTHLY;BYMONTHDAY=5", timezone: Asia/Shanghai}
      - {slug: often, interval: 60}
"""
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


DEPLOYMENTS = [
    # what is wrong, old, new, path, part of the message
    ("no name", "name: intake\n", "title: intake\n", "deployments[0].name", "为空或者重复"),
    (
        "no description",
        "    description: 收表\n",
        "",
        "deployments[0].description",
        "缺少description",
    ),
    ("no tags", "    tags: [收表]\n", "    tags: []\n", "deployments[0].tags", "缺少tags"),
    (
        "no work pool",
        "    work_pool: {name: office}\n",
        "",
        "deployments[0].work_pool",
        "缺少work_pool",
    ),
    (
        "a file for a module",
        "flows.example:example",
        "flows/example.py:example",
        "deployments[0].entrypoint",
        "应写作模块形式",
    ),
    (
        "a module that is not there",
        "flows.example:",
        "flows.nowhere:",
        "deployments[0].entrypoint",
        "flows.nowhere不能导入",
    ),
    (
        "a flow that is not there",
        ":example",
        ":exemple",
        "deployments[0].entrypoint",
        "没有流程“exemple”",
    ),
    (
        "a value that is no flow",
        ":example",
        ":number",
        "deployments[0].entrypoint",
        "没有流程“number”",
    ),
    (
        "a parameter that the flow does not take",
        "days: 7",
        "weeks: 7",
        "deployments[0].parameters.weeks",
        "没有这个参数",
    ),
    (
        "a schedule without a slug",
        "slug: daily, ",
        "",
        "deployments[0].schedules[0].slug",
        "为空或者重复",
    ),
    (
        "two schedules of one slug",
        "slug: monthly",
        "slug: daily",
        "deployments[0].schedules[1].slug",
        "为空或者重复",
    ),
    (
        "a schedule that resumes",
        "slug: daily",
        "slug: daily, active: true",
        "deployments[0].schedules[0].active",
        "不要写active",
    ),
    (
        "no hour",
        "30 8 * * *",
        "30 25 * * *",
        "deployments[0].schedules[0].cron",
        "“30 25 * * *”无效",
    ),
    ("no rule", "FREQ=MONTHLY", "FREQ=MONATLICH", "deployments[0].schedules[1].rrule", "无效"),
    (
        "no time zone",
        '"30 8 * * *", timezone: Asia/Shanghai',
        '"30 8 * * *"',
        "deployments[0].schedules[0].timezone",
        "缺少时区",
    ),
    (
        "a time zone that is none",
        '"30 8 * * *", timezone: Asia/Shanghai',
        '"30 8 * * *", timezone: Asia/Shangai',
        "deployments[0].schedules[0].cron",
        "无效",
    ),
    (
        "two kinds of times",
        "interval: 60",
        'interval: 60, cron: "* * * * *"',
        "deployments[0].schedules[2]",
        "只写一项",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "path", "words"), [d[1:] for d in DEPLOYMENTS], ids=[d[0] for d in DEPLOYMENTS]
)
def test_a_deployment_that_would_fail_is_found_at_its_key(
    project: Path, old: str, new: str, path: str, words: str
) -> None:
    (project / "prefect.yaml").write_text(changed(SOUND, old, new))
    (fault,), _ = check_deployments(project)
    assert (fault.source, fault.path) == ("prefect.yaml", path)
    assert words in fault.message


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("deployments: [", "第1行第15列", "YAML语法错误"),
        ("name: office", "deployments", "没有任何部署"),
        ("- intake", "deployments", "没有任何部署"),
        ("deployments: [intake]", "deployments[0]", "应为一组设置项"),
    ],
)
def test_a_prefect_yaml_of_another_shape_is_found(
    project: Path, text: str, path: str, words: str
) -> None:
    (project / "prefect.yaml").write_text(text)
    (fault,), _ = check_deployments(project)
    assert fault.path == path
    assert words in fault.message


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("{% if x %}\n", "第1行", "模板语法错误"),
        ("甲\n{{ x | }}\n", "第2行", "模板语法错误"),
        ('{% extends "basis.txt.j2" %}', "", "引用的模板“basis.txt.j2”不存在"),
    ],
)
def test_a_template_that_cannot_be_read_is_found(
    project: Path, text: str, path: str, words: str
) -> None:
    (project / "templates" / "mail" / "notice.txt.j2").write_text(text)
    (fault,) = check_templates(project)
    assert (fault.source, fault.path) == ("templates/mail/notice.txt.j2", path)
    assert words in fault.message


def test_a_template_that_is_not_utf_8_is_found(project: Path) -> None:
    path = project / "templates" / "mail" / "notice.txt.j2"
    path.write_bytes("作风建设".encode("gb18030"))
    assert [fault.source for fault in check_templates(project)] == ["templates/mail/notice.txt.j2"]


def test_the_shipped_templates_can_all_be_read() -> None:
    assert check_templates(INPUTS.parent) == []
