"""How broken definitions are reported: every fault at once, each with its file and key path."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails


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
        place = f"{self.source}: {self.path}" if self.path else self.source
        return f"{place}: {self.message}"


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
        at = re.search(r"line (\d+), column (\d+)", str(error))
        path = f"第{at[1]}行第{at[2]}列" if at else "文件末尾"
        fault = Fault(source=source, path=path, message=f"TOML语法错误（{error}）")
        raise DefinitionError([fault]) from error
    return validate(table, model, source)


def validate(table: dict[str, Any], model: type[Model], source: str) -> Model:
    """Turn a table into its model; raises DefinitionError naming every faulty key."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise DefinitionError(
            Fault(source=source, path=_path(fault["loc"]), message=fault_message(fault))
            for fault in _causes(error.errors())
        ) from error


def _causes(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out what is only the consequence of a fault deeper inside the same value."""
    return [fault for fault in faults if not any(_inside(f["loc"], fault["loc"]) for f in faults)]


def _inside(loc: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(loc) > len(outer) and loc[: len(outer)] == outer


def _path(loc: tuple[int | str, ...]) -> str:
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


UNKNOWN_KEY = "没有这个设置项，请检查拼写"
"""The message of a fault that is a key nobody knows."""

_MESSAGES = {
    "missing": "缺少此项",
    "extra_forbidden": UNKNOWN_KEY,
    "string_type": "应为文字，写在引号内",
    "string_too_short": "不能为空",
    "string_too_long": "过长，最多{max_length}个字",
    "string_pattern_mismatch": "“{input}”的写法不对，应符合{pattern}",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数，不能带小数",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "greater_than": "应大于{gt}",
    "greater_than_equal": "应不小于{ge}",
    "less_than_equal": "应不大于{le}",
    "bool_type": "应为true或false",
    "bool_parsing": "应为true或false",
    "date_type": "应为日期，如2026-06-30",
    "date_parsing": "应为日期，如2026-06-30",
    "date_from_datetime_parsing": "应为日期，如2026-06-30",
    "date_from_datetime_inexact": "应为日期，不带时刻，如2026-06-30",
    "tuple_type": "应为列表，写在方括号内",
    "too_short": "至少要有{min_length}项",
    "dict_type": "应为一组设置项",
    "model_type": "应为一组设置项",
    "model_attributes_type": "应为一组设置项",
    "union_tag_invalid": "没有“{tag}”这种规则，可用：{expected_tags}",
    "union_tag_not_found": "缺少rule（规则名称）",
}


def fault_message(fault: Any) -> str:
    """Say in Chinese what pydantic found wrong with one value."""
    context = fault.get("ctx", {})
    if fault["type"] == "value_error":
        return str(context["error"])
    if fault["type"] in ("enum", "literal_error"):
        choices = "、".join(re.findall(r"'(.*?)'", context["expected"]))
        return f"“{fault['input']}”不在可选范围：{choices}"
    message = _MESSAGES.get(fault["type"])
    return message.format(input=fault["input"], **context) if message else str(fault["msg"])
