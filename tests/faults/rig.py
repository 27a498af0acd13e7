"""Homes on which faults are tried: made once, copied for each try, and played in children."""

import datetime as dt
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, Self

from adapters.files.home import Home
from tests.faults import plays
from tests.faults.fork_server import ForkServer
from tests.faults.oracle import Facts, leftovers, read_facts
from tests.faults.planted import planted_job
from tests.support.office import NOW, Bureau, make_home

NAME = "市民政局 党办"
FIRST_DAY = dt.datetime.fromisoformat("2026-04-01T07:30:00+08:00")


@dataclass(frozen=True, slots=True)
class Story:
    """A home in which something is to be done, and the facts once it is done undisturbed."""

    template: Path
    expected: Facts


class Rig:
    """A folder for homes and a server that forks children; to be used as a context.

    ``planted`` names a mistake that children make, to see the harness find it.
    """

    def __init__(self, planted: str = "") -> None:
        self.planted = planted
        self.folder = Path(tempfile.mkdtemp(prefix="zuofeng-faults-"))
        self.server = ForkServer()
        self._numbers = count(1)
        self.cache: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for server in [self.server, *self.cache.values()]:
            if isinstance(server, ForkServer):
                server.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what is made once for all tries."""
        if name not in self.cache:
            self.cache[name] = make()
        return self.cache[name]

    def copy(self, template: Path) -> Home:
        """Return a home of its own for a try, until ``clear``."""
        root = self.folder / "tries" / str(next(self._numbers)) / NAME
        shutil.copytree(template, root)
        return Home(root)

    def clear(self) -> None:
        """Remove the homes of tries that are over."""
        shutil.rmtree(self.folder / "tries", ignore_errors=True)

    def job(self, job: Callable[..., Any]) -> tuple[Any, ...]:
        """Return a job as the server is given it: with the planted mistake, if there is one."""
        return (planted_job, self.planted, job) if self.planted else (job,)

    @cached_property
    def filing(self) -> Story:
        """A day on which seven files of many kinds lie in the inbox."""
        template = self.folder / "filing" / NAME
        bureau = Bureau(make_home(template))
        earlier(self.server, bureau)
        dropped = drop_files(bureau)
        bureau.context.engine.dispose()
        story = self._tell(template, plays.sweep, NOW)
        hashes = {what[2] for what in story.expected if what[0] == "drop"}
        missing = [name for name, sha256 in dropped.items() if sha256[:8] not in hashes]
        assert not missing, f"not even answered undisturbed: {missing}"
        return story

    @cached_property
    def sending(self) -> Story:
        """The same day, when the answers wait in the outbox."""
        root = self.folder / "sending" / NAME
        shutil.copytree(self.filing.template, root)
        self.server.run(plays.sweep, root, NOW)
        return Story(root, read_facts(Home(root)))

    @cached_property
    def issuing(self) -> Story:
        """A phase's first morning, when its workbooks are to be issued."""
        template = self.folder / "issuing" / NAME
        Bureau(make_home(template)).context.engine.dispose()
        return self._tell(template, plays.issue, FIRST_DAY)

    def _tell(self, template: Path, play: Callable[..., Any], *args: object) -> Story:
        home = self.copy(template)
        self.server.run(play, home.root, *args)
        expected = read_facts(home)
        assert not (found := leftovers(home)), f"not in order though undisturbed: {found}"
        return Story(template, expected)


def earlier(server: ForkServer, bureau: Bureau) -> None:
    """Let two units have filed the day before, one of them wrongly."""
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB03/六月.xlsx", bureau.study("ZB03", rows={}))
    bureau.context.engine.dispose()
    server.run(plays.sweep, bureau.home.root, NOW - plays.DAY)


def drop_files(bureau: Bureau) -> dict[str, str]:
    """Drop files of each kind of answer; return their hashes by path."""
    right = bureau.study("ZB04")
    files = {
        "ZB01/更正.xlsx": bureau.study("ZB01", rows=bureau.study_rows("ZB01", seed=7)),
        "ZB02/六月.xlsx": bureau.study("ZB02"),
        "ZB03/六月改.xlsx": bureau.study("ZB03", rows={}, header={"reporter": "甲"}),
        "ZB04/六月.xlsx": right,
        "ZB04/副本.xlsx": right,
        "ZB05/说明.txt": "不是表格".encode(),
        "保密/举报.xlsx": bureau.complaint("2026-001"),
    }
    for path, data in files.items():
        bureau.drop(path, data)
    return {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
