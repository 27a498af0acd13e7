"""What became of the same bytes before: what was confidential once is confidential for good."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from tasks.answering import Outcome
from tasks.examining import Examined
from tasks.statements import listed
from tasks.tables import drops


@dataclass(slots=True)
class Precedents:
    """The hashes of what was answered as confidential."""

    confidential: set[str] = field(default_factory=set)

    def keep(self, examined: Iterable[Examined]) -> list[Examined]:
        """Return verdicts as confidential as the same bytes ever were, in this batch or before."""
        items = list(examined)
        self.confidential |= {item.claim.sha256 for item in items if item.confidential}
        return [
            replace(item, confidential=True) if item.claim.sha256 in self.confidential else item
            for item in items
        ]


def load_precedents(connection: Connection, hashes: Collection[str]) -> Precedents:
    """Read what was answered before; nobody knows yet what a file is that was set aside."""
    columns = (drops.c.sha256, drops.c.confidential)
    query = select(*columns).where(
        drops.c.sha256.in_(listed(connection, hashes)),
        drops.c.state == "answered",
        drops.c.outcome != Outcome.ASIDE,
    )
    found = Precedents()
    for row in connection.execute(query):
        if row.confidential:
            found.confidential.add(row.sha256)
    return found
