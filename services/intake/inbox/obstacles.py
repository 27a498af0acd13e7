"""Notes what stands in the way in the inbox, since when, and which of it lasts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from adapters.files.home import Home
from adapters.files.inbox_walk import InboxFile, Obstacle, ObstacleKind, Walk
from adapters.store.engine import Connection
from adapters.store.intake.inbox import NotedObstacle, noted_obstacles, replace_obstacles
from campaign.problems.inbox_faults import InboxFault
from services.intake.answering.answer_files import waiting_answers

LOCKED_FOR = dt.timedelta(minutes=10)
"""How long nobody is told of a file that cannot be opened: a clerk who has it open closes it."""

FAULTS = {
    ObstacleKind.UNLISTABLE: InboxFault.UNLISTABLE,
    ObstacleKind.TOO_DEEP: InboxFault.TOO_DEEP,
    ObstacleKind.LINK: InboxFault.LINK,
    ObstacleKind.SPECIAL: InboxFault.SPECIAL,
    ObstacleKind.UNREADABLE: InboxFault.UNREADABLE,
    ObstacleKind.UNREMOVABLE: InboxFault.UNREMOVABLE,
}
"""The wording of each obstacle."""

_LATER = "~"  # after the text of any time

AnsweredFile = tuple[InboxFile, int, str]
"""A file that lies in the inbox still, its drop, and when that was answered, as it is stored."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LastingObstacle:
    """Something in the inbox that was not listed or does not leave it, and since when."""

    seen: Obstacle
    since: dt.datetime
    alarmed: bool

    @property
    def what(self) -> str:
        """What stands in the way, in words for staff."""
        return FAULTS[self.seen.kind]

    def lasts(self, now: dt.datetime) -> bool:
        """Return whether it has been there for so long that it will not end by itself.

        A time that lies ahead is of a clock that was put back: since then it has been there, too.
        """
        return abs(now - self.since) >= LOCKED_FOR


def note_obstacles(
    connection: Connection,
    home: Home,
    walk: Walk,
    answered: Sequence[AnsweredFile],
    now: dt.datetime,
) -> tuple[LastingObstacle, ...]:
    """Note what was in the way of a walk, and folders from which answered files do not leave."""
    noted = {(row.path_key, row.kind): row for row in noted_obstacles(connection)}
    present = {
        (obstacle.key, obstacle.kind): LastingObstacle(seen=obstacle, since=since, alarmed=False)
        for obstacle, since in (
            *((obstacle, now) for obstacle in walk.obstacles),
            *_unremovable(home, answered),
        )
    }
    over = [row for place, row in noted.items() if place not in present]
    new = [
        NotedObstacle(path_key=place[0], kind=place[1], since=item.since, alarmed=False)
        for place, item in present.items()
        if place not in noted and (place[1] != ObstacleKind.UNREMOVABLE or item.lasts(now))
    ]  # each answered file lies there for a moment: that is not worth a write
    if over or new:
        replace_obstacles(connection, over, new)
    for place in present.keys() & noted.keys():
        row = noted[place]
        present[place] = replace(present[place], since=row.since, alarmed=row.alarmed)
    return tuple(present.values())


def _unremovable(
    home: Home, answered: Sequence[AnsweredFile]
) -> Iterator[tuple[Obstacle, dt.datetime]]:
    """Yield the folders in which files still lie whose answers are handed out, and since when."""
    waiting = waiting_answers(home) if answered else set[int]()
    since: dict[str, str] = {}
    for file, drop_id, answered_at in answered:
        if drop_id not in waiting:
            folder = file.folder
            if answered_at < since.get(folder, _LATER):
                since[folder] = answered_at
    for folder, first in since.items():
        obstacle = Obstacle(path=folder, kind=ObstacleKind.UNREMOVABLE)
        yield obstacle, dt.datetime.fromisoformat(first)
