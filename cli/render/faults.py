"""Print faults in definitions, and convert them to JSON."""

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from campaign.definitions.errors import Fault


def fault_facts(fault: Fault) -> dict[str, object]:
    """Return a fault as ``--json`` gives it."""
    return {"file": fault.source, "key": fault.path, "message": fault.message}


def print_faults(title: str, faults: Iterable[Fault], style: str, out: Console) -> None:
    """Print a list of faults or remarks, by file."""
    out.print(title, style=style)
    for source, group in groupby(faults, key=lambda fault: fault.source):
        out.print(Text(f"  {source}", style="bold cyan"))
        table = Table.grid(Column(width=2), Column(overflow="fold"), Column(overflow="fold"))
        table.padding = (0, 2, 0, 0)
        for fault in group:
            table.add_row("", Text(fault.path, style="cyan"), Text(fault.message))
        out.print(table)
    out.print()
