"""Parses definitions strictly, and reports every fault at once with its file and key path."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from campaign.problems.definition_faults import VALUE_FAULTS, TomlFault


class Definition(BaseModel):
    """A model of what people write in inputs/: unknown keys are refused, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One fault of a definition: its file, the path of its key (or row), and its wording."""

    source: str
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.source}: {self.path}" if self.path else self.source
        return f"{place}: {self.message}"


class DefinitionError(Exception):
    """Definitions that are at fault; nothing runs by them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


Model = TypeVar("Model", bound=Definition)


def parse_toml(text: str, model: type[Model], source: str) -> Model:
    """Read a definition from TOML. Raises DefinitionError, which names every faulty key."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = Fault(
            source=source,
            path=_place_in_toml(error),
            message=TomlFault.SYNTAX.format(error=error),
        )
        raise DefinitionError([fault]) from error
    return validate(table, model, source)


def _place_in_toml(error: tomllib.TOMLDecodeError) -> str:
    place = re.search(r"line (\d+), column (\d+)", str(error))
    if place is None:
        return TomlFault.SYNTAX_AT_END
    return TomlFault.SYNTAX_PLACE.format(line=place[1], column=place[2])


def validate(table: dict[str, object], model: type[Model], source: str) -> Model:
    """Return a table as its model. Raises DefinitionError, which names every faulty key."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise DefinitionError(
            Fault(
                source=source,
                path=_key_path(fault["loc"]),
                message=fault_message(fault) + _suggestion(fault, model),
            )
            for fault in _causes(error.errors())
        ) from error


def _causes(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return the faults that are not the consequence of one deeper inside the same value."""
    places = [fault["loc"] for fault in faults]
    return [f for f in faults if not any(_is_inside(place, f["loc"]) for place in places)]


def _is_inside(loc: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(loc) > len(outer) and loc[: len(outer)] == outer


def _key_path(loc: tuple[int | str, ...]) -> str:
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _suggestion(fault: ErrorDetails, model: type[BaseModel]) -> str:
    """Return the key that an unknown one was probably meant to be, in words; "" if none is near."""
    if fault["type"] != "extra_forbidden":
        return ""
    *parents, key = fault["loc"]
    models = [model]
    for part in parents:
        if isinstance(part, str):
            inner = [m.model_fields[part].annotation for m in models if part in m.model_fields]
            models = [m for annotation in inner for m in _models_in(annotation)] or models
    names = [name for m in models for name in m.model_fields]
    nearest = get_close_matches(str(key), names, n=1)
    return TomlFault.NEAREST_KEY.format(key=nearest[0]) if nearest else ""


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the models that a setting's type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def fault_message(fault: ErrorDetails) -> str:
    """Return the wording of a fault that pydantic found with one value.

    It is pydantic's own, in English, for a type of fault that no definition is known to give.
    """
    facts = fault.get("ctx", {})
    if fault["type"] == "value_error":
        return str(facts["error"])
    if fault["type"] in ("enum", "literal_error"):
        choices = "、".join(re.findall(r"'(.*?)'", facts["expected"]))
        return TomlFault.NOT_AN_OPTION.format(input=fault["input"], choices=choices)
    wording = VALUE_FAULTS.get(fault["type"])
    return wording.format(input=fault["input"], **facts) if wording else str(fault["msg"])
