"""Make a plain function a Prefect task, in the one way that all tasks of the office share.

The function runs in a thread, so that heartbeats go on meanwhile; errors and logs quote nothing
that people wrote; nothing is cached or stored.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote

from services.redaction import redact_logs

P = ParamSpec("P")
Returned = TypeVar("Returned")

RETRY_SECONDS = [2.0, 15.0]
"""Pauses before the retries of a task; a share or a database that is away comes back in seconds."""


class OfficeTask(Generic[P, Returned]):
    """A Prefect task that is awaited with the arguments of the function that it runs."""

    def __init__(self, prefect_task: Task[P, Coroutine[object, object, Returned]]) -> None:
        self.prefect_task = prefect_task

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Returned:
        """Run the function as a task run of the present flow run."""
        opaque: Any = quote  # Prefect would search all that an argument holds for futures
        named = {name: opaque(value) for name, value in kwargs.items()}
        result: Returned = await self.prefect_task(*map(opaque, args), **named)
        return result


def office_task(
    name: str,
    description: str,
    *,
    tags: Sequence[str],
    retries: int,
    run_name: str = "",
) -> Callable[[Callable[P, Returned]], OfficeTask[P, Returned]]:
    """Make a function a task of that name; ``run_name`` may name its parameters in braces."""

    def decorate(function: Callable[P, Returned]) -> OfficeTask[P, Returned]:
        @task(
            name=name,
            description=description,
            tags=tags,
            task_run_name=run_name or name,
            retries=retries,
            retry_delay_seconds=RETRY_SECONDS[:retries],
            cache_policy=NO_CACHE,
            persist_result=False,
        )
        @wraps(function)
        async def run(*args: P.args, **kwargs: P.kwargs) -> Returned:
            with redact_logs():
                return await asyncio.to_thread(function, *args, **kwargs)

        return OfficeTask(run)

    return decorate
