"""The values that JSON can hold, for those who read it and look at what it is."""

from typing import TypeAlias

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
