"""Puts off the search for cyclic garbage while a province's facts are built, which have no cycles.

It would walk over every ballot again and again: more than half of the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Put the collector off until the end of the block, unless it is off already.

    What was made meanwhile is then counted among the old objects, which are seldom walked over.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # the two together make young objects old
            gc.enable()
