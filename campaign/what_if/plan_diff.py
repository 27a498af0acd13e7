"""Lists the settings in which two plans differ, for whoever weighs a change of rules."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaign.definitions.errors import Definition
from campaign.definitions.plan import Plan

_IDENTIFIERS = ("key", "name", "kind", "count")
"""The settings that identify an entry of a list; the first that it has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanDifference:
    """One setting: its key path, such as ``appraisal.channels[public].weight``, and both values.

    A value is None where the plan does not have the setting, or leaves it empty.
    """

    path: str
    before: str | None
    after: str | None


def plan_differences(before: Plan, after: Plan) -> tuple[PlanDifference, ...]:
    """Return every setting that differs, in the order of the plan.

    Entries of a list are identified by their key or name; an entry that is only moved does not
    differ. An entry that one plan lacks is one difference.
    """
    return tuple(_between(before, after, ""))


def _between(before: object, after: object, path: str) -> Iterator[PlanDifference]:
    if before == after:
        return
    if isinstance(before, Definition) and isinstance(after, Definition):
        yield from _by_key(dict(before), dict(after), path, "{}.{}" if path else "{}{}")
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _by_key(before, after, path, "{}.{}")
    elif _are_lists(before, after):
        yield from _by_key(_entries(before), _entries(after), path, "{}[{}]")
    else:
        yield PlanDifference(path=path, before=_text(before), after=_text(after))


def _by_key(
    before: Mapping[str, object], after: Mapping[str, object], path: str, join: str
) -> Iterator[PlanDifference]:
    for key in dict.fromkeys([*before, *after]):
        yield from _between(before.get(key), after.get(key), join.format(path, key))


def _are_lists(before: object, after: object) -> bool:
    """Return whether both are lists of tables, to be compared entry by entry."""
    if not isinstance(before, tuple) or not isinstance(after, tuple):
        return False
    return any(isinstance(entry, Definition) for entry in (*before, *after))


def _entries(setting: object) -> dict[str, object]:
    entries = setting if isinstance(setting, Sequence) else ()
    return {_identity(entry, index): entry for index, entry in enumerate(entries)}


def _identity(entry: object, index: int) -> str:
    names = (name for name in _IDENTIFIERS if hasattr(entry, name))
    return next((str(getattr(entry, name)) for name in names), str(index))


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, Definition):
        return "；".join(f"{key}={_text(entry)}" for key, entry in _stated(value))
    if isinstance(value, Mapping):
        return "；".join(f"{key}={_text(entry)}" for key, entry in value.items())
    if isinstance(value, tuple):
        return "、".join(_text(entry) or "" for entry in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)


def _stated(entry: Definition) -> Iterator[tuple[str, object]]:
    """Yield the settings that an entry states, without those left at their defaults."""
    return ((key, getattr(entry, key)) for key in sorted(entry.model_fields_set))
