"""What all Prefect tasks have in common: retries, nothing cached, nothing stored, no searching."""

from typing import TypedDict, TypeVar, cast

from prefect.cache_policies import NO_CACHE, CachePolicy
from prefect.utilities.annotations import quote

Value = TypeVar("Value")


class Options(TypedDict):
    """Arguments of ``prefect.task``."""

    retries: int
    retry_delay_seconds: list[float]
    cache_policy: CachePolicy
    persist_result: bool


OPTIONS = Options(
    retries=2, retry_delay_seconds=[2, 15], cache_policy=NO_CACHE, persist_result=False
)


def as_it_is(value: Value) -> Value:
    """Hand a value to a task unlooked at: Prefect would search all of it for futures."""
    return cast(Value, quote(value))
