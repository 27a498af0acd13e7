"""How long-running work reports its progress to the command that shows it."""

from collections.abc import Callable

ProgressReporter = Callable[[int, int], None]
"""Called with the number of items that are done, and of all."""
