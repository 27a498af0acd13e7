"""Reports to the terminal when plan, roster or forms break, and when they are mended."""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.files.home import Home
from campaign.definitions.errors import DefinitionError
from services.definitions.loading import load_definitions
from services.texts.stack import stack_texts

_MOST_LINES = 20
FileStates = tuple[tuple[str, int, int], ...]
"""Name, size and time of change of files."""


def file_states(home: Home) -> FileStates:
    """Return the states of the definitions' files; a missing one is left out. Raises OSError."""
    files = [home.inputs / "plan.toml", home.inputs / "roster.xlsx"]
    files += sorted((home.inputs / "forms").glob("*.toml"))
    stats = [(path.name, path.stat()) for path in files if path.is_file()]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


@dataclass(slots=True)
class DefinitionWatch:
    """The states of the definitions at the last check, and the faults reported of them."""

    home: Home
    report: Callable[[str], None]
    last_states: FileStates | None = None
    checked_states: FileStates | None = None
    faults: tuple[str, ...] = ()

    def check(self) -> None:
        """Report each new fault with a line, and the end of all faults with one.

        A file that changed since the last call may be half written; the next call checks it.
        """
        try:
            before, self.last_states = self.last_states, file_states(self.home)
            if self.last_states != before or self.last_states == self.checked_states:
                return
            faults = _faults(self.home)
        except OSError as error:
            self.checked_states = None
            text = stack_texts().unreadable
            faults = (text.format(path=self.home.inputs, reason=error.strerror),)
        else:
            self.checked_states = self.last_states
        self._report(faults)

    def _report(self, faults: tuple[str, ...]) -> None:
        texts = stack_texts()
        new = [fault for fault in faults if fault not in self.faults]
        for fault in new[:_MOST_LINES]:
            self.report(texts.fault.format(fault=fault))
        if len(new) > _MOST_LINES:
            self.report(texts.more_faults.format(count=len(new) - _MOST_LINES))
        if self.faults and not faults:
            self.report(texts.mended)
        elif not new and faults != self.faults:
            self.report(texts.faults_left.format(count=len(faults)))
        self.faults = faults


def _faults(home: Home) -> tuple[str, ...]:
    try:
        load_definitions(home)
    except DefinitionError as error:
        return tuple(" ".join(str(fault).split()) for fault in error.faults)
    return ()
