"""A backup made while the software runs becomes the same home elsewhere, or is refused in words."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from adapters.files.home import Home
from adapters.store.engine import open_store, reading, writing
from adapters.store.tables import drops, metadata
from adapters.worker_pool import Readers
from services.audit.verify import verify
from services.backup import Backup, BackupError, back_up, restore
from services.backup.package import KEYS
from services.context import open_context
from tests.support.leaks.search import Search
from tests.support.office import NOW, Bureau, make_home

PASSPHRASE = "正确的口令 一二三"


def back_up_to(bureau: Bureau, target: Path) -> Backup:
    engine, home = bureau.context.engine, bureau.home
    return back_up(engine, home, target, PASSPHRASE, NOW, lambda *_: None)


def restore_from(source: Path, home: Home, passphrase: str = PASSPHRASE) -> Backup:
    return restore(source, home, passphrase, lambda *_: None)


def contents(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of a home's store."""
    engine = open_store(home)
    with reading(engine) as connection:
        rows = {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return rows


def files(home: Home) -> dict[str, tuple[bytes, int]]:
    """Return every file outside the state folder, with its time of change."""
    return {
        path.relative_to(home.root).as_posix(): (
            path.read_bytes(),
            path.stat().st_mtime_ns,
        )
        for path in home.root.rglob("*")
        if path.is_file() and not path.is_relative_to(home.state)
    }


@pytest.fixture(scope="module")
def answered_home(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Home:
    """Give a home that accepted a report and a complaint, and has one more in its inbox."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("ZUOFENG_DATABASE_URL", raising=False)
        bureau = Bureau(make_home(tmp_path_factory.mktemp("answered") / "家"))
        bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
        bureau.drop("保密/投诉.xlsx", bureau.complaint("投诉一号"))
        assert len(bureau.sweep(readers)) == 2
        bureau.drop("ZB02/还没有收 六月.xlsx", bureau.study("ZB02"))
        bureau.context.engine.dispose()
    return bureau.home


@pytest.fixture
def answered(
    answered_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bureau]:
    """Give a copy of that home to touch."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    bureau = Bureau(Home(shutil.copytree(answered_home.root, tmp_path / "家")))
    yield bureau
    bureau.context.engine.dispose()


@pytest.fixture(scope="module")
def package(answered_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a backup of that home, made once: to lock keys by a passphrase takes a second."""
    bureau = Bureau(Home(shutil.copytree(answered_home.root, tmp_path_factory.mktemp("x") / "家")))
    target = tmp_path_factory.mktemp("backup") / "备份.zip"
    back_up_to(bureau, target)
    bureau.context.engine.dispose()
    return target


@pytest.fixture
def backup(package: Path, tmp_path: Path) -> Path:
    """Give a copy of that backup to touch."""
    return Path(shutil.copy2(package, tmp_path / "备份.zip"))


def test_a_restored_home_is_the_same_and_goes_on(
    answered: Bureau, readers: Readers, tmp_path: Path
) -> None:
    (answered.home.inbox / "DW01").mkdir()
    made = back_up_to(answered, tmp_path / "备份.zip")
    restored = Home(tmp_path / "新机器" / "家")
    assert restore_from(tmp_path / "备份.zip", restored) == made
    assert contents(restored) == contents(answered.home)
    assert files(restored) == files(answered.home)
    assert (restored.inbox / "DW01").is_dir()
    assert verify(open_store(restored), restored, NOW, lambda *_: None) == []
    there = open_context(restored)
    assert there.examiner.archive_key == answered.context.examiner.archive_key
    assert there.examiner.recognition.key == answered.context.examiner.recognition.key
    elsewhere = Bureau(restored)
    assert [reply.unit for reply in elsewhere.sweep(readers)] == ["ZB02"]
    assert [reply.unit for reply in answered.sweep(readers)] == ["ZB02"]


def test_nothing_private_is_read_without_the_passphrase(answered: Bureau, tmp_path: Path) -> None:
    named = "密名甄九七"
    answered.drop(f"保密/{named}的材料/{named}.xlsx", answered.complaint("TS-9", 2, named))
    back_up_to(answered, tmp_path / "备份.zip")
    assert stat.S_IMODE((tmp_path / "备份.zip").stat().st_mode) == 0o600
    secrets = [path.read_bytes().strip() for path in answered.home.state.glob("*.key")]
    with ZipFile(tmp_path / "备份.zip") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert len(secrets) >= 2
    for secret in (*secrets, "甄一鸣".encode(), b"0590-5550199"):
        assert [
            name for name, data in parts.items() if secret in data and "forms" not in name
        ] == []
    assert parts[KEYS].startswith(b"age-encryption.org/v1")
    assert Search([named]).below(tmp_path, [answered.home.root]) == {}


def test_a_store_on_postgres_is_restored_on_either_database(
    answered: Bureau,
    package: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    postgres_url: str,
) -> None:
    before = contents(answered.home)
    monkeypatch.setenv("ZUOFENG_DATABASE_URL", postgres_url)
    moved = Home(tmp_path / "搬到数据库")
    restore_from(package, moved)
    assert contents(moved) == before
    assert not (moved.state / "zuofeng.db").exists()
    back_up_to(Bureau(moved), tmp_path / "乙.zip")
    with pytest.raises(BackupError, match="数据库中已有数据"):
        restore_from(tmp_path / "乙.zip", Home(tmp_path / "满了"))
    monkeypatch.delenv("ZUOFENG_DATABASE_URL")
    back = Home(tmp_path / "搬回来")
    restore_from(tmp_path / "乙.zip", back)
    assert contents(back) == before


def test_numbers_go_on_behind_those_restored_on_postgres(
    package: Path,
    readers: Readers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    postgres_url: str,
) -> None:
    monkeypatch.setenv("ZUOFENG_DATABASE_URL", postgres_url)
    moved = Home(tmp_path / "搬到数据库")
    restore_from(package, moved)
    assert len(Bureau(moved).sweep(readers)) == 1


def test_what_is_recorded_meanwhile_is_in_the_backup_whole_or_not_at_all(
    answered: Bureau, tmp_path: Path
) -> None:
    """The store cannot be written while its moment is taken: a writer waits, and comes later."""
    engine = answered.context.engine
    order = []

    def progress(count: int, _total: int) -> None:
        if count == 1:  # the moment is over, the copying goes on
            with writing(engine) as connection:
                connection.execute(drops.update().values(detail="后来"))
            order.append("written")

    back_up(engine, answered.home, tmp_path / "备份.zip", PASSPHRASE, NOW, progress)
    restored = Home(tmp_path / "新机器")
    restore_from(tmp_path / "备份.zip", restored)
    assert order == ["written"]
    store = open_store(restored)
    with reading(store) as connection:
        later = connection.scalar(
            select(func.count()).select_from(drops).where(drops.c.detail == "后来")
        )
    assert later == 0


def damage(path: Path) -> None:
    with ZipFile(path) as package:
        name = next(name for name in package.namelist() if name.startswith("outputs/archive/"))
        offset = package.getinfo(name).header_offset
    data = bytearray(path.read_bytes())
    data[offset + 200] ^= 0xFF
    path.write_bytes(data)


def exchange(path: Path) -> None:
    """Put another content in a file's place, as a sound part of the package."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = next(name for name in parts if name.startswith("outputs/archive/"))
    with ZipFile(path, "w") as package:
        for part, data in {**parts, name: b"another"}.items():
            package.writestr(part, data)


def no_backup(path: Path) -> None:
    with ZipFile(path, "w") as package:
        package.writestr("别的.txt", "")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (damage, "已损坏"),
        (exchange, "已损坏"),
        (no_backup, "不是本系统的备份"),
        (lambda path: path.write_bytes(b"x"), "损坏"),
    ],
)
def test_a_file_that_is_no_whole_backup_is_refused(
    backup: Path, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(backup)
    with pytest.raises(BackupError, match=words):
        restore_from(backup, Home(tmp_path / "新机器"))


def test_a_wrong_passphrase_leaves_nothing_behind(package: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="口令不对"):
        restore_from(package, Home(tmp_path / "新机器"), "错误的口令")
    assert not (tmp_path / "新机器").exists()


def test_nothing_is_overwritten(answered: Bureau, backup: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="已经存在"):
        back_up_to(answered, backup)
    with pytest.raises(BackupError, match="已有数据"):
        restore_from(backup, answered.home)
    with pytest.raises(BackupError, match="至少8个字符"):
        back_up(
            answered.context.engine, answered.home, tmp_path / "乙.zip", "短", NOW, lambda *_: None
        )
    assert not (tmp_path / "乙.zip").exists()


def test_a_disk_that_is_full_leaves_no_half_backup(
    answered: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, half_written = os.fsync, list[Path]()

    def full(handle: int) -> None:
        half_written.extend(tmp_path.glob(".*.tmp"))
        if half_written:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        back_up_to(answered, tmp_path / "备份.zip")
    assert half_written
    assert list(tmp_path.glob("*.zip")) == list(tmp_path.glob(".*.tmp")) == []
    assert list(answered.home.state.glob("*backup-*")) == []


def test_a_name_that_leads_out_of_the_home_is_refused(package: Path, tmp_path: Path) -> None:
    forged = tmp_path / "伪造.zip"
    with ZipFile(package) as source, ZipFile(forged, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == "manifest.json":
                data = data.replace(b'"inputs/plan.toml"', b'"inputs/../../x.toml"')
            copy.writestr(name, data)
        copy.writestr("inputs/../../x.toml", "x")
    with pytest.raises(BackupError, match="损坏"):
        restore_from(forged, Home(tmp_path / "新" / "机器"))
    assert not (tmp_path / "x.toml").exists() and not (tmp_path / "新" / "x.toml").exists()
    shutil.rmtree(tmp_path / "新")
