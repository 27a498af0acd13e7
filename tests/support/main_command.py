"""``zuofeng`` run to its end in this process, for what does not need one of its own."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from adapters.files.home import Home
from cli.main import main


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


Zuofeng = Callable[..., Ended]
"""Runs the command in a home: its words, and by name what is in the environment besides."""


@pytest.fixture
def zuofeng(capsys: pytest.CaptureFixture[str]) -> Zuofeng:
    """Give the console script's function, called with a command line and an environment."""

    def run(home: Home, *words: str, **environment: str) -> Ended:
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("ZUOFENG_")]:
                patch.delenv(name)
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["zuofeng", *words, "--home", str(home.root)])
            patch.setattr(sys, "excepthook", sys.excepthook)  # typer sets its own
            capsys.readouterr()
            returncode = _end_of_main()
        written = capsys.readouterr()
        return Ended(returncode, written.out, written.err)

    return run


def _end_of_main() -> int:
    mask = os.umask(0)
    os.umask(mask)
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        os.umask(mask)
    return 0
