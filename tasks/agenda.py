"""Run the agenda under Prefect: due actions by day, and steps that each run one kind of action.

A step starts a task run for each action of its kind that is due on a day, and none without any.
"""

import datetime as dt
from collections.abc import AsyncIterator, Callable, Hashable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Concatenate, Generic, ParamSpec

from prefect import get_run_logger
from prefect.runtime import flow_run

from campaign.deadlines.agenda import LABELS, Action, ActionKind, PhaseFlow
from services.agenda import actions
from services.agenda.action import ActionResult, Handler
from services.context import AppContext
from services.results.register import pending_actions
from tasks.artifacts import show_actions
from tasks.office_task import OfficeTask, office_task
from tasks.run_context import open_for_run
from tasks.run_names import action_run_name

P = ParamSpec("P")


@dataclass(frozen=True, kw_only=True, slots=True)
class DueActions:
    """The due actions of one day, or of one result, in the agenda's order.

    ``notes`` holds the note of every action that the whole run has carried out so far.
    """

    context: AppContext
    actions: tuple[Action, ...]
    notes: list[tuple[Action, str]]

    def of(self, kind: ActionKind) -> Iterator[Action]:
        """Yield the actions of a kind."""
        return (action for action in self.actions if action.kind is kind)


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseRun:
    """A run of a phase's flow: the days up to its own on which something is due, in their order."""

    context: AppContext
    days: tuple[DueActions, ...]


@dataclass(frozen=True, kw_only=True)
class ActionNote:
    """An action's result as a run keeps it: without the files, which may be large."""

    note: str
    deferred: bool


class ActionStep(Generic[P]):
    """A step of a procedure: carries out each action of its kind that is due on a day."""

    def __init__(
        self,
        kind: ActionKind,
        handler: Callable[Concatenate[AppContext, Action, dt.datetime, P], ActionResult],
        run: OfficeTask[[AppContext, Action, Handler, str], ActionNote],
    ) -> None:
        self.kind, self.handler, self.run = kind, handler, run

    async def __call__(self, due: DueActions, *args: P.args, **kwargs: P.kwargs) -> None:
        """Start a task run for each action of this kind, one after the other."""

        def handle(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
            return self.handler(context, action, now, *args, **kwargs)

        for action in due.of(self.kind):
            name = action_run_name(action, due.context.definitions.plan)
            result = await self.run(due.context, action, handle, name)
            due.notes.append((action, result.note))
            state = "deferred" if result.deferred else "done"
            get_run_logger().info("%s: %s", action.key, state)


def action_step(
    kind: ActionKind, description: str, *, tags: Sequence[str], retries: int
) -> Callable[
    [Callable[Concatenate[AppContext, Action, dt.datetime, P], ActionResult]], ActionStep[P]
]:
    """Make a handler the step for a kind of action: a task that bears the kind's name."""

    def decorate(
        handle: Callable[Concatenate[AppContext, Action, dt.datetime, P], ActionResult],
    ) -> ActionStep[P]:
        @office_task(LABELS[kind], description, tags=tags, retries=retries, run_name="{name}")
        def run(context: AppContext, action: Action, handler: Handler, name: str, /) -> ActionNote:
            result = actions.run_action(context, action, handler, context.now())
            return ActionNote(note=result.note, deferred=result.deferred)

        return ActionStep(kind, handle, run)

    return decorate


@office_task(
    "查看日程",
    "列出当天的和停机期间没有办理的事项。",
    tags=["日程"],
    retries=2,
)
def find_due_actions(context: AppContext, phase: PhaseFlow, day: dt.date) -> tuple[Action, ...]:
    """Return the actions of a phase that are due up to a day and not done yet."""
    return actions.due_actions(context, phase, day, context.now())


@office_task("查看成果", "列出待公示、待公布的考评成果。", tags=["日程"], retries=2)
def find_result_actions(context: AppContext) -> tuple[Action, ...]:
    """Return the actions for results that are due today."""
    return pending_actions.actions_of_results(context, context.now().date())


@asynccontextmanager
async def open_phase(name: str, as_of: dt.date | None) -> AsyncIterator[PhaseRun]:
    """Open a phase's run with the actions due up to its day; show their notes at the end.

    Raises DefinitionError, and UnhandledActionError if the procedure left an action out.
    """
    async with open_for_run() as context:
        day = as_of or planned_day(context)
        due = await find_due_actions(context, PhaseFlow(name), day)
        async with _open_groups(context, due, lambda action: action.day) as days:
            yield PhaseRun(context=context, days=days)


@asynccontextmanager
async def open_results(context: AppContext) -> AsyncIterator[tuple[DueActions, ...]]:
    """Open the due actions of each result; show their notes at the end.

    Raises UnhandledActionError if the procedure left an action out.
    """
    due = await find_result_actions(context)
    async with _open_groups(context, due, lambda action: action.subject) as results:
        yield results


def planned_day(context: AppContext) -> dt.date:
    """Return the day on which the run was planned to start."""
    now = context.now()
    planned: dt.datetime = flow_run.scheduled_start_time or now
    return planned.astimezone(now.tzinfo).date()


class UnhandledActionError(Exception):
    """A procedure has no step for an action that is due."""


@asynccontextmanager
async def _open_groups(
    context: AppContext, due: Sequence[Action], together: Callable[[Action], Hashable]
) -> AsyncIterator[tuple[DueActions, ...]]:
    notes: list[tuple[Action, str]] = []
    yield tuple(
        DueActions(context=context, actions=tuple(group), notes=notes)
        for _, group in groupby(due, together)
    )
    if notes:
        await show_actions(notes)
    carried_out = {action for action, _ in notes}
    if unhandled := [action.key for action in due if action not in carried_out]:
        raise UnhandledActionError(f"no step for {', '.join(unhandled)}")
