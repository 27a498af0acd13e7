"""Mistakes of the product, planted to see which oracle finds them."""

from collections.abc import Callable
from typing import Any


def planted_job(name: str, job: Callable[..., Any], *args: object) -> Any:
    """Run a job of a child in which a mistake is planted."""
    return job(*args)
