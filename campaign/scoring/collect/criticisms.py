"""Merges the records of published criticisms: a document criticises a unit or person only once."""

from collections.abc import Iterable
from dataclasses import replace

from campaign.scoring.evidence import Criticism
from campaign.values.document_numbers import document_key


def distinct_criticisms(criticisms: Iterable[Criticism]) -> tuple[Criticism, ...]:
    """Return each criticism once, whatever reports record it, by date.

    The earliest record is kept; it follows a spot check if any record says so.
    """
    by_key: dict[tuple[str, str], Criticism] = {}
    for criticism in sorted(criticisms, key=_order):
        key = criticism.person or criticism.unit, document_key(criticism.document)
        first = by_key.setdefault(key, criticism)
        if criticism.after_spot_check and not first.after_spot_check:
            by_key[key] = replace(first, after_spot_check=True)
    return tuple(sorted(by_key.values(), key=_order))


def _order(criticism: Criticism) -> tuple[object, ...]:
    document = document_key(criticism.document)
    return criticism.on, document, criticism.unit, criticism.person, criticism.source
