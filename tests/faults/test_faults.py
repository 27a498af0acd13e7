"""After each kind of fault nothing is lost, nothing doubled without cause, and answers are right.

A few seeds of each; ``make faults N=1000`` tries many and writes docs/reliability.md.
"""

from collections.abc import Iterator

import pytest

from tests.faults.catalogue import FAULTS
from tests.faults.framework import Fault, try_fault
from tests.faults.rig import Rig


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    """Give homes to spoil and processes to kill."""
    with Rig() as rig:
        yield rig


IN_TIME = [fault for fault in FAULTS if fault.few]


@pytest.mark.parametrize("fault", IN_TIME, ids=[fault.name for fault in IN_TIME])
def test_a_fault_loses_nothing_doubles_nothing_and_ends(rig: Rig, fault: Fault) -> None:
    tally = try_fault(rig, fault, range(1, fault.few + 1))

    assert not tally.unable, f"this machine cannot try it: {tally.unable}"
    assert tally.findings == []
    assert tally.tries >= fault.few
