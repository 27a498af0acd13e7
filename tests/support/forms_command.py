"""A home with the shipped definitions, and ``zuofeng forms`` run in it on a given day."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner, Result

import cli.forms
from adapters.files.home import Home
from tests.support.office import CHECKOUT

Run = Callable[..., Result]


@pytest.fixture
def place(tmp_path: Path) -> Home:
    """Give a home with the shipped definitions, in a folder with a Chinese name."""
    home = Home(tmp_path / "市民政局 党办")
    without_inbox = shutil.ignore_patterns("inbox")
    shutil.copytree(CHECKOUT / "inputs", home.inputs, ignore=without_inbox)
    return home


@pytest.fixture
def run(place: Home, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give the command, run in that home on a day, by default 30 June."""
    app = typer.Typer()
    app.command()(cli.forms.forms)

    def command(*arguments: str, on: str = "2026-06-30") -> Result:
        day = dt.datetime.fromisoformat(on).replace(hour=9, tzinfo=ZoneInfo("Asia/Shanghai"))
        monkeypatch.setattr(cli.forms, "out", Console())  # the present standard output
        monkeypatch.setattr(cli.forms, "now_in", lambda _zone: day)
        return CliRunner().invoke(app, ["--home", str(place.root), *arguments])

    return command


@pytest.fixture
def issue_forms(run: Run) -> Callable[..., list[dict[str, Any]]]:
    """Give the command with --json, returning what it printed."""

    def command(*arguments: str, **on: str) -> list[dict[str, Any]]:
        result = run("--json", *arguments, **on)
        assert result.exit_code == 0, result.output
        facts: list[dict[str, Any]] = json.loads(result.stdout)
        return facts

    return command
