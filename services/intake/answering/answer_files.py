"""Keeps the files of an answer until it is recorded, and hands them out then.

They are on the disk before the record says that the file was answered, and on the share only
afterwards: nobody finds a receipt of what was not recorded, and none is lost on the way.
"""

import errno
import logging
import os
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from adapters.files.atomic_write import durably, write_durably
from adapters.files.home import Home, private_folder
from adapters.store.engine import Engine, reading
from adapters.store.intake.drops import answered_drops

_log = logging.getLogger("zuofeng.intake")


def answers_folder(home: Home) -> Path:
    """Return the private folder for answers that are not handed out yet."""
    return private_folder(home.state / "answers")


def discard_answers(home: Home, drop_ids: Collection[int]) -> None:
    """Discard what attempts that were not recorded left of these drops' answers.

    To be called by who alone may write in the store: another may have recorded them meanwhile.
    """
    for drop_id, names in _kept(answers_folder(home)).items():
        for name in names if drop_id in drop_ids else ():
            (answers_folder(home) / name).unlink(missing_ok=True)


def keep_answer_file(folder: Path, drop_id: int, place: str, name: str, data: bytes) -> None:
    """Keep a file of a drop's answer in the answers' folder; ``durably`` makes it durable.

    It belongs under a name at a place, a folder's path relative to the home's root. It may be half
    written when its process dies: it counts only once the drop is on record as answered.
    """
    kept = f"{folder}/{drop_id} {_as_word(place)} {name}"
    with open(kept, "wb") as file:  # noqa: PTH123 - for every file of a sweep: no Path is made
        file.write(data)


def waiting_answers(home: Home) -> set[int]:
    """Return the drops whose answers are kept ready, recorded or not."""
    return set(_kept(answers_folder(home)))


def hand_out_answers(engine: Engine, home: Home, drop_ids: Collection[int]) -> set[int]:
    """Move the recorded ones of these answers to the share; return the drops whose answers remain.

    May be done again, and by two at once. A share that takes nothing now is tried again later.
    """
    folder, requested = answers_folder(home), frozenset(drop_ids)
    kept = {drop_id: names for drop_id, names in _kept(folder).items() if drop_id in requested}
    if not kept:
        return set()
    with reading(engine) as connection:
        recorded = answered_drops(connection, kept.keys())
    with durably(folder):
        return {
            drop_id for drop_id in recorded if not _hand_out(home, folder, drop_id, kept[drop_id])
        }


def _hand_out(home: Home, folder: Path, drop_id: int, names: Sequence[str]) -> bool:
    """Move an answer's files, the receipt last: what it speaks of is there before it."""
    try:
        for kept in sorted(names, key=lambda name: name.endswith(".html")):
            _, place, name = kept.split(" ", 2)
            _move(folder / kept, home.root / _as_place(place) / name)
    except OSError as error:  # open on somebody's screen, or the share takes nothing now: later
        _log.error("the answer to drop %d cannot be handed out: %s", drop_id, error.strerror)
        return False
    return True


def _kept(folder: Path) -> Mapping[int, list[str]]:
    """Return the names of the files that are kept, by drop."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    with os.scandir(folder) as files:
        for file in files:
            names[int(file.name.partition(" ")[0])].append(file.name)
    return names


def _as_word(place: str) -> str:
    """Return a folder's path as a word of a file's name: neither slash nor space in it."""
    return place.replace("%", "%25").replace("/", "%2F").replace(" ", "%20")


def _as_place(word: str) -> str:
    return word.replace("%20", " ").replace("%2F", "/").replace("%25", "%")


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.exists():  # or another has just moved it
            _move(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        write_durably(target, source.read_bytes())  # the share is another filesystem
        source.unlink()
