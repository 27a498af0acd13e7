"""Tells whoever looks at the terminal when plan, roster or forms break, and when it is over."""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.files.home import Home
from campaign.definitions.errors import DefinitionError
from services.definitions.loading import load_definitions

_MOST_LINES = 20
States = tuple[tuple[str, int, int], ...]


def states(home: Home) -> States:
    """Return size and time of each file of the definitions that is there; raises OSError."""
    files = [home.inputs / "plan.toml", home.inputs / "roster.xlsx"]
    files += sorted((home.inputs / "forms").glob("*.toml"))
    stats = [(path.name, path.stat()) for path in files if path.is_file()]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


@dataclass(slots=True)
class DefinitionWatch:
    """What was seen of the definitions and said of them."""

    home: Home
    say: Callable[[str], None]
    seen: States | None = None
    judged: States | None = None
    faults: tuple[str, ...] = ()

    def look(self) -> None:
        """Say a line for each new fault, and one when all is mended.

        A file that changed since the last look may be half written, and is judged at the next.
        """
        try:
            before, self.seen = self.seen, states(self.home)
            if self.seen != before or self.seen == self.judged:
                return
            faults = _faults(self.home)
        except OSError as error:
            self.judged = None
            faults = (f"{self.home.inputs}不能读取（{error.strerror}）",)
        else:
            self.judged = self.seen
        self._tell(faults)

    def _tell(self, faults: tuple[str, ...]) -> None:
        new = [fault for fault in faults if fault not in self.faults]
        for fault in new[:_MOST_LINES]:
            self.say(f"设置有误　{fault}")
        if len(new) > _MOST_LINES:
            self.say(f"设置有误　另有{len(new) - _MOST_LINES}处，用zuofeng check查看")
        if self.faults and not faults:
            self.say("设置已恢复正常，继续收表")
        elif not new and faults != self.faults:
            self.say(f"设置还有{len(faults)}处错误，改正前不收表")
        self.faults = faults


def _faults(home: Home) -> tuple[str, ...]:
    try:
        load_definitions(home)
    except DefinitionError as error:
        return tuple(" ".join(str(fault).split()) for fault in error.faults)
    return ()
