"""Finds a table of the year by name and builds it.

A name is the table's key (study.attendance), its heading, or the part of the heading that no
other table has.
"""

from collections.abc import Sequence
from difflib import get_close_matches

from campaign.definitions.definitions import Definitions
from campaign.tables import UNIT, Table
from services.reports.entries import TableEntry, table_entries
from services.reports.source import TableSource


class UnknownTableError(Exception):
    """No table has this name; ``similar`` are the names that may be meant."""

    def __init__(self, name: str, similar: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.similar = name, tuple(similar)


def find_table(definitions: Definitions, name: str) -> TableEntry:
    """Return the table of a name.

    Raises UnknownTableError if none has it, or several do.
    """
    entries = table_entries(definitions)
    wanted = name.strip()
    for names in (_full_names, _short_names):
        meant = [entry for entry in entries if wanted in names(entry)]
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise UnknownTableError(wanted, [_label(entry) for entry in meant])
    raise UnknownTableError(wanted, _similar(wanted, entries))


def load_table(source: TableSource, name: str, *, unit: str = "", period: str = "") -> Table:
    """Return a table by name, of one unit and one period or of all.

    Raises UnknownTableError if no table has the name, ValueError if it has no units or periods to
    choose by.
    """
    entry = find_table(source.definitions, name)
    table = entry.build(source, period)
    if period and not entry.takes_period:
        table = table.where("period", period)
    return table.where(UNIT, unit) if unit else table


def _full_names(entry: TableEntry) -> tuple[str, ...]:
    return entry.name, entry.title


def _short_names(entry: TableEntry) -> tuple[str, ...]:
    return (entry.title.rpartition("·")[2], entry.name.rpartition(".")[2])


def _label(entry: TableEntry) -> str:
    return f"{entry.name}（{entry.title}）"


def _similar(wanted: str, entries: Sequence[TableEntry]) -> list[str]:
    """Return the tables whose names hold what is wanted, or are written nearly so."""
    by_name = {
        name: entry for entry in entries for name in (*_full_names(entry), *_short_names(entry))
    }
    holding = [entry for name, entry in by_name.items() if wanted and wanted in name]
    near = [by_name[name] for name in get_close_matches(wanted, by_name, n=5, cutoff=0.5)]
    return list(dict.fromkeys(_label(entry) for entry in (*near, *holding)))[:8]
