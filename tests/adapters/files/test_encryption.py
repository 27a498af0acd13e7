"""The two keys: made once, private, never replaced by accident; and what the archive's encrypts."""

import io
import multiprocessing
import pickle
import stat
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from adapters.files.archive import archive_encrypted, archive_path, hash_of_encrypted
from adapters.files.archive import restore_encrypted as restore
from adapters.files.encryption import (
    ArchiveKey,
    DecryptionError,
    archive_key,
    decrypt,
    decrypt_stream,
    encrypt,
    encrypt_stream,
    seal_key,
)
from adapters.files.home import Home
from campaign.definitions.errors import DefinitionError

Key = Callable[[Home], object]
KEYS = pytest.mark.parametrize(
    ("key", "name"), [(seal_key, "seal.key"), (archive_key, "archive.key")]
)
PART = 64 << 10
"""What age encrypts and authenticates at a time."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "民政局")


@KEYS
def test_a_key_is_made_once_and_stays(home: Home, key: Key, name: str) -> None:
    first = key(home)
    content = (home.state / name).read_bytes()

    assert key(home) == first
    assert (home.state / name).read_bytes() == content


def test_a_seal_key_is_the_thirty_two_bytes_of_its_file(home: Home) -> None:
    key = seal_key(home)

    assert len(key) == 32
    assert (home.state / "seal.key").read_bytes() == key


def test_an_archive_key_is_a_file_that_the_age_tool_takes(home: Home) -> None:
    key = archive_key(home)

    comment, identity = (home.state / "archive.key").read_text("ascii").splitlines()
    assert comment.startswith("# public key: age1")
    assert identity == key.secret and identity.startswith("AGE-SECRET-KEY-1")


@KEYS
def test_only_the_owner_can_read_a_key(home: Home, key: Key, name: str) -> None:
    key(home)

    assert stat.S_IMODE((home.state / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(home.state.stat().st_mode) == 0o700


def test_each_key_is_its_own(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name) for name in ("甲", "乙")]

    assert len({key(home) for home in homes for key in (seal_key, archive_key)}) == 4


@KEYS
def test_nothing_is_left_beside_the_key(home: Home, key: Key, name: str) -> None:
    key(home)

    assert [path.name for path in home.state.iterdir()] == [name]


@KEYS
def test_processes_that_start_together_get_the_same_key(home: Home, key: Key, name: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=spawn) as pool:
        keys = set(pool.map(key, [home] * 16))

    assert keys == {key(home)}


@KEYS
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"k" * 31,
        b"k" * 33,
        b"AGE-SECRET-KEY-1PW9EF7M3AAGA0AJP46N6A0FL4VUWDKDCLGCQ3M7YD9W6GPGUZA8QHLN7E8\n",
        b"\xff\xfe\n",
    ],
)
def test_a_damaged_key_stops_everything_instead_of_being_replaced(
    home: Home, key: Key, name: str, content: bytes
) -> None:
    key(home)
    (home.state / name).write_bytes(content)

    with pytest.raises(DefinitionError, match=rf"outputs/state/{name}: .*从备份恢复"):
        key(home)
    assert (home.state / name).read_bytes() == content


def test_an_archive_key_does_not_show_itself(home: Home) -> None:
    key = archive_key(home)

    assert key.secret not in f"{key!r} {key}"
    assert pickle.loads(pickle.dumps(key)) == key


@pytest.mark.parametrize("data", [b"", b"\0", "投诉人：张某".encode(), bytes(100_000)])
def test_what_was_encrypted_is_decrypted(home: Home, data: bytes) -> None:
    key = archive_key(home)
    encrypted = encrypt(key, data)

    assert encrypted.startswith(b"age-encryption.org/v1\n")
    assert decrypt(key, encrypted) == data
    assert len(data) < 2 or data not in encrypted


def test_the_same_text_is_never_encrypted_the_same_way_twice(home: Home) -> None:
    key = archive_key(home)

    assert encrypt(key, b"text") != encrypt(key, b"text")


def test_a_changed_byte_is_noticed_wherever_it_is(home: Home) -> None:
    key = archive_key(home)
    encrypted = encrypt(key, b"text")

    for at in range(len(encrypted)):
        changed = bytearray(encrypted)
        changed[at] ^= 1
        with pytest.raises(DecryptionError):
            decrypt(key, bytes(changed))


@pytest.mark.parametrize("encrypted", [b"", b"\x01" + bytes(40), b"age-encryption.org/v1\n"])
def test_what_is_no_age_file_is_refused(home: Home, encrypted: bytes) -> None:
    with pytest.raises(DecryptionError):
        decrypt(archive_key(home), encrypted)
    with pytest.raises(DecryptionError):
        by_parts(archive_key(home), encrypted)


def test_another_key_does_not_open_it(home: Home, tmp_path: Path) -> None:
    other = archive_key(Home(tmp_path / "别的局"))

    with pytest.raises(DecryptionError):
        decrypt(other, encrypt(archive_key(home), b"text"))


def by_parts(key: ArchiveKey, encrypted: bytes) -> bytes:
    """Decrypt as a file is, part by part."""
    target = io.BytesIO()
    decrypt_stream(key, io.BufferedReader(io.BytesIO(encrypted)), target)
    return target.getvalue()


@pytest.mark.parametrize("data", [b"", b"text", bytes(PART), b"x" * PART + b"y"])
def test_a_stream_is_encrypted_as_the_whole_is(home: Home, data: bytes) -> None:
    key, target = archive_key(home), io.BytesIO()
    encrypt_stream(key, io.BytesIO(data), target)

    assert decrypt(key, target.getvalue()) == data
    assert by_parts(key, encrypt(key, data)) == data


def test_of_a_changed_stream_only_what_is_verified_is_handed_out(home: Home) -> None:
    key, target = archive_key(home), io.BytesIO()
    data = bytes(PART) + b"x" * PART
    changed = bytearray(encrypt(key, data))
    changed[-100] ^= 1

    with pytest.raises(DecryptionError):
        decrypt_stream(key, io.BufferedReader(io.BytesIO(bytes(changed))), target)
    assert target.getvalue() == bytes(PART)


@pytest.mark.parametrize("end", [-1, -PART - 16, 300])
def test_a_stream_that_was_cut_off_is_noticed(home: Home, end: int) -> None:
    key = archive_key(home)

    with pytest.raises(DecryptionError):
        by_parts(key, encrypt(key, bytes(2 * PART))[:end])


class Broken(io.RawIOBase):
    """A disk that does not answer."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        raise OSError(5, "Input/output error")

    def write(self, _data: object) -> int:
        raise OSError(28, "No space left on device")


def test_a_disk_that_fails_is_not_taken_for_a_changed_file(home: Home) -> None:
    key, data = archive_key(home), b"x" * PART

    with pytest.raises(OSError, match="Input/output error"):
        decrypt_stream(key, io.BufferedReader(Broken()), io.BytesIO())
    with pytest.raises(OSError, match="No space left"):
        decrypt_stream(key, io.BufferedReader(io.BytesIO(encrypt(key, data))), Broken())
    with pytest.raises(OSError, match="Input/output error"):
        encrypt_stream(key, io.BufferedReader(Broken()), io.BytesIO())
    with pytest.raises(OSError, match="No space left"):
        encrypt_stream(key, io.BytesIO(data), Broken())  # type: ignore[arg-type]  # writes only


class Meter(io.RawIOBase):
    """A source of many bytes that keeps in mind how far what is written lags behind."""

    def __init__(self, size: int) -> None:
        self.left, self.read_bytes, self.written, self.most_held = size, 0, 0, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        count = min(len(buffer), self.left)
        buffer[:count] = bytes(count)
        self.left -= count
        self.read_bytes += count
        return count

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.written += len(data)
        self.most_held = max(self.most_held, self.read_bytes - self.written)
        return len(data)


def test_a_large_file_is_never_held_in_memory(home: Home) -> None:
    meter = Meter(100 << 20)
    encrypt_stream(archive_key(home), meter, meter)  # type: ignore[arg-type]

    assert meter.written > 100 << 20
    assert meter.most_held < 4 * PART


def test_an_archived_original_comes_back_only_if_it_is_whole(home: Home, tmp_path: Path) -> None:
    key, spooled, target = archive_key(home), tmp_path / "spooled", tmp_path / "restored"
    spooled.write_bytes(b"x" * 3 * PART)
    archive_encrypted(home, spooled, "ab12", ".xlsx", key)
    restore(home, "ab12", ".xlsx", key, target)
    assert target.read_bytes() == spooled.read_bytes()

    path = archive_path(home, "ab12", ".xlsx", confidential=True)
    path.write_bytes(path.read_bytes()[:-1])
    target.unlink()
    with pytest.raises(DecryptionError):
        restore(home, "ab12", ".xlsx", key, target)
    with pytest.raises(DecryptionError):
        hash_of_encrypted(path, key)
    assert not target.exists()
