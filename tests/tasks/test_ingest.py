"""Batches of a sweep: the next is examined while one is recorded, and nothing is left running."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tasks.ingest import ClaimBatch, Sweep, one_ahead

BATCHES = [ClaimBatch(number=number, claims=()) for number in (1, 2, 3)]


def sweep() -> Sweep:
    return Sweep(context=None, examiners=None, batches=BATCHES, progress=None)  # type: ignore[arg-type]  # not looked at


class Stage:
    """A stage that says when it has begun and ended each batch."""

    def __init__(self, fails_at: int = 0) -> None:
        self.begun = [asyncio.Event() for _ in BATCHES]
        self.ended: list[int] = []
        self._fails_at = fails_at

    async def __call__(self, _: Sweep, batch: ClaimBatch) -> str:
        self.begun[batch.number - 1].set()
        await asyncio.sleep(0.01)
        self.ended.append(batch.number)
        if batch.number == self._fails_at:
            raise OSError
        return f"verdicts {batch.number}"


async def taken(stage: Stage, take: Callable[[ClaimBatch], Awaitable[None]]) -> list[str]:
    results = []
    async with one_ahead(stage, sweep()) as examined:
        async for batch, result in examined:
            await take(batch)
            results.append(result)
    return results


def test_a_batch_is_examined_while_the_one_before_it_is_recorded() -> None:
    async def run() -> list[str]:
        stage = Stage()

        async def record(batch: ClaimBatch) -> None:
            following = stage.begun[batch.number : batch.number + 1]
            await asyncio.wait_for(asyncio.gather(*(begun.wait() for begun in following)), 10)

        return await taken(stage, record)

    assert asyncio.run(run()) == ["verdicts 1", "verdicts 2", "verdicts 3"]


def test_where_recording_fails_what_is_under_way_ends_first_and_nothing_else_begins() -> None:
    async def run() -> list[int]:
        stage = Stage()

        async def fail(_: ClaimBatch) -> None:
            raise OSError

        with pytest.raises(OSError):
            await taken(stage, fail)
        return stage.ended

    assert asyncio.run(run()) == [1, 2]


def test_where_examining_fails_the_batches_before_are_recorded_and_the_sweep_fails() -> None:
    async def run() -> list[int]:
        recorded = []

        async def record(batch: ClaimBatch) -> None:
            recorded.append(batch.number)

        with pytest.raises(OSError):
            await taken(Stage(fails_at=2), record)
        return recorded

    assert asyncio.run(run()) == [1]
