"""Keeps what submissions say out of logs and run states when the software fails on them.

An exception's message may quote a cell, a file's name or a path. What is left of it are its type,
its frames and, where the system refused something, the system's words.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from campaign.definitions.errors import DefinitionError

_log = logging.getLogger("zuofeng.faults")


class WorkFailedError(Exception):
    """A piece of work failed; says what kind of exception it was, and nothing that it quoted."""


@contextmanager
def redact_logs() -> Iterator[None]:
    """Replace an unexpected exception by one that quotes nothing, its frames in the log.

    Broken definitions pass as they are: they are the office's own, and it must see them. Raises
    WorkFailedError in place of the exception.
    """
    try:
        yield
    except (DefinitionError, WorkFailedError):
        raise
    except Exception as error:  # noqa: BLE001 - goes on, without its message
        kind = describe_error(error)
        _log.error("%s\n%s", kind, "".join(traceback.format_tb(error.__traceback__)))
        raise WorkFailedError(kind) from None


def describe_error(error: BaseException) -> str:
    """Return an exception's type, with the system's own words where it came from the system."""
    words = error.strerror if isinstance(error, OSError) else None
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
