"""Watches what the processes of a stack show of themselves, and what they leave in a folder."""

import os
import threading
from contextlib import suppress
from pathlib import Path

from tests.support.leaks.search import Search

_PAUSE_SECONDS = 0.02


class Watch:
    """Samples arguments and environments of processes that a mark tells, and new files of a folder.

    ``seen`` are the programs that were sampled, ``found`` what held a marker.
    """

    def __init__(self, search: Search, mark: str, folder: Path) -> None:
        self.seen: set[str] = set()
        self.found: dict[str, set[str]] = {}
        self._search, self._mark, self._folder = search, mark.encode(), folder
        self._known: set[bytes] = set()
        self._files: dict[Path, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(_PAUSE_SECONDS):
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):  # it has ended
                    self._sample(process)
            for place, _, names in os.walk(self._folder):  # bears folders that vanish
                for name in names:
                    with suppress(OSError):
                        self._look_at(Path(place, name))

    def _sample(self, process: Path) -> None:
        environment = (process / "environ").read_bytes()
        if self._mark not in environment:
            return
        command = (process / "cmdline").read_bytes()
        self.seen.add(command.decode(errors="replace").replace("\0", " "))
        for part in {*environment.split(b"\0"), command} - self._known:
            self._known.add(part)
            self._note(f"process {command[:200]!r}", part)

    def _look_at(self, path: Path) -> None:
        status = path.stat()
        if path.is_file() and self._files.get(path) != status.st_mtime_ns:
            self._files[path] = status.st_mtime_ns
            self._note(path.name, path.name.encode() + path.read_bytes())

    def _note(self, where: str, data: bytes) -> None:
        if markers := self._search.of(data):
            self.found.setdefault(where, set()).update(markers)
