"""Each kind of action has one handler and one step; each phase goes through all that may come."""

import inspect
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from prefect import Flow

from campaign.deadlines.agenda import LABELS, ActionKind, PhaseFlow, agenda
from flows.five_evaluations import five_evaluations
from flows.mobilization import mobilization
from flows.monthly_study import monthly_study
from flows.quarterly_inspection import quarterly_inspection
from flows.results import follow_results
from flows.year_end import year_end
from services.handlers import HANDLERS
from tasks.agenda import ActionStep
from tests.support.flow_clock import action_steps, office_tasks
from tests.support.samples.definitions import plan

PROCEDURES = {
    PhaseFlow.MOBILIZATION: mobilization,
    PhaseFlow.MONTHLY_STUDY: monthly_study,
    PhaseFlow.QUARTERLY_INSPECTION: quarterly_inspection,
    PhaseFlow.FIVE_EVALUATIONS: five_evaluations,
    PhaseFlow.YEAR_END: year_end,
}
OF_PHASE = {ActionKind.ISSUE, ActionKind.INVITE, ActionKind.COVERAGE}
"""Forms without a flow of their own, and meetings, fall to a phase by their days."""

MAY_COME = {
    PhaseFlow.MOBILIZATION: OF_PHASE | {ActionKind.SCHEME},
    PhaseFlow.MONTHLY_STUDY: OF_PHASE | {ActionKind.STUDY_BULLETIN},
    PhaseFlow.QUARTERLY_INSPECTION: {ActionKind.ISSUE, ActionKind.INSPECTION_BULLETIN},
    PhaseFlow.FIVE_EVALUATIONS: {
        ActionKind.ISSUE,
        ActionKind.WINDOW,
        ActionKind.COVERAGE,
        ActionKind.MIDWAY_REPORT,
    },
    PhaseFlow.YEAR_END: OF_PHASE | {ActionKind.CONSOLIDATE, ActionKind.ARCHIVE},
}


def procedure_of(flow: Flow[..., Any]) -> Callable[..., Any]:
    """Return the function that a phase's flow was made of."""
    procedure: Callable[..., Any] = inspect.getclosurevars(inspect.unwrap(flow.fn)).nonlocals[
        "procedure"
    ]
    return procedure


def steps_of(procedure: Callable[..., Any]) -> list[ActionKind]:
    """Return the kinds of the steps that a function names, in the order of its source."""
    known = inspect.getclosurevars(procedure).globals
    values = [known.get(name) for name in procedure.__code__.co_names]
    return [value.kind for value in values if isinstance(value, ActionStep)]


def test_each_kind_of_action_has_one_handler_and_one_step() -> None:
    assert set(HANDLERS) == set(ActionKind)
    assert len(set(HANDLERS.values())) == len(HANDLERS)
    assert Counter(step.kind for step in action_steps()) == Counter(ActionKind)


@pytest.mark.parametrize("step", action_steps(), ids=lambda step: str(step.kind))
def test_a_step_calls_the_handler_of_its_kind(step: ActionStep[...]) -> None:
    handler = HANDLERS[step.kind]
    *_, module = handler.__module__.split(".")
    used = inspect.unwrap(step.handler).__code__.co_names
    assert {module, handler.__name__} <= set(used)
    assert step.run.prefect_task.name == LABELS[step.kind]


@pytest.mark.parametrize("phase", PhaseFlow)
def test_a_phase_goes_through_every_kind_that_the_agenda_can_give_it(phase: PhaseFlow) -> None:
    assert set(steps_of(procedure_of(PROCEDURES[phase]))) == MAY_COME[phase]
    assert {action.kind for action in agenda(plan()) if action.flow is phase} <= MAY_COME[phase]


@pytest.mark.parametrize("phase", PhaseFlow)
def test_a_phase_lists_its_steps_in_the_agenda_s_order_within_a_day(phase: PhaseFlow) -> None:
    steps = steps_of(procedure_of(PROCEDURES[phase]))
    assert steps == [kind for kind in ActionKind if kind in steps]


def test_results_are_announced_before_they_are_published() -> None:
    assert steps_of(follow_results) == [ActionKind.PUBLIC_NOTICE, ActionKind.PUBLISH]


def test_every_task_says_in_chinese_what_it_does_and_of_which_kind_it_is() -> None:
    for task in office_tasks():
        prefect_task = task.prefect_task
        told = [prefect_task.name, prefect_task.description or "", *prefect_task.tags]
        assert len(told) >= 3
        assert [text for text in told if not any("一" <= sign <= "鿿" for sign in text)] == []
        assert prefect_task.retries == 2
