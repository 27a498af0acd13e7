"""Which criticisms were published: the same document names the same unit or person only once."""

from collections.abc import Iterable
from dataclasses import replace

from campaign.scoring.evidence import Criticism
from campaign.values.document_numbers import document_key


def distinct(criticisms: Iterable[Criticism]) -> tuple[Criticism, ...]:
    """Return each criticism once, whatever reports carry it, by date.

    The earliest record is kept; it follows a spot check if any record says so.
    """
    found: dict[tuple[str, str], Criticism] = {}
    for item in sorted(criticisms, key=_order):
        key = item.person or item.unit, document_key(item.document)
        first = found.setdefault(key, item)
        if item.after_spot_check and not first.after_spot_check:
            found[key] = replace(first, after_spot_check=True)
    return tuple(sorted(found.values(), key=_order))


def _order(item: Criticism) -> tuple[object, ...]:
    return item.on, document_key(item.document), item.unit, item.person, item.source
