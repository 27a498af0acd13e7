"""The READMEs name every command, with options that it has, and help that fits a terminal."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from cli.framework.deferred import DeferredCommand
from cli.main import app
from tests.support.samples.definitions import INPUTS

README = INPUTS.parent / "README.md"
HANDBOOK = INPUTS.parent / "README.zh-CN.md"


def commands() -> dict[str, Any]:
    """Return every command, subcommands by both their words."""
    return dict(_below(typer.main.get_command(app), ""))


def _below(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    for name, listed in getattr(group, "commands", {}).items():
        command = listed.load() if isinstance(listed, DeferredCommand) else listed
        yield f"{before}{name}", command
        yield from _below(command, f"{before}{name} ")


def rows() -> dict[str, str]:
    """Return the first cell of each row of the table of commands, by the command's words."""
    section = README.read_text(encoding="utf-8").partition("| command | does |")[2]
    cells = re.findall(r"^\| `([^`]+)` \|", section.partition("\n## ")[0], re.MULTILINE)
    return {re.match(r"[a-z]+( [a-z]+)?", cell)[0]: cell for cell in cells}  # type: ignore[index]  # each begins so


def test_the_table_of_commands_names_exactly_those_that_there_are() -> None:
    assert sorted(rows()) == sorted(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_table_names_only_options_that_the_command_has_and_all_that_it_needs(name: str) -> None:
    options = [each for each in commands()[name].params if each.param_type_name == "option"]
    named = set(re.findall(r"--[a-z-]+", rows()[name]))
    assert named <= {opt for each in options for opt in (*each.opts, *each.secondary_opts)}
    assert {each.opts[0] for each in options if each.required} <= named


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_handbook_names_every_command(name: str) -> None:
    assert re.search(rf"zuofeng {name}\b", HANDBOOK.read_text(encoding="utf-8"))


def test_the_list_of_commands_is_not_cut_on_80_columns() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=INPUTS.parent,
        env={**os.environ, "COLUMNS": "80"},
    )
    assert "withdraw" in done.stdout and "…" not in done.stdout
