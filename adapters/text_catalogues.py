"""Reads the catalogues of texts below templates/: TOML files, one a kind, that staff may reword."""

from collections.abc import Callable
from pathlib import Path
from string import Formatter
from typing import TypeVar

from pydantic import AfterValidator

from campaign.definitions.errors import Definition, DefinitionError, Fault, parse_toml
from campaign.problems.definition_faults import CatalogueFault

TEMPLATES = Path(__file__).parents[1] / "templates"

Catalogue = TypeVar("Catalogue", bound=Definition)


def facts(*names: str) -> AfterValidator:
    """Return the check that a text's braces name these facts alone, without any format."""
    return AfterValidator(_check_of(frozenset(names)))


def read_catalogue(name: str, model: type[Catalogue], templates: Path = TEMPLATES) -> Catalogue:
    """Return a catalogue below templates/ as its model.

    Raises DefinitionError, which names the file and every key at fault.
    """
    source = f"templates/{name}"
    try:
        text = (templates / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise _unreadable(source, CatalogueFault.MISSING) from error
    except UnicodeDecodeError as error:
        fault = CatalogueFault.NOT_UTF_8.format(reason=error.reason)
        raise _unreadable(source, fault) from error
    return parse_toml(text, model, source)


def _unreadable(source: str, message: str) -> DefinitionError:
    return DefinitionError([Fault(source=source, path="", message=message)])


def _check_of(names: frozenset[str]) -> Callable[[str], str]:
    def check(text: str) -> str:
        for name, spec, conversion in _fields(text):
            if name not in names or spec or conversion:
                known = "、".join(f"{{{known}}}" for known in sorted(names))
                raise ValueError(CatalogueFault.UNKNOWN_FACT.format(name=name, known=known))
        return text

    return check


def _fields(text: str) -> list[tuple[str, str | None, str | None]]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise ValueError(CatalogueFault.BRACES) from error
    return [(name, spec, conversion) for _, name, spec, conversion in parts if name is not None]
