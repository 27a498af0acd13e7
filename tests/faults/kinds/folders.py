"""Folders that cannot be listed or written, and what vanishes or is exchanged under one's hands."""

import hashlib
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adapters.files.home import Home
from adapters.files.inbox_walk import path_key
from tests.faults import plays
from tests.faults.disturbances import (
    count_acts,
    disturbed,
    move_away,
    replace_by_fifo,
    replace_by_link,
    replace_content,
)
from tests.faults.fork_server import StuckError
from tests.faults.framework import Fault, Try
from tests.faults.moments import judge_moment
from tests.faults.oracle import Judgement, files_below, read_facts
from tests.faults.recovery import LATER, recover
from tests.support.office import NOW

_MODES = (0o000, 0o111, 0o444, 0o555)
_FILES = ("ZB01/更正.xlsx", "ZB02/六月.xlsx", "ZB03/六月改.xlsx", "ZB04/副本.xlsx", "ZB05/说明.txt")
SECRET = b"SECRET-OF-ANOTHER-FOLDER " * 40


def _closed_folders(attempt: Try) -> Judgement:
    """Close some folders to the software for two sweeps: to list, to enter or to write."""
    rig, story, random = attempt.rig, attempt.rig.filing, attempt.random
    home = rig.copy(story.template)
    folders = [home.inbox, *home.inbox.glob("*/"), home.returned, *home.returned.glob("*/")]
    closed = {folder: folder.stat().st_mode & 0o777 for folder in random.sample(folders, 3)}
    for minutes in range(2):
        for folder in sorted(closed, reverse=True):
            folder.chmod(random.choice(_MODES))
        now = NOW + minutes * LATER
        rig.server.finish(rig.server.start(*rig.job(plays.sweep_by_modes), home.root, now))
        for folder in sorted(closed):
            folder.chmod(closed[folder])
    at_once = judge_moment(home, story)
    judgement = recover(attempt, home, story, plays.sweep, NOW + 2 * LATER)
    judgement.wrong += at_once
    return judgement


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is exchanged for what, at one of the software's acts; ``path`` is below the inbox."""

    path: str
    act: Callable[..., None]
    args: tuple[object, ...]
    aside: Path


def _exchanged(attempt: Try) -> Judgement:
    """Let something vanish or be exchanged at an act on files; put it back afterwards."""
    rig, story = attempt.rig, attempt.rig.filing
    acts = rig.once("acts", lambda: _acts(attempt))
    home = rig.copy(story.template)
    outside = home.root.parent / "outside"
    exchange = _exchange(attempt, home, outside)
    moment = 1 + int(attempt.spread * acts)
    disturbance = (exchange.act, (home.inbox / exchange.path, *exchange.args))
    try:
        rig.server.run(*rig.job(disturbed), moment, disturbance, plays.sweep, home.root, NOW)
    except StuckError:
        return Judgement(wrong=["hangs at a pipe"])
    _put_back(home, exchange)
    judgement = recover(attempt, home, story, plays.sweep, NOW + LATER)
    _excuse(judgement, exchange.path)
    judgement.wrong += secrets_taken(home, outside)
    return judgement


def _acts(attempt: Try) -> int:
    home = attempt.rig.copy(attempt.rig.filing.template)
    return int(attempt.rig.server.run(count_acts, plays.sweep, home.root, NOW))


def _exchange(attempt: Try, home: Home, outside: Path) -> Exchange:
    random, aside = attempt.random, home.root.parent / "aside"
    outside.mkdir()
    for name in ("六月.xlsx", "更正.xlsx", "副本.xlsx"):
        (outside / name).write_bytes(SECRET)
    path = random.choice(_FILES)
    folder = path.partition("/")[0]
    return random.choice(
        (
            Exchange(folder, move_away, (aside,), aside),
            Exchange(path, move_away, (aside,), aside),
            Exchange(path, replace_by_link, (aside, outside / "六月.xlsx"), aside),
            Exchange(folder, replace_by_link, (aside, outside), aside),
            Exchange(path, replace_by_fifo, (aside,), aside),
        )
    )


def _put_back(home: Home, exchange: Exchange) -> None:
    if exchange.aside.exists():
        path = home.inbox / exchange.path
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        exchange.aside.rename(path)


def _excuse(judgement: Judgement, path: str) -> None:
    """Count what vanished and came again, and was answered again, as done twice for a cause."""
    unit = path.partition("/")[0]
    keys = {path_key(name)[:8] for name in _FILES if name.startswith(f"{unit}/")}

    def is_excused(text: str) -> bool:
        concerned = unit in text or any(key in text for key in keys)
        return concerned and not text.startswith("submission")

    judgement.repeated += sum(map(is_excused, judgement.doubled))
    judgement.doubled = [text for text in judgement.doubled if not is_excused(text)]
    again = f" {unit} {unit.lower()}@minzheng.example 【重复文件】"
    judgement.wrong = [text for text in judgement.wrong if again not in text]


def secrets_taken(home: Home, outside: Path) -> list[str]:
    """Return what was taken in of, or done to, files outside the inbox."""
    taken = [
        f"{path.relative_to(home.root)} holds what lay outside the inbox"
        for folder in (home.archive, home.returned, home.state)
        for path in folder.rglob("*")
        if path.is_file() and SECRET[:24] in path.read_bytes()
    ]
    changed = [path.name for path in outside.iterdir() if path.read_bytes() != SECRET]
    return taken + [f"{name} outside the inbox was changed" for name in changed]


def _replaced(attempt: Try) -> Judgement:
    """Write other bytes of the same size and time over a file, at an act on files."""
    rig, story = attempt.rig, attempt.rig.filing
    acts = rig.once("acts", lambda: _acts(attempt))
    home = rig.copy(story.template)
    path = home.inbox / attempt.random.choice(_FILES)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1  # of the comment's length of a ZIP: another file, in any case
    moment = 1 + int(attempt.spread * acts)
    marker = home.root.parent / "replaced"
    disturbance = (replace_content, (path, bytes(data), marker))
    rig.server.run(*rig.job(disturbed), moment, disturbance, plays.sweep, home.root, NOW)
    judgement = recover(attempt, home, story, plays.sweep, NOW + LATER)
    return _judge_replaced(judgement, home, hashlib.sha256(data).hexdigest()[:8], marker.exists())


def _judge_replaced(judgement: Judgement, home: Home, sha256: str, replaced: bool) -> Judgement:
    """Judge that the other bytes were answered and archived, if they were ever there."""
    facts = {what: answers for what, answers in read_facts(home).items() if what[0] == "drop"}
    answers = [answer for what, found in facts.items() if what[2] == sha256 for answer in found]
    result = Judgement(seconds=judgement.seconds)
    if replaced and not answers:
        result.lost.append("what was written over a file while it was being answered")
    if any(answer[0][0] != "answered" or not answer[0][-1] for answer in answers):
        result.wrong.append(f"the other bytes: {answers}")
    result.wrong += [
        f"{name} lies in the inbox" for name in files_below(home.inbox, ("保密/退回",))
    ]
    return result


def _odd_entries(attempt: Try) -> Judgement:
    """Lay links, pipes and sockets among the files, and give files second names outside."""
    rig, story = attempt.rig, attempt.rig.filing
    home = rig.copy(story.template)
    outside = home.root.parent / "outside"
    outside.mkdir()
    (outside / "六月.xlsx").write_bytes(SECRET)
    second = home.root.parent / "second.xlsx"
    second.hardlink_to(home.inbox / "ZB02" / "六月.xlsx")
    before = second.read_bytes()
    odd = _lay(attempt, home, outside)
    try:
        rig.server.run(*rig.job(plays.sweep), home.root, NOW)
    except (RuntimeError, StuckError) as error:
        return Judgement(wrong=[f"stopped by a link, a pipe or a socket: {error}"])
    for path in odd:
        path.unlink()
    judgement = recover(attempt, home, story, plays.sweep, NOW + LATER)
    judgement.wrong += secrets_taken(home, outside)
    if second.read_bytes() != before:
        judgement.wrong.append("the second name of a file was changed")
    return judgement


def _lay(attempt: Try, home: Home, outside: Path) -> list[Path]:
    """Lay odd entries into folders of the inbox; return their paths."""
    random = attempt.random
    folders = [home.inbox, *home.inbox.glob("ZB*/"), home.inbox / "保密"]

    def place(name: str) -> Path:
        return random.choice(folders) / name

    links = {
        place("链接.xlsx"): outside / "六月.xlsx",
        place("外面"): outside,
        place("断链.xlsx"): home.root / "nowhere",
        place("根"): home.root,
        place("密钥.xlsx"): home.state / "seal.key",
        place("圈"): home.inbox,
    }
    for path, target in links.items():
        path.symlink_to(target)
    pipe, port = place("管道.xlsx"), place("端口.xlsx")
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listener:
        folder = os.open(port.parent, os.O_RDONLY)
        listener.bind(f"/proc/self/fd/{folder}/{port.name}")
        os.close(folder)
    return [*links, pipe, port]


FAULTS = (
    Fault(
        "folders that cannot be listed, entered or written",
        "What lies there waits, what is answered stays answered; when they are open each file is"
        " answered once.",
        _closed_folders,
        few=3,
    ),
    Fault(
        "files and folders that vanish, or become links or pipes, during a sweep",
        "Nothing hangs; nothing outside the inbox is read, copied or removed; each file is answered"
        " when it is back, and nothing is recorded a second time.",
        _exchanged,
        few=4,
    ),
    Fault(
        "other bytes of the same size and time written over a file during a sweep",
        "The new bytes are answered and archived, whatever became of the old ones.",
        _replaced,
        few=3,
        share=0.5,
    ),
    Fault(
        "links, pipes, sockets and second names among the files of the inbox",
        "The other files are answered; nothing outside the inbox is read, copied or removed.",
        _odd_entries,
        few=1,
        share=0.3,
    ),
)
