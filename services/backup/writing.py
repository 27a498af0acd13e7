"""Makes a backup while the software runs: one moment of store and inbox, and all that they name."""

import datetime as dt
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from adapters.files.atomic_write import sync_folder, temporary_path
from adapters.files.encryption import archive_key, encrypt_stream
from adapters.files.home import ORIGINALS, Home, private_folder
from adapters.store.engine import Engine, writing
from adapters.store.events import last_event
from adapters.store.snapshot import write_snapshot
from services.backup.package import (
    FORMAT,
    KEYS,
    MANIFEST,
    MOVING,
    SHORTEST_PASSPHRASE,
    STORE,
    Backup,
    BackupError,
    Manifest,
    StoredFile,
    lock_keys,
)
from services.progress import ProgressReporter
from services.texts.backup import backup_wordings

_OF_STATE = ("answers", "spool")
"""Folders below outputs/state that hold what is on its way; others are made anew."""

_PACKAGE = "moving.zip"
_LARGEST_KEY = 1 << 20
_PACKED = frozenset(".xlsx .docx .zip .jpg .jpeg .png .pdf .age".split())  # noqa: SIM905 - shorter


def back_up(
    engine: Engine,
    home: Home,
    target: Path,
    passphrase: str,
    now: dt.datetime,
    progress: ProgressReporter,
) -> Backup:
    """Write a backup to a new file, which has its name only when it is whole.

    Store and inbox are of one moment, in which nothing is recorded; what else is added meanwhile
    may be in it as well. Raises BackupError for a short passphrase or a file that exists, OSError
    where a disk fails.
    """
    _check_request(target, passphrase)
    temporary = temporary_path(target)
    archive_key(home)  # made before the keys are read, where there was none
    try:
        private, suffix = private_folder(home.state), f".{os.getpid()}.tmp"
        with tempfile.TemporaryDirectory(suffix, ".backup-", private) as folder:
            head, keys, sources, moving = _one_moment(engine, home, Path(folder))
            about = Manifest(
                format=FORMAT,
                software=version("zuofeng"),
                made_at=now,
                head=head,
                folders=_folders(home, (home.inputs, home.outputs)),
                files={},
            )
            of_moving = about.model_copy(update={"folders": _folders(home, (home.inbox,))})
            count = _write(Path(folder, _PACKAGE), moving, of_moving, lambda *_: None)
            sources[MOVING] = _encrypted(home, Path(folder, _PACKAGE))
            locked = lock_keys(keys, passphrase)
            files = count - 1 + _write(temporary, sources, about, progress, locked)
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return Backup(files=files, made_at=now, head=head)


def _check_request(target: Path, passphrase: str) -> None:
    wordings = backup_wordings()
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupError(wordings.short_passphrase.format(count=SHORTEST_PASSPHRASE))
    if target.exists():
        raise BackupError(wordings.exists.format(path=target))


def _one_moment(
    engine: Engine, home: Home, folder: Path
) -> tuple[str, dict[str, bytes], dict[str, Path], dict[str, Path]]:
    """Return the chain's head, the keys, lasting files by their names, and copies of the others."""
    with writing(engine) as connection:  # nobody records, claims or answers meanwhile
        head, keys = str(last_event(connection)), _keys(home)
        write_snapshot(engine, folder / STORE)
        moving = _copy_of_moving_files(home, folder)
        lasting = [path for path in _files(home.root) if _is_lasting(home, path)]
    sources = {STORE: folder / STORE}
    sources |= {path.relative_to(home.root).as_posix(): path for path in lasting}
    return head, keys, sources, moving


def _encrypted(home: Home, package: Path) -> Path:
    """Return the encrypted copy of a package."""
    target = package.with_name(MOVING)
    with package.open("rb") as source, target.open("wb") as file:
        encrypt_stream(archive_key(home), source, file)
    return target


def _write(
    target: Path,
    sources: Mapping[str, Path],
    about: Manifest,
    progress: ProgressReporter,
    locked_keys: bytes = b"",
) -> int:
    """Write a package; return how many files it holds."""
    files: dict[str, StoredFile] = {}
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(handle, "w+b") as file:
        with ZipFile(file, "w", allowZip64=True) as package:
            for count, (name, path) in enumerate(sources.items(), start=1):
                with suppress(FileNotFoundError):  # handed out or retired since it was listed
                    files[name] = _add(package, name, path)
                progress(count, len(sources))
            if locked_keys:
                package.writestr(KEYS, locked_keys)
            manifest = about.model_copy(update={"files": files})
            package.writestr(MANIFEST, manifest.model_dump_json(), ZIP_DEFLATED)
        file.flush()
        os.fsync(file.fileno())
    return len(files)


def _copy_of_moving_files(home: Home, copies_folder: Path) -> dict[str, Path]:
    """Copy what leaves its place when it is answered; return the copies by their names."""
    copies: dict[str, Path] = {}
    for folder in (home.inbox, *(home.state / name for name in _OF_STATE)):
        for path in _files(folder):
            name = path.relative_to(home.root).as_posix()
            copy = copies_folder / str(len(copies))
            with suppress(FileNotFoundError):  # taken away by its clerk
                shutil.copy2(path, copy)
                copies[name] = copy
    return copies


def _folders(home: Home, tops: Collection[Path]) -> list[str]:
    """Return the folders in which people put and find files, empty ones among them.

    Those of the inbox are left out unless they are asked for: a clerk may have named them.
    """
    left_out = [folder for folder in (home.state, home.inbox) if folder not in tops]
    return [
        Path(place).relative_to(home.root).as_posix()
        for top in tops
        for place, _, _ in os.walk(top)
        if not any(Path(place).is_relative_to(folder) for folder in left_out)
    ]


def _is_lasting(home: Home, path: Path) -> bool:
    """Return whether a file is of the home and neither of its state nor on its way.

    The library of originals holds copies of what is in the archive, and is made anew.
    """
    ours = path.is_relative_to(home.inputs) or path.is_relative_to(home.outputs)
    others = (home.inbox, home.state, home.reports / ORIGINALS)
    return ours and not any(path.is_relative_to(folder) for folder in others)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, links and what is half written left out."""
    for place, _, names in os.walk(folder):
        for name in sorted(names):
            path = Path(place, name)
            half_written = name.startswith(".") and name.endswith(".tmp")
            if not half_written and path.is_file() and not path.is_symlink():
                yield path


def _add(package: ZipFile, name: str, path: Path) -> StoredFile:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        status = os.fstat(source.fileno())
        entry = ZipInfo(name)
        entry.external_attr = stat.S_IMODE(status.st_mode) << 16
        entry.compress_type = ZIP_STORED if path.suffix in _PACKED else ZIP_DEFLATED
        entry.file_size = status.st_size
        with package.open(entry, "w") as target:
            while part := source.read(1 << 20):
                digest.update(part)
                target.write(part)
    return StoredFile(sha256=digest.hexdigest(), mtime_ns=status.st_mtime_ns)


def _keys(home: Home) -> dict[str, bytes]:
    """Return the small files directly below outputs/state: the keys and what is like them."""
    return {
        path.name: path.read_bytes()
        for path in sorted(home.state.iterdir())
        if path.is_file()
        and not path.name.startswith((".", STORE))
        and path.suffix not in (".lock", ".pid", ".log")
        and path.stat().st_size < _LARGEST_KEY
    }
