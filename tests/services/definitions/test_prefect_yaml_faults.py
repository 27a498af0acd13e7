"""prefect.yaml: what would fail when it is deployed or when its time comes is found at its key."""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from prefect import flow

from services.definitions.prefect_yaml import check_deployments
from tests.support.samples.definitions import changed
from tests.support.samples.prefect_yaml import SOUND


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project with one flow and a sound prefect.yaml."""
    module = ModuleType("flows.example")
    module.example = flow(_example)  # type: ignore[attr-defined]  # a module made for the test
    module.number = 1  # type: ignore[attr-defined]  # likewise
    monkeypatch.setitem(sys.modules, "flows.example", module)
    (tmp_path / "prefect.yaml").write_text(SOUND)
    return tmp_path


def _example(days: int = 1) -> int:
    return days


def test_a_sound_file_has_no_faults(project: Path) -> None:
    assert check_deployments(project) == ([], 1)


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
