"""Commands are listed without being imported, and import nothing dear that they do not use."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import cli.main
from cli import help_texts
from cli.framework.deferred import DeferredCommand
from cli.main import app
from tests.support.samples.definitions import INPUTS

LISTED: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # it is a group
DEAR = (
    "prefect",
    "pandas",
    "scipy",
    "sqlalchemy",
    "alembic",
    "openpyxl",
    "docx",
    "docxtpl",
    "xlsxwriter",
    "pyarrow",
)
"""What takes a tenth of a second of CPU and more to import."""
USED = {
    "code": (),
    "check": ("sqlalchemy", "docx", "docxtpl"),
    "forms": ("sqlalchemy", "openpyxl"),
    "rehearse": ("sqlalchemy", "openpyxl", "docx", "docxtpl", "xlsxwriter"),
    "reports": ("sqlalchemy", "xlsxwriter"),
}
"""What commands need of it; a command that is not named here needs the database alone."""
SHORTENED = {"backup", "code", "explain", "password", "rehearse", "remind", "status", "verify"}
"""Those whose own first sentence would not fit the list."""


_FORKS = """
import json, os, sys
import cli.main
imported = {}
for name, command in cli.main.COMMANDS.items():
    reading, writing = os.pipe()
    if os.fork() == 0:
        command.load()
        os.write(writing, " ".join(set(sys.argv[1:]) & set(sys.modules)).encode())
        os._exit(0)
    os.wait()
    os.close(writing)
    imported[name] = os.read(reading, 10_000).decode().split()
print(json.dumps(imported))
"""


@pytest.fixture(scope="module")
def imported() -> dict[str, list[str]]:
    """Give what each command imports of the dear packages, each in a process of its own."""
    printed: dict[str, list[str]] = json.loads(python(_FORKS, *DEAR))
    return printed


def python(code: str, *arguments: str) -> str:
    """Return what a new interpreter prints."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=INPUTS.parent,
    ).stdout


def test_the_list_of_commands_imports_no_command() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; import cli.main;"
        "assert CliRunner().invoke(cli.main.app, ['--help']).exit_code == 0;"
        "print(*sys.modules)"
    )
    modules = set(python(code).split())
    assert {name for name in modules if name.startswith("cli.")} == {
        "cli.main",
        "cli.framework",
        "cli.framework.deferred",
        "cli.framework.help",
        "cli.help_texts",
    }
    assert modules.isdisjoint({"pydantic", "campaign", "adapters", "services", *DEAR})


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_command_imports_nothing_dear_that_it_does_not_use(
    imported: dict[str, list[str]], name: str
) -> None:
    assert set(imported[name]) <= set(USED.get(name, ("sqlalchemy",)))


@pytest.mark.parametrize("name", sorted(LISTED))
def test_every_listed_command_is_there_and_explains_itself_and_its_options(name: str) -> None:
    deferred = LISTED[name]
    assert isinstance(deferred, DeferredCommand)
    command = deferred.load()
    assert command.name == name
    below = getattr(command, "commands", {}).values()
    for each in (command, *below):
        assert each.help
        options = [one for one in each.params if one.param_type_name == "option"]
        assert all(one.help for one in options if "--help" not in one.opts)


@pytest.mark.parametrize("name", sorted(LISTED))
def test_the_list_has_the_first_sentence_of_a_commands_own_help_or_a_shorter_one(name: str) -> None:
    listed, own = LISTED[name].short_help, LISTED[name].load().help.partition("\n\n")[0]
    assert len(listed) < len(own) if name in SHORTENED else listed == own


def test_the_help_of_a_command_is_whole_where_it_is_reached_through_the_list() -> None:
    printed = CliRunner().invoke(app, ["outbox", "--help"], env={"COLUMNS": "120"}).output
    assert "--state" in printed and "release" in printed and "发件箱" not in printed[:80]


def test_a_command_that_there_is_not_is_answered_with_one_that_is_meant() -> None:
    done = CliRunner().invoke(app, ["statsu"])
    assert done.exit_code == 2 and "是否指：status" in done.output


def test_a_broken_catalogue_of_lines_hinders_no_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert help_texts.read_texts("commands.toml").keys() == cli.main.COMMANDS.keys()
    monkeypatch.setattr(help_texts, "_TEXTS", tmp_path)
    for content in (b"accept = ", b"\xff\xfe", None):
        path = tmp_path / "commands.toml"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
        help_texts.read_texts.cache_clear()
        assert help_texts.read_texts("commands.toml") == {}
        assert cli.main._commands().keys() == cli.main.COMMANDS.keys()
    help_texts.read_texts.cache_clear()


def test_no_command_leaves_its_memory_in_a_file_when_it_crashes() -> None:
    text = (
        "import atexit, resource\n"
        "from cli.main import main\n"
        "atexit.register(lambda: print(resource.getrlimit(resource.RLIMIT_CORE)))\n"
        "main()\n"
    )
    command = [sys.executable, "-c", text, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("(0, 0)\n")
