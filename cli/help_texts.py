"""The help of commands and options, from templates/terminal/.

Read without the checks of other catalogues: those take a tenth of a second of CPU, and
``zuofeng check`` makes them. Imports nothing dear.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_TEXTS = Path(__file__).parents[1] / "templates" / "terminal"


@cache
def read_texts(name: str) -> Mapping[str, Any]:
    """Return a catalogue of templates/terminal/, empty where it is broken."""
    try:
        return tomllib.loads((_TEXTS / name).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}


def help_text(key: str) -> str:
    """Return the help of a command or option by its key, such as "scores.as_of".

    Without it, as where the catalogue is broken, return "".
    """
    value: Any = read_texts("help.toml")
    for part in key.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return value if isinstance(value, str) else ""
