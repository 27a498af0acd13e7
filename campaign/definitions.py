"""How broken definitions are reported: every fault at once, each with its file and key path."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError


class Definition(BaseModel):
    """What people write in inputs/: strict about keys, never changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One mistake in a definition: its file, the path of its key, and what is wrong."""

    source: str
    path: str
    message: str

    def __str__(self) -> str:
        return (
            f"{self.source}: {self.path}: {self.message}"
            if self.path
            else (f"{self.source}: {self.message}")
        )


class DefinitionError(Exception):
    """Broken definitions; nothing runs until they are mended."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


Model = TypeVar("Model", bound=Definition)


def parse_toml(text: str, model: type[Model], source: str) -> Model:
    """Read a definition from TOML; raises DefinitionError naming every faulty key."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(
            [Fault(source=source, path="", message=f"TOML语法错误：{error}")]
        ) from (error)
    return validate(table, model, source)


def validate(table: dict[str, Any], model: type[Model], source: str) -> Model:
    """Turn a table into its model; raises DefinitionError naming every faulty key."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise DefinitionError(
            Fault(source=source, path=_path(fault["loc"]), message=fault_message(fault))
            for fault in error.errors()
        ) from error


def _path(loc: tuple[int | str, ...]) -> str:
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


_MESSAGES = {
    "missing": "缺少此项",
    "extra_forbidden": "没有这个设置项，请检查拼写",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "bool_type": "应为true或false",
    "date_from_datetime_parsing": "应为日期，如2026-06-30",
    "tuple_type": "应为列表",
}


def fault_message(fault: Any) -> str:
    """Say in Chinese what pydantic found wrong with one value."""
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    if fault["type"] in ("enum", "literal_error"):
        return f"“{fault['input']}”不在可选范围：{fault['ctx']['expected']}"
    return _MESSAGES.get(fault["type"], str(fault["msg"]))
