"""Make the bureau's procedures Prefect flows, with all options of flows in one place."""

import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Annotated, ParamSpec

from prefect import Flow, flow, tags
from pydantic import Field
from pydantic.fields import FieldInfo

from tasks.agenda import PhaseRun, open_phase
from tasks.hooks import alarm_office
from tasks.run_names import flow_run_name

P = ParamSpec("P")
Procedure = Callable[P, Awaitable[None]]
OfficeFlow = Flow[P, Coroutine[object, object, None]]


def form_field(title: str, help_text: str) -> FieldInfo:
    """Return the field of a parameter in the form of the UI, which ignores a field's own title."""
    field: FieldInfo = Field(json_schema_extra={"title": title, "description": help_text})
    return field


AsOf = Annotated[
    dt.date | None,
    form_field(
        "办理日期",
        "按哪一天办理，不填即为当天。补办以前的事项，填写原定日期；填写以后的日期，到该日为止的事项即提前办理。"
        "已办过的不再办理。",
    ),
]
"""The day that a run works for, if it is not the one on which it was planned."""


def office_flow(
    title: str, description: str, run_name: Callable[[], str] | None = None
) -> Callable[[Procedure[P]], OfficeFlow[P]]:
    """Make a procedure a flow: runs are tagged with its title and alert the office if they fail."""

    def decorate(procedure: Procedure[P]) -> OfficeFlow[P]:
        @flow(
            description=f"{title}：{description}",
            flow_run_name=run_name or flow_run_name(title),
            on_failure=[alarm_office],
            on_crashed=[alarm_office],
            persist_result=False,
        )
        @wraps(procedure)
        async def run(*args: P.args, **kwargs: P.kwargs) -> None:
            with tags(title):
                await procedure(*args, **kwargs)

        return run

    return decorate


def phase_flow(
    title: str, description: str
) -> Callable[[Callable[[PhaseRun], Awaitable[None]]], OfficeFlow[...]]:
    """Make a procedure the flow of the phase that bears its name, run for the days that are due.

    The days are the run's own and those that were missed while the machine was off. A procedure
    lists its steps in the order in which the agenda has them within a day. A run
    raises DefinitionError if a definition is broken, UnhandledActionError if the procedure leaves
    an action out.
    """

    def decorate(
        procedure: Callable[[PhaseRun], Awaitable[None]],
    ) -> OfficeFlow[...]:
        async def run(as_of: AsOf = None) -> None:
            async with open_phase(procedure.__name__.replace("_", "-"), as_of) as phase_run:
                await procedure(phase_run)

        for name in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(run, name, getattr(procedure, name))
        return office_flow(title, description)(run)

    return decorate
