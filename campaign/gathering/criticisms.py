"""Which criticisms were published: the same document names the same unit or person only once."""

from collections.abc import Iterable
from dataclasses import replace

from campaign.evidence import Criticism
from campaign.roster import name_key

_BRACKETS = str.maketrans("[]【】()（）", "〔〕〔〕〔〕〔〕")


def document_key(number: str) -> str:
    """Reduce a document's number to what tells it from others, however it is typed."""
    return name_key(number).translate(_BRACKETS)


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
