"""prefect.yaml: every deployment can be loaded as the worker loads it, and says what it does."""

import inspect
import re
from typing import Any

import pytest
import yaml
from prefect import Flow
from prefect.flows import load_flow_from_entrypoint

from services.definitions.prefect_yaml import check_deployments
from tests.support.office import CHECKOUT

CONTENT: dict[str, Any] = yaml.safe_load((CHECKOUT / "prefect.yaml").read_text())
DEPLOYMENTS: list[dict[str, Any]] = CONTENT["deployments"]
NAMES = [str(deployment["name"]) for deployment in DEPLOYMENTS]
every_deployment = pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=NAMES)
_CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture(autouse=True)
def in_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where the worker's pull step puts a run."""
    monkeypatch.chdir(CHECKOUT)


@every_deployment
def test_its_entrypoint_is_a_module_that_holds_the_flow(deployment: dict[str, Any]) -> None:
    module, _, name = deployment["entrypoint"].partition(":")
    assert "/" not in module and not module.endswith(".py")
    flow = _load(deployment)
    assert isinstance(flow, Flow)
    assert (flow.fn.__module__, flow.fn.__name__) == (module, name)


@every_deployment
def test_staff_can_read_what_it_is_for(deployment: dict[str, Any]) -> None:
    assert _CHINESE.search(deployment["description"])
    assert all(map(_CHINESE.search, deployment["tags"]))
    flow = _load(deployment)
    title, _, description = (flow.description or "").partition("：")
    assert _CHINESE.search(description) and title in deployment["tags"]
    assert deployment["tags"][0] in ("日常", "阶段", "审批")
    assert callable(flow.flow_run_name)


@every_deployment
def test_its_form_in_the_ui_says_what_each_field_is(deployment: dict[str, Any]) -> None:
    fields = _load(deployment).parameters.properties
    if deployment["tags"][0] == "阶段":
        assert list(fields) == ["as_of"]
    for field in fields.values():
        assert _CHINESE.search(field["title"]) and _CHINESE.search(field["description"])


@every_deployment
def test_it_goes_to_the_office_s_pool(deployment: dict[str, Any]) -> None:
    assert deployment["work_pool"]["name"] == "office"


@pytest.mark.parametrize(
    ("name", "strategy"),
    [("intake", "ENQUEUE"), ("daily", "ENQUEUE"), ("send-mail", "CANCEL_NEW")],
)
def test_sweeps_wait_for_each_other_and_mail_does_not_pile_up(name: str, strategy: str) -> None:
    [found] = [deployment for deployment in DEPLOYMENTS if deployment["name"] == name]
    assert found["concurrency_limit"] == {"limit": 1, "collision_strategy": strategy}


@every_deployment
def test_its_schedules_keep_what_staff_paused_and_bureau_time(deployment: dict[str, Any]) -> None:
    for schedule in deployment.get("schedules", []):
        assert "active" not in schedule
        assert schedule["timezone"] == "Asia/Shanghai"
        assert schedule["slug"]


@every_deployment
def test_its_failures_alarm_the_office(deployment: dict[str, Any]) -> None:
    flow = _load(deployment)
    hooks = [*flow.on_failure_hooks, *flow.on_crashed_hooks]
    assert len(hooks) >= 2
    for hook in hooks:  # the worker calls them by these names
        assert list(inspect.signature(hook).parameters) == ["flow", "flow_run", "state"]


def test_the_linter_finds_nothing() -> None:
    faults, count = check_deployments(CHECKOUT)
    assert (faults, count) == ([], len(DEPLOYMENTS))


def test_it_names_the_version_that_is_installed() -> None:
    import prefect

    assert CONTENT["prefect-version"] == prefect.__version__


def _load(deployment: dict[str, Any]) -> Flow[Any, Any]:
    flow: Flow[Any, Any]
    flow = load_flow_from_entrypoint(deployment["entrypoint"], use_placeholder_flow=False)
    return flow
