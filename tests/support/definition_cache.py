"""Definitions parsed once in a session for each content of their files.

Most homes of tests hold the shipped plan, roster and forms; to read them took a quarter of the time
of many tests. Plans, rosters and forms are frozen, so that tests can share them; each test gets a
set of its own. Other content is read anew, and so is what is faulty, or judged by another check.
"""

import copy
from collections.abc import Iterator, Mapping

import pytest

from campaign.definitions.definitions import Definitions
from campaign.definitions.errors import Fault
from services.definitions import loading

Key = tuple[object, tuple[tuple[str, bytes | None], ...]]


@pytest.fixture(scope="session", autouse=True)
def definitions_read_once() -> Iterator[None]:
    """Remember definitions by what their files hold."""
    known: dict[Key, Definitions] = {}
    read = loading._definitions

    def remembered(data: Mapping[str, bytes | None], faults: list[Fault]) -> Definitions:
        key = (vars(loading)["check_consistency"], tuple(sorted(data.items())))
        if faults or key not in known:
            definitions = read(data, faults)
            known[key] = definitions
        return copy.copy(known[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_definitions", remembered)
        yield
