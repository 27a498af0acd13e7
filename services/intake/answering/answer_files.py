"""Keeps the files of an answer until it is recorded, and hands them out then.

They are on the disk before the record says that the file was answered, and on the share only
afterwards: nobody finds a receipt of what was not recorded, and none is lost on the way.
"""

import errno
import logging
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from adapters.files.atomic_write import durably, write_durably, write_whole
from adapters.files.home import Home, private_folder
from adapters.store.engine import Engine, reading
from adapters.store.intake.drops import answered_drops

_log = logging.getLogger("zuofeng.intake")


def answers_folder(home: Home) -> Path:
    """Return the private folder for answers that are not handed out yet."""
    return private_folder(home.state / "answers")


def discard_answer(home: Home, drop_id: int) -> None:
    """Discard what an attempt that was not recorded left of a drop's answer.

    To be called by who alone may write in the store: another may have recorded it meanwhile.
    """
    shutil.rmtree(_folder(home, drop_id), ignore_errors=True)


def keep_answer_file(home: Home, drop_id: int, path: Path, data: bytes) -> None:
    """Keep a file of a drop's answer that belongs at a path below the home's root.

    ``durably`` makes it durable.
    """
    kept = _folder(home, drop_id)
    folder = kept / _as_name(path.parent.relative_to(home.root).as_posix())
    if not folder.is_dir():
        kept.mkdir(exist_ok=True)
        folder.mkdir()
    write_whole(folder / path.name, data)


def waiting_answers(home: Home) -> list[int]:
    """Return the drops whose answers are kept ready, recorded or not."""
    return [int(folder.name) for folder in answers_folder(home).iterdir()]


def hand_out_answers(engine: Engine, home: Home, drop_ids: Iterable[int]) -> set[int]:
    """Move the recorded ones of these answers to the share; return the drops whose answers remain.

    May be done again, and by two at once. A share that takes nothing now is tried again later.
    """
    kept = [drop_id for drop_id in drop_ids if _folder(home, drop_id).exists()]
    if not kept:
        return set()
    with reading(engine) as connection:
        recorded = answered_drops(connection, kept)
    with durably(answers_folder(home)):
        return {drop_id for drop_id in recorded if not _hand_out(home, drop_id)}


def _hand_out(home: Home, drop_id: int) -> bool:
    """Move an answer's files, the receipt last: what it speaks of is there before it."""
    folder = _folder(home, drop_id)
    try:
        places = [Path(place.path) for place in os.scandir(folder)]
        paths = [Path(file.path) for place in places for file in os.scandir(place)]
        for path in sorted(paths, key=lambda path: path.suffix == ".html"):
            _move(path, home.root / _as_folder(path.parent.name) / path.name)
    except OSError as error:  # open on somebody's screen, or the share takes nothing now: later
        _log.error("the answer to drop %d cannot be handed out: %s", drop_id, error.strerror)
        return False
    shutil.rmtree(folder, ignore_errors=True)
    return True


def _folder(home: Home, drop_id: int) -> Path:
    return home.state / "answers" / str(drop_id)


def _as_name(folder: str) -> str:
    """Return a folder below the home's root as the name of one: few folders, quickly made."""
    return folder.replace("%", "%25").replace("/", "%2F")


def _as_folder(name: str) -> str:
    return name.replace("%2F", "/").replace("%25", "%")


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
