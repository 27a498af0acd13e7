"""The help of commands stands in a catalogue, each text of it is used, and none is missing."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import cli
from adapters.text_catalogues import read_catalogue
from cli import help_texts
from cli.help_texts import help_text, read_texts
from cli.main import COMMANDS
from services.texts.command_help import CATALOGUE, HelpTexts

CODE = "\n".join(path.read_text(encoding="utf-8") for path in Path(cli.__path__[0]).rglob("*.py"))
NAMED = {
    *re.findall(r'"([a-z_]+(?:\.[a-z_]+)*\.[a-z_]+|about)"', CODE),
    *(f"{name}.about" for name in COMMANDS),
}


def keys(texts: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from keys(value, f"{above}{key}.")
        else:
            yield f"{above}{key}"


def test_every_text_is_that_of_a_command_or_option() -> None:
    assert set(keys(read_texts("help.toml"))) <= NAMED


def test_the_shipped_catalogue_fits_the_model_by_which_it_is_checked() -> None:
    read_catalogue(CATALOGUE, HelpTexts)


@pytest.mark.parametrize("text", [None, "[scores", "[scores]\nas_of = 1", "scores = 1"])
def test_a_broken_catalogue_leaves_the_help_blank_and_every_command_in_use(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(help_texts, "_TEXTS", tmp_path)
    if text:
        (tmp_path / "help.toml").write_text(text, encoding="utf-8")
    read_texts.cache_clear()
    try:
        assert help_text("scores.as_of") == ""
    finally:
        read_texts.cache_clear()
