"""Restores a backup in a folder that holds no home yet."""

import hashlib
import os
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from adapters.files.encryption import DecryptionError, archive_key, decrypt_stream
from adapters.files.home import Home, private_folder
from adapters.store.engine import database_url, open_store
from adapters.store.snapshot import load_snapshot
from services.backup.package import (
    FORMAT,
    KEYS,
    MOVING,
    STORE,
    Backup,
    BackupError,
    Manifest,
    StoredFile,
    read_manifest,
    unlock_keys,
)
from services.progress import ProgressReporter
from services.texts.backup import backup_wordings

_WITHOUT_A_HOME = frozenset({".gitignore", ".gitkeep", "README.md"})


def restore(source: Path, home: Home, passphrase: str, progress: ProgressReporter) -> Backup:
    """Restore a backup as this home, to the file and its time of change; return what it was.

    The store goes into the database that the environment names, which must be empty then. Raises
    BackupError where that is no backup of this format, where a file of it is damaged, where the
    passphrase is another, or where the folder holds a home already; OSError where a disk fails.
    """
    wordings = backup_wordings()
    if home.state.exists() or _has_files(home.inputs) or _has_files(home.outputs):
        raise BackupError(wordings.not_empty.format(path=home.root))
    try:
        with ZipFile(source) as package:
            manifest = read_manifest(package, wordings.no_backup.format(path=source))
            if manifest.format != FORMAT:
                raise BackupError(wordings.other_format.format(software=manifest.software))
            words = wordings.wrong_passphrase, wordings.too_busy
            keys = unlock_keys(package.read(KEYS), passphrase, *words)
            private_folder(home.state)
            for name, data in keys.items():
                _write_key(home.state / PurePosixPath(name).name, data)
            _extract_all(package, manifest, home, progress)
        files = len(manifest.files) + _extract_moving(home)
    except (BadZipFile, DecryptionError) as error:
        raise BackupError(wordings.damaged.format(name=error)) from error
    _load_store(home)
    return Backup(files=files, made_at=manifest.made_at, head=manifest.head)


def _has_files(folder: Path) -> bool:
    return any(path.is_file() and path.name not in _WITHOUT_A_HOME for path in folder.rglob("*"))


def _write_key(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _extract_all(
    package: ZipFile, manifest: Manifest, home: Home, progress: ProgressReporter
) -> None:
    for folder in manifest.folders:
        _place(home, folder).mkdir(parents=True, exist_ok=True)
    for count, (name, stored) in enumerate(manifest.files.items(), start=1):
        place = home.state / name if name in (STORE, MOVING) else _place(home, name)
        _extract(package, name, stored, place)
        progress(count, len(manifest.files))


def _extract_moving(home: Home) -> int:
    """Extract what was on its way; return how many files more than the package there are by it."""
    locked, unlocked = home.state / MOVING, home.state / f"{MOVING}.zip"
    try:
        with locked.open("rb") as source, unlocked.open("wb") as target:
            decrypt_stream(archive_key(home), source, target)
        with ZipFile(unlocked) as package:
            manifest = read_manifest(package, backup_wordings().damaged.format(name=MOVING))
            _extract_all(package, manifest, home, lambda *_: None)
    finally:
        locked.unlink()
        unlocked.unlink(missing_ok=True)
    return len(manifest.files) - 1


def _place(home: Home, name: str) -> Path:
    """Return where a file belongs; raises BackupError for a name that leads out of the home."""
    parts = PurePosixPath(name).parts
    if parts[:1] not in (("inputs",), ("outputs",)) or ".." in parts:
        raise BackupError(backup_wordings().damaged.format(name=name))
    return home.root.joinpath(*parts)


def _extract(package: ZipFile, name: str, stored: StoredFile, place: Path) -> None:
    digest = hashlib.sha256()
    place.parent.mkdir(parents=True, exist_ok=True)
    entry = package.getinfo(name)
    handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with package.open(entry) as source, os.fdopen(handle, "wb") as target:
        while part := source.read(1 << 20):
            digest.update(part)
            target.write(part)
        target.flush()
        os.fchmod(target.fileno(), entry.external_attr >> 16 & 0o770)
    if digest.hexdigest() != stored.sha256:
        raise BackupError(backup_wordings().damaged.format(name=name))
    os.utime(place, ns=(stored.mtime_ns, stored.mtime_ns))


def _load_store(home: Home) -> None:
    """Open the restored store; where the environment names a database, copy the rows there."""
    snapshot, url = home.state / STORE, database_url(home)
    if url != f"sqlite:///{snapshot}":
        if not load_snapshot(snapshot, url):
            raise BackupError(backup_wordings().store_not_empty)
        snapshot.unlink()
    open_store(home).dispose()
    os.sync()
