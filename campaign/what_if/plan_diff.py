"""Which settings two plans differ in, for whoever weighs a change of rules."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaign.definitions.errors import Definition
from campaign.definitions.plan import Plan

_NAMES = ("key", "name", "kind", "count")
"""By which of its settings an entry of a list is known, in this order."""


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

    Entries of a list are told apart by their key or name; what is only moved does not differ.
    An entry that one plan lacks is one difference.
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
        yield from _by_key(_named(before), _named(after), path, "{}[{}]")
    else:
        yield PlanDifference(path=path, before=_text(before), after=_text(after))


def _by_key(
    before: Mapping[str, object], after: Mapping[str, object], path: str, join: str
) -> Iterator[PlanDifference]:
    for key in dict.fromkeys([*before, *after]):
        yield from _between(before.get(key), after.get(key), join.format(path, key))


def _are_lists(before: object, after: object) -> bool:
    """Tell lists of tables, which are compared entry by entry, from those of plain values."""
    if not isinstance(before, tuple) or not isinstance(after, tuple):
        return False
    return any(isinstance(entry, Definition) for entry in (*before, *after))


def _named(entries: object) -> dict[str, object]:
    found = entries if isinstance(entries, Sequence) else ()
    return {_name(entry, at): entry for at, entry in enumerate(found)}


def _name(entry: object, at: int) -> str:
    return next((str(getattr(entry, name)) for name in _NAMES if hasattr(entry, name)), str(at))


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, Definition):
        return "；".join(f"{key}={_text(entry)}" for key, entry in _set(value))
    if isinstance(value, Mapping):
        return "；".join(f"{key}={_text(entry)}" for key, entry in value.items())
    if isinstance(value, tuple):
        return "、".join(_text(entry) or "" for entry in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)


def _set(entry: Definition) -> Iterator[tuple[str, object]]:
    """Give what an entry states, without what it leaves as it is by default."""
    return ((key, getattr(entry, key)) for key in sorted(entry.model_fields_set))
