"""Lets flows run for a bureau of a test: in its home, by its clock, retrying without pauses."""

import importlib
from typing import Any

import pytest

import services.context
from services.notify import alarms
from tasks import hooks, notify
from tasks.agenda import ActionStep
from tasks.office_task import OfficeTask
from tests.support.office import Bureau

TASK_MODULES = (
    "tasks.agenda",
    "tasks.approve",
    "tasks.housekeeping",
    "tasks.ingest",
    "tasks.issue",
    "tasks.notify",
    "tasks.publish",
    "tasks.remind",
    "tasks.score",
)


def run_flows_in(bureau: Bureau, patch: pytest.MonkeyPatch) -> None:
    """Let flows know the bureau's home and the time that it has."""
    patch.setenv("ZUOFENG_HOME", str(bureau.home.root))
    for module in (services.context, notify, alarms, hooks):
        patch.setattr(module, "now_in", lambda zone: bureau.now)
    for task in office_tasks():
        patch.setattr(task.prefect_task, "retry_delay_seconds", [0.0, 0.0])


def office_tasks() -> list[OfficeTask[..., Any]]:
    """Return every task of the office."""
    found: list[OfficeTask[..., Any]] = []
    for name in TASK_MODULES:
        for value in vars(importlib.import_module(name)).values():
            task = value.run if isinstance(value, ActionStep) else value
            if isinstance(task, OfficeTask) and task not in found:
                found.append(task)
    return found


def action_steps() -> list[ActionStep[...]]:
    """Return every step that carries out a kind of action."""
    values = [v for name in TASK_MODULES for v in vars(importlib.import_module(name)).values()]
    return [value for value in values if isinstance(value, ActionStep)]
